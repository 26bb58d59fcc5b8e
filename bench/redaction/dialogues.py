"""Writes the labelled dialogues of backend/tests/redaction: python3 bench/redaction/dialogues.py

Each frame belongs to one half, by the last bit of the CRC-32 of its text: even frames are for tuning, odd ones
are held out. Of the dialogues in by_hand.txt, those with odd numbers are for tuning. What the rules of redaction are made by is the tuning half alone."""

import random
import re
import zlib
from pathlib import Path

import checksums
import frames as f
import ordinary as o
import values as v

FOLDER = Path(__file__).resolve().parents[2] / "backend/tests/redaction/dialogues"
HALVES = {"tuning": 0, "held-out": 1}
COUNTRIES = ("us", "uk", "au")
STYLES = ("written", "spoken", "split")
COUNT = {"written": 36, "spoken": 36, "split": 24}
ORDINARY_COUNT = 130


def half(text, which):
    """The frames of a list that belong to a half."""
    own = [frame for frame in text.strip().split("\n") if zlib.crc32(frame.encode()) & 1 == HALVES[which]]
    return f.frames("\n".join(own or text.strip().split("\n")))


def value(rng, kind, country, spoken, who):
    """A value of a kind as text; a list of pieces for one that is split."""
    if kind == "phone":
        text = v.phone(rng, country)
        return v.said_phone(rng, text) if spoken else text
    if kind == "email":
        text = v.email(rng, *who)
        return v.said_email(rng, text) if spoken else text
    if kind == "card":
        text = v.card(rng)
        return v.said_card(rng, text) if spoken else text
    if kind == "expiry":
        text = v.expiry(rng)
        return v.said_expiry(rng, text) if spoken else text
    if kind == "cvv":
        text = v.digits(rng, 3, "0123456789")
        return v.plain(rng, text) if spoken else text
    if kind == "sort":
        return bank(rng, country, spoken)
    if kind == "account":
        text = v.digits(rng, {"us": 10, "uk": 8, "au": 9}[country], "2345678")
        return v.plain(rng, text) if spoken else text
    if kind == "iban":
        text = checksums.iban(rng)
        return v.spelled(rng, text) if spoken else text
    if kind == "birth":
        date, text = v.birth(rng, country)
        return v.said_birth(rng, country, date) if spoken else text
    if kind == "address":
        text, number, street, town = v.address(rng, country)
        return v.said_address(rng, country, number, street, town) if spoken else text
    if kind == "postcode":
        text = v.postcode(rng, country)
        return (v.spelled if country == "uk" else v.plain)(rng, text) if spoken else text
    return identifier(rng, kind, country, spoken)


def bank(rng, country, spoken):
    """Two numbers that belong together, each marked; the words that announce them are none of it."""
    mark = lambda text: f"{{BANK|{text}}}"
    eight = v.digits(rng, 8, "0123456789")
    if country == "us":
        routing = rng.choice(["021000021", "011401533", "091000019"])
        account = v.digits(rng, 10)
        if spoken:
            return f"routing {mark(v.plain(rng, routing))} account {mark(v.plain(rng, account))}"
        return rng.choice([f"routing {mark(routing)}, account {mark(account)}",
                           f"{mark(routing)}, account number {mark(account)}"])
    first = v.digits(rng, 6, "0123456789")
    parts = f"{first[:2]}-{first[2:4]}-{first[4:]}" if country == "uk" else f"{first[:3]}-{first[3:]}"
    word = "sort code" if country == "uk" else "BSB"
    if spoken:
        return f"{word.lower()} {mark(v.said_groups(rng, parts))} account {mark(v.plain(rng, eight))}"
    return rng.choice([f"{word} {mark(parts)}, account {mark(eight)}", f"{mark(parts)} and account number {mark(eight)}",
                       f"{word} {mark(parts)} account number {mark(eight)}"])


