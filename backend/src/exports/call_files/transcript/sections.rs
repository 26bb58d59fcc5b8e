//! Sections of a document: each begins on a page of its own and names itself at the foot of its pages.

use crate::pdf::Bookmark;

/// A section.
pub(super) struct Section {
    /// Text at the foot of its pages.
    pub(super) foot: String,
    /// Title in the list of bookmarks.
    pub(super) bookmark: Option<String>,
    /// Index of its first page, from 0.
    pub(super) first: usize,
}

/// The sections of a document, in the order of its pages.
#[derive(Default)]
pub(super) struct Sections(Vec<Section>);

impl Sections {
    /// Adds the section that begins on the last page.
    pub(super) fn add(&mut self, section: Section) {
        self.0.push(section);
    }

    /// Follows the move of the last `count` of `pages` pages to the front.
    pub(super) fn move_to_front(&mut self, count: usize, pages: usize) {
        let rest = pages.saturating_sub(count);
        for section in &mut self.0 {
            section.first =
                if section.first >= rest { section.first - rest } else { section.first + count };
        }
        self.0.sort_by_key(|section| section.first);
    }

    /// Text at the foot of a page.
    pub(super) fn foot(&self, page: usize) -> &str {
        let after = self.0.partition_point(|section| section.first <= page);
        after.checked_sub(1).map_or("", |index| &self.0[index].foot)
    }

    /// The bookmarks, in the order of the pages.
    pub(super) fn bookmarks(&self) -> Vec<Bookmark> {
        let bookmark = |section: &Section| {
            let title = section.bookmark.clone()?;
            Some(Bookmark { title, page: section.first })
        };
        self.0.iter().filter_map(bookmark).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections_follow_pages_that_move_to_the_front() {
        let mut sections = Sections::default();
        for (foot, first) in [("a", 0), ("b", 2), ("contents", 3)] {
            let bookmark = (foot != "contents").then(|| foot.to_uppercase());
            sections.add(Section { foot: foot.to_owned(), bookmark, first });
        }
        sections.move_to_front(2, 5);
        let feet: Vec<&str> = (0..5).map(|page| sections.foot(page)).collect();
        assert_eq!(feet, ["contents", "contents", "a", "a", "b"]);
        let bookmarks: Vec<_> =
            sections.bookmarks().into_iter().map(|mark| (mark.title, mark.page)).collect();
        assert_eq!(bookmarks, [("A".to_owned(), 2), ("B".to_owned(), 4)]);
    }
}
