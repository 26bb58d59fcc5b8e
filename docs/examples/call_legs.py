"""Saves call legs as a JSON file, with the client ID and secret of a PBX client."""

import os

import requests

url = os.environ.get("EARSHOT_URL", "https://calls.example.com")
session = requests.Session()


def ask(method, path, **more):
    answer = session.request(method, f"{url}/openapi/v2.0/{path}", timeout=60, **more).json()
    if answer["errcode"] != 0:
        raise SystemExit(f"{path}: {answer['errcode']} {answer['errmsg']}")
    return answer


client = {
    "username": os.environ["EARSHOT_CLIENT_ID"],
    "password": os.environ["EARSHOT_CLIENT_SECRET"],
}
token = ask("POST", "get_token", json=client)["access_token"]
session.headers["Authorization"] = f"Bearer {token}"

made = ask("GET", "cdr/aidownload")
legs = session.get(url + made["download_resource_url"], timeout=600)
legs.raise_for_status()
with open("call-legs.json", "wb") as file:
    file.write(legs.content)
print(len(legs.json()), "legs")

ask("GET", "del_token")