def identifier(rng, kind, country, spoken):
    text = {
        "ssn": lambda: rng.choice(["{}-{}-{}", "{} {} {}", "{}{}{}"]).format(
            v.digits(rng, 3, "12345"), v.digits(rng, 2), v.digits(rng, 4)),
        "last_four": lambda: v.digits(rng, 4),
        "nhs": lambda: checksums.nhs(rng),
        "ni": lambda: rng.choice(["{}{} {} {} {} {}", "{}{}{}{}{}{}"]).format(
            "AB", "", *(v.digits(rng, 2, "0123456789") for _ in range(3)), rng.choice("ABCD")),
        "medicare": lambda: checksums.medicare_au(rng) if country == "au" else "1EG4-TE5-MK" + v.digits(rng, 2),
        "tfn": lambda: checksums.tax_file(rng),
        "passport": lambda: rng.choice([v.digits(rng, 9), v.letters(rng, 1) + v.digits(rng, 8)])
        if country != "au" else v.letters(rng, 2, "PNE") + v.digits(rng, 7),
        "licence": lambda: {"us": v.letters(rng, 1) + v.digits(rng, 7),
                            "uk": f"{v.letters(rng, 5)}{v.digits(rng, 6)}{v.letters(rng, 2)}9{v.letters(rng, 2)}",
                            "au": v.digits(rng, 8)}[country],
        "booking": lambda: rng.choice([v.letters(rng, 2) + v.digits(rng, 4), v.letters(rng, 1) + v.digits(rng, 1) +
                                       v.letters(rng, 1) + v.digits(rng, 3), v.digits(rng, 7),
                                       f"{v.letters(rng, 3)}-{v.digits(rng, 5)}"]),
        "policy": lambda: rng.choice([f"{v.letters(rng, 3)}-{v.digits(rng, 6)}", v.digits(rng, 8),
                                      v.letters(rng, 2) + v.digits(rng, 7), v.digits(rng, 6)]),
        "plate": lambda: {"uk": f"{v.letters(rng, 2, 'ABDKLMNPRSY')}{rng.choice(['19', '22', '68', '71', '24'])} {v.letters(rng, 3)}",
                          "us": rng.choice([f"{v.digits(rng, 1)}{v.letters(rng, 3)}{v.digits(rng, 3)}",
                                            f"{v.letters(rng, 3)} {v.digits(rng, 4)}"]),
                          "au": rng.choice([f"{v.letters(rng, 3)} {v.digits(rng, 3)}",
                                            f"{v.digits(rng, 1)}{v.letters(rng, 2)} {v.digits(rng, 1)}{v.letters(rng, 2)}"])}[country],
        "ip": lambda: f"{rng.choice([81, 203, 94, 51])}.{rng.randint(0, 255)}.{rng.randint(32, 255)}.{rng.randint(1, 254)}",
        "url": lambda: rng.choice([
            "https://www.facebook.com/{g}.{f}", "linkedin.com/in/{g}-{f}", "https://photos.example.com/u/{g}{f}/damage?key=8f3a91c2",
            "http://refund-check.example/{g}.{f}/login", "https://portal.example.org/reset?token=9f8e7d6c5b4a"]).format(
                g=rng.choice(v.GIVEN).lower(), f=rng.choice(v.FAMILY).lower().replace("'", "")),
    }[kind]()
    if not spoken or kind == "url":
        return text
    if kind == "ip":
        return " dot ".join(v.said_number(rng, int(part)) for part in text.split("."))
    return v.spelled(rng, text) if re.search("[A-Z]", text) else v.said_groups(rng, text)


KINDS = {  # kind: (label, frames, countries, weight)
    "phone": ("PHONE", f.PHONE, COUNTRIES, 6), "email": ("EMAIL", f.EMAIL, COUNTRIES, 5),
    "card": ("CARD", f.CARD, COUNTRIES, 4), "expiry": ("CARD", f.EXPIRY, COUNTRIES, 1),
    "cvv": ("CARD", f.CVV, COUNTRIES, 1), "sort": ("BANK", f.SORT, COUNTRIES, 2),
    "account": ("BANK", f.ACCOUNT_ALONE, COUNTRIES, 2), "iban": ("BANK", f.IBAN, ("uk",), 1),
    "birth": ("DATE_OF_BIRTH", f.BIRTH, COUNTRIES, 5), "address": ("ADDRESS", f.ADDRESS, COUNTRIES, 5),
    "postcode": ("POSTCODE", f.POSTCODE, COUNTRIES, 3), "ssn": ("NATIONAL_ID", f.SSN, ("us",), 3),
    "last_four": ("NATIONAL_ID", f.LAST_FOUR, ("us",), 1), "nhs": ("NATIONAL_ID", f.NHS, ("uk",), 2),
    "ni": ("NATIONAL_ID", f.NI, ("uk",), 2), "medicare": ("NATIONAL_ID", f.MEDICARE, ("us", "au"), 2),
    "tfn": ("NATIONAL_ID", f.TFN, ("au",), 2), "passport": ("NATIONAL_ID", f.PASSPORT, COUNTRIES, 1),
    "licence": ("NATIONAL_ID", f.LICENCE, COUNTRIES, 1), "ip": ("IP", f.IP, COUNTRIES, 1),
    "url": ("URL", f.URL, COUNTRIES, 1), "booking": ("ACCOUNT", f.BOOKING, COUNTRIES, 3),
    "policy": ("ACCOUNT", f.POLICY, COUNTRIES, 3), "plate": ("PLATE", f.PLATE, COUNTRIES, 2)}
