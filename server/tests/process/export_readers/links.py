"""Links to recordings, which no exported file may hold, neither as it is nor inside."""

import io
import json
import os
import tempfile
import zipfile

import pikepdf
import pyarrow.parquet

import documents
import package

# What every link to a recording has, of the portal or of a bucket, or the member that names one.
PARTS = ["/media/recordings/", "X-Amz-Signature", "X-Goog-Signature", "signedUrl"]
# A word of the source, whose absence would show that the values were not searched.
KNOWN = "decomposed"


def search(folder, tokens):
    """Searches every byte of a package and every value of its files, and returns the number of characters."""
    searched, is_known = 0, False
    for path in package.files(folder):
        with open(os.path.join(folder, path), "rb") as file:
            content = file.read()
        for text in texts(path, content):
            found = [part for part in [*PARTS, *tokens] if part in text]
            assert not found, f"{folder}/{path} has {found}"
            is_known = is_known or KNOWN in text
            searched += len(text)
    assert is_known, f"{folder}: its values were not searched"
    return searched


def texts(name, content):
    """The content of a file as it is, a character for each byte, and as readers decode it."""
    yield content.decode("latin-1")
    decode = DECODERS.get(name.rpartition(".")[2])
    if decode:
        yield from decode(content)


def json_texts(content):
    yield values(json.loads(content))


def json_line_texts(content):
    yield from map(values, map(json.loads, content.splitlines()))


def values(document):
    """All values, without the escapes that a file may have."""
    return json.dumps(document, ensure_ascii=False, default=str)


def parquet_texts(content):
    yield values(pyarrow.parquet.read_table(io.BytesIO(content)).to_pylist())


def pdf_texts(content):
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(content)
        file.flush()
        # A long word goes on in the next line.
        yield "".join(documents.text_of(file.name).split())
    plain = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as file:
        file.save(plain, compress_streams=False,
                  stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
                  object_stream_mode=pikepdf.ObjectStreamMode.disable)
    yield plain.getvalue().decode("latin-1")


def archive_texts(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            yield name
            yield from texts(name, archive.read(name))


DECODERS = {"json": json_texts, "jsonl": json_line_texts, "xlsx": archive_texts, "zip": archive_texts,
            "parquet": parquet_texts, "pdf": pdf_texts}
