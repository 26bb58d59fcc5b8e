"""Yeastar's two steps: request the file, then download it. Only address, id and secret are ours."""

import json
import os
import urllib.request

BASE = os.environ["BASE"]
AGENT = {"User-Agent": "OpenAPI", "Content-Type": "application/json"}


def call(url, body=None):
    request = urllib.request.Request(url, body and json.dumps(body).encode(), AGENT)
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


credentials = {"username": os.environ["CLIENT_ID"], "password": os.environ["CLIENT_SECRET"]}
tokens = call(f"{BASE}/openapi/v2.0/get_token", credentials)
assert tokens["errcode"] == 0, tokens
access_token = tokens["access_token"]

asked = call(f"{BASE}/openapi/v2.0/cdr/aidownload?access_token={access_token}")
assert asked["errcode"] == 0, asked

legs = call(f"{BASE}{asked['download_resource_url']}?access_token={access_token}")
with open(asked["file"], "w", encoding="utf-8") as file:
    json.dump(legs, file)
print(f"{asked['file']}: {len(legs)} legs")

print(call(f"{BASE}/openapi/v2.0/del_token?access_token={access_token}")["errmsg"])
