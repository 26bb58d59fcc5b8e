"""Reads and resets the peak memory of processes."""

from pathlib import Path

from turns import alternate, say


def restart(pid):
    """Forgets a process's peak; returns its memory in bytes."""
    Path(f"/proc/{pid}/clear_refs").write_text("5")
    return peak(pid)


def peak(pid):
    """Returns the peak memory of a process in bytes."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024
    raise SystemExit("bench: /proc has no VmHWM")


def of_an_export(portal, file):
    """Measures the growth of a fresh server's peak memory during one streamed export, in bytes."""
    with portal.serving():
        portal.list_html()
        # So far the peak is that of hashing a password at the start.
        before = restart(portal.pid)
        portal.export(file)
        return peak(portal.pid) - before


def measure(args, small, large):
    """Measures the growth of peak memory at W and at ten times W calls, each in fresh servers."""
    file = args.work / "m.csv"
    say("measuring memory")
    runs = alternate({
        "small": lambda: of_an_export(small, file),
        "large": lambda: of_an_export(large, file),
    })
    return {"bytes": file.stat().st_size, **runs}
