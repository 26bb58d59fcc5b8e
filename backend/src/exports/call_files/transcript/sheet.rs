//! A4 pages that are filled with text from top to bottom.

use super::sections::{Section, Sections};
use crate::{
    Error,
    pdf::{
        Canvas, Colour, HandOn, Line, Lines, Measure, PAGE, PdfFile, PdfFonts, Properties, Shaper,
        Style, UsedGlyphs,
    },
};

/// Text (`--ink`).
pub(in crate::exports) const INK: Colour = Colour(0x21, 0x1f, 0x1c);
/// De-emphasised text (`--faint`).
pub(in crate::exports) const MUTED: Colour = Colour(0x69, 0x63, 0x5a);

const LEFT: f32 = 62.0;
const TOP: f32 = 56.0;
const BOTTOM: f32 = 72.0;
const FOOT: Text = Text { style: Style::Plain, size: 8.0, leading: 10.0, colour: MUTED };
const FOOT_LINE: f32 = 40.0;
/// Width left free for page numbers in a list.
const NUMBER_COLUMN: f32 = 36.0;

/// Style of text; lengths are in points.
#[derive(Debug, Clone, Copy)]
pub(in crate::exports) struct Text {
    pub(in crate::exports) style: Style,
    pub(in crate::exports) size: f32,
    /// Distance between base lines.
    pub(in crate::exports) leading: f32,
    pub(in crate::exports) colour: Colour,
}

/// The current page and the completed ones.
struct Pages {
    file: PdfFile,
    canvas: Canvas,
    /// Lower edge of the filled part.
    y: f32,
}

/// A document that grows downwards.
pub(in crate::exports) struct Sheet<'f> {
    shaper: Shaper<'f>,
    pages: Pages,
    sections: Sections,
}

/// A document between two additions, without what only speeds them up.
pub(in crate::exports) struct PausedSheet {
    used: Vec<UsedGlyphs>,
    pages: Pages,
    sections: Sections,
}

impl Pages {
    fn new() -> Self {
        Self { file: PdfFile::new(), canvas: Canvas::default(), y: PAGE[1] - TOP }
    }

    fn turn_over(&mut self) -> Result<(), Error> {
        self.y = PAGE[1] - TOP;
        self.file.add_page(std::mem::take(&mut self.canvas))
    }

    /// Moves down one line of text and returns its base line.
    fn down(&mut self, text: Text) -> Result<f32, Error> {
        if self.y - text.leading < BOTTOM {
            self.turn_over()?;
        }
        self.y -= text.leading;
        // Letters are centred vertically in their line.
        Ok(self.y + (text.leading - text.size) / 2.0 + 0.2 * text.size)
    }
}

impl PausedSheet {
    /// A document without text.
    pub(in crate::exports) fn new(fonts: &PdfFonts) -> Self {
        Sheet::new(fonts).pause()
    }

    /// Continues the document, with the fonts it was begun with.
    pub(in crate::exports) fn resume(self, fonts: &PdfFonts) -> Sheet<'_> {
        let Self { used, pages, sections } = self;
        Sheet { shaper: Shaper::resume(fonts, used), pages, sections }
    }

    /// Takes the bytes of the pages that are complete.
    pub(in crate::exports) fn take(&mut self) -> Vec<u8> {
        self.pages.file.take()
    }
}

impl<'f> Sheet<'f> {
    /// Creates a sheet with an empty first page.
    pub(in crate::exports) fn new(fonts: &'f PdfFonts) -> Self {
        let sections = Sections::default();
        Self { shaper: Shaper::new(fonts), pages: Pages::new(), sections }
    }

    /// Puts the document aside.
    pub(in crate::exports) fn pause(self) -> PausedSheet {
        PausedSheet { used: self.shaper.pause(), pages: self.pages, sections: self.sections }
    }

    /// Begins a section on a page of its own and returns the index of that page. `foot` appears at the
    /// foot of its pages, before their numbers.
    pub(in crate::exports) fn begin_section(
        &mut self,
        foot: String,
        bookmark: Option<String>,
    ) -> Result<usize, Error> {
        if !self.pages.canvas.is_empty() {
            self.pages.turn_over()?;
        }
        let first = self.pages.file.pages();
        self.sections.add(Section { foot, bookmark, first });
        Ok(first)
    }

    /// Number of pages that `draw` fills, on pages that are then thrown away.
    pub(in crate::exports) fn pages_of(
        &mut self,
        draw: impl FnOnce(&mut Self) -> Result<(), Error>,
    ) -> Result<usize, Error> {
        let pages = std::mem::replace(&mut self.pages, Pages::new());
        let drawn = draw(self);
        let drawn_pages = std::mem::replace(&mut self.pages, pages);
        drawn?;
        Ok(drawn_pages.file.pages() + usize::from(!drawn_pages.canvas.is_empty()))
    }

    /// Leaves vertical space.
    pub(in crate::exports) fn space(&mut self, height: f32) {
        self.pages.y -= height;
    }

