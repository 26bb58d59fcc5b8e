"""Changes of single bytes of packages, one at a time, and the programs that must find each of them."""

import logging
import os
import random
import re
import subprocess
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

import bagit
from frictionless import Package

import package

CHECKSUMS, TAG_MANIFEST, DESCRIPTOR = "SHA256SUMS", "tagmanifest-sha256.txt", "datapackage.json"
DIGITS = b"0123456789abcdef"

# The libraries report every change that they find.
logging.disable(logging.CRITICAL)


@dataclass
class Program:
    """A program that verifies packages."""

    name: str
    # Whether it accepts the package in a folder.
    accepts: Callable
    # Whether it promises to find a change of any byte of the file at a path.
    covers: Callable
    # The list of digests that it reads, which no digest covers.
    own_list: str | None = None
    # It verifies one of so many changes, and as many packages at the same time.
    share: int = 1
    workers: int = 1


def programs(earshot):
    """What each program promises. Blanks, the case of a digit and comments in its own list mean nothing to a
    program, and frictionless compares no more of its descriptor than what it needs: there, each must find a
    byte of the list, or a digit of the descriptor's digests, that became another digit."""
    return [
        Program("earshot export verify", partial(package.verify, earshot), lambda path: True, workers=2),
        Program("sha256sum", has_sums, lambda path: True, CHECKSUMS, workers=2),
        Program("bagit", is_bag, lambda path: path != CHECKSUMS, TAG_MANIFEST),
        Program("frictionless", is_data_package,
                lambda path: path.startswith("data/") or path == DESCRIPTOR, DESCRIPTOR, share=8),
    ]


def has_sums(folder):
    return subprocess.run(package.SHA256SUM, cwd=folder, capture_output=True).returncode == 0


def is_bag(folder):
    try:
        return bagit.Bag(folder).validate()
    except Exception:
        # Whatever it does not expect ends the program with an error too.
        return False


def is_data_package(folder):
    try:
        return Package.from_descriptor(os.path.join(folder, DESCRIPTOR)).validate().valid
    except Exception:
        return False


def flip_bytes(earshot, folders, count, seed):
    """Changes bytes for each program in turn, and prints how many changes it found."""
    for program in programs(earshot):
        chance = random.Random(seed)
        changes = {folder: [] for folder in folders}
        for number in range(count // program.share):
            one = (chance.random(), chance.randint(1, 255))
            changes[folders[number % len(folders)]].append(one)
        with ThreadPoolExecutor(max_workers=program.workers) as pool:
            done = list(pool.map(lambda one: flip_in_folder(program, *one), changes.items()))
        missed = [fault for _, faults in done for fault in faults]
        assert not missed, f"{program.name}: {len(missed)} changes were not found: {missed[:5]}"
        counts = [times for found, _ in done for times in found.values()]
        print(f"{program.name}: {sum(counts)} changes of {len(counts)} files were found, at least"
              f" {min(counts)} of each", flush=True)


def flip_in_folder(program, folder, changes):
    """Changes as many bytes of every file, whatever its length, so that short ones are changed too. Returns
    the number of changes by file, and those that were not found."""
    paths = list(filter(program.covers, package.files(folder)))
    assert len(changes) >= len(paths), f"{program.name}: {len(changes)} changes of {len(paths)} files"
    assert program.accepts(folder), f"{program.name}: {folder} is not accepted as it is"
    counts, missed = Counter(), []
    for number, (where, mask) in enumerate(changes):
        path = paths[number % len(paths)]
        with open(os.path.join(folder, path), "r+b", buffering=0) as file:
            content = file.read()
            place, byte = changed_byte(program, path, content, where, mask)
            write_at(file, place, byte)
            if program.accepts(folder):
                missed.append(f"{folder}/{path}: byte {place} became {byte}")
            write_at(file, place, content[place])
        counts[path] += 1
    assert program.accepts(folder), f"{program.name}: a byte was not restored"
    return counts, missed


def changed_byte(program, path, content, where, mask):
    """A place in a file, and what its byte becomes."""
    if path != program.own_list:
        place = int(where * len(content))
        return place, content[place] ^ mask
    places = digests(content) if path == DESCRIPTOR else range(len(content))
    place = places[int(where * len(places))]
    others = [digit for digit in DIGITS if digit != content[place]]
    return place, others[mask % len(others)]


def digests(content):
    """The places of the digits of all digests."""
    found = re.finditer(rb"(?<=\"sha256:)[0-9a-f]{64}", content)
    return [place for digest in found for place in range(*digest.span())]


def write_at(file, place, byte):
    file.seek(place)
    file.write(bytes([byte]))
