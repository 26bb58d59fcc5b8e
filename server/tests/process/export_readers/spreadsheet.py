"""Files "For Excel" as spreadsheets see them that split by commas or by semicolons: Python's reader of CSV
and, where it is asked for, LibreOffice."""

import csv
import io
import os
import tempfile
import uuid

import openpyxl

import expected
import libreoffice
import nasty
import workbook
from matching import Differences, PLACEHOLDER, equal_texts, short

# What a spreadsheet takes for a formula, if it is not guarded.
FORMULAS = [
    "=1+1", "+1", "-1", "@SUM(A1)", "\t=1+1", "\r=1+1", "\n=1+1", "\r\n=1+1", "  =1+1", "\u00a0-2",
    "\u200b=1+1", "\ufeff=1+1", "\uff1d1+1", "\uff0b1", "\u2212 1", "=cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0", "-2+3+cmd|' /C calc'!A0", "=DDE(\"soffice\";\"a.ods\";\"A1\")",
    "=HYPERLINK(\"https://example.com\",\"click\")", "=1+1\";=2;\"", "=1+1\r=2", "-12 degrees", "--", "+",
]
# What a spreadsheet takes for a number, a date, a time, a truth value or an error.
CONVERTED = [
    "007", "0012", "00123456789012345678", "12345678901234567890", "1e5", "1E400", "3.50", "1,000",
    "1.000,50", "1 000", "12:30", "10:05:06", "25:00", "1/2", "1 1/2", "1-2", "2026-06-09", "2026/06/09",
    "09.06.2026", "6/9/26", "2026-06-09T10:11:12", "2026-06-09 10:11:12", "2 May", "May 5", "5-Jan-26",
    "1. Mai 2026", "5th June", "10 pm", "9 a.m.", "TRUE", "false", "Wahr", "50 %", "£3", "5 zł", "Mon 5 May 2026", "2026年6月9日", "€ 3", "3 €",
    "(3)", "٣", " 7 ", "7\r\n", "#N/A", "#REF!", "#DIV/0!",
]
# What is text to every spreadsheet, also where it splits by semicolons.
PLAIN = [
    "Marina", "room 204", "7 days", "a1b2", "May", "a;b;c", "x;=1+1;y", ";=1+1", ";", "\";=1+1;\"",
    "\"=1+1", "\";\"", "\"\"", "\"", "said \"yes\"; then \"no\", twice", "one\r\ntwo\n\nthree",
    "lone\rreturn", "lone\r=1+1", "line\n=1+1", "a,b\tc|d^e", "sep=;", "'quoted'", "''", "\\\";\\\"",
    "\u180e=1+1", "\u2800=1+1", "\u00ad=1+1", "\uffa0=1+1", "caf\u00e9 \U0001f600 \u05e9\u05dc\u05d5\u05dd",
    "left\u202eright", "a\u2028b", "<b>&amp;</b>", "_x0041_",
]
# Longer than a cell of a workbook, and a formula wherever it is split.
LONG = ["=" * 40_000, "-" * 33_000, "=A+B " * 7_000]
NUMBERS = ["07700900124", "00447700900126", "+447700900123", "+1 (202) 555-0160", "020 7946 0129",
           "anonymous", "1001", "447700900125"]
SEMICOLON = "\u037e"
# Unicode, texts as they are between quotes, and special numbers, dates and formulas to be recognised: of
# all settings of LibreOffice's dialog, those that change most.
FILTER = "--infilter=CSV:{},34,76,1,,1033,false,true,false,false,false,-1,true"
SEPARATORS = {",": 44, ";": 59}


def records(with_long):
    """A call for each text, with the text in every place of a free text."""
    found = []
    for number, text in enumerate([*FORMULAS, *CONVERTED, *PLAIN, *(LONG if with_long else [])]):
        one = nasty.record(number, text)
        # LibreOffice keeps hundredths of a second.
        one["started_at"] = f"{one['started_at'][:-2]}0Z"
        one["agent"] = text[:200].strip() or None
        one["caller"] = NUMBERS[number % len(NUMBERS)]
        found.append({**one, "source_id": f"hostile-{number}"})
    return found


def check(source, project, zone, paths, soffice):
    """Compares files with the calls that they were exported from."""
    calls = {call["started_at"]: call for call in source}
    assert len(calls) == len(source), "calls are told apart by their start"
    for path in paths:
        if path.endswith(".xlsx"):
            workbook.check(path, source, project, zone, soffice)
            continue
        table = read(path, ",")
        values = check_values(table, calls, project, zone)
        print(f"{path}: split by commas: {len(table)} rows, {values} values are equal")
        cells = check_semicolons(path, table)
        print(f"{path}: split by semicolons: {len(cells)} rows of one cell, no formula")
        if soffice:
            with tempfile.TemporaryDirectory() as folder:
                open_with(soffice, folder, path, table, cells)


def read(path, separator):
    with open(path, newline="", encoding="utf-8") as file:
        text = file.read()
    assert text.startswith("\ufeff"), f"{path}: no byte order mark"
    return list(csv.reader(io.StringIO(text[1:], newline=""), delimiter=separator))


