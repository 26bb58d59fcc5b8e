"""TalkifAI's example "Python (Requests)": only the base address, the key and the conversation are ours."""

import os

import requests

url = os.environ["BASE"] + "/api/export/conversation/json"
headers = {
    "x-api-key": os.environ["KEY"],
    "Content-Type": "application/json",
}
data = {
    "conversationId": os.environ["CONVERSATION"],
    "includeTranscript": True,
    "includeAnalysis": True,
    "includeRecording": True,
}

response = requests.post(url, json=data, headers=headers, timeout=30)

if response.status_code == 200:
    filename = response.headers["Content-Disposition"].split("filename=")[1]
    with open(filename.strip('"'), "wb") as f:
        f.write(response.content)
    print(f"Exported: {filename}")
else:
    raise SystemExit(f"{response.status_code} {response.json()['detail']}")
