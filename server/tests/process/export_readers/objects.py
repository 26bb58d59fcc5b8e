"""Conversations and rows as independent readers see them: JSON and JSON Lines."""

import json

import duckdb
import polars
import pyarrow.json

from expected import kind_of, rfc3339, with_id
from matching import compare, without_nulls

# Values with a structure of the source's own, which differs from call to call.
OWN = ("function_calls", "analysis", "citations", "audit_log")


def check(paths, expected, is_lines):
    expected = [(group, plain(with_id(one))) for group, one in expected]
    readers = {"json": lines_python if is_lines else array_python,
               "json duckdb": duckdb_objects}
    names = set(expected[0][1])
    # These derive one structure from all calls, which only the portal's own fields have.
    if not names & set(OWN):
        readers |= {"json polars": polars_lines if is_lines else polars_array}
        if is_lines:
            readers |= {"json pyarrow": pyarrow_lines}
    checked = {}
    for reader, read in readers.items():
        wanted = expected
        if reader in ("json polars", "json pyarrow"):
            wanted = [(group, without_nulls(one)) for group, one in expected]
        found = [one for path in paths for one in read(path)]
        kind = "lines" if is_lines else "array"
        checked[f"{reader} {kind}"] = compare(f"{reader} {kind}", wanted, list(map(plain, found)))
    return checked


def plain(one):
    """An object in which null is nothing where the structure is the source's own."""
    return {name: without_nulls(value) if name in OWN else value for name, value in one.items()}


def row(call, values, zone):
    """A row as a flat object, with lists as they are in the source."""
    found = dict(values)
    for name, value in values.items():
        if kind_of(name) == "instant" and value is not None:
            found[name] = rfc3339(value, zone)
        elif name in ("tags", "skills"):
            found[name] = call[name]
    return found


def array_python(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def lines_python(path):
    with open(path, encoding="utf-8", newline="\n") as file:
        lines = file.read().split("\n")
    assert lines.pop() == ""
    return [json.loads(line) for line in lines]


def duckdb_objects(path):
    read = "read_ndjson_objects" if path.endswith(".jsonl") else "read_json_objects"
    rows = duckdb.sql(f"SELECT json::VARCHAR, json_valid(json) FROM {read}(?,"
                      " maximum_object_size=50000000)", params=[path]).fetchall()
    assert all(valid for _, valid in rows)
    return [json.loads(text) for text, _ in rows]


def polars_lines(path):
    return map(without_nulls, polars.read_ndjson(path, infer_schema_length=None).to_dicts())


def polars_array(path):
    return map(without_nulls, polars.read_json(path, infer_schema_length=None).to_dicts())


def pyarrow_lines(path):
    """Times stay texts, as which they are compared."""
    text = pyarrow.string()
    times = {name: text for name in ("started_at", "ended_at", "call_started_at")}
    types = times | {"messages": pyarrow.list_(pyarrow.struct([("started_at", text)]))}
    first = lines_python(path)[0]
    schema = pyarrow.schema([(name, kind) for name, kind in types.items() if name in first])
    options = pyarrow.json.ParseOptions(explicit_schema=schema)
    table = pyarrow.json.read_json(path, parse_options=options,
                                   read_options=pyarrow.json.ReadOptions(block_size=64 << 20))
    return map(without_nulls, table.to_pylist())
