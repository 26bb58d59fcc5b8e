"""Files as LibreOffice opens them."""

import os
import re
import subprocess
import zipfile
from datetime import datetime
from xml.etree import ElementTree

OFFICE, TABLE, TEXT = (
    f"{{urn:oasis:names:tc:opendocument:xmlns:{name}:1.0}}" for name in ("office", "table", "text"))
# What it shows a truth value of a workbook as.
TRUTHS = {"TRUE()": True, "FALSE()": False}
# Characters that it leaves out at both ends of a text unless a blank, a tab or a line feed is there too.
TRIMMED = "".join(map(chr, range(0x2000, 0x200c))) + "\u2028\u2029"


def converted(soffice, folder, path, ending, *options):
    """Opens a file, saves it in a folder as another kind of file, and returns the path of that."""
    profile = f"-env:UserInstallation=file://{folder}/profile"
    words = [soffice, profile, "--headless", "--convert-to", ending, *options, "--outdir", folder, path]
    done = subprocess.run(words, capture_output=True, text=True, timeout=300)
    made = os.path.join(folder, f"{os.path.splitext(os.path.basename(path))[0]}.{ending}")
    assert os.path.exists(made), f"{' '.join(words)}: {done.stdout}{done.stderr}"
    return made


def sheets(soffice, folder, path):
    """The rows of each sheet of a workbook, none of whose cells is a formula."""
    made = converted(soffice, folder, path, "ods")
    with zipfile.ZipFile(made) as archive:
        content = ElementTree.fromstring(archive.read("content.xml"))
    os.remove(made)
    return {sheet.get(TABLE + "name"): rows(sheet) for sheet in content.iter(TABLE + "table")}


def rows(sheet):
    """The rows that have values, all of the length of the first."""
    found = []
    for row in sheet.iter(TABLE + "table-row"):
        cells = [(value(cell), int(cell.get(TABLE + "number-columns-repeated", 1)))
                 for cell in row.findall(TABLE + "table-cell")]
        # A sheet is as wide and as long as one can be.
        while cells and cells[-1][0] is None:
            cells.pop()
        line = [one for one, times in cells for _ in range(times)]
        if line:
            found += [line] * int(row.get(TABLE + "number-rows-repeated", 1))
    width = len(found[0])
    return [line + [None] * (width - len(line)) for line in found]


def value(cell):
    formula = cell.get(TABLE + "formula")
    if formula is not None:
        shown = formula.partition("=")[2]
        assert shown in TRUTHS, f"a formula, {formula}"
        return TRUTHS[shown]
    kind = cell.get(OFFICE + "value-type")
    if kind == "string":
        return "\n".join(map(line_text, cell.findall(TEXT + "p"))) or None
    if kind == "float":
        return float(cell.get(OFFICE + "value"))
    if kind == "date":
        return datetime.fromisoformat(cell.get(OFFICE + "date-value"))
    if kind == "boolean":
        return cell.get(OFFICE + "boolean-value") == "true"
    assert kind is None, kind
    return None


def line_text(node):
    """The text of a paragraph, in which blanks, tabs and line feeds are elements."""
    parts = [node.text or ""]
    for inner in node:
        if inner.tag == TEXT + "s":
            parts.append(" " * int(inner.get(TEXT + "c", 1)))
        elif inner.tag == TEXT + "tab":
            parts.append("\t")
        elif inner.tag == TEXT + "line-break":
            parts.append("\n")
        else:
            parts.append(line_text(inner))
        parts.append(inner.tail or "")
    return "".join(parts)


def plain(one):
    """A value without what it changes in texts: the kind of line ends, and characters at both ends."""
    if isinstance(one, str):
        return re.sub("\r\n?", "\n", one).strip(TRIMMED)
    if isinstance(one, dict):
        return {name: plain(part) for name, part in one.items()}
    return list(map(plain, one)) if isinstance(one, (list, tuple)) else one
