//! Canvas of one page, written as PDF operators. Lengths are points from the left and bottom.

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

/// State of showing glyphs.
struct Pen {
    face: Option<FaceIndex>,
    size: f32,
    /// Adjustment of the next glyph to the right, in thousandths of the size.
    adjustment: i32,
    /// The open operand of the `TJ` operator.
    operand: Operand,
}

#[derive(PartialEq, Eq, Clone, Copy)]
enum Operand {
    Nothing,
    Array,
    Text,
}

impl Canvas {
    /// Whether nothing was drawn.
    pub(crate) const fn is_empty(&self) -> bool {
        self.out.is_empty()
    }

    /// Returns the operators.
    pub(crate) fn into_bytes(self) -> Vec<u8> {
        self.out
    }

    /// Draws a filled rectangle.
    pub(crate) fn rectangle(&mut self, [x, y, width, height]: [f32; 4], colour: Colour) {
        self.fill(colour);
        self.write(format_args!("{x:.2} {y:.2} {width:.2} {height:.2} re f\n"));
    }

    /// Draws a path, given as PDF operators that fill it, scaled and moved to `x` and `y`.
    pub(crate) fn path(&mut self, path: &str, [x, y, scale]: [f32; 3], colour: Colour) {
        self.fill(colour);
        self.write(format_args!("q {scale:.4} 0 0 {scale:.4} {x:.2} {y:.2} cm {path} Q\n"));
    }

    /// Draws a line of text with its left end at `x` on the baseline `y`.
    pub(crate) fn line(&mut self, line: &Line, [x, y]: [f32; 2], size: f32, colour: Colour) {
        self.fill(colour);
        self.out.extend_from_slice(b"BT\n");
        let mut pen = Pen { face: None, size, adjustment: 0, operand: Operand::Nothing };
        let mut origin = [0.0, 0.0];
        let mut reached = None;
        for Piece { word, x: place } in &line.pieces {
            // Adjacent words need no new position: the pen is already there.
            if reached != Some(*place) {
                pen.end(&mut self.out);
                let to = [x + points(*place, size), y];
                self.write(format_args!("{:.2} {:.2} Td\n", to[0] - origin[0], to[1] - origin[1]));
                origin = to;
                pen.adjustment = 0;
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

    fn write(&mut self, operators: std::fmt::Arguments<'_>) {
        write(&mut self.out, operators);
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
        let moved = self.adjustment + glyph.dx;
        self.adjustment = glyph.advance - glyph.width - glyph.dx;
        if self.operand == Operand::Nothing {
            out.push(b'[');
            self.operand = Operand::Array;
        }
        if moved != 0 {
            if self.operand == Operand::Text {
                out.push(b')');
            }
            write(out, format_args!("{}", -moved));
            self.operand = Operand::Array;
        }
        if self.operand == Operand::Array {
            out.push(b'(');
            self.operand = Operand::Text;
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

    /// Closes the open operand.
    fn end(&mut self, out: &mut Vec<u8>) {
        match self.operand {
            Operand::Nothing => {}
            Operand::Array => out.extend_from_slice(b"]TJ\n"),
            Operand::Text => out.extend_from_slice(b")]TJ\n"),
        }
        self.operand = Operand::Nothing;
    }
}

/// Converts thousandths of a size to points.
pub(crate) fn points(thousandths: i32, size: f32) -> f32 {
    #[expect(clippy::cast_precision_loss, reason = "a line is far shorter than 2^24 thousandths")]
    let thousandths = thousandths as f32;
    thousandths * size / 1000.0
}

fn write(out: &mut Vec<u8>, operators: std::fmt::Arguments<'_>) {
    // Writing to memory does not fail.
    let _ = out.write_fmt(operators);
}
