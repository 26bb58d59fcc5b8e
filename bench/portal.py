"""Operates Earshot by its command line, sign-in form, export and list."""

import json
import os
import secrets
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, urlencode

HERE = Path(__file__).parent
EMAIL = "admin@bench.example"
ORGANISATION = "Bench"
PROJECT = "w"
CORES = sorted(os.sched_getaffinity(0))


def pinned(core, command):
    """Returns the command for one core: 0 for servers, 1 for clients; any core for None or if there is
    only one."""
    anywhere = core is None or len(CORES) == 1
    return list(command) if anywhere else ["taskset", "-c", str(CORES[core]), *command]


def timed(command, **options):
    """Runs a command that must succeed; returns its seconds, including process start, and its output."""
    begin = time.perf_counter()
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, **options)
    return time.perf_counter() - begin, done.stdout


@contextmanager
def running(command, **options):
    """Runs a process within the block."""
    process = subprocess.Popen(command, **options)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def settle(pid):
    """Waits until a process is idle: what an import leaves to be done later, such as the contacts of its
    calls, would otherwise be measured with whatever comes first."""
    idle = 0
    while idle < 4:
        before = processor_ticks(pid)
        time.sleep(0.25)
        idle = idle + 1 if processor_ticks(pid) - before <= 1 else 0


def processor_ticks(pid):
    """Returns the processor time of a process so far, in ticks of the system."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(") ", 1)[1].split()
    return int(fields[11]) + int(fields[12])


class Portal:
    """An installation: a data folder, or a PostgreSQL database and the folder of its key."""

    def __init__(self, binary, folder, database=None):
        self.binary, self.folder, self.database = binary, folder, database
        self.jar, self.url, self.pid = folder.with_suffix(".cookies"), None, None
        # Earshot refuses unknown EARSHOT_* variables, such as those of the tests.
        ours = {"EARSHOT_EXPORT_LIMIT": "1000000", "EARSHOT_EXPORTS_PER_10_MINUTES": "100000",
                "EARSHOT_TRANSCRIPTS_PER_10_MINUTES": "1000000"}
        self.environment = {k: v for k, v in os.environ.items() if not k.startswith("EARSHOT_")} | ours
        self.password = secrets.token_urlsafe(18)
        self.command("tenant", "add", "bench", "--name", ORGANISATION, "--time-zone", "UTC")
        self.command("project", "add", "--tenant", "bench", PROJECT, "--name", "W")
        self.command("user", "add", "--tenant", "bench", EMAIL, "--name", "Bench", "--role",
                     "client_admin", "--project", PROJECT, input=self.password.encode())

    def arguments(self, *words):
        """Returns a command line of Earshot for this installation."""
        where = ["--data", str(self.folder)] + (["--database", self.database] if self.database else [])
        return [self.binary, *words, *where]

    def command(self, *words, **options):
        """Runs a command of Earshot to completion."""
        return timed(self.arguments(*words), env=self.environment, **options)

    def take_in(self, count, first=0, short=False, legs=False):
        """Imports calls of the workload, as PBX legs or NDJSON; returns the seconds."""
        words = [sys.executable, HERE / "workload.py", str(count), "--first", str(first)]
        words += (["--short"] if short else []) + (["--legs"] if legs else [])
        with running(words, stdout=subprocess.PIPE) as source:
            seconds, said = self.command("import", "--format", "pbx" if legs else "ndjson", "--tenant", "bench",
                                         "--project", PROJECT, "-", stdin=source.stdout)
        if f"{count} imported".encode() not in said:
            raise SystemExit(f"bench: not all {count} calls were imported: {said.decode()}")
        return seconds

    @contextmanager
    def serving(self, core=0, workers=2):
        """Runs the server within the block, once it is idle; a session remains valid afterwards."""
        command = pinned(core, self.arguments("serve", "--listen", "127.0.0.1:0", "--export-workers", str(workers)))
        log = open(self.folder.with_suffix(".log"), "ab")
        with log, running(command, env=self.environment, stdout=subprocess.PIPE, stderr=log) as server:
            line = server.stdout.readline().decode()
            if "http://" not in line:
                raise SystemExit(f"bench: Earshot did not start, see {log.name}")
            self.url, self.pid = line.split()[-1], server.pid
            if not self.jar.exists():
                self.sign_in()
            settle(server.pid)
            yield self

    def curl(self, path, *words, **options):
        """Sends a request; returns the measurements of curl and the seconds of its process."""
        figures = '{"code":%{http_code},"first":%{time_starttransfer},"total":%{time_total}}'
        command = ["curl", "--silent", "--show-error", "--cookie", self.jar, "--write-out", figures]
        seconds, said = timed(pinned(1, [*command, *words, self.url + path]), **options)
        figures = json.loads(said)
        if figures["code"] not in (200, 303):
            raise SystemExit(f"bench: {path} answered {figures['code']}")
        return figures | {"process": seconds}

    def sign_in(self):
        """Signs in through the form; the password is passed on standard input."""
        self.curl("/sign-in", "--cookie-jar", self.jar, "--output", os.devnull, "--data-urlencode",
                  f"email={EMAIL}", "--data-urlencode", "password@-", input=self.password.encode())
        if "earshot_session" not in self.jar.read_text():
            raise SystemExit("bench: signing in returned no session")

    def export(self, file, first="", last=""):
        """Writes the CSV export of the whole project, or of some days, to a file."""
        form = urlencode({"project_id": PROJECT} | ({"from": first, "to": last} if first else {}))
        return self.curl("/api/exports/calls", "--output", file, "--data", form)

    def list_address(self, cursor=None):
        """Returns the query of a page of the list."""
        return urlencode({"project_id": PROJECT} | ({"cursor": cursor} if cursor else {}))

    def list_html(self, cursor=None):
        """Requests a page of the list as a browser does; returns the seconds."""
        return self.curl(f"/calls?{self.list_address(cursor)}", "--output", os.devnull)["total"]

    def list_data(self, cursor=None):
        """Returns the same page as data."""
        file = self.folder.with_suffix(".json")
        self.curl(f"/api/calls?query={quote(self.list_address(cursor), safe='')}", "--output", file)
        return json.loads(file.read_text())

    def last_page(self):
        """Returns the cursor of the last page, reached by following Next."""
        cursor = None
        while following := self.list_data(cursor)["next"]:
            cursor = following
        return cursor
