//! Sender of the installation's mail.

use lettre::message::Mailbox;

/// The mailbox that mail comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailSender(pub(super) Mailbox);

/// The text is not a sender such as `Earshot <reports@example.com>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be an e-mail address, perhaps with a name: Earshot <reports@example.com>")]
pub struct InvalidMailSender;

impl MailSender {
    /// Parses an address, perhaps with a name before it.
    pub fn parse(text: &str) -> Result<Self, InvalidMailSender> {
        let mailbox: Mailbox = text.parse().map_err(|_| InvalidMailSender)?;
        // The domain also names this installation to the server and in ids of messages.
        if text.contains(char::is_control) || !mailbox.email.domain().is_ascii() {
            return Err(InvalidMailSender);
        }
        Ok(Self(mailbox))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_may_have_a_name() {
        for (text, shown) in [
            ("reports@example.com", "reports@example.com"),
            ("Earshot <reports@example.com>", "Earshot <reports@example.com>"),
        ] {
            assert_eq!(MailSender::parse(text).unwrap().0.to_string(), shown);
        }
        for wrong in
            ["", "Earshot", "a@b.example, c@d.example", "A <a@b.example>\r\nBcc: c@d.example"]
        {
            assert_eq!(MailSender::parse(wrong), Err(InvalidMailSender), "{wrong:?}");
        }
    }
}
