"""Saves one conversation as a JSON file. EARSHOT_KEY is an API key with the scope conversations:export."""

import os

import requests

url = os.environ.get("EARSHOT_URL", "https://calls.example.com")

response = requests.post(
    f"{url}/api/export/conversation",
    headers={"x-api-key": os.environ["EARSHOT_KEY"]},
    json={"conversationId": os.environ["EARSHOT_CONVERSATION"]},
    timeout=30,
)
if not response.ok:
    raise SystemExit(f"{response.status_code}: {response.json()['detail']}")

name = response.headers["content-disposition"].split('"')[1]
with open(name, "wb") as file:
    file.write(response.content)
print(name)
