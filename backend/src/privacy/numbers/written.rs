//! A number as a source, or a person who searches, writes it.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

use super::{
    extension::split_extension,
    withheld::{is_dialled_word, is_withheld},
};

/// What a text in the place of a number stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Written {
    /// The caller withheld the number.
    Withheld,
    /// A SIP address.
    Sip(SipAddress),
    /// A telephone number or an extension.
    Number(Dialled),
    /// A text without a digit, in lower case.
    Name(String),
}

/// User and host of a SIP address, in lower case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SipAddress {
    pub(crate) user: String,
    pub(crate) host: String,
}

/// The digits of a number.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Dialled {
    /// Whether a plus precedes them.
    pub(crate) plus: bool,
    pub(crate) digits: String,
    /// The extension behind the number.
    pub(crate) extension: Option<String>,
}

impl Written {
    /// Reads a text; one that is blank is a name without letters.
    pub(crate) fn read(text: &str) -> Self {
        let plain = plain(text);
        let bare = in_brackets(&plain);
        if is_withheld(bare) {
            return Self::Withheld;
        }
        if let Some(rest) = without_scheme(bare, "sip:").or_else(|| without_scheme(bare, "sips:")) {
            return Self::of_address(rest);
        }
        let bare = without_scheme(bare, "tel:").unwrap_or(bare);
        if bare.contains('@') && !bare.contains(char::is_whitespace) {
            return Self::of_address(bare);
        }
        Self::of_number(bare)
    }

    fn of_address(rest: &str) -> Self {
        let end = rest.find('?').unwrap_or(rest.len());
        let rest = rest.get(..end).unwrap_or(rest);
        let Some((user, host)) = rest.rsplit_once('@') else {
            let host = rest.split(';').next().unwrap_or(rest);
            return match Dialled::of_user(host) {
                Some(number) => Self::Number(number),
                None if is_withheld(host) => Self::Withheld,
                None => Self::Sip(SipAddress { user: String::new(), host: host_of(host) }),
            };
        };
        let user = percent_decoded(user.split([';', ':']).next().unwrap_or(user)).to_lowercase();
        if is_withheld(&user) {
            return Self::Withheld;
        }
        Self::Sip(SipAddress { user, host: host_of(host) })
    }

    fn of_number(text: &str) -> Self {
        let number = Dialled::read(text);
        if number.digits.is_empty() {
            return Self::Name(text.trim().to_lowercase());
        }
        if number.plus && is_dialled_word(&number.digits) {
            return Self::Withheld;
        }
        Self::Number(number)
    }

    /// The number that is dialled to reach it, if it has one: never digits of a host.
    pub(crate) fn dialled(&self) -> Option<Dialled> {
        match self {
            Self::Number(number) => Some(number.clone()),
            Self::Sip(address) => Dialled::of_user(&address.user),
            Self::Withheld | Self::Name(_) => None,
        }
    }
}

impl Dialled {
    fn read(text: &str) -> Self {
        let (number, extension) = split_extension(text);
        let digits: String = number.chars().filter(char::is_ascii_digit).collect();
        let first = number.find(|letter: char| letter.is_ascii_digit()).unwrap_or(number.len());
        let plus = number.get(..first).is_some_and(|before| before.contains('+'));
        Self { plus, digits, extension }
    }

    /// The user of a SIP address that is a number.
    fn of_user(user: &str) -> Option<Self> {
        let is_dialled = user.contains(|letter: char| letter.is_ascii_digit())
            && user.chars().all(|letter| letter.is_ascii_digit() || "+-.()*# ".contains(letter));
        is_dialled.then(|| Self::read(user))
    }
}

/// The text with ASCII digits and signs, without invisible ones.
fn plain(text: &str) -> Cow<'_, str> {
    if text.is_ascii() && !text.contains(|letter: char| letter.is_ascii_control()) {
        return Cow::Borrowed(text.trim());
    }
    let is_invisible = |letter: &char| {
        letter.is_control()
            || matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}' | '\u{feff}')
    };
    let plain: String =
        text.nfkc().filter(|letter| !is_invisible(letter)).map(ascii_digit).collect();
    Cow::Owned(plain.trim().to_owned())
}

/// The ASCII digit of an Arabic or Devanagari one; other letters stay.
fn ascii_digit(letter: char) -> char {
    let zeros = ['\u{660}', '\u{6f0}', '\u{966}'];
    let digit = zeros.into_iter().find_map(|zero| {
        let value = u32::from(letter).checked_sub(u32::from(zero))?;
        char::from_digit(value, 10)
    });
    digit.unwrap_or(letter)
}

/// What stands in angle brackets behind a display name, if anything does.
fn in_brackets(text: &str) -> &str {
    let Some((name, rest)) = text.rsplit_once('<') else { return text };
    let inner = rest.split('>').next().unwrap_or(rest).trim();
    if inner.is_empty() { name.trim().trim_matches('"') } else { inner }
}

