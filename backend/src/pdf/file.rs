//! A PDF file, written page by page.

use jiff::{Timestamp, tz::TimeZone};
use pdf_writer::{Date, Finish, Name, Rect, Ref, TextStr, types::PageMode};

use super::{
    bookmarks::{self, Bookmark},
    canvas::Canvas,
    compressor::Compressor,
    embed,
    objects::{HandOn, Objects},
    shaper::Shaper,
};
use crate::Error;

/// A4, in points.
pub(crate) const PAGE: [f32; 2] = [595.28, 841.89];

/// Properties of a document.
pub(crate) struct Properties<'a> {
    /// Its title, which viewers show.
    pub(crate) title: &'a str,
    /// When it was created, in milliseconds since 1970 UTC.
    pub(crate) created_at: Option<i64>,
}

/// A document whose pages are compressed as soon as they are complete.
pub(crate) struct PdfFile {
    objects: Objects,
    compressor: Compressor,
    tree: Ref,
    resources: Ref,
    contents: Vec<Ref>,
}

impl PdfFile {
    /// Creates a document without pages.
    pub(crate) fn new() -> Self {
        let mut objects = Objects::new();
        let (tree, resources) = (objects.next(), objects.next());
        Self { objects, compressor: Compressor::new(), tree, resources, contents: Vec::new() }
    }

    /// Adds a page.
    pub(crate) fn add_page(&mut self, page: Canvas) -> Result<(), Error> {
        let content = self.objects.next();
        self.compressor.stream(&mut self.objects, content, &page.into_bytes(), None)?;
        self.contents.push(content);
        Ok(())
    }

    /// Number of pages.
    pub(crate) const fn pages(&self) -> usize {
        self.contents.len()
    }

    /// Moves the last `count` pages to the front.
    pub(crate) fn move_to_front(&mut self, count: usize) {
        let count = count.min(self.contents.len());
        self.contents.rotate_right(count);
    }

    /// Takes the bytes of the pages that were added since they were last taken.
    pub(crate) fn take(&mut self) -> Vec<u8> {
        self.objects.take()
    }

    /// Writes the footers, the bookmarks and the objects that pages share, and hands on all bytes that
    /// were not taken, in pieces. `footer` draws the footer of a page from its number and the number of
    /// pages.
    pub(crate) fn finish(
        mut self,
        properties: &Properties<'_>,
        bookmarks: &[Bookmark],
        shaper: &mut Shaper<'_>,
        mut footer: impl FnMut(&mut Shaper<'_>, usize, usize) -> Result<Canvas, Error>,
        hand_on: HandOn<'_>,
    ) -> Result<(), Error> {
        let contents = std::mem::take(&mut self.contents);
        let (tree, resources) = (self.tree, self.resources);
        let mut pages = Vec::with_capacity(contents.len());
        for (n, content) in contents.iter().enumerate() {
            let (page, below) = (self.objects.next(), self.objects.next());
            let drawn = footer(shaper, n + 1, contents.len())?.into_bytes();
            self.objects.add(below, |chunk| {
                chunk.stream(below, &drawn);
            });
            self.objects.add(page, |chunk| {
                let mut leaf = chunk.page(page);
                leaf.parent(tree);
                leaf.insert(Name(b"Contents")).array().items([*content, below]);
            });
            pages.push(page);
            self.objects.hand_on(hand_on)?;
        }
        self.fonts(shaper)?;
        let outline = bookmarks::write(&mut self.objects, bookmarks, &pages, hand_on)?;
        let count = i32::try_from(pages.len()).map_err(Error::internal)?;
        self.objects.add(tree, |chunk| {
            let mut tree = chunk.pages(tree);
            tree.kids(pages).count(count);
            tree.media_box(Rect::new(0.0, 0.0, PAGE[0], PAGE[1]));
            tree.pair(Name(b"Resources"), resources);
        });
        let catalog = self.catalog(outline);
        let info = self.info(properties)?;
        hand_on(self.objects.finish(catalog, info))
    }

    fn catalog(&mut self, outline: Option<Ref>) -> Ref {
        let (id, tree) = (self.objects.next(), self.tree);
        self.objects.add(id, |chunk| {
            let mut catalog = chunk.indirect(id).start::<pdf_writer::writers::Catalog<'_>>();
            catalog.pages(tree);
            if let Some(outline) = outline {
                catalog.outlines(outline).page_mode(PageMode::UseOutlines);
            }
            catalog.viewer_preferences().display_doc_title(true);
        });
        id
    }

    fn info(&mut self, properties: &Properties<'_>) -> Result<Ref, Error> {
        let id = self.objects.next();
        let created = properties.created_at.map(date).transpose()?;
        self.objects.add(id, |chunk| {
            let mut info = chunk.indirect(id).start::<pdf_writer::writers::DocumentInfo<'_>>();
            info.title(TextStr(properties.title));
            info.author(TextStr("Earshot")).producer(TextStr("Earshot"));
            if let Some(created) = created {
                info.creation_date(created);
            }
        });
        Ok(id)
    }

    fn fonts(&mut self, shaper: &Shaper<'_>) -> Result<(), Error> {
        let mut fonts = Vec::new();
        for (n, (face, used)) in shaper.fonts.faces().iter().zip(&shaper.used).enumerate() {
            if !used.is_empty() {
                let ids = std::array::from_fn(|_| self.objects.next());
                let font = embed::font(&mut self.objects, &mut self.compressor, ids, face, used)?;
                fonts.push((format!("F{n}"), font));
            }
        }
        let resources = self.resources;
        self.objects.add(resources, |chunk| {
            let mut resources = chunk.indirect(resources).dict();
            let mut dict = resources.insert(Name(b"Font")).dict();
            for (name, font) in &fonts {
                dict.pair(Name(name.as_bytes()), *font);
            }
            dict.finish();
        });
        Ok(())
    }
}

/// A time as PDF writes it, in UTC.
fn date(at: i64) -> Result<Date, Error> {
    let civil = Timestamp::from_millisecond(at).map_err(Error::internal)?;
    let civil = civil.to_zoned(TimeZone::UTC).datetime();
    let number = |value: i8| u8::try_from(value).map_err(Error::internal);
    Ok(Date::new(u16::try_from(civil.year()).map_err(Error::internal)?)
        .month(number(civil.month())?)
        .day(number(civil.day())?)
        .hour(number(civil.hour())?)
        .minute(number(civil.minute())?)
        .second(number(civil.second())?)
        .utc_offset_hour(0)
        .utc_offset_minute(0))
}