def check_values(table, calls, project, zone):
    header, *rows = table
    assert {len(row) for row in rows} == {len(header)}, "every row has as many cells"
    at = next(header.index(name) for name in ("call_started_at", "started_at") if name in header)
    by_message = "text" in header
    build = expected.message_rows if by_message else expected.call_rows
    wanted = {expected.rfc3339(start, zone): list(build(call, project, header))
              for start, call in calls.items()}
    assert len(rows) == sum(map(len, wanted.values())), f"{len(rows)} rows"
    if "caller" in header and not any(row[header.index("caller")].startswith("****") for row in rows):
        show_whole_numbers(wanted, calls, zone)
    values = 0
    for row in rows:
        for name, cell, value in zip(header, row, wanted[row[at]].pop(0).values()):
            check_cell(name, cell, value, zone)
            values += 1
    return values


def show_whole_numbers(wanted, calls, zone):
    """The sensitive option shows the number as the source has it, unless the caller withheld it."""
    for start, call in calls.items():
        for row in wanted[expected.rfc3339(start, zone)]:
            if call["caller"].lower() not in expected.WITHHELD:
                row["caller"] = call["caller"]


def check_cell(name, cell, value, zone):
    kind = expected.kind_of(name)
    if kind not in ("text", "json"):
        shown = expected_text(kind, value, zone)
        assert cell == shown, f"{name}: {short(cell)} instead of {short(shown)}"
        return
    if name in ("call_id", "conversation_id"):
        # Made on import.
        assert str(uuid.UUID(cell)) == cell, cell
        return
    if name == "caller":
        assert not may_change(cell), f"{name}: {short(cell)}"
    assert not is_formula(cell), f"{name}: {short(cell)} is a formula"
    assert ";" not in cell, f"{name}: {short(cell)}"
    if kind == "json":
        return
    line = expected.one_line(value or "").replace(";", SEMICOLON)
    bare = cell[1:] if cell.startswith("'") and not equal_texts(line, cell) else cell
    if not equal_texts(line, bare):
        raise Differences(f"{name}: {short(cell)} instead of {short(line)}")
    guarded = bare != cell
    if PLACEHOLDER.search(cell):
        return
    if value in CONVERTED or value in FORMULAS:
        assert guarded, f"{name}: {short(cell)} would be converted"
    elif value in PLAIN:
        assert not guarded, f"{name}: {short(cell)} need not be guarded"


def expected_text(kind, value, zone):
    if value is None:
        return ""
    if kind == "instant":
        return expected.rfc3339(value, zone)
    if kind == "boolean":
        return "true" if value else "false"
    return f"{value:.3f}".rstrip("0").rstrip(".") if kind == "seconds" else str(value)


def is_formula(cell):
    return cell.lstrip(expected.BLANKS + "\u200b\ufeff")[:1] in tuple("=+-@\t\r\uff1d\uff0b\u2212")


def may_change(cell):
    """Whether a number of a caller would lose a zero or become a formula."""
    return is_formula(cell) or cell.replace(" ", "").isdigit()


def check_semicolons(path, table):
    """The cells of a spreadsheet that splits by semicolons: one in each row, which has every value."""
    rows = read(path, ";")
    assert len(rows) == len(table), f"{len(rows)} rows"
    cells = []
    for row, values in zip(rows, table):
        assert len(row) == 1, f"split by semicolons: {short(row)}"
        assert not is_formula(row[0]), f"split by semicolons: {short(row[0])}"
        cells.append(row[0])
    return cells


def open_with(soffice, folder, path, table, cells):
    """Opens a file in LibreOffice with each separator and compares every cell."""
    for separator, code in SEPARATORS.items():
        sheet = convert(soffice, folder, path, code)
        wanted = table if separator == "," else [[cell] for cell in cells]
        # Of a cell with quotes in the middle, LibreOffice leaves out others than Python does.
        same = str if separator == "," else lambda text: text.replace('"', "")
        assert sheet.max_row == len(wanted), f"{sheet.max_row} rows instead of {len(wanted)}"
        assert sheet.max_column == max(map(len, wanted)), f"{sheet.max_column} columns"
        counts, faults = {}, []
        for number, (row, line) in enumerate(zip(wanted, sheet.iter_rows()), 1):
            header = table[0] if separator == "," else [""]
            for name, value, cell in zip(header, row, line):
                counts[cell.data_type] = counts.get(cell.data_type, 0) + 1
                fault = cell_fault(name, value, cell, same, number == 1)
                if fault:
                    faults.append(f"row {number}, {name}: {fault}")
        if faults:
            raise Differences(f"LibreOffice by {separator}: {len(faults)}: " + "\n    ".join(faults[:10]))
        print(f"{path}: LibreOffice by {separator}: {sum(counts.values())} cells, by type {counts}")


def convert(soffice, folder, path, code):
    made = libreoffice.converted(soffice, folder, path, "xlsx", FILTER.format(code))
    book = openpyxl.load_workbook(made)
    os.remove(made)
    assert len(book.sheetnames) == 1
    return book.active


def cell_fault(name, value, cell, same, is_header):
    if cell.data_type == "f":
        return f"a formula, {short(cell.value)} for {short(value)}"
    if not is_header and expected.kind_of(name) in ("integer", "seconds"):
        found = expected_text("seconds", cell.value, None)
        return None if found == value else f"{found} instead of {value}"
    found = "" if cell.value is None else cell.value
    if expected.kind_of(name) == "boolean" and isinstance(found, bool):
        found = str(found).lower()
    if isinstance(found, str) and same(found) == same(value):
        return None
    return f"{cell.data_type} {short(found)} instead of {short(value)}"
