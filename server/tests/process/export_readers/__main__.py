"""Compares exports with the file that their calls were imported from.

    write FILE [--bulk COUNT]              writes a source file
    download URL FOLDER [NAME …]         runs exports; EARSHOT_TEST_KEY is an API key
    check SOURCE FOLDER …                  compares packages with the source file, and with --link=TOKEN
                                           searches them for links to recordings
    join CSV FOLDER                        compares the parts of a package with a streamed file
    flip COUNT FOLDER …                    changes single bytes, each of which programs must find
    spreadsheet SOURCE FILE …              compares CSV files "For Excel" as spreadsheets split them, and
                                           workbooks of calls written with --long
"""

import argparse
import os

import archives
import documents
import download
import expected
import links
import nasty
import objects
import package
import source
import spreadsheet
import tables


def check(options):
    """Compares packages, each by what its manifest says that it has."""
    calls = source.load(options.source, options.format, options.source_zone)
    source.mark_received(calls, options.recordings)
    kinds = set()
    for folder in options.folders:
        # What strangers verify depends on the format at most.
        kind = package.manifest(folder)["format"]
        if kind not in kinds:
            package.strangers(folder)
            kinds.add(kind)
        if options.earshot:
            assert package.verify(options.earshot, folder), f"{folder}: not verified"
        if options.link:
            searched = links.search(folder, options.link)
            print(f"{folder}: no link to a recording in {searched} characters", flush=True)
        checked = check_package(folder, calls, options.project, options.zone, options.recordings)
        for reader, values in checked.items():
            print(f"{folder}: {reader}: {values} values are equal", flush=True)


def check_package(folder, calls, project, zone, recordings):
    facts = package.manifest(folder)
    paths = package.data_files(folder)
    kind, columns, contents = facts["format"], facts["columns"], facts["contents"]
    assert (facts["matched"], facts["written"], facts["omitted"]) == (len(calls), len(calls), 0), facts
    assert not columns or columns in expected.SETS.values(), columns
    newest = expected.newest_first(calls)
    if columns:
        by_message = facts["mode"] == "messages"
        build = expected.message_rows if by_message else expected.call_rows
        rows = [(call, expected.with_id(row))
                for call in newest for row in build(call, project, columns)]
        return check_table(kind, paths, rows, groups(call for call, _ in rows), zone)
    wanted = [expected.conversation(call, project, contents, zone) for call in newest]
    wanted = list(zip(groups(newest), wanted))
    if kind in ("json", "jsonl"):
        return objects.check(paths, wanted, kind == "jsonl")
    lines = [documents.lines(call, project, contents, zone) for call in newest]
    lines = list(zip(groups(newest), lines))
    if kind == "zip":
        return archives.check(paths, lines, wanted, newest, recordings)
    assert len(paths) == 1, paths
    return {"pdf": documents.check_pdf(paths[0], lines)}


def check_table(kind, paths, rows, places, zone):
    if kind in ("json", "jsonl"):
        rows = list(zip(places, [objects.row(call, row, zone) for call, row in rows]))
        return objects.check(paths, rows, kind == "jsonl")
    rows = list(zip(places, [row for _, row in rows]))
    if kind == "csv":
        return tables.check_csv(paths, rows, zone)
    if kind == "xlsx":
        return tables.check_xlsx(paths, rows, zone)
    return tables.check_parquet(paths, rows)


def groups(calls):
    """For the call of each row, what those share that may be in any order: calls that began together.
    The rows of any other call have an order."""
    calls = list(calls)
    ids = {}
    for call in calls:
        ids.setdefault(call["started_at"], set()).add(id(call))
    return [call["started_at"] if len(ids[call["started_at"]]) > 1 else (call["started_at"], number)
            for number, call in enumerate(calls)]


def write(options):
    if options.spreadsheet:
        return nasty.write(options.file, spreadsheet.records(options.long))
    nasty.write(options.file, nasty.bulk(options.bulk) if options.bulk else nasty.records())


def run_downloads(options):
    names = download.download(options.url, os.environ["EARSHOT_TEST_KEY"], options.project, options.folder,
                              options.names)
    print(*names)


def join(options):
    with open(options.csv, "rb") as file:
        streamed = file.read()
    paths = package.data_files(options.folder)
    assert len(paths) > 1, "the export has one part"
    assert package.joined(paths) == streamed, "the parts are not the streamed file"
    print(f"{len(paths)} parts are the streamed file")


def flip(options):
    # Its libraries take a second to load.
    import flips

    flips.flip_bytes(options.earshot, options.folders, options.count, options.seed)


def check_spreadsheets(options):
    calls = source.load(options.source, options.format, options.source_zone)
    source.mark_received(calls, None)
    spreadsheet.check(calls, options.project, options.zone, options.files, options.libreoffice)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--earshot", help="the program, to verify packages")
    parser.add_argument("--format", default="ndjson", help="format of the source file")
    parser.add_argument("--source-zone", default="Europe/London", help="zone of times without one")
    parser.add_argument("--zone", default="Europe/London", help="the tenant's zone")
    parser.add_argument("--project", default="desk")
    parser.add_argument("--recordings", help="folder of the imported recordings")
    parser.add_argument("--link", action="append", help="token of a link to a recording")
    parser.add_argument("--seed", type=int, default=1)
    commands = parser.add_subparsers(required=True)

    def command(name, action, *arguments):
        sub = commands.add_parser(name)
        sub.set_defaults(action=action)
        for argument, settings in arguments:
            sub.add_argument(argument, **settings)

    folders = ("folders", {"nargs": "+"})
    command("write", write, ("file", {}), ("--bulk", {"type": int}),
            ("--spreadsheet", {"action": "store_true"}), ("--long", {"action": "store_true"}))
    command("download", run_downloads, ("url", {}), ("folder", {}), ("names", {"nargs": "*"}))
    command("check", check, ("source", {}), folders)
    command("join", join, ("csv", {}), ("folder", {}))
    command("flip", flip, ("count", {"type": int}), folders)
    command("spreadsheet", check_spreadsheets, ("source", {}), ("files", {"nargs": "+"}),
            ("--libreoffice", {"help": "the program, to open the files"}))
    options = parser.parse_args()
    options.action(options)


main()
