"""Values of the invented people in the labelled dialogues, as they are written and as they are said."""

DIGITS = "zero one two three four five six seven eight nine".split()
TEENS = ("ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen").split()
TENS = "x x twenty thirty forty fifty sixty seventy eighty ninety".split()
ORDINALS = ("x first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
            "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth").split()
MONTHS = ("January February March April May June July August September October November December").split()
NATO = dict(zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", (
    "alpha bravo charlie delta echo foxtrot golf hotel india juliet kilo lima mike november oscar papa quebec "
    "romeo sierra tango uniform victor whiskey xray yankee zulu").split(), strict=True))
GIVEN = ("Maria Tom Priya Helen Omar Grace Liam Aisha Daniel Chloe Ruth Wei Carlos Nadia Sean Freya Ben Yusuf "
         "Ingrid Peter Amara Jack Sofia Keith Joanne").split()
FAMILY = ("Hughes Patel Okafor Nguyen Walsh Romero Fischer Begum Clarke Donovan Ibrahim Kowalski Larsen "
          "Mensah O'Neill Petrov Quinn Rossi Singh Tanaka Vaughan Whitfield Yilmaz Zhang Abbott").split()
STREETS = {
    "us": ("Maple Elm Lincoln Washington Cedar Willow Park Sunset Highland Jefferson Franklin Ridge Magnolia "
           "Chestnut").split(),
    "uk": ("High Station Victoria Church Mill Green Queens Albert Kingsway Manor Orchard Springfield "
           "Windsor Grange").split(),
    "au": ("Collins Banksia Wattle George Flinders Beach Macquarie Pitt Railway Hume Acacia Murray Bourke "
           "Queen").split()}
TYPES = {"us": "Street Avenue Drive Road Lane Boulevard Court Place Way".split(),
         "uk": "Street Road Lane Avenue Close Gardens Crescent Drive Terrace Way".split(),
         "au": "Street Road Avenue Parade Crescent Drive Terrace Court Place".split()}
TOWNS = {"us": [("Springfield", "IL", "627"), ("Austin", "TX", "787"), ("Dayton", "OH", "454"),
                ("Boise", "ID", "837"), ("Albany", "NY", "122"), ("Tampa", "FL", "336")],
         "uk": [("Leeds", "LS"), ("Bristol", "BS"), ("Norwich", "NR"), ("Cardiff", "CF"), ("Camden", "NW"),
                ("Glasgow", "G"), ("Salford", "M")],
         "au": [("Newtown", "NSW", "204"), ("Carlton", "VIC", "305"), ("Toowong", "QLD", "406"),
                ("Glenelg", "SA", "504"), ("Fremantle", "WA", "616"), ("Sandy Bay", "TAS", "700")]}
MAIL = ["gmail.com", "hotmail.com", "outlook.com", "yahoo.co.uk", "icloud.com", "bigpond.net.au",
        "btinternet.com", "brightsmiles.dental", "northlane.org", "lakeside-school.edu", "fernhill.io"]


