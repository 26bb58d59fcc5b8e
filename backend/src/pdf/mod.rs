//! PDF text: fonts, shaping, both writing directions, lines and pages, independent of calls.

mod canvas;
mod clusters;
mod compressor;
mod coverage;
mod embed;
mod face;
mod file;
mod fonts;
mod glyphs;
mod paragraph;
mod sfnt;
mod shaper;
mod visible;

pub(crate) use canvas::{Canvas, Colour, points};
pub(crate) use file::{PAGE, PdfFile};
pub use fonts::PdfFonts;
pub(crate) use paragraph::{Line, Lines, Measure, is_right_to_left};
pub(crate) use shaper::{Shaper, Style};
