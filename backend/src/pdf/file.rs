//! A PDF file, written page by page.

use pdf_writer::{Finish, Name, Pdf, Rect, Ref, TextStr};

use super::{canvas::Canvas, compressor::Compressor, embed, shaper::Shaper};
use crate::Error;

/// A4, in points.
pub(crate) const PAGE: [f32; 2] = [595.28, 841.89];

const CATALOG: Ref = Ref::new(1);
const PAGES: Ref = Ref::new(2);
const RESOURCES: Ref = Ref::new(3);
const INFO: Ref = Ref::new(4);
const LAST_FIXED: i32 = 4;

/// A document whose pages are compressed as soon as they are complete.
pub(crate) struct PdfFile {
    pdf: Pdf,
    compressor: Compressor,
    last: i32,
    contents: Vec<Ref>,
}

impl PdfFile {
    /// Creates a document without pages.
    pub(crate) fn new() -> Self {
        Self {
            pdf: Pdf::new(),
            compressor: Compressor::new(),
            last: LAST_FIXED,
            contents: Vec::new(),
        }
    }

    /// Adds a page.
    pub(crate) fn add_page(&mut self, page: Canvas) -> Result<(), Error> {
        let content = self.next();
        self.compressor.stream(&mut self.pdf, content, &page.into_bytes(), None)?;
        self.contents.push(content);
        Ok(())
    }

    /// Writes the footers and the objects that pages share. `footer` draws the footer of a page from its
    /// number and the number of pages.
    pub(crate) fn finish(
        mut self,
        title: &str,
        shaper: &mut Shaper<'_>,
        mut footer: impl FnMut(&mut Shaper<'_>, usize, usize) -> Result<Canvas, Error>,
    ) -> Result<Vec<u8>, Error> {
        let contents = std::mem::take(&mut self.contents);
        let mut pages = Vec::with_capacity(contents.len());
        for (n, content) in contents.iter().enumerate() {
            let page = self.next();
            let below = self.next();
            let drawn = footer(shaper, n + 1, contents.len())?.into_bytes();
            self.pdf.stream(below, &drawn);
            let mut leaf = self.pdf.page(page);
            leaf.parent(PAGES);
            leaf.insert(Name(b"Contents")).array().items([*content, below]);
            leaf.finish();
            pages.push(page);
        }
        self.fonts(shaper)?;
        let count = i32::try_from(pages.len()).map_err(Error::internal)?;
        let mut tree = self.pdf.pages(PAGES);
        tree.kids(pages).count(count);
        tree.media_box(Rect::new(0.0, 0.0, PAGE[0], PAGE[1]));
        tree.pair(Name(b"Resources"), RESOURCES);
        tree.finish();
        let mut catalog = self.pdf.catalog(CATALOG);
        catalog.pages(PAGES).viewer_preferences().display_doc_title(true);
        catalog.finish();
        let mut info = self.pdf.document_info(INFO);
        info.title(TextStr(title)).author(TextStr("Earshot")).producer(TextStr("Earshot"));
        info.finish();
        Ok(self.pdf.finish())
    }

    fn fonts(&mut self, shaper: &Shaper<'_>) -> Result<(), Error> {
        let mut fonts = Vec::new();
        for (n, (face, used)) in shaper.fonts.faces().iter().zip(&shaper.used).enumerate() {
            if !used.is_empty() {
                let ids = std::array::from_fn(|_| next_ref(&mut self.last));
                let font = embed::font(&mut self.pdf, &mut self.compressor, ids, face, used)?;
                fonts.push((format!("F{n}"), font));
            }
        }
        let mut resources = self.pdf.indirect(RESOURCES).dict();
        let mut dict = resources.insert(Name(b"Font")).dict();
        for (name, font) in &fonts {
            dict.pair(Name(name.as_bytes()), *font);
        }
        Ok(())
    }

    fn next(&mut self) -> Ref {
        next_ref(&mut self.last)
    }
}

fn next_ref(last: &mut i32) -> Ref {
    *last += 1;
    Ref::new(*last)
}
