"""Prints the texts in files, as a reader that knows their formats finds them: one JSON object of texts by
path. PDFs are read by pdftotext and pikepdf, Parquet by pyarrow; archives and workbooks are unpacked."""

import html
import io
import json
import re
import subprocess
import sys
import tempfile
import unicodedata
import zipfile

import pikepdf
import pyarrow.parquet


def texts(name, data):
    """Every text of a file, also without blanks, which a line of a page may have anywhere."""
    yield name
    yield data.decode("utf-8", errors="replace")
    if data.startswith(b"PK\x03\x04"):
        yield from archive(data)
    elif data.startswith(b"%PDF"):
        yield from pdf(data)
    elif data.startswith(b"PAR1"):
        yield from parquet(data)
    elif data.lstrip().startswith(b"<"):
        yield html.unescape(re.sub("<[^>]*>", "", data.decode()))


def archive(data):
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        assert file.testzip() is None
        assert len(file.infolist()) > 0
        yield file.comment.decode(errors="replace")
        for info in file.infolist():
            yield info.comment.decode(errors="replace") + info.extra.decode("latin-1")
            yield from texts(info.filename, file.read(info))


def pdf(data):
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(data)
        file.flush()
        for how in (["-raw"], ["-layout"], []):
            words = ["pdftotext", *how, "-enc", "UTF-8", file.name, "-"]
            yield subprocess.run(words, check=True, capture_output=True).stdout.decode()
        with pikepdf.open(file.name) as document:
            yield str(document.docinfo)
            for one in document.objects:
                if isinstance(one, pikepdf.Stream):
                    yield one.read_bytes().decode("latin-1")
                yield from strings(one)


def strings(one, depth=0):
    """The strings of a PDF's object, but not of the objects it refers to, which are listed themselves."""
    if isinstance(one, pikepdf.String):
        yield str(one)
    elif depth > 0 and getattr(one, "is_indirect", False):
        return
    elif isinstance(one, (pikepdf.Dictionary, pikepdf.Stream)):
        for name in one.keys():
            yield name
            yield from strings(one[name], depth + 1)
    elif isinstance(one, pikepdf.Array):
        for part in one:
            yield from strings(part, depth + 1)


def parquet(data):
    file = pyarrow.parquet.ParquetFile(io.BytesIO(data))
    yield str(file.schema_arrow) + str(file.metadata.metadata)
    for number in range(file.metadata.num_row_groups):
        group = file.metadata.row_group(number)
        for column in range(group.num_columns):
            yield str(group.column(column).statistics)
    for row in file.read().to_pylist():
        yield json.dumps(row, default=str, ensure_ascii=False)


def main():
    found = {}
    for path in sys.argv[1:]:
        with open(path, "rb") as file:
            parts = [unicodedata.normalize("NFKC", text) for text in texts("", file.read())]
        found[path] = parts + ["".join(part.split()) for part in parts]
    json.dump({path: "\n".join(parts) for path, parts in found.items()}, sys.stdout)


main()
