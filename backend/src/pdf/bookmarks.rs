//! Bookmarks of a PDF: its outline, with an entry for each.

use pdf_writer::{Finish, Ref, TextStr};

use super::objects::{HandOn, Objects};
use crate::Error;

/// An entry of the outline.
pub(crate) struct Bookmark {
    /// Its text.
    pub(crate) title: String,
    /// Index of the page it leads to, from 0.
    pub(crate) page: usize,
}

/// Writes the outline; `None` without entries.
pub(super) fn write(
    objects: &mut Objects,
    bookmarks: &[Bookmark],
    pages: &[Ref],
    hand_on: HandOn<'_>,
) -> Result<Option<Ref>, Error> {
    let outline = objects.next();
    let ids: Vec<Ref> = bookmarks.iter().map(|_| objects.next()).collect();
    let (Some(first), Some(last)) = (ids.first(), ids.last()) else { return Ok(None) };
    let count = i32::try_from(ids.len()).map_err(Error::internal)?;
    objects.add(outline, |chunk| {
        chunk.outline(outline).first(*first).last(*last).count(count);
    });
    for (n, (bookmark, id)) in bookmarks.iter().zip(&ids).enumerate() {
        let page = *pages
            .get(bookmark.page)
            .ok_or_else(|| Error::internal("a bookmark leads to no page"))?;
        objects.add(*id, |chunk| {
            let mut item = chunk.outline_item(*id);
            item.title(TextStr(&bookmark.title)).parent(outline);
            if let Some(previous) = n.checked_sub(1).and_then(|n| ids.get(n)) {
                item.prev(*previous);
            }
            if let Some(next) = ids.get(n + 1) {
                item.next(*next);
            }
            item.dest().page(page).fit();
            item.finish();
        });
        objects.hand_on(hand_on)?;
    }
    Ok(Some(outline))
}
