//! Objects in a file: in one array, or one on each line.

use std::mem;

/// How the objects of a file are separated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::exports::encoding) enum JsonStyle {
    /// The elements of one array, each on its own line.
    Array,
    /// An object a line.
    Lines,
}

/// The text of a file, from which what is complete is taken from time to time.
pub(super) struct JsonFile {
    style: JsonStyle,
    text: String,
    objects: u64,
}

impl JsonFile {
    pub(super) const fn new(style: JsonStyle) -> Self {
        Self { style, text: String::new(), objects: 0 }
    }

    pub(super) fn begin(&mut self) {
        if self.style == JsonStyle::Array {
            self.text.push('[');
        }
    }

    /// Continues a file of `objects` objects.
    pub(super) const fn resume(&mut self, objects: u64) {
        self.objects = objects;
    }

    /// Makes room for the next object and returns the text to write it to.
    pub(super) fn next(&mut self) -> &mut String {
        self.text.push_str(match (self.style, self.objects) {
            (JsonStyle::Array, 0) => "\n",
            (JsonStyle::Array, _) => ",\n",
            (JsonStyle::Lines, _) => "",
        });
        self.objects += 1;
        &mut self.text
    }

    /// Writes what follows an object.
    pub(super) fn finish_object(&mut self) {
        if self.style == JsonStyle::Lines {
            self.text.push('\n');
        }
    }

    pub(super) fn end(&mut self) {
        if self.style == JsonStyle::Array {
            self.text.push_str("\n]\n");
        }
    }

    pub(super) fn take(&mut self) -> Vec<u8> {
        mem::take(&mut self.text).into_bytes()
    }
}
