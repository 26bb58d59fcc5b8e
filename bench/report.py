"""Formats the measurements as a Markdown table with their goals."""

import json
import sys
from statistics import median, quantiles

KIB, MIB = 1024, 1024 * 1024


def seconds(values):
    """Formats a median as seconds."""
    return f"{median(values):.3f} s"


def milliseconds(values):
    """Formats a median as milliseconds."""
    return f"{median(values) * 1000:.0f} ms"


def latency(values):
    """Formats median and 95th percentile as milliseconds."""
    ninety_fifth = sorted(values)[max(0, -(-len(values) * 95 // 100) - 1)]
    return f"{median(values) * 1000:.0f} ms, p95 {ninety_fifth * 1000:.0f} ms"


def mebibytes(values):
    """Formats a median as MiB."""
    return f"{median(values) / MIB:.1f} MiB"


def kibibytes(values):
    """Formats a median as KiB."""
    return f"{median(values) / KIB:.1f} KiB"


def p95(values):
    """Returns the 95th percentile."""
    return quantiles(values, n=20, method="inclusive")[-1]


def row(what, ours, theirs, show, goal):
    """Formats a row that compares two medians; the goal is the maximum ratio."""
    base = median(theirs)
    ratio = median(ours) / base if base else float("inf")
    met = "met" if ratio <= goal else "missed"
    return (what, show(ours), show(theirs), f"{ratio:.2f} ×", f"≤ {goal} ×", met)


def table(result):
    """Yields the rows of the table."""
    lite, server, memory, deep = (result[name] for name in ("sqlite", "postgres", "memory", "deep"))
    calls = f"{result['calls']:,} calls"
    export = f"CSV export, {calls}, {lite['bytes'] / MIB:.0f} MiB"
    size = result["browser_bytes"]
    yield row(f"{export}: `sqlite3 -csv`", lite["earshot"], lite["sqlite3"], seconds, 1.2)
    yield row(f"{export}: Datasette", lite["earshot"], lite["datasette"], seconds, 0.25)
    yield row(f"{export}, PostgreSQL: `psql \\copy`", server["earshot"], server["psql"], seconds, 1.3)
    ingest = result["ingest"]
    rate, short = (result["calls"] / median(ingest[name]) for name in ("earshot", "short"))
    yield row(f"{calls} pushed over HTTP, {ingest['bytes'] / MIB:.0f} MiB: `sqlite3` loads and indexes them",
              ingest["earshot"], ingest["sqlite3"], seconds, 4)
    yield ("Calls per second of that", f"{rate:,.0f}", "", "", "≥ 5,000", "met" if rate >= 5000 else "missed")
    yield ("Calls per second without transcripts", f"{short:,.0f}", "", "", "≥ 5,000",
           "met" if short >= 5000 else "missed")
    yield row("First byte: Datasette", lite["earshot_first"], lite["datasette_first"], milliseconds, 0.5)
    yield row(f"Peak memory growth of an export, {10 * result['calls']:,} calls: {calls}",
              memory["large"], memory["small"], mebibytes, 1.1)
    yield row(f"List of {deep['calls']:,} calls, last page: first page",
              deep["last"], deep["first"], latency, 1.2)
    yield from background(result)
    legs = result["legs"]
    yield row(f"aidownload of {calls}, {legs['bytes'] / MIB:.0f} MiB: `sqlite3 -json`", legs["earshot"],
              legs["sqlite3"], seconds, 2)
    review = result["review"]
    yield row(f"Opening a review of {review['turns']:,} lines, p95: Datasette's row of the same text",
              [p95(review["data"])], [p95(review["datasette"])], milliseconds, 1)
    audit = result["audit"]
    yield row(f"{audit['acts']:,} audited changes: the same with a plain insert", audit["append"], audit["plain"],
              seconds, 1.3)
    rate = median(audit["verified"])
    yield (f"Audit events verified per second, of {audit['events']:,}", f"{rate:,.0f}", "", "", "≥ 200,000",
           "met" if rate >= 200_000 else "missed")
    sound = result["sound"]
    yield row("Bytes until the first second of a recording has arrived: the second itself", sound["bytes"],
              [sound["sound"]], kibibytes, 1.2)
    pdf = result["pdf"]
    yield row(f"{pdf['count']} transcripts as PDF: pdfkit", pdf["earshot"], pdf["pdfkit"], seconds, 0.1)
    yield ("WebAssembly and JavaScript, Brotli", f"{size / KIB:.1f} KiB", "", "", "≤ 220 KiB",
           "met" if size <= 220 * KIB else "missed")


def background(result):
    """Yields the rows of background exports."""
    runs, many = result["background"], f"{10 * result['calls']:,} calls"
    yield row(f"Background CSV, {many}: ten streamed exports of them", runs["csv"], runs["streamed"], seconds, 1.2)
    yield row(f"XLSX, {many}: openpyxl, write-only", runs["xlsx"], runs["openpyxl"], seconds, 0.33)
    yield row(f"Parquet, {many}: pyarrow", runs["parquet"], runs["pyarrow"], seconds, 1.43)
    archive = result["archive"]
    yield row(f"ZIP of recordings, {archive['bytes'] / MIB:.0f} MiB: `zip -0`", archive["earshot"],
              archive["zip"], seconds, 1.43)
    name, slowest = max(result["waited"].items(), key=lambda pair: pair[1])
    yield (f"999 calls in the slowest format, {name}", f"{slowest:.1f} s", "", "", "≤ 60 s",
           "met" if slowest <= 60 else "missed")


def formats(result):
    """Yields the rows of the table of formats."""
    yield ("Format", "999 calls", "Many calls", "Their time", "Calls per second", "Peak memory", "Of few calls",
           "Ratio", "Growth", "Of few calls")
    yield ("---",) * 10
    for name, sizes in result["formats"].items():
        few, many = sizes["small"], sizes["large"]
        yield (name, f"{result['waited'][name]:.1f} s", f"{many['calls']:,}", f"{many['seconds']:.0f} s",
               f"{many['calls'] / many['seconds']:,.0f}", mebibytes([many["peak"]]), mebibytes([few["peak"]]),
               f"{many['peak'] / few['peak']:.2f} ×", mebibytes([many["growth"]]), mebibytes([few["growth"]]))


def notes(result):
    """Yields the conditions of the measurements."""
    machine, deep, lite = result["machine"], result["deep"], result["sqlite"]
    loads = ["/".join(f"{load:.1f}" for load in machine[name]) for name in ("load_before", "load_after")]
    peers = ", ".join(f"{name} {version}" for name, version in result["versions"].items())
    rates = [result["calls"] / lite["import_seconds"], result["calls"] / result["postgres"]["import_seconds"],
             10 * result["calls"] / result["memory"]["import_seconds"]]
    yield (f"Machine: {machine['processor']}, {machine['cores']} cores, Linux {machine['system']}; load "
           f"average {loads[0]} before and {loads[1]} after; {machine['seconds']:.0f} s in all.")
    yield f"Peers: {peers}."
    yield ("Medians of five alternating runs after one warm-up (20 requests for the list); "
           "ratios are of medians. Times of exports are of the whole client process and its file on disk. "
           "Rows and a hash of every column were equal before and after.")
    yield ("Server and client are on different cores; sqlite3 runs on one. On PostgreSQL the "
           "database has one core, and Earshot with curl, or psql, the other. sqlite3 and psql order by "
           "`call_started_at`, which is indexed; Datasette by its primary key, which is twice as fast.")
    yield ("sqlite3, Datasette and psql do not redact, mask callers, guard against formulas, check "
           "roles, limit exports or write audit events. Earshot does all of this, and "
           "decrypts each caller; transcripts are redacted once, at import.")
    yield (f"Import, redaction and encryption included: {rates[0]:,.0f} calls/s into SQLite, {rates[1]:,.0f} "
           f"into PostgreSQL, {rates[2]:,.0f} for {10 * result['calls']:,} calls into SQLite; without "
           f"transcripts {deep['import_rate']:,.0f}.")
    yield ("Pushing: one request over one connection, redaction, encryption, the word index, the answer for "
           f"each call and the audit event included; server and curl share {result['ingest']['cores']} cores. "
           "sqlite3 keeps each record as it is in one table and its words in another.")
    yield ("Background exports: from the request until the job says that it is complete, on the server's core, "
           "files hashed and made durable; the ten streamed exports are ten periods. openpyxl and pyarrow write "
           "the same rows, already in memory, on one core. Medians of three. Formats: a worker of its own, "
           "its peak memory (VmHWM) during one export after a first one, and the growth of it, of calls without "
           f"transcripts; few are {result['calls']:,}. 999 calls have transcripts.")
    yield ("aidownload: from asking for the file to its last byte, by two runs of curl, with a token's and a "
           "lease's checks, each source record decrypted and its text redacted as it was at import; sqlite3 "
           "writes the same rows, ordered by an indexed time. Legs were equal, field by field, before and "
           f"after. Import of the legs: {result['calls'] / result['legs']['import_seconds']:,.0f} calls/s.")
    yield ("First sound: the grant's answer, then the range `bytes=0-` read up to its first second (8 kHz, 16 "
           f"bit), heads included; {milliseconds(result['sound']['seconds'])} from Play, connection included.")
    yield ("Memory: growth of the peak (VmHWM) of a fresh server through one export, after one page of the "
           "list.")
    review = result["review"]
    yield (f"Review: {review['bytes'] / KIB:,.0f} KiB of data, with the person's rights, the recording's state and "
           f"the history; the page that holds it, of which 400 lines are shown, p95 "
           f"{milliseconds([p95(review['page'])])}. {len(review['data'])} runs each.")
    pdf = result["pdf"]
    ours, theirs = (size / pdf["count"] / KIB for size in pdf["bytes"])
    yield (f"PDF: {pdf['count']} calls over one connection, each request with its session, its rate limit "
           f"and its audit event, from the start of curl to its end, server and client on different cores; "
           f"pdfkit {pdf['version']} in one Node process from the same texts in the same fonts, without the "
           f"start of Node. Medians of three. Both files' words equal the text file's (`pdftotext`); "
           f"{ours:.0f} KiB each against {theirs:.0f} KiB.")
    how = (f"{deep['copied']:,} of them, neither the oldest nor the newest, are SQL copies of imported ones "
           "without a caller or words to search" if deep["copied"] else "all of them were imported")
    yield (f"List: server-rendered HTML of 50 calls of one project of {deep['calls']:,} calls without a "
           f"transcript; {how}. The last page's cursor is the product's own, reached by Next to the end "
           "while only the oldest calls were there.")


def main():
    """Prints the report of the measurements on standard input."""
    result = json.load(sys.stdin)
    lines = [("Measure: against", "Earshot", "Other", "Ratio", "Goal", ""), ("---",) * 6, *table(result)]
    for line in lines:
        print(f"| {' | '.join(line)} |")
    print()
    for line in formats(result):
        print(f"| {' | '.join(line)} |")
    print()
    for note in notes(result):
        print(f"- {note}")


if __name__ == "__main__":
    main()
