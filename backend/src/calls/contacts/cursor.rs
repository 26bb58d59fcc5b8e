//! Cursors of contacts and of their calls: the place of the last row shown.

use crate::{
    Error,
    store::{ContactCallPlace, ContactPlace},
};

/// Writes the place of a contact.
pub(super) fn write_contact(place: &ContactPlace) -> String {
    let ContactPlace { contact_id, started_at, call_id, identity_id } = place;
    format!("{started_at}.{call_id}.{identity_id}.{contact_id}")
}

/// Reads a place that [`write_contact`] wrote. It decides where a list continues, never what may be
/// seen in it.
pub(super) fn read_contact(text: &str) -> Result<ContactPlace, Error> {
    let mut parts = text.split('.');
    let place = (|| {
        Some(ContactPlace {
            started_at: parts.next()?.parse().ok()?,
            call_id: parts.next()?.parse().ok()?,
            identity_id: parts.next()?.parse().ok()?,
            contact_id: parts.next()?.parse().ok()?,
        })
    })();
    place.filter(|_| parts.next().is_none()).ok_or_else(Error::unknown_cursor)
}

/// Writes the place of a call.
pub(super) fn write_call(place: &ContactCallPlace) -> String {
    format!("{}.{}", place.started_at, place.call_id)
}

/// Reads a place that [`write_call`] wrote.
pub(super) fn read_call(text: &str) -> Result<ContactCallPlace, Error> {
    let place = text.split_once('.').and_then(|(started_at, call_id)| {
        Some(ContactCallPlace {
            started_at: started_at.parse().ok()?,
            call_id: call_id.parse().ok()?,
        })
    });
    place.ok_or_else(Error::unknown_cursor)
}

#[cfg(test)]
mod tests {
    use earshot_domain::{CallId, ContactId, IdentityId};

    use super::*;
    use crate::ids;

    #[test]
    fn a_cursor_reads_back_and_other_text_is_refused() {
        let place = ContactPlace {
            contact_id: ContactId::new(ids::fresh()),
            started_at: -5,
            call_id: CallId::new(ids::fresh()),
            identity_id: IdentityId::new(ids::fresh()),
        };
        let written = write_contact(&place);
        assert_eq!(read_contact(&written).unwrap(), place);
        for wrong in ["", "1", &written[1..written.len() - 1], &format!("{written}.x")] {
            assert!(read_contact(wrong).is_err(), "{wrong}");
        }
        assert!(read_call(&written).is_err());
    }
}