SPLIT = {"phone": ("PHONE", f.PHONE_SPLIT, 3), "email": ("EMAIL", f.EMAIL_SPLIT, 2), "card": ("CARD", f.CARD_SPLIT, 3),
         "birth": ("DATE_OF_BIRTH", f.BIRTH_SPLIT, 2), "address": ("ADDRESS", f.ADDRESS_SPLIT, 2)}


def pieces(rng, kind, text, country, spoken):
    """Cuts a value into the pieces that its frame gives over several turns."""
    words = text.split(" ")
    if kind == "email":
        at = next(at for at, word in enumerate(words) if word == "at") if spoken else None
        return [" ".join(words[:at]), " ".join(words[at:])] if spoken else \
            [text[:text.index("@")], text[text.index("@"):]]
    if kind in ("birth", "address"):
        at = max(1, len(words) - 2) if kind == "birth" else max(2, len(words) // 2)
        return [" ".join(words[:at]), " ".join(words[at:])]
    if not spoken:
        text = "".join(c for c in text if c.isdigit())
        cut = (4, 12) if kind == "card" else (len(text) - 6, len(text) - 3)
        groups = [text[:cut[0]], text[cut[0]:cut[1]], text[cut[1]:]]
        return [" ".join(re.findall(".{1,4}", group)) if kind == "card" else group for group in groups]
    words = text.removeprefix("plus ").replace(" um ", " ").replace(" uh ", " ").split(" ")
    units = []  # a multiplier stays with its digit, tens with their unit
    for word in words:
        if units and (units[-1] in ("double", "triple") or units[-1] in v.TENS):
            units[-1] += " " + word
        else:
            units.append(word)
    cut = max(1, len(units) // 3)
    return [" ".join(units[:cut]), " ".join(units[cut:2 * cut]), " ".join(units[2 * cut:])]


def slots(rng, spoken):
    """Harmless numbers."""
    amount = lambda: (rng.randint(3, 900), rng.choice([0, 0, 50, 95, 25]))
    said = lambda n: v.said_number(rng, n)
    times = [(rng.randint(7, 11), rng.choice([0, 15, 30, 45])), (rng.randint(1, 6), rng.choice([0, 15, 30, 45]))]
    amounts = [amount(), amount()]
    dates = [(rng.choice(v.MONTHS), rng.randint(1, 28)) for _ in range(2)]
    small, digit, count, room = rng.randint(2, 6), rng.randint(2, 9), rng.randint(7, 40), rng.choice([101, 204, 250, 315, 500])
    order = rng.randint(10000, 99999)
    year, percent = rng.randint(2005, 2025), rng.randint(2, 30)
    if spoken:
        clock = lambda t: f"{v.two(t[0])} {v.two(t[1])}" if t[1] else f"{v.two(t[0])} {rng.choice(['o clock', 'am', 'in the morning'])}"
        money = lambda a: f"{said(a[0])} {rng.choice(['dollars', 'pounds'])}" + (f" {v.two(a[1])}" if a[1] else "")
        date = lambda d: rng.choice([f"{d[0].lower()} {v.ordinal(d[1])}", f"the {v.ordinal(d[1])} of {d[0].lower()}"])
        number, per, of_year, of_order = said, f"{v.two(percent)} percent", v.said_year(rng, year), v.plain(rng, str(order))
    else:
        clock = lambda t: rng.choice([f"{t[0]}:{t[1]:02}", f"{t[0]}.{t[1]:02}", f"{t[0]}:{t[1]:02} {'am' if t[0] > 6 else 'pm'}"])
        sign = rng.choice("$£")
        money = lambda a: f"{sign}{a[0]}" + (f".{a[1]:02}" if a[1] else "")
        date = lambda d: rng.choice([f"{d[0]} {d[1]}{v.suffix(d[1])}", f"{d[1]} {d[0]}", f"{d[0]} {d[1]}"])
        number, per, of_year, of_order = str, f"{percent}%", str(year), str(order)
    return {"time": clock(times[0]), "time2": clock(times[1]), "amount": money(amounts[0]), "amount2": money(amounts[1]),
            "date": date(dates[0]), "date2": date(dates[1]), "day": rng.choice("Monday Tuesday Wednesday Thursday Friday".split()),
            "small": number(small), "digit": number(digit), "count": number(count), "room": number(room),
            "percent": per, "year": of_year, "order": of_order}


def as_speech(text):
    """A turn as a recogniser writes it down: small letters, no punctuation. Marked values are speech already."""
    parts = re.split(r"(\{[A-Z_]+\+?\|[^}]*\})", text)
    plain = lambda part: re.sub(r"\s+", " ", re.sub(r"[^\w'\s]|_", " ", part.lower()))
    speech = lambda part: part if part.startswith("{") else plain(part)
    marked = [re.sub(r"\|(.*)\}", lambda m: "|" + m[1].lower().strip() + "}", part) if part.startswith("{") else speech(part)
              for part in parts]
    return re.sub(r"\s+", " ", "".join(marked)).strip()


def filled(rng, frame, country, spoken, who=None, kind=None, label=None):
    """The turns of a frame with marked values."""
    harmless = slots(rng, spoken)
    harmless["post"] = "zip code" if country == "us" else "postcode"
    fill = {"N": f"{{PERSON|{' '.join(who)}}}"} if who else {}
    if kind:
        text = value(rng, kind, country, spoken, who)
        fill["V"] = text if kind == "sort" else f"{{{label}|{text}}}"
        if any("{1}" in words for _, words in frame):
            fill |= {str(at): f"{{{label}+|{piece}}}" for at, piece in enumerate(pieces(rng, kind, text, country, spoken), 1)}
    out = []
    for who, words in frame:
        turn = re.sub(r"\{(\w+)\}", lambda m: fill.get(m[1]) or str(harmless[m[1]]), words)
        turn = turn[0].upper() + turn[1:]
        out.append((who, as_speech(turn) if spoken else turn))
    return out


def dialogue(rng, which, country, style):
    """One call: who calls, two or three values, ordinary talk in between."""
    spoken = style == "spoken" or (style == "split" and rng.random() < 0.6)
    pick = lambda text: rng.choice(half(text, which))
    who = (rng.choice(v.GIVEN), rng.choice(v.FAMILY))
    turns = filled(rng, pick(f.OPENINGS), country, spoken)
    turns += filled(rng, pick(f.PERSON), country, spoken, who)
    fitting = [kind for kind, entry in KINDS.items() if country in entry[2]]
    weights = [KINDS[kind][3] for kind in fitting]
    chosen = rng.choices(fitting, weights, k=2 if style == "split" else 3)
    if style == "split":
        kind = rng.choices(list(SPLIT), [entry[2] for entry in SPLIT.values()])[0]
        turns += filled(rng, pick(o.ORDINARY), country, spoken)
        turns += filled(rng, pick(SPLIT[kind][1]), country, spoken, who, kind, SPLIT[kind][0])
        chosen = chosen[:1]
    for kind in dict.fromkeys(chosen):
        if rng.random() < 0.5:
            turns += filled(rng, pick(o.ORDINARY), country, spoken)
        turns += filled(rng, pick(KINDS[kind][1]), country, spoken, who, kind, KINDS[kind][0])
    return turns + filled(rng, pick(f.CLOSINGS), country, spoken)


def ordinary(rng, which, country, spoken):
    """One call without a personal value."""
    turns = filled(rng, rng.choice(half(f.OPENINGS, which)), country, spoken)
    for frame in rng.sample(half(o.ORDINARY, which), 5):
        turns += filled(rng, frame, country, spoken)
    return turns + filled(rng, rng.choice(half(f.CLOSINGS, which)), country, spoken)


def by_hand():
    """The dialogues that were written by hand, each a list of who speaks and what."""
    blocks = Path(__file__).with_name("by_hand.txt").read_text(encoding="utf-8").strip().split("\n\n")
    return [[(line[0], line[3:]) for line in block.split("\n")] for block in blocks]


def write(path, dialogues):
    path.parent.mkdir(parents=True, exist_ok=True)
    blocks = [f"# {path.stem} {number}\n" + "\n".join(f"{who}: {words}" for who, words in turns)
              for number, turns in enumerate(dialogues, 1)]
    path.write_text("\n\n".join(blocks) + "\n", encoding="utf-8")


def main():
    for which in HALVES:
        for country in COUNTRIES:
            for style in STYLES:
                rng = random.Random(f"{which} {country} {style}")
                write(FOLDER / which / f"{country}-{style}.txt",
                      [dialogue(rng, which, country, style) for _ in range(COUNT[style])])
        for style in ("written", "spoken"):
            own = [turns for turns in by_hand()[HALVES[which]::2] if turns[0][1][0].islower() == (style == "spoken")]
            write(FOLDER / which / f"hand-{style}.txt", own)
            rng = random.Random(f"{which} ordinary {style}")
            write(FOLDER / which / f"ordinary-{style}.txt",
                  [ordinary(rng, which, rng.choice(COUNTRIES), style == "spoken") for _ in range(ORDINARY_COUNT)])


if __name__ == "__main__":
    main()
