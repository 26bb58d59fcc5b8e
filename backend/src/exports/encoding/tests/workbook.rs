//! A small reader of workbooks, by what the format's standard says of cells (ECMA-376, part 1).

use std::{
    collections::BTreeMap,
    io::{Cursor, Read},
};

use regex::Regex;
use zip::ZipArchive;

/// A cell as it is stored.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Cell {
    Text(String),
    Number(f64),
    Boolean(bool),
}

/// A workbook that was read.
pub(super) struct Workbook {
    archive: ZipArchive<Cursor<Vec<u8>>>,
}

impl Workbook {
    pub(super) fn open(bytes: Vec<u8>) -> Self {
        Self { archive: ZipArchive::new(Cursor::new(bytes)).unwrap() }
    }

    pub(super) fn part(&mut self, name: &str) -> String {
        let mut text = String::new();
        self.archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
        text
    }

    /// When each part was changed, as the archive says.
    pub(super) fn times(&mut self) -> Vec<String> {
        (0..self.archive.len())
            .map(|place| self.archive.by_index(place).unwrap().last_modified().unwrap().to_string())
            .collect()
    }

    pub(super) fn sheet_names(&mut self) -> Vec<String> {
        let workbook = self.part("xl/workbook.xml");
        let name = Regex::new("<sheet name=\"([^\"]*)\"").unwrap();
        name.captures_iter(&workbook).map(|found| found[1].to_owned()).collect()
    }

    /// The cells of a sheet, counted from 1, by their addresses.
    pub(super) fn cells(&mut self, sheet: usize) -> BTreeMap<String, Cell> {
        let xml = self.part(&format!("xl/worksheets/sheet{sheet}.xml"));
        assert!(!xml.contains("<f>"), "a formula");
        let cell = Regex::new(r#"(?s)<c r="([A-Z]+\d+)"([^>]*)>(.*?)</c>"#).unwrap();
        cell.captures_iter(&xml)
            .map(|found| (found[1].to_owned(), value(&found[2], &found[3])))
            .collect()
    }
}

fn value(attributes: &str, content: &str) -> Cell {
    if attributes.contains("t=\"inlineStr\"") {
        let text = Regex::new("(?s)<t[^>]*>(.*)</t>").unwrap();
        return Cell::Text(unescaped(&text.captures(content).unwrap()[1]));
    }
    let number = content.strip_prefix("<v>").unwrap().strip_suffix("</v>").unwrap();
    if attributes.contains("t=\"b\"") {
        return Cell::Boolean(number == "1");
    }
    Cell::Number(number.parse().unwrap())
}

fn unescaped(xml: &str) -> String {
    let text = xml.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    let code = Regex::new("_x([0-9A-F]{4})_").unwrap();
    let character = |found: &regex::Captures<'_>| {
        let code = u32::from_str_radix(&found[1], 16).unwrap();
        char::from_u32(code).unwrap().to_string()
    };
    code.replace_all(&text, character).into_owned()
}
