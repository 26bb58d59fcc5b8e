//! Scenarios of a practice's line after hours: call-backs, emergencies, colleagues, wrong numbers.

use earshot_domain::Priority;

use super::{
    scenario::{A, C, Mood, Scenario},
    steps::{BIRTH, NAME, PHONE, TAKE_MESSAGE, TRANSFER},
};

pub(super) static CALL_BACK: Scenario = Scenario {
    intent: "call-back",
    outcomes: &["Message taken"],
    summaries: &[
        "The practice was closed; {name} asks to be rung on {phone} about a {treatment}.",
        "Message for the morning: {first} {surname}, {treatment}, {phone}.",
    ],
    steps: &[
        (
            100,
            &[
                (
                    C,
                    &[
                        "Oh, are you closed already? I wanted to ask about my {treatment}.",
                        "I know it's late. Could someone ring me tomorrow?",
                    ],
                ),
                (
                    A,
                    &[
                        "We open at eight. I can take a message and the team will ring you first \
                         thing.",
                        "The practice is closed, but I'll make sure they get your message.",
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
                &["Thank you. You'll hear from us in the morning.", "I've noted that, {first}."],
            )],
        ),
    ],
    functions: &[&TAKE_MESSAGE],
    skills: &["messages"],
    ..Scenario::PLAIN
};

pub(super) static EMERGENCY: Scenario = Scenario {
    intent: "night-emergency",
    outcomes: &["Transferred"],
    mood: Mood::Upset,
    priority: Some(Priority::Urgent),
    summaries: &[
        "Bleeding after an extraction of the {tooth}. {name} was put through to the dentist on \
         call.",
        "A front tooth was knocked out: advised to keep it in milk; put through to the dentist on \
         call.",
        "Swollen gum and a temperature. {clinician}, on call, took over and will ring {phone}.",
    ],
    steps: &[
        (
            100,
            &[
                (
                    C,
                    &[
                        "I had my {tooth} out today and it won't stop bleeding.",
                        "My daughter fell and knocked out a front tooth!",
                        "There's a lump on my gum and I'm running a temperature.",
                    ],
                ),
                (
                    A,
                    &[
                        "Bite on a clean, damp cloth for {minutes} minutes. Is it hard to breathe \
                         or swallow?",
                        "Please keep the tooth in milk. I'm getting you the dentist on call.",
                        "That should be looked at tonight. Is it hard to breathe or swallow?",
                    ],
                ),
                (
                    C,
                    &[
                        "No, breathing is fine.",
                        "All right, it's in milk. Please hurry.",
                        "No, but I feel dreadful.",
                    ],
                ),
            ],
        ),
        NAME,
        BIRTH,
        PHONE,
        (
            100,
            &[(
                A,
                &[
                    "I'm connecting you with {clinician} now. If it gets worse, ring 999.",
                    "{clinician} is on call. I'm putting you through.",
                ],
            )],
        ),
    ],
    functions: &[&TRANSFER],
    skills: &["triage", "transfer"],
    pages: &[("After an extraction", "aftercare")],
};

pub(super) static COLLEAGUE: Scenario = Scenario {
    intent: "internal",
    outcomes: &["Question answered", ""],
    summaries: &[
        "Internal: a colleague wanted to know who comes at {time}.",
        "A colleague asked for the list of {day}.",
        "A colleague asked whether {name} had checked in.",
    ],
    steps: &[(
        100,
        &[
            (
                C,
                &[
                    "Hi, it's {colleague}. Who do we have at {time}?",
                    "Could you print the list for {day}?",
                    "Has {name} checked in yet?",
                ],
            ),
            (
                A,
                &[
                    "That's {name}, born {dob}.",
                    "I'll send it to the printer upstairs.",
                    "Not yet. Shall I ring them on {phone}?",
                ],
            ),
            (C, &["Thanks.", "Yes please.", "Great, that's all."]),
        ],
    )],
    skills: &["internal"],
    ..Scenario::PLAIN
};

pub(super) static WRONG_NUMBER: Scenario = Scenario {
    intent: "wrong-number",
    outcomes: &[""],
    summaries: &["Wrong number.", "The caller had wanted somebody else and apologised."],
    steps: &[(
        100,
        &[(
            C,
            &[
                "Sorry, wrong number.",
                "Is that not the garage? Oh. Sorry!",
                "I must have misdialled.",
            ],
        )],
    )],
    ..Scenario::PLAIN
};
