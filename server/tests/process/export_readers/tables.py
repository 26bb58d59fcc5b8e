"""Tables as independent readers see them: CSV, XLSX and Parquet."""

import csv
import json
import re
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import duckdb
import openpyxl
import polars
import pyarrow.csv
import pyarrow.parquet
from openpyxl.utils.escape import unescape
from python_calamine import CalamineWorkbook

from expected import BREAKS, guarded, kind_of, rfc3339
from matching import compare, without_nulls

MARK = " [continues in sheet Overflow]"
# Highest row of a group and highest length of a cell.
GROUP_ROWS, CELL = 1_000, 32_767
TYPES = {"text": "string", "integer": "int64", "seconds": "double", "boolean": "bool",
         "instant": "timestamp[ms, tz=UTC]", "json": "string"}


def check_csv(paths, rows, zone):
    """Every cell is text to these readers."""
    expected = [(group, {name: csv_cell(name, value, zone) for name, value in row.items()})
                for group, row in rows]
    names = list(rows[0][1])
    checked = {}
    for reader, read in {"csv": csv_python, "csv duckdb": csv_duckdb, "csv polars": csv_polars,
                         "csv pyarrow": csv_pyarrow}.items():
        header, found = read(paths)
        assert header == names, f"{reader}: {header}"
        found = [dict(zip(names, (csv_found(*cell) for cell in zip(names, row)))) for row in found]
        checked[reader] = compare(reader, expected, found)
    for path in paths:
        with open(path, newline="", encoding="utf-8") as file:
            text = file.read()
        assert text.count("\r\n") == text.count("\n") == text.count("\r"), f"{path}: line ends"
        assert text.count("\r\n") == 1 + sum(1 for _ in csv.DictReader(text.splitlines())), path
        assert re.search(r'(?:^|,)"?[=+@\t]', text, re.MULTILINE) is None, f"{path}: a formula"
    return checked


def csv_cell(name, value, zone):
    kind = kind_of(name)
    if kind == "json":
        return json_on_one_line(value)
    if value is None:
        return ""
    if kind == "instant":
        return rfc3339(value, zone)
    if kind == "boolean":
        return "true" if value else "false"
    if kind == "seconds":
        return f"{value:.3f}".rstrip("0").rstrip(".")
    return guarded(value) if kind == "text" else str(value)


def csv_found(name, cell):
    if kind_of(name) != "json":
        return cell or ""
    return json_on_one_line(json.loads(cell.removeprefix("'"))) if cell else None


def json_on_one_line(value):
    """JSON whose line breaks became spaces together with the blanks around them."""
    if isinstance(value, str):
        return " ".join("".join(" " if c in BREAKS else c for c in value).split())
    if isinstance(value, dict):
        return {name: json_on_one_line(part) for name, part in value.items() if part is not None}
    return list(map(json_on_one_line, value)) if isinstance(value, list) else value


def csv_python(paths):
    rows = []
    for path in paths:
        with open(path, newline="", encoding="utf-8") as file:
            header, *more = csv.reader(file, strict=True)
        rows += more
    return header, rows


def csv_duckdb(paths):
    rows = []
    for path in paths:
        read = duckdb.sql("FROM read_csv(?, header=true, all_varchar=true, delim=',', quote='\"',"
                          " escape='\"', max_line_size=20000000)", params=[path])
        header, more = read.columns, read.fetchall()
        rows += more
    return header, rows


def csv_polars(paths):
    frames = [polars.read_csv(path, infer_schema=False) for path in paths]
    return frames[0].columns, [row for frame in frames for row in frame.rows()]


def csv_pyarrow(paths):
    rows = []
    for path in paths:
        names = csv_python([path])[0]
        types = pyarrow.csv.ConvertOptions(column_types=dict.fromkeys(names, pyarrow.string()),
                                           strings_can_be_null=False)
        table = pyarrow.csv.read_csv(path, convert_options=types,
                                     read_options=pyarrow.csv.ReadOptions(block_size=64 << 20))
        rows += zip(*(column.to_pylist() for column in table.columns))
    return table.column_names, rows


def check_parquet(paths, rows):
    names = list(rows[0][1])
    texts = lambda name, value: "" if value is None and name in ("tags", "skills") else value
    expected = [(group, {name: typed(name, texts(name, value)) for name, value in row.items()})
                for group, row in rows]
    for path in paths:
        file = pyarrow.parquet.ParquetFile(path)
        schema = {field.name: str(field.type) for field in file.schema_arrow}
        assert schema == {name: TYPES[kind_of(name)] for name in names}, schema
        for number in range(file.metadata.num_row_groups):
            group = file.metadata.row_group(number)
            assert group.num_rows <= GROUP_ROWS, group
            assert group.column(0).compression == "SNAPPY" and group.column(0).has_dictionary_page
    read = {
        "parquet pyarrow": lambda path: pyarrow.parquet.read_table(path).to_pylist(),
        "parquet polars": lambda path: polars.read_parquet(path).to_dicts(),
        "parquet duckdb": parquet_duckdb,
    }
    checked = {}
    for reader, read in read.items():
        found = [{name: typed(name, value) for name, value in row.items()}
                 for path in paths for row in read(path)]
        checked[reader] = compare(reader, expected, found)
    return checked


