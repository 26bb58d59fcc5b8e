//! Failures of sending: what is tried again, and the reason that people read.

use lettre::transport::smtp::Error as SmtpError;

use super::template::one_line;
use crate::Error;

/// Replies about the sign-in at the server (RFC 4954). They concern the settings, not the message,
/// which can be sent once these are mended.
const SIGN_IN_REPLIES: [u16; 4] = [530, 534, 535, 538];

/// Converts a failure of sending: a permanent refusal of the message is final.
pub(super) fn failure(error: &SmtpError) -> Error {
    let code = error.status().map(u16::from);
    let about_sign_in = code.is_some_and(|code| SIGN_IN_REPLIES.contains(&code));
    let retry = !error.is_permanent() || about_sign_in;
    let said = without_addresses(&one_line(&error.to_string()));
    if retry {
        Error::MailDeferred(format!("The mail server did not accept the message yet: {said}."))
    } else {
        Error::MailRefused(format!("The mail server refused the message: {said}."))
    }
}

/// Replaces e-mail addresses, which servers repeat in their replies and logs must not hold.
fn without_addresses(text: &str) -> String {
    let word = |word: &str| if word.contains('@') { "[EMAIL]".to_owned() } else { word.to_owned() };
    text.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_names_no_address() {
        let said = "permanent error (550): <a.b@clinic.example>: user unknown";
        assert_eq!(without_addresses(said), "permanent error (550): [EMAIL] user unknown");
    }
}
