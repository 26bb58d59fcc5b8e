//! Messages in Internet Message Format: headers, plain text and HTML.

use earshot_domain::JobId;
use jiff::Timestamp;
use lettre::{
    Address, Message,
    message::{
        Mailbox, MultiPart, SinglePart,
        header::{HeaderName, HeaderValue},
    },
};

use super::template::Rendered;
use crate::Error;

/// Marks mail that nobody should answer automatically (RFC 3834).
const AUTO_SUBMITTED: HeaderName = HeaderName::new_from_ascii_str("Auto-Submitted");

/// Composes a message. Its id is that of the job, so a message that is sent again because a reply was
/// lost is recognised as the same one.
pub(super) fn compose(
    rendered: Rendered,
    from: &Mailbox,
    to: Address,
    job_id: JobId,
    now: Timestamp,
) -> Result<Message, Error> {
    let parts = MultiPart::alternative()
        .boundary(job_id.to_string())
        .singlepart(SinglePart::plain(rendered.text))
        .singlepart(SinglePart::html(rendered.html));
    Message::builder()
        .from(from.clone())
        .to(Mailbox::new(None, to))
        .date(now.into())
        .message_id(Some(format!("<{job_id}@{}>", from.email.domain())))
        .raw_header(HeaderValue::new(AUTO_SUBMITTED, "auto-generated".to_owned()))
        .subject(rendered.subject)
        .multipart(parts)
        .map_err(Error::internal)
}
