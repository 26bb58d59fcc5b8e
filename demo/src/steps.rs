//! Steps shared by many scenarios: greetings, identification, farewells and common functions.

use earshot_domain::{Channel, Direction};

use super::scenario::{A, C, Function, Step};

pub(super) const NAME: Step = (
    100,
    &[
        (
            A,
            &[
                "May I take your name, please?",
                "Of course. Who am I speaking to?",
                "Happy to help. Could I have your full name?",
            ],
        ),
        (
            C,
            &[
                "It's {name}.",
                "{name}.",
                "Yes, it's {first} {surname}, {surname_spelt}.",
                "My name is {name}.",
            ],
        ),
    ],
);

pub(super) const BIRTH: Step = (
    75,
    &[
        (
            A,
            &[
                "Thank you, {first}. And your date of birth?",
                "Thanks. To find your record, what is your date of birth?",
            ],
        ),
        (
            C,
            &[
                "{dob}.",
                "It's {dob}.",
                "{dob_spoken}.",
                "Born on {dob_spoken}.",
                "{dob}, and my NHS number is {nhs}.",
            ],
        ),
    ],
);

pub(super) const PHONE: Step = (
    60,
    &[
        (
            A,
            &[
                "What is the best number to reach you on?",
                "Could you give me a number in case we are cut off?",
                "Which number shall we text the confirmation to?",
            ],
        ),
        (
            C,
            &[
                "{phone}.",
                "It's {phone}, that's my mobile.",
                "{phone_spoken}.",
                "Use {phone}, please, not the old one.",
                "Sure: {phone_spoken}.",
            ],
        ),
    ],
);

pub(super) const EMAIL: Step = (
    35,
    &[
        (A, &["Shall I send that by e-mail as well?", "Which e-mail address should I use?"]),
        (C, &["Yes, to {email}.", "{email}.", "It's {email_spoken}, all lower case."]),
    ],
);

pub(super) const ADDRESS: Step = (
    25,
    &[
        (A, &["And your address, for the file?", "Are you still at the same address?"]),
        (
            C,
            &[
                "{address}, {postcode}.",
                "We moved. It's {address} now, postcode {postcode}.",
                "I live at {address}.",
            ],
        ),
    ],
);

pub(super) const ANYTHING_ELSE: Step = (
    55,
    &[
        (
            A,
            &[
                "Is there anything else I can do for you?",
                "Anything else today, {first}?",
                "Does that answer everything?",
            ],
        ),
        (
            C,
            &[
                "No, that's everything, thank you.",
                "That's all, thanks ever so much.",
                "No, you've been very helpful.",
                "Not for now, cheers.",
            ],
        ),
    ],
);

pub(super) const FAREWELL: Step = (
    80,
    &[(
        A,
        &[
            "Thank you for calling {house}. Goodbye.",
            "You're welcome. Have a lovely {daypart}.",
            "Take care, {first}. Bye for now.",
            "Thank you, goodbye.",
        ],
    )],
);

pub(super) static FIND_CUSTOMER: Function = Function {
    name: "find_customer",
    parameters: &[("name", "{name}"), ("date_of_birth", "{dob}")],
    result: &[("customer_id", "{customer_id}"), ("match", "exact")],
};

pub(super) static TAKE_MESSAGE: Function = Function {
    name: "take_message",
    parameters: &[("from", "{name}"), ("call_back", "{phone}"), ("for", "{colleague}")],
    result: &[("message_id", "{ref}")],
};

pub(super) static SEND_TEXT: Function = Function {
    name: "send_text_message",
    parameters: &[("to", "{phone}"), ("template", "confirmation")],
    result: &[("state", "queued")],
};

pub(super) static TRANSFER: Function = Function {
    name: "transfer_call",
    parameters: &[("destination", "{colleague}"), ("reason", "asked for a person")],
    result: &[("state", "connected")],
};

/// Returns the variants of the receptionist's greeting.
pub(super) const fn greetings(channel: Channel, direction: Direction) -> &'static [&'static str] {
    match (channel, direction) {
        (_, Direction::Outbound) => &[
            "Hello, is that {name}? This is {agent} from {house}.",
            "Good {daypart}, this is {agent} calling from {house}. Am I speaking to {first}?",
        ],
        (_, Direction::Internal) => &["Reception, hello.", "Hi, front of house."],
        (Channel::Chat | Channel::Sms, _) => &[
            "Hi, this is {agent} at {house}. How can I help?",
            "Hello and welcome to {house}! What can I do for you?",
        ],
        _ => &[
            "Good {daypart}, {house}, {agent} speaking. How can I help you?",
            "Hello, you've reached {house}. This call may be recorded. What can I do for you?",
            "{house}, good {daypart}. You are through to {agent}, how may I help?",
            "Thank you for calling {house}, this is {agent}.",
        ],
    }
}