def parquet_duckdb(path):
    names = duckdb.sql("FROM read_parquet(?)", params=[path]).columns
    parts = [f'epoch_ms("{name}")' if kind_of(name) == "instant" else f'"{name}"' for name in names]
    read = duckdb.sql(f"SELECT {', '.join(parts)} FROM read_parquet(?)", params=[path])
    return [dict(zip(names, row)) for row in read.fetchall()]


def typed(name, value):
    if isinstance(value, datetime):
        return round(value.timestamp() * 1000)
    if kind_of(name) == "json":
        return without_nulls(json.loads(value) if isinstance(value, str) else value)
    return value


def check_xlsx(paths, rows, zone, readers=None, plain=lambda row: row):
    """Compares workbooks as readers see them; `plain` takes away what these change in a row."""
    names = list(rows[0][1])
    headings = [heading for name in names for heading in xlsx_headings(name, zone)]
    expected = [(group, plain({name: xlsx_cell(name, value) for name, value in row.items()}))
                for group, row in rows]
    checked = {}
    readers = readers or {"xlsx openpyxl": openpyxl_sheets, "xlsx calamine": calamine_sheets}
    for reader, read in readers.items():
        found = []
        for path in paths:
            (title, main), *others = read(path).items()
            header, *lines = main
            assert header == headings, f"{reader}: {header}"
            overflow = [line for name, sheet in others for line in sheet[1:]]
            headed = [heading.split(" (")[0] for heading in headings]
            lines = joined(title, headed, lines, overflow)
            found += [xlsx_row(names, dict(zip(headed, line)), zone) for line in lines]
        checked[reader] = compare(reader, expected, list(map(plain, found)))
    return checked


def openpyxl_sheets(path):
    """Cells of openpyxl, which must say themselves that they are no formulas."""
    book = openpyxl.load_workbook(path)
    for sheet in book:
        kinds = {cell.data_type for row in sheet for cell in row}
        assert kinds <= {"s", "inlineStr", "n", "d", "b"}, f"{path} {sheet.title}: {kinds}"
    text = lambda value: unescape(value) if isinstance(value, str) else value
    return {sheet.title: [[text(cell.value) for cell in row] for row in sheet] for sheet in book}


def calamine_sheets(path):
    """Cells of calamine, which leaves the escapes of what is no character as they are."""
    def cell(value):
        if isinstance(value, str):
            value = re.sub("_x(FFF[EF])_", lambda found: chr(int(found[1], 16)), value)
        return None if value == "" else value

    book = CalamineWorkbook.from_path(path)
    return {name: [list(map(cell, row)) for row in book.get_sheet_by_name(name).to_python()]
            for name in book.sheet_names}


def joined(title, names, lines, overflow):
    """The rows with their long texts put together again."""
    for _, sheet, row, column, piece, text in overflow:
        assert sheet == title, sheet
        line, place = lines[int(row) - 2], names.index(column)
        assert len(line[place].encode("utf-16-le")) // 2 <= CELL or piece > 2, "a cell is too long"
        assert len(text.encode("utf-16-le")) // 2 <= CELL, "a piece is too long"
        line[place] = line[place].removesuffix(MARK) + text
    return lines


def xlsx_headings(name, zone):
    """A time has a column for its offset from UTC."""
    return [f"{name} ({zone})", f"{name}_offset"] if kind_of(name) == "instant" else [name]


def xlsx_columns(headings):
    """The columns that headings are of."""
    return [heading.split(" (")[0] for heading in headings if not heading.endswith("_offset")]


def xlsx_cell(name, value):
    """Empty text is an empty cell."""
    if kind_of(name) == "json":
        return without_nulls(value)
    return None if value == "" else value


def xlsx_row(names, line, zone):
    row = {}
    for name in names:
        value = line[name]
        if kind_of(name) == "instant":
            value = xlsx_instant(value, line[f"{name}_offset"], zone)
        elif kind_of(name) == "json" and value is not None:
            value = without_nulls(json.loads(value))
        elif kind_of(name) == "integer" and isinstance(value, float) and value.is_integer():
            value = int(value)
        row[name] = value
    return row


def xlsx_instant(local, offset, zone):
    """The instant, in milliseconds, of a local time with its offset, which must be one of the zone."""
    if local is None:
        assert offset is None, offset
        return None
    milliseconds = round(local.replace(tzinfo=timezone.utc).timestamp() * 1000)
    at = datetime.fromisoformat(f"2000-01-01T00:00:00{offset}").utcoffset()
    since = timedelta(milliseconds=milliseconds) - at
    there = (datetime(1970, 1, 1, tzinfo=timezone.utc) + since).astimezone(ZoneInfo(zone))
    assert there.utcoffset() == at, f"{local} {offset} is no time in {zone}"
    return round(since.total_seconds() * 1000)
