//! Services before and after a stay: lost property, invoices and confirmations.

use super::reservations::FIND_STAY;
use crate::{
    scenario::{A, C, Scenario},
    steps::{ADDRESS, EMAIL, NAME, PHONE, TAKE_MESSAGE},
};

pub(crate) static LOST_PROPERTY: Scenario = Scenario {
    intent: "lost-property",
    outcomes: &["Message taken"],
    summaries: &[
        "{name} left {item} in room {room}. If found, it is to be posted to {address}.",
        "Lost property: {item}. Call back on {phone}.",
    ],
    steps: &[
        (
            100,
            &[
                (
                    C,
                    &[
                        "I think I left {item} in my room. It was {room}.",
                        "Has anyone handed in {item}? I checked out {since}.",
                    ],
                ),
                (
                    A,
                    &[
                        "I'll ask housekeeping. Where might it be?",
                        "Let me look in the book. Where did you leave it?",
                    ],
                ),
                (
                    C,
                    &[
                        "It was on the bedside table, room {room}.",
                        "It should be in the wardrobe of {room}.",
                    ],
                ),
            ],
        ),
        NAME,
        ADDRESS,
        PHONE,
        (
            100,
            &[(
                A,
                &[
                    "If we find it we'll post it to you.",
                    "I've written it down. Housekeeping will ring you.",
                ],
            )],
        ),
    ],
    functions: &[&TAKE_MESSAGE],
    skills: &["lost-property"],
    ..Scenario::PLAIN
};

pub(crate) static INVOICE: Scenario = Scenario {
    intent: "invoice",
    outcomes: &["Message taken"],
    summaries: &[
        "{company} needs the invoice of {ref} in its own name, sent to {email}.",
        "{name} asked for a corrected invoice: the minibar was charged by mistake.",
        "The VAT number is missing on {first}'s invoice; accounts will send a new one.",
    ],
    steps: &[
        (
            100,
            &[(
                C,
                &[
                    "I need an invoice in the name of {company}, please.",
                    "The invoice for {ref} is wrong: I never touched the minibar.",
                    "My accountant says the VAT number is missing.",
                ],
            )],
        ),
        NAME,
        EMAIL,
        (
            100,
            &[
                (
                    A,
                    &[
                        "I'll ask accounts to send a new one today.",
                        "We'll correct it and send it to you.",
                    ],
                ),
                (C, &["By {day}, please.", "Thank you.", "It should say {company}, {address}."]),
            ],
        ),
    ],
    functions: &[&FIND_STAY, &TAKE_MESSAGE],
    skills: &["accounts"],
    ..Scenario::PLAIN
};

pub(crate) static CONFIRMATION: Scenario = Scenario {
    intent: "confirmation",
    outcomes: &["Question answered", ""],
    summaries: &[
        "We rang {name} to confirm the stay from {day}; {first} comes at {late}.",
        "Arrival of {day} confirmed for the afternoon.",
    ],
    steps: &[(
        100,
        &[
            (C, &["Speaking.", "Yes, that's me."]),
            (
                A,
                &["I'm calling about your stay from {day}, reference {ref}. When may we expect \
                     you?"],
            ),
            (C, &["At {late}, I think.", "In the afternoon. My mobile is {phone}, just in case."]),
        ],
    )],
    skills: &["reservations"],
    ..Scenario::PLAIN
};
