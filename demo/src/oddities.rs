//! Texts that are difficult to export: quotes, line breaks, emoji, right-to-left text, formulas.

/// Summaries that replace those of a scenario.
pub(super) const SUMMARIES: &[&str] = &[
    "=SUM(A1:A9) is what {first} read out from the invoice; the total was explained.",
    "+1 person joins the appointment on {day}; {name} will bring them.",
    "-2 visits instead of three: {first} prefers a longer one on {day}.",
    "@cmd was the subject line {name} dictated; a message was taken.",
    "\tIndented with a tab by the caller's own mail program. Message taken.",
    "＝1+1 in full-width letters, copied from a form by {first}.",
    "{name} said \"ring me, please, before five\", then \"or not at all\".",
    "Three wishes:\n1. a window seat, if possible\n2. no music\n3. a receipt, please",
    "Message, word for word:\r\n\"Thank you, {first}.\"\r\nNothing else was asked.",
    "Delighted with the friendly help 😁✨ and asked to pass on thanks to everyone 👏🏽.",
    "طلبت المتصلة تأجيل الموعد إلى الأسبوع القادم، وتم تأكيد الوقت الجديد.",
    "המתקשר ביקש לקבוע תור ליום שלישי בבוקר, והתור אושר.",
    "The caller gave the name as ليلى حداد and asked for a woman, if possible; noted.",
    "{name}; semicolons; 'single quotes'; a 50 % discount, and a trailing \"quote\"",
    "Café, naïve, Łódź, Ångström, ñandú – every accent of {first}'s letter was read back.",
];

/// Utterances of callers between other lines.
pub(super) const LINES: &[&str] = &[
    "=HYPERLINK(\"https://harbour.example\",\"this link\") is what the text message says. Is it \
     from you?",
    "+1 for the new music while waiting, by the way.",
    "-5 degrees and no heating in your waiting room, that was not nice.",
    "@reception is the name I have you under, is that right?",
    "\tSorry, my keyboard put a tab there.",
    "My husband said, \"don't forget to ask about the parking\", so here I am, asking.",
    "Let me dictate:\nfirst line,\nsecond line, with a comma,\nand \"the end\".",
    "You're the best 🎉🦷 honestly 😂",
    "شكرًا جزيلاً، سأتصل مرة أخرى غدًا صباحًا.",
    "תודה רבה, נתראה ביום שלישי.",
    "My mother is called مريم الخطيب, you may have her under Maryam.",
    "Sorry – the line — it's… 你好? Can you hear me?",
    "Write it exactly like this: 'A', \"B\", and C; nothing else!",
    "You can also reach me on {phone_spoken}, or at {email_spoken}.",
    "Please change my address to {address}, {postcode}, from today.",
];