def two(number):
    """Says a number below one hundred."""
    if number < 10:
        return DIGITS[number]
    if number < 20:
        return TEENS[number - 10]
    return TENS[number // 10] + (f" {DIGITS[number % 10]}" if number % 10 else "")


def ordinal(day):
    """Says the day of a month."""
    if day <= 20:
        return ORDINALS[day]
    return "thirtieth" if day == 30 else f"{TENS[day // 10]} {ORDINALS[day % 10]}"


def plain(rng, digits):
    """Says digits one by one, with oh or zero, repeated ones now and then as double or triple."""
    zero = rng.choice(["oh", "zero", "oh"])
    multiply = rng.random() < 0.5
    words, at = [], 0
    while at < len(digits):
        same = 1
        while at + same < len(digits) and digits[at + same] == digits[at] and same < 3:
            same += 1
        word = zero if digits[at] == "0" else DIGITS[int(digits[at])]
        if multiply and same > 1:
            words.append({2: "double", 3: "triple"}[same] + " " + word)
            at += same
        else:
            words.append(word)
            at += 1
    return " ".join(words)


def pairs(digits):
    """Says digits in pairs: forty one, oh seven, twelve."""
    said = []
    for at in range(0, len(digits), 2):
        pair = digits[at:at + 2]
        if len(pair) == 1:
            said.append(DIGITS[int(pair)])
        elif pair[0] == "0":
            said.append(f"oh {DIGITS[int(pair[1])]}" if pair != "00" else "double oh")
        else:
            said.append(two(int(pair)))
    return " ".join(said)


def said_groups(rng, text):
    """Says the groups of a written number."""
    groups = [group for group in "".join(c if c.isdigit() else " " for c in text).split() if group]
    joint = rng.choice([" ", " ", " ", " um ", " uh "]) if len(groups) > 1 else " "
    said = [plain(rng, group) for group in groups]
    return said[0] + "".join((joint if at == 1 else " ") + one for at, one in enumerate(said[1:], 1))


def spelled(rng, text):
    """Spells letters and digits one by one, or by the alphabet of radio."""
    radio = rng.random() < 0.25
    said = []
    for c in text.upper():
        if c.isdigit():
            said.append(rng.choice(["oh", "zero"]) if c == "0" else DIGITS[int(c)])
        elif c.isalpha():
            said.append(NATO[c] if radio else c.lower())
    return " ".join(said)


def digits(rng, count, first="123456789"):
    return rng.choice(first) + "".join(rng.choice("0123456789") for _ in range(count - 1))


def letters(rng, count, of="ABCDEFGHJKLMNPRSTUVWXYZ"):
    return "".join(rng.choice(of) for _ in range(count))


def luhn(body):
    total = 0
    for place, c in enumerate(reversed(body)):
        value = int(c) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return body + str(-total % 10)


def phone(rng, country):
    if country == "us":
        area, last = digits(rng, 3, "2346789"), f"01{digits(rng, 2, '0123456789')}"
        return rng.choice(["({a}) 555-{l}", "{a}-555-{l}", "{a} 555 {l}", "{a}555{l}", "+1 {a} 555 {l}",
                           "1-{a}-555-{l}", "{a}.555.{l}"]).format(a=area, l=last)
    if country == "uk":
        return rng.choice([f"07700 900{digits(rng, 3, '0123456789')}", f"07700900{digits(rng, 3, '0123456789')}",
                           f"020 7946 0{digits(rng, 3, '0123456789')}", f"0117 496 0{digits(rng, 3, '0123456789')}",
                           f"+44 7700 900{digits(rng, 3, '0123456789')}", f"01632 960{digits(rng, 3, '0123456789')}",
                           f"07700 900 {digits(rng, 3, '0123456789')}"])
    return rng.choice([f"0491 57{digits(rng, 1)} {digits(rng, 3)}", f"04{digits(rng, 8, '019')}",
                       f"(02) 5550 {digits(rng, 4)}", f"03 7010 {digits(rng, 4)}", f"0412 {digits(rng, 3)} {digits(rng, 3)}",
                       f"+61 491 57{digits(rng, 1)} {digits(rng, 3)}", f"1300 975 {digits(rng, 3)}"])


def said_phone(rng, text):
    bare = "".join(c for c in text if c.isdigit())
    plus = "plus " if text.startswith("+") else ""
    style = rng.random()
    if style < 0.15 and not plus and len(bare) % 2 == 0:
        return pairs(bare)
    if style < 0.25 and not plus:
        return plain(rng, bare)
    return plus + said_groups(rng, text)


def email(rng, given, family):
    given, family = given.lower(), family.lower().replace("'", "")
    local = rng.choice([f"{given}.{family}", f"{given[0]}{family}", f"{given}{digits(rng, 2)}",
                        f"{family}_{given}", f"{given}-{family}", f"{given}.{family}{digits(rng, 2)}", family])
    return f"{local}@{rng.choice(MAIL)}"


def said_email(rng, text):
    signs = {".": " dot ", "_": " underscore ", "-": rng.choice([" dash ", " hyphen "]), "@": " at "}
    local, domain = text.split("@")
    if rng.random() < 0.2 and local.isalpha() and len(local) < 9:
        said = " ".join(local)
    else:
        said, at = "", 0
        while at < len(local):
            if local[at].isdigit():
                run = local[at:at + 2]
                said += " " + rng.choice([two(int(run)), plain(rng, run)]) if run[0] != "0" else " " + plain(rng, run)
                at += len(run)
                continue
            said += signs.get(local[at], local[at])
            at += 1
    for sign, word in signs.items():
        domain = domain.replace(sign, word)
    return f"{' '.join(said.split())} at {domain}"


def card(rng):
    number = luhn(rng.choice(["4929", "5105", "4716", "5425"]) + digits(rng, 11))
    sign = rng.choice([" ", "-", ""])
    return sign.join(number[at:at + 4] for at in range(0, 16, 4))


def said_card(rng, text):
    bare = "".join(c for c in text if c.isdigit())
    if rng.random() < 0.25:
        return pairs(bare)
    return " ".join(plain(rng, bare[at:at + 4]) for at in range(0, 16, 4))


def expiry(rng):
    return f"{rng.randint(1, 12):02}/{rng.randint(27, 31)}"


def said_expiry(rng, text):
    month, year = text.split("/")
    return f"{plain(rng, month) if month[0] == '0' else two(int(month))} {two(int(year))}"


def birth(rng, country):
    year, month, day = rng.randint(1931, 2015), rng.randint(1, 12), rng.randint(1, 28)
    first, second = (month, day) if country == "us" else (day, month)
    return (year, month, day), rng.choice([
        f"{first:02}/{second:02}/{year}", f"{first}/{second}/{year % 100:02}", f"{first:02} {second:02} {year}",
        f"{first:02}-{second:02}-{year}", f"{day} {MONTHS[month - 1]} {year}", f"{MONTHS[month - 1]} {day}, {year}",
        f"{MONTHS[month - 1]} {day}{suffix(day)} {year}", f"{day}{suffix(day)} of {MONTHS[month - 1]} {year}",
        f"{first:02}.{second:02}.{year}", f"{year}-{month:02}-{day:02}"])


def suffix(day):
    return "th" if 11 <= day <= 13 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")


def said_year(rng, year):
    if year >= 2000:
        rest = year - 2000
        end = f" {two(rest)}" if rest else ""
        return rng.choice(["two thousand and" if rest else "two thousand", "two thousand"]) + end \
            if rest < 10 or rng.random() < 0.5 else f"twenty {two(rest)}"
    return f"nineteen {two(year % 100)}" if year % 100 > 9 else f"nineteen oh {DIGITS[year % 100]}"


def said_birth(rng, country, date):
    year, month, day = date
    name_of_month = MONTHS[month - 1].lower()
    first, second = (month, day) if country == "us" else (day, month)
    short = lambda n: rng.choice(["oh " + DIGITS[n], DIGITS[n]]) if n < 10 else two(n)
    spoken_short = f"{short(first)} {short(second)} {rng.choice([said_year(rng, year), two(year % 100) if year % 100 > 9 else 'oh ' + DIGITS[year % 100]])}"
    words = [f"{name_of_month} {ordinal(day)} {said_year(rng, year)}", spoken_short]
    if country != "us":
        words = [f"{ordinal(day)} of {name_of_month} {said_year(rng, year)}",
                 f"{ordinal(day)} {name_of_month} {two(year % 100) if year % 100 > 9 else said_year(rng, year)}", spoken_short]
    return rng.choice(words)


def address(rng, country):
    """A street, and what comes behind it, as written."""
    number = rng.choice([rng.randint(2, 99), rng.randint(100, 999), rng.randint(3, 40)])
    street = f"{rng.choice(STREETS[country])} {rng.choice(TYPES[country])}"
    if country == "us":
        town, state, zip_code = rng.choice(TOWNS["us"])
        unit = rng.choice(["", "", f", Apt {rng.randint(1, 30)}{rng.choice('ABC')}"])
        number = rng.choice([number, rng.randint(1000, 9999)])
        return rng.choice([f"{number} {street}{unit}, {town}, {state} {zip_code}{digits(rng, 2)}",
                           f"{number} {street}{unit}", f"{number} {street}, {town}"]), number, street, town
    if country == "uk":
        town, area = rng.choice(TOWNS["uk"])
        code = f"{area}{rng.randint(1, 9)} {rng.randint(1, 9)}{letters(rng, 2, 'ABDEFGHJLN')}"
        flat = rng.choice(["", "", f"Flat {rng.randint(1, 20)}, "])
        return rng.choice([f"{flat}{number} {street}, {town} {code}", f"{flat}{number} {street}, {town}, {code}",
                           f"{number} {street}", f"{number} {street}, {town}"]), number, street, town
    town, state, code = rng.choice(TOWNS["au"])
    unit = rng.choice(["", "", f"Unit {rng.randint(1, 20)}, ", f"{rng.randint(1, 9)}/"])
    return rng.choice([f"{unit}{number} {street}, {town} {state} {code}{digits(rng, 1)}", f"{unit}{number} {street}",
                       f"{number} {street}, {town}"]), number, street, town


def said_number(rng, number):
    if number < 100:
        return two(number)
    if number < 1000:
        rest = number % 100
        return rng.choice([f"{DIGITS[number // 100]} {two(rest) if rest > 9 else 'oh ' + DIGITS[rest]}" if rest else
                           f"{DIGITS[number // 100]} hundred",
                           f"{DIGITS[number // 100]} hundred and {two(rest)}" if rest else f"{DIGITS[number // 100]} hundred",
                           plain(rng, str(number))])
    return rng.choice([f"{two(number // 100)} {two(number % 100) if number % 100 > 9 else 'oh ' + DIGITS[number % 100] if number % 100 else 'hundred'}", plain(rng, str(number))])


def said_address(rng, _country, number, street, town):
    return f"{said_number(rng, number)} {street.lower()}{rng.choice(['', ' ' + town.lower()])}"


def postcode(rng, country):
    if country == "us":
        return digits(rng, 5)
    if country == "uk":
        _, area = rng.choice(TOWNS["uk"])
        return f"{area}{rng.randint(1, 19)} {rng.randint(1, 9)}{letters(rng, 2, 'ABDEFGHJLN')}"
    return rng.choice("234567") + digits(rng, 3, "0123456789")
