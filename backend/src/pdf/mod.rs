//! PDF text: fonts, shaping, both writing directions, lines and pages, independent of calls.

mod bookmarks;
mod canvas;
mod clusters;
mod compressor;
mod coverage;
mod embed;
mod face;
mod file;
mod fonts;
mod glyphs;
mod objects;
mod paragraph;
mod sfnt;
mod shaper;
mod visible;

pub(crate) use bookmarks::Bookmark;
pub(crate) use canvas::{Canvas, Colour, points};
pub(crate) use file::{PAGE, PdfFile, Properties};
pub use fonts::PdfFonts;
pub(crate) use glyphs::UsedGlyphs;
pub(crate) use objects::HandOn;
pub(crate) use paragraph::{Line, Lines, Measure, is_right_to_left};
pub(crate) use shaper::{Shaper, Style};
