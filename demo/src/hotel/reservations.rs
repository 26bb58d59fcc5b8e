//! Reservations: rooms, late check-in, cancellations and weddings.

use crate::{
    scenario::{A, C, Function, Mood, Scenario},
    steps::{EMAIL, NAME, PHONE, TAKE_MESSAGE},
};

static ROOMS: Function = Function {
    name: "search_rooms",
    parameters: &[("arrival", "{date}"), ("kind", "{room_kind}"), ("guests", "{guests}")],
    result: &[("rate", "{rate}"), ("available", "yes")],
};

static RESERVE: Function = Function {
    name: "create_reservation",
    parameters: &[("guest", "{name}"), ("arrival", "{date}"), ("stay", "{nights}")],
    result: &[("reservation", "{ref}"), ("state", "confirmed")],
};

pub(super) static FIND_STAY: Function = Function {
    name: "find_reservation",
    parameters: &[("reference", "{ref}"), ("surname", "{surname}")],
    result: &[("room", "{room}"), ("arrival", "{date}")],
};

pub(crate) static RESERVATION: Scenario = Scenario {
    intent: "reservation",
    outcomes: &["Booked"],
    mood: Mood::Pleased,
    summaries: &[
        "{name} reserved a {room_kind} for {nights} from {day} at {rate} a night ({ref}).",
        "Reservation for {guests}, {nights} from {day}. Confirmation goes to {email}.",
    ],
    steps: &[
        (
            100,
            &[
                (
                    C,
                    &[
                        "Hello, do you have a {room_kind} from {day}, for {nights}?",
                        "I'd like to book a room for {guests}, arriving on {day}.",
                    ],
                ),
                (
                    A,
                    &[
                        "We do. A {room_kind} is {rate} a night, with breakfast.",
                        "For {guests} I can offer a {room_kind} at {rate}.",
                    ],
                ),
                (
                    C,
                    &[
                        "That's fine. I'll take it.",
                        "With breakfast, that sounds good. Yes, please.",
                        "Could you do it any cheaper? ... Never mind, book it.",
                    ],
                ),
            ],
        ),
        NAME,
        EMAIL,
        (
            60,
            &[
                (A, &["May I have a card to guarantee the room?"]),
                (
                    C,
                    &[
                        "4242 4242 4242 4242, valid until 08/29.",
                        "It's four two four two, four two four two, four two four two, four two \
                         four two.",
                    ],
                ),
            ],
        ),
        PHONE,
        (
            100,
            &[(
                A,
                &[
                    "You're booked under {ref}. We look forward to seeing you.",
                    "Thank you, {first}. Your reference is {ref}.",
                ],
            )],
        ),
    ],
    functions: &[&ROOMS, &RESERVE],
    skills: &["reservations"],
    ..Scenario::PLAIN
};

pub(crate) static LATE_CHECK_IN: Scenario = Scenario {
    intent: "late-check-in",
    outcomes: &["Message taken"],
    summaries: &[
        "{name} arrives at {late}; the night porter knows.",
        "Late arrival on {day}, {late}. The key will be at the desk.",
    ],
    steps: &[
        (
            100,
            &[
                (
                    C,
                    &[
                        "My flight, {flight}, is delayed and I'll only be there at {late}. Is \
                         that a problem?",
                        "Can I still check in at {late}?",
                    ],
                ),
                (
                    A,
                    &[
                        "Not at all. The desk is staffed all night. What is your reference?",
                        "You can. Could you give me the reference?",
                    ],
                ),
                (C, &["{ref}.", "I don't have it here. The name is {name}."]),
            ],
        ),
        PHONE,
        (
            100,
            &[(
                A,
                &[
                    "I've told the night porter. Ring the bell if the door is closed.",
                    "That's noted. Safe travels.",
                ],
            )],
        ),
    ],
    functions: &[&FIND_STAY],
    skills: &["stays"],
    pages: &[("Arriving late", "arrival")],
    ..Scenario::PLAIN
};

pub(crate) static CANCELLATION: Scenario = Scenario {
    intent: "cancellation",
    outcomes: &["Cancelled"],
    summaries: &[
        "{name} cancelled {ref}, because {reason_third}.",
        "{first} cancelled the stay from {day}, free of charge.",
    ],
    steps: &[
        (
            100,
            &[(
                C,
                &[
                    "I have to cancel my booking {ref}, because {reason}.",
                    "Can I still cancel for {day} without paying?",
                ],
            )],
        ),
        NAME,
        (
            100,
            &[
                (
                    A,
                    &[
                        "You can until the day before. It is cancelled, and nothing is charged.",
                        "That's done. Would you like other dates?",
                    ],
                ),
                (C, &["No, thank you.", "Perhaps in spring."]),
            ],
        ),
    ],
    functions: &[&FIND_STAY],
    skills: &["reservations"],
    pages: &[("Cancelling a stay", "terms")],
    ..Scenario::PLAIN
};

pub(crate) static WEDDING: Scenario = Scenario {
    intent: "wedding",
    outcomes: &["Message taken"],
    mood: Mood::Pleased,
    summaries: &[
        "{name} plans a wedding for {heads} guests and would like to see the garden room on {day}.",
        "Wedding enquiry ({heads} guests). Events will ring {phone} with dates and menus.",
    ],
    steps: &[
        (
            100,
            &[
                (
                    C,
                    &[
                        "We're getting married! Do you have room for {heads} people?",
                        "I'm looking for a place for a wedding, {heads} guests, next summer.",
                    ],
                ),
                (
                    A,
                    &[
                        "Congratulations! The garden room holds 150. Would you like to see it?",
                        "How wonderful. Our events team would love to show you round.",
                    ],
                ),
                (
                    C,
                    &[
                        "Oh yes. Could we come on {day}?",
                        "Please. And what would a menu cost, with wine?",
                    ],
                ),
            ],
        ),
        NAME,
        PHONE,
        EMAIL,
        (
            100,
            &[(
                A,
                &[
                    "Events will meet you on {day} at {time}.",
                    "I've passed it on. They'll ring you tomorrow.",
                ],
            )],
        ),
    ],
    functions: &[&TAKE_MESSAGE],
    skills: &["events"],
    pages: &[("Weddings and parties", "events")],
    ..Scenario::PLAIN
};
