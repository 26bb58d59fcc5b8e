"""The vendor's requests for one leg: its transcript, page by page, and its summary.

Only address, id and secret are ours, and the output: each leg of the file with the responses of the
two interfaces.
"""

import json
import os
import urllib.parse
import urllib.request

BASE = os.environ["BASE"]
AGENT = {"User-Agent": "OpenAPI", "Content-Type": "application/json"}


def call(url, body=None):
    request = urllib.request.Request(url, body and json.dumps(body).encode(), AGENT)
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


def ask(interface, **parameters):
    query = urllib.parse.urlencode({"access_token": access_token, **parameters})
    return call(f"{BASE}/openapi/v2.0/{interface}?{query}")


credentials = {"username": os.environ["CLIENT_ID"], "password": os.environ["CLIENT_SECRET"]}
access_token = call(f"{BASE}/openapi/v2.0/get_token", credentials)["access_token"]
asked = ask("cdr/aidownload")
legs = call(f"{BASE}{asked['download_resource_url']}?access_token={access_token}")

found = {leg["leg_id"]: {"leg": leg, "context": [], "summary": None} for leg in legs}
for first in range(0, len(legs), 20):
    ids = [leg["leg_id"] for leg in legs[first:first + 20]]
    offset = 1
    while offset != -1:
        answer = ask("cdr/getaicontext", cdr_ids=",".join(ids), limit=50, offset=offset)
        assert answer["errcode"] == 0, answer
        for number, leg_id in enumerate(ids, 1):
            found[leg_id]["context"] += answer["data"][f"leg_{number}"]["context"]
        offset = answer["offset"]

for leg in legs[:100]:
    side, number = ("src", "call_from") if leg["call_type"] == "Outbound" else ("dst", "call_to")
    answer = ask("cdr/getaisummary", cdr_id=leg["leg_id"], **{f"{side}_ext_id": leg[number]})
    assert answer["errcode"] in (0, 60001), answer
    if answer["errcode"] == 0:
        found[leg["leg_id"]]["summary"] = answer["data"][side]["summary"]

with open("legs.json", "w", encoding="utf-8") as file:
    json.dump(list(found.values()), file)
print(len(legs), ask("del_token")["errmsg"])
