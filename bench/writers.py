"""Writes the rows of a CSV file with openpyxl or pyarrow, and prints the seconds of writing alone."""

import csv
import sys
import time

TYPED = {"duration_seconds": int}


def rows_of(file):
    """Returns header and typed rows of a CSV file."""
    csv.field_size_limit(1 << 30)
    with open(file, newline="", encoding="utf-8") as lines:
        rows = csv.reader(lines)
        header = next(rows)
        kinds = [TYPED.get(name, str) for name in header]
        # A cell of a sheet holds 32,767 characters.
        return header, [[kind(cell[:32_767]) if cell else None for kind, cell in zip(kinds, row)] for row in rows]


def openpyxl(header, rows, file):
    """Writes a workbook row by row."""
    from openpyxl import Workbook

    begin = time.perf_counter()
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Calls")
    sheet.append(header)
    for row in rows:
        sheet.append(row)
    book.save(file)
    return time.perf_counter() - begin


def pyarrow(header, rows, file):
    """Writes a Parquet file of the same kind as Earshot's: dictionaries and Snappy, groups of 5,000."""
    import pyarrow
    from pyarrow import parquet

    begin = time.perf_counter()
    columns = {name: [row[n] for row in rows] for n, name in enumerate(header)}
    parquet.write_table(pyarrow.table(columns), file, row_group_size=5_000, compression="snappy")
    return time.perf_counter() - begin


if __name__ == "__main__":
    program, source, file = sys.argv[1:]
    print({"openpyxl": openpyxl, "pyarrow": pyarrow}[program](*rows_of(source), file))
