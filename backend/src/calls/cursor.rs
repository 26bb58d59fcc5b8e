//! Page cursors, authenticated so that a forged or foreign cursor is refused.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use earshot_domain::{CallFilter, CallId};

use crate::{Error, privacy::encryption::TenantKey, store::PageStart};

/// Length of the authentication tag at the end of a cursor.
const SEAL: usize = 12;

/// Writes a cursor for this tenant and filter.
pub(crate) fn write(key: &TenantKey, filter: &CallFilter, start: &PageStart) -> String {
    let direction = if start.backwards { 'b' } else { 'f' };
    let position = format!("{direction}{}.{}", start.key, start.id);
    let seal = seal(key, filter, &position);
    URL_SAFE_NO_PAD.encode([position.as_bytes(), &seal].concat())
}

/// Reads a cursor created by [`write`] for the same tenant and filter.
pub(crate) fn read(key: &TenantKey, filter: &CallFilter, text: &str) -> Result<PageStart, Error> {
    open(key, filter, text).ok_or_else(|| {
        Error::field(
            "cursor",
            "does not belong to this list: search again to start at the first page",
        )
    })
}

fn open(key: &TenantKey, filter: &CallFilter, text: &str) -> Option<PageStart> {
    let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
    let (position, sealed) = bytes.split_at_checked(bytes.len().checked_sub(SEAL)?)?;
    let position = std::str::from_utf8(position).ok()?;
    if seal(key, filter, position) != sealed {
        return None;
    }
    let (direction, rest) = position.split_at_checked(1)?;
    let (order_key, id) = rest.split_once('.')?;
    let id: CallId = id.parse().ok()?;
    Some(PageStart { key: order_key.parse().ok()?, id, backwards: direction == "b" })
}

fn seal(key: &TenantKey, filter: &CallFilter, position: &str) -> Vec<u8> {
    let mut hash = key.hash("cursor", &format!("{}\n{position}", filter.to_query()));
    hash.truncate(SEAL);
    hash
}

#[cfg(test)]
mod tests {
    use earshot_domain::{Sort, TenantId};

    use super::*;
    use crate::{ids, privacy::encryption::MasterKey};

    #[test]
    fn a_cursor_opens_only_for_its_tenant_and_filter() {
        let key = |n| {
            let master = MasterKey::new([n; 32]);
            master.make_tenant_key(TenantId::new(ids::fresh())).unwrap().0
        };
        let (ours, theirs) = (key(1), key(2));
        let filter = CallFilter::default();
        let start = PageStart { key: -5, id: CallId::new(ids::fresh()), backwards: true };
        let cursor = write(&ours, &filter, &start);
        assert_eq!(read(&ours, &filter, &cursor).unwrap(), start);
        assert!(read(&theirs, &filter, &cursor).is_err());
        let other = CallFilter { sort: Sort::Longest, ..CallFilter::default() };
        assert!(read(&ours, &other, &cursor).is_err());
        for bad in ["", "x", &cursor[1..], &cursor[..cursor.len() - 2]] {
            assert!(read(&ours, &filter, bad).is_err());
        }
    }
}
