"""Saves one conversation as a JSON file. EARSHOT_KEY is an API key with the scope conversations:export."""

import json
import os
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

url = os.environ.get("EARSHOT_URL", "https://calls.example.com")

request = Request(
    f"{url}/api/export/conversation",
    json.dumps({"conversationId": os.environ["EARSHOT_CONVERSATION"]}).encode(),
    {"x-api-key": os.environ["EARSHOT_KEY"], "content-type": "application/json"},
)
try:
    with urlopen(request, timeout=60) as response:
        content = response.read()
        name = response.headers["content-disposition"].split('"')[1]
except HTTPError as error:
    raise SystemExit(f"{error.code}: {error.read().decode()}")

part = Path(f"{name}.part")
part.write_bytes(content)
part.replace(name)
print(name)
