//! A4 pages that are filled with text from top to bottom.

use crate::{
    Error,
    pdf::{Canvas, Colour, Line, Lines, Measure, PAGE, PdfFile, PdfFonts, Shaper, Style},
};

/// Text (`--ink`).
pub(super) const INK: Colour = Colour(0x21, 0x1f, 0x1c);
/// De-emphasised text (`--faint`).
pub(super) const MUTED: Colour = Colour(0x69, 0x63, 0x5a);

const LEFT: f32 = 62.0;
const TOP: f32 = 56.0;
const BOTTOM: f32 = 72.0;
const FOOT: Text = Text { style: Style::Plain, size: 8.0, leading: 10.0, colour: MUTED };
const FOOT_LINE: f32 = 40.0;

/// Style of text; lengths are in points.
#[derive(Debug, Clone, Copy)]
pub(super) struct Text {
    pub(super) style: Style,
    pub(super) size: f32,
    /// Distance between base lines.
    pub(super) leading: f32,
    pub(super) colour: Colour,
}

/// The current page and the completed ones.
struct Pages {
    file: PdfFile,
    canvas: Canvas,
    /// Lower edge of the filled part.
    y: f32,
}

/// A document that grows downwards.
pub(super) struct Sheet<'f> {
    shaper: Shaper<'f>,
    pages: Pages,
}

impl Pages {
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

impl<'f> Sheet<'f> {
    /// Creates a sheet with an empty first page.
    pub(super) fn new(fonts: &'f PdfFonts) -> Self {
        let pages = Pages { file: PdfFile::new(), canvas: Canvas::default(), y: PAGE[1] - TOP };
        Self { shaper: Shaper::new(fonts), pages }
    }

    /// Leaves vertical space.
    pub(super) fn space(&mut self, height: f32) {
        self.pages.y -= height;
    }

    /// Starts the next page unless `height` is left on this one.
    pub(super) fn keep_together(&mut self, height: f32) -> Result<(), Error> {
        if self.pages.y - height < BOTTOM { self.pages.turn_over() } else { Ok(()) }
    }

    /// Reserves `height` and calls `draw` with the lower left corner.
    pub(super) fn draw(&mut self, height: f32, draw: impl FnOnce(&mut Canvas, [f32; 2])) {
        self.pages.y -= height;
        draw(&mut self.pages.canvas, [LEFT, self.pages.y]);
    }

    /// Draws a thin horizontal line.
    pub(super) fn rule(&mut self, colour: Colour) {
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

    /// Sets a text in as many lines as it needs. The first line is indented by `first` and the
    /// others by `indent`; right-to-left text is aligned to the right.
    pub(super) fn text(
        &mut self,
        words: &str,
        text: Text,
        [first, indent]: [f32; 2],
    ) -> Result<(), Error> {
        let measure = Measure {
            taken: thousandths(first - indent, text.size),
            width: thousandths(width() - indent, text.size),
        };
        let pages = &mut self.pages;
        let mut taken = first;
        Lines::new(&mut self.shaper, text.style, measure, |line: Line| {
            let base = pages.down(text)?;
            let left = if line.right_to_left {
                LEFT + width() - points(line.width, text.size)
            } else {
                LEFT + taken
            };
            pages.canvas.line(&line, [left, base], text.size, text.colour);
            taken = indent;
            Ok(())
        })
        .fill(words)
    }

    /// Builds the file. `about` appears at the foot of each page, before the page number.
    pub(super) fn finish(mut self, title: &str, about: Option<&str>) -> Result<Vec<u8>, Error> {
        self.pages.turn_over()?;
        let about = about.unwrap_or_default();
        self.pages.file.finish(title, &mut self.shaper, |shaper, page, pages| {
            let words = format!("Call {about}, page {page} of {pages}");
            let line = one_line(shaper, &words, FOOT)?;
            let mut canvas = Canvas::default();
            canvas.line(&line, [LEFT, FOOT_LINE], FOOT.size, FOOT.colour);
            Ok(canvas)
        })
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
