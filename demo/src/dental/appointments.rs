//! Appointments: booking, rescheduling and cancelling.

use crate::{
    scenario::{A, C, Function, Mood, Scenario},
    steps::{ADDRESS, BIRTH, FIND_CUSTOMER, NAME, PHONE, SEND_TEXT},
};

pub(super) static FIND_SLOT: Function = Function {
    name: "check_availability",
    parameters: &[("clinician", "{clinician}"), ("treatment", "{treatment}"), ("from", "{date}")],
    result: &[("first", "{date} {time}"), ("second", "{date2} {time2}")],
};

pub(super) static BOOK: Function = Function {
    name: "book_appointment",
    parameters: &[("customer", "{customer_id}"), ("day", "{date}"), ("time", "{time}")],
    result: &[("appointment", "{ref}"), ("state", "confirmed")],
};

static CANCEL: Function = Function {
    name: "cancel_appointment",
    parameters: &[("customer", "{customer_id}"), ("day", "{date}")],
    result: &[("state", "cancelled"), ("fee", "none")],
};

pub(crate) static BOOKING: Scenario = Scenario {
    intent: "booking",
    outcomes: &["Booked"],
    mood: Mood::Pleased,
    summaries: &[
        "{name} booked a {treatment} with {clinician} for {day} at {time}.",
        "New {treatment} for {day}, {time}. {first} asked for a text to {phone}.",
        "The caller arranged a {treatment} on {day} and will arrive ten minutes early.",
        "Booked: {treatment}, {clinician}, {day}. The patient has not been for over a year.",
    ],
    steps: &[
        (
            100,
            &[(
                C,
                &[
                    "Hi, I'd like to book a {treatment}, please.",
                    "Hello, can I make an appointment? It's for a {treatment}.",
                    "I haven't been for ages and I think I'm due a {treatment}.",
                    "Could you fit me in for a {treatment} some time next week?",
                ],
            )],
        ),
        NAME,
        BIRTH,
        (
            100,
            &[
                (
                    A,
                    &[
                        "I have {day} at {time} with {clinician}, or {day2} at {time2}. Which \
                         suits you?",
                        "The first I can offer is {day}, {time}. Would that work?",
                        "{clinician} is free on {day} at {time}.",
                    ],
                ),
                (
                    C,
                    &[
                        "{day} is perfect.",
                        "The first one, please.",
                        "Could it be a bit later? ... No, all right, {time} is fine.",
                        "Yes, that works nicely.",
                    ],
                ),
            ],
        ),
        PHONE,
        ADDRESS,
        (
            100,
            &[(
                A,
                &[
                    "You're booked for {day} at {time}. We'll send you a reminder.",
                    "All done: {treatment} on {day}, {time}, with {clinician}.",
                ],
            )],
        ),
    ],
    functions: &[&FIND_CUSTOMER, &FIND_SLOT, &BOOK, &SEND_TEXT],
    skills: &["diary", "identity"],
    ..Scenario::PLAIN
};

pub(crate) static RESCHEDULING: Scenario = Scenario {
    intent: "rescheduling",
    outcomes: &["Rescheduled"],
    summaries: &[
        "{name} moved the {treatment} to {day} at {time} because {reason_third}.",
        "Appointment with {clinician} moved to {day}, {time}.",
        "The patient could not keep the old time and now comes on {day}.",
    ],
    steps: &[
        (
            100,
            &[(
                C,
                &[
                    "Hello, I have an appointment and I need to move it, because {reason}.",
                    "I'm so sorry, {reason}. Can I change my {treatment}?",
                    "Is it possible to reschedule? {clinician} was going to see me on {day2}.",
                ],
            )],
        ),
        NAME,
        BIRTH,
        (
            100,
            &[
                (
                    A,
                    &[
                        "I can see it: {day2} at {time2}. How about {day} at {time} instead?",
                        "No problem. The next free time is {day}, {time}.",
                    ],
                ),
                (
                    C,
                    &[
                        "Brilliant, yes.",
                        "That's better for me, thank you.",
                        "Hmm, {time} ... yes, go on.",
                    ],
                ),
            ],
        ),
        (
            100,
            &[(
                A,
                &[
                    "That's moved. You'll see {clinician} on {day} at {time}.",
                    "Done. {day}, {time}, and the old one is released.",
                ],
            )],
        ),
        PHONE,
    ],
    functions: &[&FIND_CUSTOMER, &CANCEL, &FIND_SLOT, &BOOK],
    skills: &["diary", "identity"],
    ..Scenario::PLAIN
};

pub(crate) static CANCELLING: Scenario = Scenario {
    intent: "cancelling",
    outcomes: &["Cancelled"],
    summaries: &[
        "{name} cancelled {day}, because {reason_third}. No fee applies.",
        "Appointment of {day} cancelled at the caller's request.",
        "{first} cannot come on {day} and will book again online or by telephone.",
    ],
    steps: &[
        (
            100,
            &[(
                C,
                &[
                    "I need to cancel my appointment on {day}, I'm afraid {reason}.",
                    "Could you take me off the list for {day}, please?",
                    "Hi. I won't make it on {day}. Can you cancel it?",
                ],
            )],
        ),
        NAME,
        BIRTH,
        (
            100,
            &[
                (
                    A,
                    &[
                        "I've cancelled it. There is no charge, as it is more than a day ahead. \
                         Shall we find a new time?",
                        "That's cancelled for you. Would you like another date?",
                    ],
                ),
                (
                    C,
                    &[
                        "Not now, I'll ring again.",
                        "No, leave it for the moment.",
                        "I'll do it online, thanks.",
                    ],
                ),
            ],
        ),
    ],
    functions: &[&FIND_CUSTOMER, &CANCEL],
    skills: &["diary"],
    ..Scenario::PLAIN
};
