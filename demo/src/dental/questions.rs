//! Enquiries: prices, directions, opening hours, and requests for a person.

use crate::{
    scenario::{A, C, Function, Mood, Scenario},
    steps::{EMAIL, TRANSFER},
};

static PRICE: Function = Function {
    name: "look_up_price",
    parameters: &[("treatment", "{treatment}")],
    result: &[("price", "{price}"), ("list", "current")],
};

pub(crate) static PRICES: Scenario = Scenario {
    intent: "prices",
    outcomes: &["Question answered"],
    summaries: &[
        "The caller asked what a {treatment} costs and was told {price}.",
        "Price question ({treatment}, {price}). The list goes to {email}.",
    ],
    steps: &[
        (
            100,
            &[
                (
                    C,
                    &[
                        "How much is a {treatment} if I'm not on a plan?",
                        "Could you tell me your prices? I need a {treatment}.",
                        "What would a {treatment} cost me, roughly?",
                    ],
                ),
                (
                    A,
                    &[
                        "A {treatment} is {price}. That includes the X-ray if one is needed.",
                        "It is {price}, and you can pay in three parts.",
                    ],
                ),
                (
                    C,
                    &[
                        "That's less than I feared.",
                        "Hm, that's rather a lot.",
                        "Right. I will think it over.",
                    ],
                ),
            ],
        ),
        EMAIL,
        (
            30,
            &[
                (C, &["Do you take cards?", "Can I pay by instalments?"]),
                (
                    A,
                    &[
                        "We do, all cards and contactless.",
                        "Yes, over three months and without interest.",
                    ],
                ),
            ],
        ),
    ],
    functions: &[&PRICE],
    skills: &["prices"],
    pages: &[("Our prices", "prices"), ("Ways to pay", "payment")],
    ..Scenario::PLAIN
};

pub(crate) static DIRECTIONS: Scenario = Scenario {
    intent: "directions",
    outcomes: &["Question answered"],
    mood: Mood::Pleased,
    summaries: &[
        "The way from the station was explained.",
        "The caller asked where to park.",
        "Question about step-free access for {first}'s mother; there is a lift.",
    ],
    steps: &[
        (
            100,
            &[
                (
                    C,
                    &[
                        "How do I find you from the station?",
                        "Where can I park near the practice?",
                        "Is there a step-free entrance? I'm bringing my mother in a wheelchair.",
                    ],
                ),
                (
                    A,
                    &[
                        "We're on the Quayside, five minutes on foot from the station, above the \
                         bakery.",
                        "The car park behind the market is the nearest, two minutes away.",
                        "There is, through the courtyard, and the lift is on the left.",
                    ],
                ),
            ],
        ),
        (
            40,
            &[
                (
                    C,
                    &[
                        "And is the number 12 bus still running?",
                        "Could you text me that? I'm on {phone}.",
                    ],
                ),
                (A, &["It is, every quarter of an hour.", "Of course. It's on its way."]),
            ],
        ),
    ],
    skills: &["directions"],
    pages: &[("How to find us", "find-us")],
    ..Scenario::PLAIN
};

pub(crate) static HOURS: Scenario = Scenario {
    intent: "opening-hours",
    outcomes: &["Question answered"],
    summaries: &[
        "The caller asked when the practice opens.",
        "The caller wanted to know whether we open on Saturday; answered.",
        "Question about the lunch break; we stay open.",
    ],
    steps: &[
        (
            100,
            &[
                (
                    C,
                    &[
                        "What time do you open tomorrow?",
                        "Are you open on Saturdays?",
                        "Do you close for lunch?",
                    ],
                ),
                (
                    A,
                    &[
                        "We open at eight on weekdays and close at six.",
                        "We are, from nine to one. On weekdays from eight to six.",
                        "No, we stay open, eight until six.",
                    ],
                ),
            ],
        ),
        (
            35,
            &[
                (C, &["And over the bank holiday?", "Thanks. Is it busy first thing?"]),
                (
                    A,
                    &[
                        "We're closed then, but this line is always answered.",
                        "The early slots go first, so it's best to book.",
                    ],
                ),
            ],
        ),
    ],
    skills: &["opening-hours"],
    pages: &[("Opening hours", "hours")],
    ..Scenario::PLAIN
};

pub(crate) static ASK_FOR_PERSON: Scenario = Scenario {
    intent: "speak-to-someone",
    outcomes: &["Transferred"],
    summaries: &[
        "{name} asked for {colleague} and was put through.",
        "{company} rang about an invoice; put through to {colleague}.",
        "The caller preferred to speak to a person; {colleague} took over.",
    ],
    steps: &[
        (
            100,
            &[
                (
                    C,
                    &[
                        "Could you put me through to {colleague}?",
                        "This is {name} from {company}. I need {colleague}, please.",
                        "Can I talk to a human, please?",
                    ],
                ),
                (A, &["Certainly. May I say what it is about?", "Of course. What is it about?"]),
                (
                    C,
                    &[
                        "They rang me earlier from this number.",
                        "It's about the invoice.",
                        "It's private, if you don't mind.",
                    ],
                ),
            ],
        ),
        (70, &[(A, &["Thank you, I'm putting you through now.", "One moment. Connecting you."])]),
    ],
    functions: &[&TRANSFER],
    skills: &["transfer"],
    ..Scenario::PLAIN
};
