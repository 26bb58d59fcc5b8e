//! Requests during a stay: breakfast, parking, spa, noise and the shuttle.

use earshot_domain::Priority;

use crate::{
    scenario::{A, C, Function, Mood, Scenario},
    steps::{NAME, PHONE, SEND_TEXT},
};

static SHUTTLE_SEAT: Function = Function {
    name: "book_shuttle",
    parameters: &[("guest", "{name}"), ("flight", "{flight}"), ("time", "{time}")],
    result: &[("booking", "{ref}")],
};

pub(crate) static BREAKFAST: Scenario = Scenario {
    intent: "breakfast",
    outcomes: &["Question answered"],
    mood: Mood::Pleased,
    summaries: &[
        "Question about breakfast times.",
        "The caller asked what vegans can have at breakfast.",
        "Room {room} will have breakfast brought up at {time2}.",
    ],
    steps: &[
        (
            100,
            &[
                (
                    C,
                    &[
                        "What time is breakfast?",
                        "Is there anything for vegans at breakfast?",
                        "This is room {room}. Could we have breakfast upstairs at {time2}?",
                    ],
                ),
                (
                    A,
                    &[
                        "From seven to half past ten, at weekends until eleven.",
                        "There is: porridge, fruit, and our own bread.",
                        "With pleasure. I'll tell the kitchen.",
                    ],
                ),
            ],
        ),
        (40, &[(C, &["And coffee before seven?"]), (A, &["The lobby bar has coffee from six."])]),
    ],
    skills: &["house-facts"],
    pages: &[("Breakfast", "breakfast")],
    ..Scenario::PLAIN
};

pub(crate) static PARKING: Scenario = Scenario {
    intent: "parking",
    outcomes: &["Question answered"],
    summaries: &[
        "The caller asked about parking and took a space for {day}.",
        "Question about charging an electric car; there are four chargers.",
        "The caller asked how high the garage is.",
    ],
    steps: &[
        (
            100,
            &[
                (
                    C,
                    &[
                        "Do you have parking, and does it cost extra?",
                        "Can I charge an electric car with you?",
                        "Is your garage high enough for a van?",
                    ],
                ),
                (
                    A,
                    &[
                        "There are twenty spaces in the garage, €18 a night. Shall I keep one?",
                        "You can, there are four chargers.",
                        "It is 1.95 metres high, and there is a yard for anything taller.",
                    ],
                ),
                (
                    C,
                    &[
                        "Yes, for {day}, please.",
                        "Good to know, thanks.",
                        "The yard will do, thank you.",
                    ],
                ),
            ],
        ),
        NAME,
    ],
    skills: &["house-facts"],
    pages: &[("Parking", "parking")],
    ..Scenario::PLAIN
};

pub(crate) static SPA: Scenario = Scenario {
    intent: "spa",
    outcomes: &["Booked"],
    mood: Mood::Pleased,
    summaries: &["{first} booked a {spa} for {day} at {time}.", "A {spa} for room {room}, {time}."],
    steps: &[
        (
            100,
            &[
                (
                    C,
                    &[
                        "I'd like to book a {spa} for {day}.",
                        "Is the spa free at {time}? We'd like a {spa}.",
                    ],
                ),
                (
                    A,
                    &[
                        "{day} at {time} is free. I can book that for you.",
                        "We have {time} or {time2}.",
                    ],
                ),
            ],
        ),
        NAME,
        PHONE,
        (100, &[(A, &["Your {spa} is booked. Please come ten minutes early."])]),
    ],
    functions: &[&SEND_TEXT],
    skills: &["spa"],
    pages: &[("The spa", "spa")],
    ..Scenario::PLAIN
};

pub(crate) static NOISE: Scenario = Scenario {
    intent: "noise-complaint",
    outcomes: &["Complaint"],
    mood: Mood::Upset,
    priority: Some(Priority::High),
    summaries: &[
        "Room {room} complained about {noise}; the night porter went up.",
        "{name} could not sleep because of {noise} and was offered another room.",
    ],
    steps: &[
        (
            100,
            &[
                (
                    C,
                    &[
                        "This is room {room}. There is {noise} and it's been going on for \
                         {minutes} minutes.",
                        "I can't sleep. {noise}, again!",
                    ],
                ),
                (
                    A,
                    &[
                        "I'm so sorry. I'm sending someone up at once.",
                        "I apologise. Would you like to move to another room?",
                    ],
                ),
                (
                    C,
                    &[
                        "Please do. We have to be up early.",
                        "No, just make it stop.",
                        "I want this taken off my bill.",
                    ],
                ),
            ],
        ),
        (
            50,
            &[(
                A,
                &[
                    "I've made a note for the manager under {name}.",
                    "Someone is on the way to room {room}.",
                ],
            )],
        ),
    ],
    skills: &["complaints"],
    ..Scenario::PLAIN
};

pub(crate) static SHUTTLE: Scenario = Scenario {
    intent: "airport-shuttle",
    outcomes: &["Booked"],
    mood: Mood::Pleased,
    summaries: &[
        "Shuttle to the airport on {day} at {time} for {guests}.",
        "The driver fetches {name} from flight {flight} and has {phone}.",
    ],
    steps: &[
        (
            100,
            &[
                (
                    C,
                    &[
                        "Do you have a shuttle to the airport?",
                        "Can someone fetch us from the airport? We're on {flight}.",
                    ],
                ),
                (
                    A,
                    &[
                        "We do, every hour, €12 each. When would you like to go?",
                        "Gladly. When do you land, and how many are you?",
                    ],
                ),
                (
                    C,
                    &[
                        "On {day} at {time}, for {guests}.",
                        "On {day} at {time}, {guests}, with three suitcases.",
                    ],
                ),
            ],
        ),
        NAME,
        PHONE,
        (
            100,
            &[(
                A,
                &[
                    "Booked. The driver waits outside at {time}.",
                    "The driver will hold up a sign that says {surname}.",
                ],
            )],
        ),
    ],
    functions: &[&SHUTTLE_SEAT],
    skills: &["transport"],
    ..Scenario::PLAIN
};