    /// Starts the next page unless `height` is left on this one.
    pub(in crate::exports) fn keep_together(&mut self, height: f32) -> Result<(), Error> {
        if self.pages.y - height < BOTTOM { self.pages.turn_over() } else { Ok(()) }
    }

    /// Reserves `height` and calls `draw` with the lower left corner.
    pub(in crate::exports) fn draw(
        &mut self,
        height: f32,
        draw: impl FnOnce(&mut Canvas, [f32; 2]),
    ) {
        self.pages.y -= height;
        draw(&mut self.pages.canvas, [LEFT, self.pages.y]);
    }

    /// Draws a thin horizontal line.
    pub(in crate::exports) fn rule(&mut self, colour: Colour) {
        let across = [LEFT, self.pages.y, width(), 0.75];
        self.pages.canvas.rectangle(across, colour);
    }

    /// Starts a line with a label; returns the width of the label and a space.
    pub(super) fn label(&mut self, name: &str, text: Text) -> Result<f32, Error> {
        let line = self.one_line(&format!("{name} "), text)?;
        let base = self.pages.down(text)?;
        self.pages.y += text.leading;
        self.pages.canvas.line(&line, [LEFT, base], text.size, text.colour);
        Ok(points(line.width, text.size) + 0.3 * text.size)
    }

    /// Sets an entry of a list of pages, with its page number at the right edge.
    pub(in crate::exports) fn entry(
        &mut self,
        words: &str,
        page: usize,
        text: Text,
    ) -> Result<(), Error> {
        let number = self.one_line(&page.to_string(), text)?;
        let base = self.pages.down(text)?;
        self.pages.y += text.leading;
        let right = LEFT + width() - points(number.width, text.size);
        self.pages.canvas.line(&number, [right, base], text.size, text.colour);
        self.set(words, text, [0.0, 0.0], width() - NUMBER_COLUMN)
    }

    /// Sets a text in as many lines as it needs. The first line is indented by `first` and the
    /// others by `indent`; right-to-left text is aligned to the right.
    pub(in crate::exports) fn text(
        &mut self,
        words: &str,
        text: Text,
        indents: [f32; 2],
    ) -> Result<(), Error> {
        self.set(words, text, indents, width())
    }

    fn set(
        &mut self,
        words: &str,
        text: Text,
        [first, indent]: [f32; 2],
        width: f32,
    ) -> Result<(), Error> {
        let measure = Measure {
            taken: thousandths(first - indent, text.size),
            width: thousandths(width - indent, text.size),
        };
        let pages = &mut self.pages;
        let mut taken = first;
        Lines::new(&mut self.shaper, text.style, measure, |line: Line| {
            let base = pages.down(text)?;
            let left = if line.right_to_left {
                LEFT + width - points(line.width, text.size)
            } else {
                LEFT + taken
            };
            pages.canvas.line(&line, [left, base], text.size, text.colour);
            taken = indent;
            Ok(())
        })
        .fill(words)
    }

    /// Completes the file and hands on its bytes that were not taken, in pieces. The last `front` pages
    /// become the first.
    pub(in crate::exports) fn finish(
        mut self,
        properties: &Properties<'_>,
        front: usize,
        hand_on: HandOn<'_>,
    ) -> Result<(), Error> {
        self.pages.turn_over()?;
        self.sections.move_to_front(front, self.pages.file.pages());
        self.pages.file.move_to_front(front);
        let (sections, bookmarks) = (&self.sections, self.sections.bookmarks());
        let footer = |shaper: &mut Shaper<'_>, page: usize, pages: usize| {
            let foot = sections.foot(page - 1);
            let line = one_line(shaper, &format!("{foot}, page {page} of {pages}"), FOOT)?;
            let mut canvas = Canvas::default();
            canvas.line(&line, [LEFT, FOOT_LINE], FOOT.size, FOOT.colour);
            Ok(canvas)
        };
        self.pages.file.finish(properties, &bookmarks, &mut self.shaper, footer, hand_on)
    }

    fn one_line(&mut self, words: &str, text: Text) -> Result<Line, Error> {
        one_line(&mut self.shaper, words, text)
    }
}

/// Shapes a text as one line of any width.
fn one_line(shaper: &mut Shaper<'_>, words: &str, text: Text) -> Result<Line, Error> {
    let mut found = None;
    let measure = Measure { taken: 0, width: i32::MAX };
    Lines::new(shaper, text.style, measure, |line| {
        found = Some(line);
        Ok(())
    })
    .fill(words)?;
    found.ok_or_else(|| Error::internal("a line was not shaped"))
}

fn width() -> f32 {
    PAGE[0] - 2.0 * LEFT
}

fn points(thousandths: i32, size: f32) -> f32 {
    crate::pdf::points(thousandths, size)
}

fn thousandths(points: f32, size: f32) -> i32 {
    #[expect(clippy::cast_possible_truncation, reason = "at most the width of a page")]
    let thousandths = (points * 1000.0 / size) as i32;
    thousandths
}
