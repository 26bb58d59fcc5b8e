//! What is drawn on one page, in the operators of PDF. Lengths are points from the left and bottom.

use std::io::Write;

use super::{
    coverage::FaceIndex,
    paragraph::{Line, Piece},
    shaper::Glyph,
};

/// Red, green and blue from 0 to 255.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Colour(pub(crate) u8, pub(crate) u8, pub(crate) u8);

/// The drawing of one page.
#[derive(Default)]
pub(crate) struct Canvas {
    out: Vec<u8>,
    colour: Option<Colour>,
}

/// Where glyphs are being shown.
struct Pen {
    face: Option<FaceIndex>,
    size: f32,
    /// Thousandths the next glyph must be moved to the right.
    owed: i32,
    /// Whether an array of glyphs is open, and a string in it.
    shown: Shown,
}

#[derive(PartialEq, Eq, Clone, Copy)]
enum Shown {
    Nothing,
    Array,
    Text,
}

impl Canvas {
    /// The operators.
    pub(crate) fn into_bytes(self) -> Vec<u8> {
        self.out
    }

    /// A filled rectangle.
    pub(crate) fn rectangle(&mut self, [x, y, width, height]: [f32; 4], colour: Colour) {
        self.fill(colour);
        self.write(format_args!("{x:.2} {y:.2} {width:.2} {height:.2} re f\n"));
    }

    /// A path of PDF operators that fills itself, moved to `x` and `y` and scaled.
    pub(crate) fn path(&mut self, path: &str, [x, y, scale]: [f32; 3], colour: Colour) {
        self.fill(colour);
        self.write(format_args!("q {scale:.4} 0 0 {scale:.4} {x:.2} {y:.2} cm {path} Q\n"));
    }

    /// A line of text whose left end is at `x` on the base line `y`.
    pub(crate) fn line(&mut self, line: &Line, [x, y]: [f32; 2], size: f32, colour: Colour) {
        self.fill(colour);
        self.out.extend_from_slice(b"BT\n");
        let mut pen = Pen { face: None, size, owed: 0, shown: Shown::Nothing };
        let mut origin = [0.0, 0.0];
        let mut reached = None;
        for Piece { word, x: place } in &line.pieces {
            // Words that follow each other need no new place: the pen is there already.
            if reached != Some(*place) {
                pen.end(&mut self.out);
                let to = [x + points(*place, size), y];
                self.write(format_args!("{:.2} {:.2} Td\n", to[0] - origin[0], to[1] - origin[1]));
                origin = to;
                pen.owed = 0;
            }
            for glyph in &word.glyphs {
                pen.show(glyph, &mut self.out);
            }
            reached = Some(*place + word.width);
        }
        pen.end(&mut self.out);
        self.out.extend_from_slice(b"ET\n");
    }

    fn fill(&mut self, colour: Colour) {
        if self.colour != Some(colour) {
            let part = |byte: u8| f32::from(byte) / 255.0;
            let Colour(r, g, b) = colour;
            self.write(format_args!("{:.3} {:.3} {:.3} rg\n", part(r), part(g), part(b)));
            self.colour = Some(colour);
        }
    }

    fn write(&mut self, words: std::fmt::Arguments<'_>) {
        write(&mut self.out, words);
    }
}

impl Pen {
    fn show(&mut self, glyph: &Glyph, out: &mut Vec<u8>) {
        if self.face != Some(glyph.face) {
            self.end(out);
            write(out, format_args!("/F{} {} Tf\n", glyph.face, self.size));
            self.face = Some(glyph.face);
        }
        if glyph.dy != 0 {
            self.end(out);
            write(out, format_args!("{:.3} Ts\n", points(glyph.dy, self.size)));
        }
        let moved = self.owed + glyph.dx;
        self.owed = glyph.advance - glyph.width - glyph.dx;
        if self.shown == Shown::Nothing {
            out.push(b'[');
            self.shown = Shown::Array;
        }
        if moved != 0 {
            if self.shown == Shown::Text {
                out.push(b')');
            }
            write(out, format_args!("{}", -moved));
            self.shown = Shown::Array;
        }
        if self.shown == Shown::Array {
            out.push(b'(');
            self.shown = Shown::Text;
        }
        for byte in glyph.code.to_be_bytes() {
            match byte {
                b'(' | b')' | b'\\' => out.extend_from_slice(&[b'\\', byte]),
                // A carriage return in a string would be read as a line feed.
                b'\r' => out.extend_from_slice(b"\\r"),
                byte => out.push(byte),
            }
        }
        if glyph.dy != 0 {
            self.end(out);
            out.extend_from_slice(b"0 Ts\n");
        }
    }

    /// Ends the array of glyphs that is open.
    fn end(&mut self, out: &mut Vec<u8>) {
        match self.shown {
            Shown::Nothing => {}
            Shown::Array => out.extend_from_slice(b"]TJ\n"),
            Shown::Text => out.extend_from_slice(b")]TJ\n"),
        }
        self.shown = Shown::Nothing;
    }
}

/// Thousandths of a size as points.
pub(crate) fn points(thousandths: i32, size: f32) -> f32 {
    #[expect(clippy::cast_precision_loss, reason = "a line is far shorter than 2^24 thousandths")]
    let thousandths = thousandths as f32;
    thousandths * size / 1000.0
}

fn write(out: &mut Vec<u8>, words: std::fmt::Arguments<'_>) {
    // Writing to memory does not fail.
    let _ = out.write_fmt(words);
}
