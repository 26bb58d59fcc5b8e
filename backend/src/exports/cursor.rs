//! Cursors of lists of exports: the place of the last one listed.

use crate::{Error, store::ExportPageStart};

/// Reads a place that [`cut`] wrote. It decides where a list continues, never what may be seen in
/// it.
pub(super) fn read(text: &str) -> Result<ExportPageStart, Error> {
    let place = text.split_once('.').and_then(|(created_at, id)| {
        Some(ExportPageStart { created_at: created_at.parse().ok()?, id: id.parse().ok()? })
    });
    place.ok_or_else(Error::unknown_cursor)
}

/// Cuts rows down to a page, and returns the cursor of the next page if there were more.
pub(super) fn cut<R>(
    rows: &mut Vec<R>,
    size: usize,
    place: impl Fn(&R) -> ExportPageStart,
) -> Option<String> {
    let more = rows.len() > size;
    rows.truncate(size);
    rows.last().filter(|_| more).map(|row| write(place(row)))
}

fn write(ExportPageStart { created_at, id }: ExportPageStart) -> String {
    format!("{created_at}.{id}")
}

#[cfg(test)]
mod tests {
    use earshot_domain::ExportId;

    use super::*;
    use crate::ids;

    #[test]
    fn a_cursor_reads_back_and_other_text_is_refused() {
        let place = ExportPageStart { created_at: -5, id: ExportId::new(ids::fresh()) };
        let written = write(place);
        assert_eq!(read(&written).unwrap(), place);
        for wrong in ["", "1", ".", &written[1..written.len() - 1], &format!("{written}.x")] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_page_continues_only_after_a_row_that_was_left_over() {
        let places: Vec<_> = (0..3)
            .map(|created_at| ExportPageStart { created_at, id: ExportId::new(ids::fresh()) })
            .collect();
        let mut rows = places.clone();
        assert_eq!(cut(&mut rows, 3, |place| *place), None);
        assert_eq!(rows, places);
        let next = cut(&mut rows, 2, |place| *place).unwrap();
        assert_eq!((rows.len(), read(&next).unwrap()), (2, places[1]));
    }
}
