//! Sentences about the mail that tells of the end of an export.

use earshot_domain::ExportMail;

/// States what runs in the background, and whether a mail with a link is sent.
pub fn mail_note(mail: &ExportMail) -> String {
    let note = match mail {
        ExportMail::Sent { to } => {
            format!("When it is complete, a mail with a link will be sent to {to}.")
        }
        ExportMail::NotConfigured => {
            "No mail is sent, because the operator has not set up mail: the link stays on the \
             Exports page."
                .to_owned()
        }
    };
    format!("The export runs in the background. {note}")
}
