"""What a cell looks like, for telling headings from rows."""

from __future__ import annotations

import re

NUMBER = re.compile(r"[-+(]?\s?[£$€]?\s?\d[\d,. ]*\)?\s?%?|[-+]?\d+(\.\d+)?[eE][-+]?\d+")
DATE = re.compile(
    r"\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}([ T]\d{1,2}:\d{2}.*)?"
    r"|\d{1,2}(st|nd|rd|th)?[ -][A-Za-z]{3,9}[ -,]*\d{2,4}|[A-Za-z]{3,9}-\d{2,4}"
    r"|\d{1,2}:\d{2}(:\d{2})?",
)
POSTCODE = re.compile(r"[A-Za-z]{1,2}\d[A-Za-z\d]?\s*\d[A-Za-z]{2}")
POSTCODE_INSIDE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s\d[A-Z]{2}\b")
"""A postcode among other words; a heading has none."""

WEB = re.compile(r"(https?://|www\.)\S+|[^\s@]+@[^\s@]+\.[^\s@]+|[\w-]+(\.[\w-]+)+/\S*", re.IGNORECASE)
LONGEST_VALUE = 400
"""Longer text is no number, date or address; looking whether it is could take for ever."""

GEOGRAPHY = re.compile(r"[A-Z]{2,10}[0-9]{0,2}(CD|NMW?)(_[A-Z]+)?")
"""Headings as the Office for National Statistics writes them: LAD22CD, PCON22NM."""

REFERENCE = re.compile(r"(?=[\w/-]*\d)(?![\w/-]*[a-z]{4})[A-Z]{1,4}[-/]?[\w/-]*\d[\w/-]*")
"""A code; what holds a word is none, such as the heading ``CnAdrPrf_Addrline1``."""
MARKS = ("#", "%", "£", "£m", "№")
"""Headings that are no words."""

YEAR = re.compile(r"(19|20)\d\d([-/–](19|20)?\d\d)?")
WORDS = re.compile(r"[^\W\d_]+")

HEADING_WORDS = """
    account action activities address agreement amount answer answers area areas asked authority
    award band basis beneficiaries beneficiary board body boolean borough category ceo chair channel
    charities charity city class classification closed closes clubs code column comments community
    company constituency consultation contact coordinator council country county created creation
    currency date datetime declared definition department description details direction district
    done due email employees entity event expense expiry facebook federation fee field firstname
    float follow forename format forum gender group groups guidance held homepage hospitality id
    identifier income info information initials instagram integer joined joining key kind lad
    lastname lat latitude lead leader leadership led legal level link linkedin lng location lon long
    longitude mail manager mandate member members membership minister mobile modified mp mps name
    names nation no notes number numbers objects obtained officer opens org organisation
    organisations organization organizations owner paid parent party pcode person phone place policy
    position post postal postcode principle priority purpose question reason recorded ref reference
    region registered registration relationship remark remarks renewal reply responded respondent
    response role row rule rules salutation score secretary sector share since size slug source
    spend spoke staff start start_date state status street subject subscription supplier surname
    table tags tel telephone text time title told topic total town trustee trustees turnover twitter
    type until updated url user valid value volunteers ward web webpage website works year zip
    aelod aelodau arweinir cyfeiriad dyddiad ebost elusen enw enwau gwefan incwm manylion mudiad
    nodiadau rhif sefydliad sir statws tref
"""
VOCABULARY = frozenset(HEADING_WORDS.split())
"""Words that headings of lists are made of."""

SMALL_WORDS = frozenset(("of", "the", "our", "and", "or", "their", "full", "main", "list", "lead", "s"))
"""Words that stand between those of headings."""


def is_typed(cell: str) -> bool:
    """Tell whether a cell holds a value of a kind (number, date, postcode, address on the web), not words."""
    text = cell.strip()
    return bool(
        text
        and len(text) <= LONGEST_VALUE
        and not GEOGRAPHY.fullmatch(text)
        and (
            NUMBER.fullmatch(text)
            or DATE.fullmatch(text)
            or POSTCODE.fullmatch(text)
            or WEB.fullmatch(text)
            or REFERENCE.fullmatch(text)
        )
    )


def is_label(cell: str) -> bool:
    """Tell whether a cell could be a heading: some words or a year, not a value and not a sentence."""
    text = cell.strip()
    if not text or len(text) > 150 or len(text.split()) > 20:
        return False
    if text in MARKS:
        return True
    if POSTCODE_INSIDE.search(text):
        return False
    return bool(YEAR.fullmatch(text)) or (not is_typed(text) and any(c.isalpha() or c in "#%£" for c in text))


def has_heading_word(cell: str) -> bool:
    """Tell whether a cell is short and holds a word that headings are made of."""
    if len(cell) > 80:
        return False
    if GEOGRAPHY.fullmatch(cell.strip()):
        return True
    words = [word.lower() for word in WORDS.findall(cell.replace("_", " "))]
    words += [word.lower() for word in re.findall(r"[A-Z]?[a-z]+", cell)]
    return any(word in VOCABULARY or word.rstrip("s") in VOCABULARY for word in words)


def is_plain_heading(cell: str) -> bool:
    """Tell whether a cell holds nothing but words that headings are made of ("Name of organisation")."""
    words = [word.lower() for word in WORDS.findall(cell.replace("_", " "))]
    return 0 < len(words) <= 6 and all(
        word in VOCABULARY or word.rstrip("s") in VOCABULARY or word in SMALL_WORDS for word in words
    )


def kind_of_value(cell: str) -> str:
    """Return "date" or "code" for a cell that is one, else ""."""
    text = cell.strip()
    if len(text) > LONGEST_VALUE:
        return ""
    return "date" if DATE.fullmatch(text) else "code" if REFERENCE.fullmatch(text) else ""
