//! A transcript as a PDF, with the contents and order of the text file.

use super::{
    brand::{self, ACCENT},
    document::{Line as TextLine, TranscriptDocument},
    sheet::{INK, MUTED, Sheet, Text},
};
use crate::{
    Error,
    calls::one_line,
    pdf::{Colour, PdfFonts, Properties, Style, is_right_to_left},
};

const HAIRLINE: Colour = Colour(0xe5, 0xe1, 0xda);

pub(in crate::exports) const TITLE: Text =
    Text { style: Style::Bold, size: 17.0, leading: 23.0, colour: INK };
const ORGANISATION: Text = Text { style: Style::Bold, size: 11.0, leading: 15.0, colour: MUTED };
const HEADING: Text = Text { style: Style::Bold, size: 12.0, leading: 18.0, colour: INK };
pub(in crate::exports) const BODY: Text =
    Text { style: Style::Plain, size: 10.0, leading: 14.5, colour: INK };
pub(in crate::exports) const NOTE: Text =
    Text { style: Style::Plain, size: 10.0, leading: 14.5, colour: MUTED };
const FACT: Text = Text { style: Style::Plain, size: 9.0, leading: 13.5, colour: INK };
const FACT_NAME: Text = Text { style: Style::Plain, size: 9.0, leading: 13.5, colour: MUTED };

/// Layout of a label and its text.
#[derive(Clone, Copy)]
struct Form {
    label: Text,
    text: Text,
    /// Minimum indent of the text's first line.
    column: f32,
    /// Indent of the text's other lines.
    indent: f32,
    /// Space below.
    below: f32,
}

const TURN: Form = Form { label: NOTE, text: BODY, column: 0.0, indent: 14.0, below: 4.5 };
const FACTS: Form = Form { label: FACT_NAME, text: FACT, column: 0.0, indent: 14.0, below: 1.5 };

/// Writes the file, headed by the name of the organisation. The same document always produces the
/// same bytes.
pub(in crate::exports) fn write(
    document: &TranscriptDocument,
    organisation: &str,
    fonts: &PdfFonts,
) -> Result<Vec<u8>, Error> {
    let mut sheet = Sheet::new(fonts);
    // The title is visible in the file's properties, so it contains no personal details.
    let properties = Properties { title: "Transcript of a call", created_at: None };
    sheet.begin_section(document.foot(), None)?;
    head(&mut sheet);
    sheet.text(&one_line(organisation), ORGANISATION, [0.0, 0.0])?;
    sheet.space(10.0);
    lay_out(&mut sheet, document)?;
    let mut file = Vec::new();
    sheet.finish(&properties, 0, &mut |piece| {
        file.extend_from_slice(&piece);
        Ok(())
    })?;
    Ok(file)
}

/// Lays a document out from the present place on.
pub(in crate::exports) fn lay_out(
    sheet: &mut Sheet<'_>,
    document: &TranscriptDocument,
) -> Result<(), Error> {
    sheet.text(document.title, TITLE, [0.0, 0.0])?;
    sheet.space(7.0);
    for fact in &document.metadata {
        labelled(sheet, fact, FACTS)?;
    }
    sheet.space(9.0);
    sheet.rule(HAIRLINE);
    sheet.space(9.0);
    for turn in &document.turns {
        let label = Text { style: Style::Bold, colour: speaker(turn), ..BODY };
        labelled(sheet, turn, Form { label, ..TURN })?;
    }
    for section in &document.sections {
        sheet.space(16.0);
        sheet.keep_together(80.0)?;
        sheet.text(section.heading, HEADING, [0.0, 0.0])?;
        sheet.space(4.0);
        for line in &section.lines {
            labelled(sheet, line, TURN)?;
        }
        if section.lines.is_empty() {
            sheet.text(section.empty, NOTE, [0.0, 0.0])?;
        }
    }
    Ok(())
}

/// Draws the product's logo and name.
pub(in crate::exports) fn head(sheet: &mut Sheet<'_>) {
    sheet.draw(18.0, |canvas, at| brand::draw(canvas, at, 18.0));
    sheet.space(20.0);
}

/// Colour of a turn: the caller's turns are emphasised.
fn speaker(turn: &TextLine) -> Colour {
    if turn.from_caller { ACCENT } else { MUTED }
}

/// Writes `label: text`. Right-to-left text has its label on the line above, so that they do not
/// overlap.
fn labelled(sheet: &mut Sheet<'_>, line: &TextLine, form: Form) -> Result<(), Error> {
    let Form { label, text, column, indent, below } = form;
    let name = format!("{}:", line.label);
    if is_right_to_left(&line.text) {
        sheet.keep_together(2.0 * text.leading)?;
        sheet.text(&name, label, [0.0, 0.0])?;
        sheet.text(&line.text, text, [0.0, 0.0])?;
    } else {
        sheet.keep_together(text.leading)?;
        let taken = sheet.label(&name, label)?;
        sheet.text(&line.text, text, [taken.max(column), indent])?;
    }
    sheet.space(below);
    Ok(())
}
