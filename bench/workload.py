"""Writes reproducible calls as NDJSON in Earshot's format, or as PBX legs."""

import argparse
import json
import random
import sys
from datetime import datetime, timedelta, timezone

BEGIN = datetime(2016, 1, 4, 8, tzinfo=timezone.utc)
# One call per slot, so that no two start in the same second and the order is unambiguous.
SLOT_SECONDS = 300

FIRST_NAMES = "Amara Ben Carys Dev Elena Farid Grace Hugo Ines Jonas Kemi Liam Mina Nadia Owen Priya".split()
LAST_NAMES = "Abbott Baptiste Chowdhury Doyle Evans Fischer Garcia Hughes Ito Jensen Kaur Lopez".split()
AGENTS = ["Marina", "Front desk", "Reservations", "Theo", "Night line", "1004", "1012"]
MATTERS = ["a check-up", "the invoice from March", "a double room", "an emergency appointment",
           "the booking for Saturday", "a late check-out", "a filling that came loose", "a refund"]
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday".split()
TIMES = ["half past nine", "ten fifteen", "noon", "2:45 pm", "twenty to four", "5:30 pm"]
OUTCOMES = ["Fully resolved", "Callback needed", "Transferred", "Booked", "Not resolved"]

AGENT_LINES = [
    "Thank you for calling, this is {agent} speaking, how can I help you today?",
    "Of course, {name}, let me look that up for you; it will only take a moment.",
    "I can offer you {day} at {time}, or, if that is too early, the same day at {other}.",
    "I have noted: \"{matter}\", for {day}, and I will ask a colleague to confirm it in writing.",
    "There is nothing to pay in advance, but please let us know 24 hours before if you cannot come.",
    "Just to check that I understood you correctly: this is about {matter}, is that right?",
    "I am sorry to hear that, {name}. I can see the note from last week and I will add yours to it.",
    "Please bring your confirmation and arrive about ten minutes early, the car park is behind us.",
    "Could I take a number that we can reach you on, in case anything changes before {day}?",
    "Is there anything else I can do for you today, {name}, or was that everything you needed?",
    "Let me put you on hold for a moment while I ask; please stay on the line, I will be right back.",
    "Thank you for waiting. They can see you on {day}, they only need to know by {time}.",
]
CALLER_LINES = [
    "Hello, my name is {name} {last} and I am calling about {matter}, I wrote to you before.",
    "Yes, {day} would be fine, but not before {time}, because I have to take the children to school.",
    "Hmm, could we make it {other} instead? I would have to leave work early otherwise.",
    "No, that was not me, that was my sister; she has the same surname, so it gets mixed up a lot.",
    "I have been waiting since {day}, and nobody has called me back about {matter} yet.",
    "You can reach me on {phone}, or leave a message with my husband if I do not pick up.",
    "My address for the confirmation is {email}, all in lower case, with a dot in the middle.",
    "All right, that sounds good. And how much will it cost altogether, roughly?",
    "Sorry, the line is bad, could you say the last part again, a little more slowly, please?",
    "Oh, that is good to know, I did not expect that it would be possible at such short notice.",
    "Great, then let us do it like that, {day} at {time}; I will write it down right now.",
    "Thank you very much, you have been a great help. Have a nice afternoon, goodbye.",
]
SUMMARIES = [
    "{name} {last} called about {matter} and took {day} at {time}.",
    "Asked about {matter}; a colleague calls back on {day}, \"before {time}\" if possible.",
    "Wanted {matter} moved to {day}. Done, confirmation goes out by e-mail.",
]


def call(number, rng, short):
    """Returns the call of one slot; a short call has neither summary nor transcript."""
    started = BEGIN + timedelta(seconds=number * SLOT_SECONDS + rng.randrange(SLOT_SECONDS))
    phone = f"+1202555{rng.randrange(100, 200):04d}"
    record = {
        "source": "bench",
        "source_id": f"bench-{number}",
        "started_at": started.isoformat(),
        "channel": rng.choice(["voice", "voice", "voice", "web", "chat"]),
        "direction": "inbound",
        "status": rng.choice(["completed", "completed", "completed", "missed", "failed"]),
        "caller": phone,
        "agent": rng.choice(AGENTS),
        "total_seconds": rng.randrange(15, 1200),
        "outcome": rng.choice(OUTCOMES),
        "sentiment": rng.choice(["positive", "neutral", "negative"]),
    }
    if short:
        return record
    name, last = rng.choice(FIRST_NAMES), rng.choice(LAST_NAMES)
    time, other = rng.sample(TIMES, 2)
    facts = {
        "name": name, "last": last, "phone": phone, "time": time, "other": other,
        "email": f"{name}.{last}@example.com".lower(), "agent": record["agent"],
        "matter": rng.choice(MATTERS), "day": rng.choice(DAYS),
    }
    record["summary"] = rng.choice(SUMMARIES).format_map(facts)
    turns = [
        {"speaker": speaker, "text": rng.choice(lines).format_map(facts)}
        for _ in range(rng.randrange(9, 26))
        for speaker, lines in (("agent", AGENT_LINES), ("caller", CALLER_LINES))
    ]
    record["transcript"] = {"turns": turns}
    return record


def leg(number, record):
    """Returns a call as the one leg of a PBX."""
    started = datetime.fromisoformat(record["started_at"])
    said = [
        {
            "source_number": "7000" if turn["speaker"] == "agent" else record["caller"],
            "content": turn["text"],
            "timestamp": int(started.timestamp() * 1000) + 4000 * place,
            "duration": 4,
        }
        for place, turn in enumerate(record["transcript"]["turns"])
    ]
    stamp, talk = started.strftime("%Y%m%d%H%M%S"), record["total_seconds"]
    return {
        "uid": f"{stamp}{number % 0x100000:05X}", "leg_id": f"{stamp}-{number % 0x100000:05X}", "leg": 1,
        "time": started.strftime("%Y/%m/%d %H:%M:%S"), "call_type": "Inbound",
        "call_from": record["caller"], "call_to": "7000", "status": "ANSWERED", "call_duration": talk + 3,
        "ring_duration": 3, "talk_duration": talk, "hold_duration": 0, "ai_transcription": said,
        "ai_summary": record["summary"],
    }


def main():
    """Writes the calls of the slots from FIRST on to standard output."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--short", action="store_true")
    parser.add_argument("--legs", action="store_true")
    args = parser.parse_args()
    rng = random.Random(20260509 + args.first)
    numbers = range(args.first, args.first + args.count)
    for number in numbers:
        record = call(number, rng, args.short)
        if args.legs:
            sys.stdout.write("[" if number == args.first else ",")
            record = leg(number, record)
        sys.stdout.write(json.dumps(record, separators=(",", ":")) + "\n")
    sys.stdout.write("]\n" if args.legs and numbers else "")


if __name__ == "__main__":
    main()
