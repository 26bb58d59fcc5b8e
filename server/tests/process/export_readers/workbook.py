"""Workbooks with long texts, compared with the source as Python's readers see them and, where it is asked
for, LibreOffice."""

import tempfile
from functools import partial

import expected
import libreoffice
import tables


def check(path, source, project, zone, soffice):
    """Compares a workbook with the calls that it was exported from, whose starts differ."""
    sheets = tables.openpyxl_sheets(path)
    (title, (headings, *_)), (overflow, (_, *pieces)) = sheets.items()
    assert overflow == "Overflow" and pieces, f"{path}: {list(sheets)}"
    columns = tables.xlsx_columns(headings)
    build = expected.message_rows if "text" in columns else expected.call_rows
    rows = [expected.with_id(row) for call in expected.newest_first(source)
            for row in build(call, project, columns)]
    # Each is in a group of its own: they have one order.
    rows = list(enumerate(rows))
    checked = tables.check_xlsx([path], rows, zone)
    if soffice:
        with tempfile.TemporaryDirectory() as folder:
            readers = {"xlsx libreoffice": partial(libreoffice.sheets, soffice, folder)}
            checked |= tables.check_xlsx([path], rows, zone, readers, libreoffice.plain)
    for reader, values in checked.items():
        print(f"{path}: {reader}: {values} values in {title} are equal, with {len(pieces)} pieces of long"
              " texts, no formula")
