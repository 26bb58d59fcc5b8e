"""Exports of a project by the HTTP interface, downloaded in every way it offers."""

import hashlib
import json
import os
import tempfile
import time
import urllib.request
import zipfile

import archives
from expected import SETS

EVERYTHING = dict.fromkeys(["messages", "customer", "tags", "function_calls", "analysis", "citations",
                            "skills", "notes", "audit_log"], True)


def requests():
    """Bodies of requests by name: every format with its defaults, with everything, and by message."""
    found = {name: {"format": name} for name in ("csv", "json", "jsonl", "xlsx", "parquet", "pdf")}
    for name in ("csv", "json", "jsonl", "xlsx", "parquet"):
        found[f"{name}-fields"] = {"format": name, "fields": SETS["all"], "include": EVERYTHING}
        found[f"{name}-messages"] = {"format": name, "mode": "messages", "fields": SETS["messages"]}
    for name in ("json", "jsonl", "pdf"):
        found[f"{name}-everything"] = {"format": name, "include": EVERYTHING}
    for name in ("pdf", "txt", "json"):
        found[f"zip-{name}"] = {"format": "zip", "call_files": name, "include": EVERYTHING}
    found["zip-recordings"] = {
        "format": "zip", "call_files": "txt", "include": {"messages": False, "recordings": True}}
    return found


def download(url, key, project, folder, names):
    """Runs exports and unpacks each to a folder of its name, after comparing what was downloaded."""
    portal = Portal(url, key)
    started = {}
    for name, body in requests().items():
        if names and name not in names:
            continue
        body = {**body, "filter": {"project_id": project}}
        started[name] = portal.json("POST", "/v1/conversations/export", body)["url"]
    for name, job in started.items():
        done = portal.wait(job)
        path = os.path.join(folder, f"{name}.archive.zip")
        with open(path, "wb") as file:
            file.write(portal.read("GET", done["archive_url"]))
        target = unpack(path, os.path.join(folder, name))
        with open(os.path.join(target, "manifest.json"), "rb") as file:
            assert file.read() == portal.read("GET", done["manifest_url"])
        for file in done["files"]:
            content = portal.read("GET", file["url"])
            digest = hashlib.sha256(content).hexdigest()
            assert (len(content), digest) == (file["bytes"], file["sha256"]), file
            with open(os.path.join(target, "data", file["name"]), "rb") as unpacked:
                assert unpacked.read() == content
    return list(started)


def unpack(path, target):
    """Unpacks the archive of a package, all of which is in one folder."""
    with tempfile.TemporaryDirectory(dir=os.path.dirname(path)) as folder:
        with zipfile.ZipFile(path) as package:
            package.extractall(folder)
        assert archives.members(path) == archives.read_folder(folder)
        (root,) = os.listdir(folder)
        os.rename(os.path.join(folder, root), target)
    return target


class Portal:
    def __init__(self, url, key):
        self.url, self.key = url, key

    def read(self, method, path, body=None):
        url = path if path.startswith("http") else self.url + path
        headers = {"Authorization": f"Bearer {self.key}"}
        if body is not None:
            headers["Content-Type"] = "application/json"
            body = json.dumps(body).encode()
        request = urllib.request.Request(url, body, headers, method=method)
        with urllib.request.urlopen(request, timeout=300) as answer:
            return answer.read()

    def json(self, method, path, body=None):
        return json.loads(self.read(method, path, body))

    def wait(self, path):
        until = time.monotonic() + 600
        while time.monotonic() < until:
            job = self.json("GET", path)
            if job["status"] not in ("queued", "running"):
                assert job["status"] == "completed", job
                assert job["progress"]["percent"] == 100 and job["progress"]["omitted"] == 0, job
                return job
            time.sleep(0.2)
        raise TimeoutError(path)
