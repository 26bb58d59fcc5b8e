//! Treatment: pain, prescriptions, insurance and complaints.

use earshot_domain::Priority;

use crate::{
    scenario::{A, C, Function, Mood, Scenario},
    steps::{ADDRESS, BIRTH, EMAIL, FIND_CUSTOMER, NAME, PHONE, TAKE_MESSAGE},
};

static EMERGENCY_SLOT: Function = Function {
    name: "reserve_emergency_slot",
    parameters: &[("customer", "{customer_id}"), ("complaint", "{tooth}")],
    result: &[("time", "{time}"), ("clinician", "{clinician}")],
};

pub(crate) static PAIN: Scenario = Scenario {
    intent: "tooth-pain",
    outcomes: &["Booked"],
    mood: Mood::Upset,
    priority: Some(Priority::Urgent),
    summaries: &[
        "{name} has had severe pain in the {tooth} since {since}. The emergency slot at {time} \
         was given.",
        "The caller's {tooth} broke {since}. Advice on pain relief was given and the slot at \
         {time} reserved.",
        "Urgent: swelling around the {tooth}, no fever. {clinician} will see {first} at {time}.",
    ],
    steps: &[
        (
            100,
            &[
                (
                    C,
                    &[
                        "I'm in agony. My {tooth} has been hurting since {since}.",
                        "I think I've broken my {tooth}, it happened {since}. Can anyone see me?",
                        "My face is swollen and the {tooth} is throbbing, please help.",
                    ],
                ),
                (
                    A,
                    &[
                        "I'm sorry to hear that. Do you have a fever, or trouble swallowing or \
                         breathing?",
                        "Oh dear. On a scale of one to ten, how bad is the pain?",
                    ],
                ),
                (C, &["No, it just hurts terribly.", "About eight. Paracetamol does nothing."]),
            ],
        ),
        NAME,
        BIRTH,
        (
            30,
            &[
                (A, &["Do you take any medicines, or have any allergies?"]),
                (
                    C,
                    &[
                        "I'm allergic to penicillin.",
                        "Only blood pressure tablets.",
                        "No, nothing at all.",
                    ],
                ),
            ],
        ),
        PHONE,
        (
            100,
            &[
                (
                    A,
                    &[
                        "{clinician} has kept the next emergency slot for you, at {time}.",
                        "I've put you down for the emergency slot at {time}.",
                    ],
                ),
                (
                    C,
                    &[
                        "Thank you, I'll be there.",
                        "You're a lifesaver.",
                        "That's a relief. Thank you.",
                    ],
                ),
            ],
        ),
    ],
    functions: &[&FIND_CUSTOMER, &EMERGENCY_SLOT],
    skills: &["triage", "diary"],
    pages: &[("First aid for toothache", "emergencies")],
};

pub(crate) static INSURANCE: Scenario = Scenario {
    intent: "insurance",
    outcomes: &["Question answered", "Question answered", "Message taken"],
    summaries: &[
        "{name} asked whether we accept {plan}; we do.",
        "{plan} pays for a {treatment} up to {price}; {first} was told so.",
        "{plan} refused a claim. Accounts will look into it and ring {phone}.",
    ],
    steps: &[
        (
            100,
            &[(
                C,
                &[
                    "Do you accept {plan}?",
                    "I'm with {plan}. Is a {treatment} covered?",
                    "{plan} refused my claim and says you sent the wrong code.",
                ],
            )],
        ),
        NAME,
        (
            70,
            &[
                (
                    A,
                    &[
                        "What is your membership number?",
                        "Could you read me the number on your card?",
                    ],
                ),
                (C, &["{member}.", "It says {member}, and my date of birth is {dob}."]),
            ],
        ),
        PHONE,
        (
            100,
            &[
                (
                    A,
                    &[
                        "We do. You pay here and claim it back.",
                        "{plan} covers it up to {price}.",
                        "I'll ask accounts to look into it and ring you.",
                    ],
                ),
                (C, &["All right, thank you.", "Good to know.", "Please hurry, it's been weeks."]),
            ],
        ),
    ],
    functions: &[&FIND_CUSTOMER],
    skills: &["insurance"],
    pages: &[("Plans we work with", "insurance")],
    ..Scenario::PLAIN
};

pub(crate) static PRESCRIPTION: Scenario = Scenario {
    intent: "prescription",
    outcomes: &["Message taken"],
    summaries: &[
        "{name} needs a new prescription of {medicine}. {clinician} will be asked.",
        "Repeat prescription ({medicine}), to be sent to the chemist near {postcode}.",
    ],
    steps: &[
        (
            100,
            &[(
                C,
                &[
                    "I've run out of {medicine}. Can {clinician} write me some more?",
                    "The chemist says my prescription for {medicine} never arrived.",
                ],
            )],
        ),
        NAME,
        BIRTH,
        ADDRESS,
        (
            100,
            &[
                (
                    A,
                    &[
                        "I'll pass it to {clinician}. It should be there by tomorrow noon.",
                        "I've left a note for {clinician}, who will sign it today.",
                    ],
                ),
                (
                    C,
                    &[
                        "Thank you, I only have one left.",
                        "Great. Could someone ring me when it's ready?",
                    ],
                ),
            ],
        ),
        PHONE,
    ],
    functions: &[&FIND_CUSTOMER, &TAKE_MESSAGE],
    skills: &["messages", "identity"],
    ..Scenario::PLAIN
};

pub(crate) static COMPLAINT: Scenario = Scenario {
    intent: "complaint",
    outcomes: &["Complaint"],
    mood: Mood::Upset,
    priority: Some(Priority::High),
    summaries: &[
        "{name} complained about waiting {minutes} minutes and asked for the manager to ring \
         {phone}.",
        "Complaint: a filling came out for the third time. The caller wants the {price} back.",
        "{name} was charged {price} for a cancelled appointment and called it \"frankly, a \
         cheek\".",
    ],
    steps: &[
        (
            100,
            &[
                (
                    C,
                    &[
                        "I want to make a complaint. I waited {minutes} minutes yesterday.",
                        "This is the third time that filling has come out. I paid {price} for it!",
                        "I was charged {price} for an appointment I had cancelled. Frankly, \
                         that's a cheek.",
                    ],
                ),
                (
                    A,
                    &[
                        "I'm very sorry about that. Let me write it down so that the manager can \
                         ring you.",
                        "I understand that you are upset. May I take some details?",
                    ],
                ),
            ],
        ),
        NAME,
        PHONE,
        EMAIL,
        (
            100,
            &[
                (
                    A,
                    &[
                        "Thank you. The practice manager will ring you before {day}.",
                        "I've filed it under {ref}, and you'll hear from us within two working \
                         days.",
                    ],
                ),
                (
                    C,
                    &[
                        "I hope so.",
                        "Fine. But I'm not happy.",
                        "Thank you for listening, at least.",
                    ],
                ),
            ],
        ),
    ],
    functions: &[&FIND_CUSTOMER, &TAKE_MESSAGE],
    skills: &["complaints"],
    pages: &[("Complaints procedure", "complaints")],
};
