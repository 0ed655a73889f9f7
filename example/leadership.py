"""Who says who leads them, in which list, and how far the consultation got with each."""

from __future__ import annotations

from collections.abc import Sequence

from example.bodies import Body
from example.chance import Chance
from example.design import DESIGNS, FINER, LEFT, OTHERS_HEARD, SAID, Design
from example.members import Member

REPLY_FORM = 0
"""Stands where a body's number stands: told on the consultation's own reply form."""

SHARES = ("100", "90", "80", "75", "66", "60", "51", "50", "40", "")
STAFF_SHARES = ("100", "75", "60", "50", "40", "25", "no staff", "no staff", "")
FROM_DESIGN = frozenset(design.theme for design in DESIGNS)


def settle(chance: Chance, every: Sequence[Body], found: Sequence[Member]) -> None:
    """Give members their word on who leads them, and where they ended in the consultation."""
    asking = {body.number: body for body in every if body.own_answers}
    for design in DESIGNS:
        _settle_design(chance, asking, found, design)
    _may_not_be_shared(chance, asking, found)
    _others_say(chance, asking, found)
    _some_leave(chance, every, found)
    _others_are_heard(chance, found)


def finer_code(member: Member, code: str) -> str:
    """Return the finer community that a member's name speaks of, if it lies under ``code``; else ``code``."""
    near = [finer for word, finer in FINER if word in member.name and finer[:5] == code[:5]]
    return near[0] if near else code


def _free(asking: dict[int, Body], found: Sequence[Member], theme: str) -> list[Member]:
    """Return the members of a theme who have said nothing yet and are on a list that asks."""
    return [
        member
        for member in found
        if member.theme.id == theme and not member.reply and any(number in asking for number in member.lists)
    ]


def _settle_design(chance: Chance, asking: dict[int, Body], found: Sequence[Member], design: Design) -> None:
    chosen = chance.some(_free(asking, found, design.theme), design.led)
    other, times = design.also
    for position, (member, step) in enumerate(zip(chosen, design.steps(), strict=True)):
        member.step = step
        member.reply = "yes"
        member.led[finer_code(member, design.code)] = _shares(chance)
        _say(chance, asking, member)
        heard = position - design.in_depth
        if 0 <= heard < design.by_form:
            member.told_in, member.declared_on = REPLY_FORM, ""
    for member in chance.some(chosen, times):
        member.led[other] = _shares(chance)


def _shares(chance: Chance) -> tuple[str, str, str]:
    return chance.pick(SHARES), chance.pick(STAFF_SHARES), chance.pick(STAFF_SHARES)


def _say(chance: Chance, asking: dict[int, Body], member: Member) -> None:
    """Let a member say it in one of the lists that ask, those for its community first."""
    lists = [asking[number] for number in member.lists if number in asking]
    body = min(lists, key=lambda body: (not body.focus, body.number))
    member.told_in = body.number
    member.declared_on = chance.day("2024-05-07", body.said_on)


def _may_not_be_shared(chance: Chance, asking: dict[int, Body], found: Sequence[Member]) -> None:
    """Let a few name their community and ask that it be told to nobody."""
    for theme, code in (("lgbt", "DEI040000"), ("faith", "DEI030000"), ("women", "DEI090000")):
        for member in chance.some(_free(asking, found, theme), 2):
            member.reply = "may not be shared"
            member.led[code] = ("", "", "")
            _say(chance, asking, member)


def _others_say(chance: Chance, asking: dict[int, Body], found: Sequence[Member]) -> None:
    """Let others say that none of these lead them, or all; some say nothing, or that they had rather not."""
    said = sum(1 for member in found if member.reply)
    asked = [
        member for member in found if not member.reply and any(number in asking for number in member.lists)
    ]
    for position, member in enumerate(chance.shuffled(asked)):
        _say(chance, asking, member)
        if position < SAID - said:
            member.reply = "none of these" if chance.happens(0.88) else "all communities"
            continue
        member.reply = chance.weighted(
            (("no reply", 0.5), ("prefer not to say", 0.07), ("not asked", 0.13), ("", 0.3))
        )
        if not member.reply:
            member.told_in, member.declared_on = None, ""


def _some_leave(chance: Chance, every: Sequence[Body], found: Sequence[Member]) -> None:
    """End the membership of some who are on one list and said nothing."""
    said_on = {body.number: body.said_on for body in every}
    going = [
        member
        for member in found
        if len(member.lists) == 1 and not member.led and member.reply in ("", "no reply", "not asked")
    ]
    for member in chance.some(going, LEFT):
        number = member.lists[0]
        member.joined[number] = chance.day("2009-01-05", "2021-12-31")
        member.left[number] = chance.day("2022-01-04", said_on[number])
        member.step = "left"


def _others_are_heard(chance: Chance, found: Sequence[Member]) -> None:
    """Spread the steps over those who aren't led by any community of the designs."""
    free = chance.shuffled([member for member in found if not member.led and not member.step])
    steps = [step for step, number in OTHERS_HEARD.items() for _ in range(number)]
    for member, step in zip(free, steps, strict=False):
        member.step = step
    for member in found:
        if member.step == "left":
            member.step = ""