fn without_scheme<'t>(text: &'t str, scheme: &str) -> Option<&'t str> {
    let start = text.get(..scheme.len())?;
    start.eq_ignore_ascii_case(scheme).then(|| text.get(scheme.len()..)).flatten()
}

/// The host without port, parameters and final dot.
fn host_of(text: &str) -> String {
    let text = text.split(';').next().unwrap_or(text).to_lowercase();
    let without_port = match text.rsplit_once(':') {
        Some((host, port))
            if port.bytes().all(|byte| byte.is_ascii_digit())
                && (host.ends_with(']') || !host.contains(':')) =>
        {
            host
        }
        _ => &text,
    };
    without_port.trim_end_matches('.').to_owned()
}

fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let code = after.get(..2).filter(|_| *first == b'%').and_then(|code| {
            let code = std::str::from_utf8(code).ok()?;
            u8::from_str_radix(code, 16).ok()
        });
        if let Some(code) = code {
            bytes.push(code);
            rest = after.get(2..).unwrap_or_default();
        } else {
            bytes.push(*first);
            rest = after;
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> (bool, String, Option<String>) {
        match Written::read(text) {
            Written::Number(Dialled { plus, digits, extension }) => (plus, digits, extension),
            other => panic!("{text} is {other:?}"),
        }
    }

    fn sip(text: &str) -> (String, String) {
        match Written::read(text) {
            Written::Sip(SipAddress { user, host }) => (user, host),
            other => panic!("{text} is {other:?}"),
        }
    }

    #[test]
    fn signs_between_digits_and_other_digits_make_no_difference() {
        for text in [
            "+12025550131",
            "+1 (202) 555-0131",
            "+1.202.555.0131",
            "＋１２０２５５５０１３１",
            "tel:+1-202-555-0131",
            "TEL:+1-202-555-0131;phone-context=x",
            "\u{202a}+1 202 555\u{a0}0131\u{202c}",
            "+١٢٠٢٥٥٥٠١٣١",
            "\"Ann Lee\" <+12025550131>",
        ] {
            assert_eq!(number(text), (true, "12025550131".to_owned(), None), "{text}");
        }
        assert_eq!(number("Ann<5566>"), (false, "5566".to_owned(), None));
        assert_eq!(number("sip:7000"), (false, "7000".to_owned(), None));
    }

    #[test]
    fn an_extension_is_kept_apart() {
        for text in [
            "+12025550131 x12",
            "+12025550131x12",
            "+1 202 555 0131 ext. 12",
            "+12025550131 EXTN 12",
            "+1-202-555-0131 extension 12",
            "tel:+12025550131;ext=12",
            "+12025550131#12",
            "+12025550131,,12",
            "+12025550131 (ext 12)",
        ] {
            let expected = (true, "12025550131".to_owned(), Some("12".to_owned()));
            assert_eq!(number(text), expected, "{text}");
        }
        assert_eq!(number("020 7946 0123 (mobile)").1, "02079460123");
    }

    #[test]
    fn a_sip_address_is_a_user_and_a_host() {
        let is = |user: &str, host: &str| (user.to_owned(), host.to_owned());
        assert_eq!(sip("sip:Nina@203.0.113.7"), is("nina", "203.0.113.7"));
        assert_eq!(
            sip("\"Nina\" <sips:nina@PBX.example.:5061;transport=tls>"),
            is("nina", "pbx.example")
        );
        assert_eq!(sip("sip:%2B12025550131:pw@sbc.example?x=1"), is("+12025550131", "sbc.example"));
        assert_eq!(sip("sip:1001@[2001:db8::1]:5060"), is("1001", "[2001:db8::1]"));
        assert_eq!(sip("1001@192.168.7.22"), is("1001", "192.168.7.22"));
        assert_eq!(sip("sip:pbx.example"), is("", "pbx.example"));
        let dialled = |text| Written::read(text).dialled().map(|number| number.digits);
        assert_eq!(dialled("sip:1001@192.168.7.22").as_deref(), Some("1001"));
        assert_eq!(dialled("sip:nina2@203.0.113.7"), None);
    }

    #[test]
    fn a_withheld_number_is_one_in_every_form() {
        for text in [
            "anonymous",
            "Anonymous",
            "sip:anonymous@anonymous.invalid",
            "<sip:Anonymous@10.0.0.1:5060>",
            "\"Anonymous\" <sip:anonymous@anonymous.invalid>;tag=1",
            "Restricted <restricted>",
            "SIP:UNAVAILABLE@unknown.invalid",
            "sip:anonymous",
            "+266696687",
            "\"Unavailable\" <>",
        ] {
            assert_eq!(Written::read(text), Written::Withheld, "{text}");
        }
        assert_ne!(Written::read("266696687"), Written::Withheld, "without a plus it is a number");
        assert_eq!(Written::read(" - "), Written::Name("-".to_owned()));
    }
}
