//! Visits: hygienist, first visits, late arrivals and reminders.

use earshot_domain::Priority;

use super::appointments::{BOOK, FIND_SLOT};
use crate::{
    scenario::{A, C, Mood, Scenario},
    steps::{EMAIL, FIND_CUSTOMER, NAME, PHONE, SEND_TEXT},
};

pub(crate) static HYGIENIST: Scenario = Scenario {
    intent: "hygienist",
    outcomes: &["Booked"],
    mood: Mood::Pleased,
    summaries: &[
        "{first} booked the hygienist, {hygienist}, for {day} at {time} ({price}).",
        "Scale and polish with {hygienist} on {day}. The price of {price} was mentioned.",
    ],
    steps: &[
        (
            100,
            &[
                (
                    C,
                    &[
                        "Can I see the hygienist without seeing the dentist first?",
                        "I'd like {hygienist} to clean my teeth again, so gentle.",
                        "How much is the hygienist, and when is the next free slot?",
                    ],
                ),
                (
                    A,
                    &[
                        "You can. A visit is {price} and takes {minutes} minutes. {day} at {time} \
                         is free.",
                        "Of course. {hygienist} has {day} at {time}, and it is {price}.",
                        "It is {price}, and the next one is {day} at {time}.",
                    ],
                ),
                (C, &["Good, please put me down.", "That's fine. Can you book it?"]),
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
                    "Lovely. {hygienist} will see you on {day} at {time}.",
                    "Booked for {day}, {time}.",
                ],
            )],
        ),
    ],
    functions: &[&FIND_SLOT, &BOOK],
    skills: &["diary", "prices"],
    pages: &[("Hygienist visits", "hygienist")],
    ..Scenario::PLAIN
};

pub(crate) static FIRST_VISIT: Scenario = Scenario {
    intent: "child-first-visit",
    outcomes: &["Booked"],
    mood: Mood::Pleased,
    summaries: &[
        "{name} booked a first visit for {child}, aged {child_age}, on {day} at {time}.",
        "First visit of a child ({child}, born {child_dob}). The parent was told what to bring.",
    ],
    steps: &[
        (
            100,
            &[
                (
                    C,
                    &[
                        "My little one, {child}, has never been to a dentist. When should we \
                         start?",
                        "I'd like to bring my {child_age}-year-old, {child}, for a first look.",
                    ],
                ),
                (
                    A,
                    &[
                        "How lovely. We keep the first visit short and playful. What is {child}'s \
                         date of birth?",
                        "Children are free here. When was {child} born?",
                    ],
                ),
                (C, &["{child_dob}.", "{child} was born on {child_dob}."]),
            ],
        ),
        NAME,
        PHONE,
        (
            100,
            &[
                (
                    A,
                    &[
                        "{clinician} is wonderful with children and has {day} at {time}.",
                        "Could you come on {day} at {time}, before it gets busy?",
                    ],
                ),
                (C, &["That would be great.", "Yes please. {child} will bring the teddy."]),
            ],
        ),
    ],
    functions: &[&FIND_SLOT, &BOOK],
    skills: &["diary", "children"],
    pages: &[("Your child's first visit", "children")],
    ..Scenario::PLAIN
};

pub(crate) static RUNNING_LATE: Scenario = Scenario {
    intent: "running-late",
    outcomes: &["Message taken"],
    priority: Some(Priority::High),
    summaries: &[
        "{name} will be {minutes} minutes late for {clinician}; the surgery was told.",
        "The bus never came: {first} will be late for {time}, and {clinician} knows.",
    ],
    steps: &[
        (
            100,
            &[(
                C,
                &[
                    "I'm stuck in traffic, I'll be {minutes} minutes late for {clinician}.",
                    "Sorry, the bus never came. I have {time} today, can I still come?",
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
                        "Don't worry, {first}. I'll let {clinician} know. Please come as soon as \
                         you can.",
                        "I'll tell the surgery. If it gets later than {minutes} minutes, give us \
                         a ring.",
                    ],
                ),
                (C, &["Thank you so much.", "You're a star. See you soon."]),
            ],
        ),
    ],
    functions: &[&FIND_CUSTOMER],
    skills: &["messages"],
    ..Scenario::PLAIN
};

pub(crate) static REMINDER: Scenario = Scenario {
    intent: "reminder",
    outcomes: &["Question answered", ""],
    summaries: &[
        "Reminder of {day} at {time}; {first} confirmed.",
        "We rang {name} about the appointment with {clinician} on {day}.",
    ],
    steps: &[
        (
            100,
            &[
                (C, &["Yes, speaking.", "That's me. Is something wrong?", "It is, hello."]),
                (
                    A,
                    &[
                        "I'm calling to remind you of your {treatment} on {day} at {time}.",
                        "You're due with {clinician} on {day}, {time}. Can you still make it?",
                    ],
                ),
                (
                    C,
                    &[
                        "Yes, I'll be there.",
                        "Oh, thank you, I had forgotten!",
                        "I can, see you then.",
                    ],
                ),
            ],
        ),
        (
            40,
            &[
                (A, &["Is {phone} still the right number for you?"]),
                (C, &["Yes, it is.", "No, it's {phone_spoken} these days."]),
            ],
        ),
    ],
    functions: &[&SEND_TEXT],
    skills: &["reminders"],
    ..Scenario::PLAIN
};
