"""How lists write communities and names: full names, short codes, everyday words; &, The, Ltd."""

from __future__ import annotations

from example.chance import Chance
from example.members import Member
from graph.model.names import canonical
from graph.model.taxonomy import BY_CODE

EVERYDAY = {
    "DEI010000": "Black and minoritised",
    "DEI010100": "African Caribbean",
    "DEI010110": "African",
    "DEI010330": "Bengali",
    "DEI040000": "LGBTQ+",
    "DEI020000": "disabled",
    "DEI050200": "refugees",
    "DEI060000": "older people",
    "DEI070000": "young people and children",
    "DEI090000": "women",
}
"""Words that mean exactly one community (a test holds that they do)."""

STYLES = ("names", "codes", "everyday")


def community_words(codes: list[str], style: str) -> str:
    """Return communities as a list's cell has them, separated by ";"; empty for none."""
    return "; ".join(_one(code, style) for code in codes)


def _one(code: str, style: str) -> str:
    if style == "codes":
        return code.removesuffix("0000")
    if style == "everyday" and code in EVERYDAY:
        return EVERYDAY[code]
    return BY_CODE[code].name


def asked_about(left_out: str) -> str:
    """Return the short codes of every group and of our own list but one, as a form's owner writes them."""
    groups = [code for code in BY_CODE if code.endswith("0000") and code != left_out]
    return "; ".join(code.removesuffix("0000") for code in groups)


def written_name(chance: Chance, member: Member) -> str:
    """Return a member's name as another list may have it: the same name to anybody who compares names."""
    name = member.name
    if " and " in name and chance.happens(0.4):
        name = name.replace(" and ", " & ")
    if chance.happens(0.05):
        name = f"The {name}"
    endings = {"CIO": " CIO", "CIC": " CIC", "Charitable company": " Ltd"}
    if member.form in endings and chance.happens(0.12):
        name += endings[member.form]
    return name if canonical(name) == canonical(member.name) else member.name
