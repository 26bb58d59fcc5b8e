"""Numbers with check digits: of the NHS, of Medicare, of tax files and of bank accounts."""

import values as v


def nhs(rng):
    while True:
        body = v.digits(rng, 9, "4679")
        check = (11 - sum(int(c) * w for c, w in zip(body, range(10, 1, -1), strict=True)) % 11) % 11
        if check != 10:
            return f"{body[:3]} {body[3:6]} {body[6:]}{check}"


def medicare_au(rng):
    body = v.digits(rng, 8, "2345")
    check = sum(int(c) * w for c, w in zip(body, (1, 3, 7, 9, 1, 3, 7, 9), strict=True)) % 10
    number = f"{body}{check}{rng.randint(1, 3)}"
    return f"{number[:4]} {number[4:9]} {number[9]}"


def tax_file(rng):
    while True:
        number = v.digits(rng, 9)
        if sum(int(c) * w for c, w in zip(number, (1, 4, 3, 7, 5, 8, 6, 9, 10), strict=True)) % 11 == 0:
            return f"{number[:3]} {number[3:6]} {number[6:]}"


def iban(rng):
    bank, number = v.letters(rng, 4), v.digits(rng, 14)
    as_digits = "".join(str(int(c, 36)) for c in bank + number + "GB") + "00"
    whole = f"GB{98 - int(as_digits) % 97:02}{bank}{number}"
    return rng.choice([whole, " ".join(whole[at:at + 4] for at in range(0, len(whole), 4))])
