"""The consultation's log: what was sent to whom, what came back, who spoke, who was told what changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from example.bodies import Body
from example.chance import Chance
from example.events import EVENTS
from example.members import Member
from example.people import STAFF

PRINCIPLES = ("Recognition", "Partnership", "Participation", "Transparency")
REPLIED = frozenset(("answered", "declined", "attended", "heard", "in_depth"))
HEARD = frozenset(("heard", "in_depth"))
LATE_THEMES = frozenset(("cross_community", "deaf"))
"""Those who were asked only at the end of November."""

COLUMNS = (
    ("Organisation", "name"),
    ("Org id", "org_id"),
    ("Postcode", "postcode"),
    ("Date", "date"),
    ("Kind", "kind"),
    ("Direction", "direction"),
    ("Channel", "channel"),
    ("Place", "place"),
    ("Topic", "topic"),
    ("Principles", "principles"),
    ("Spoke", "spoke"),
    ("Bounced", "bounced"),
    ("Declined", "declined"),
    ("Told what changed", "told"),
    ("Asked through", "through"),
    ("Access formats needed", "needed"),
    ("Access formats provided", "provided"),
    ("Language", "language"),
    ("Members claimed", "claimed"),
    ("Members asked", "asked"),
    ("Members answered", "answered"),
    ("Method", "method"),
    ("Follow-up", "follow_up"),
    ("Owner", "owner"),
    ("Due", "due"),
    ("Notes", "notes"),
    ("Recorded on", "recorded"),
)


@dataclass
class Log:
    """The rows of each file of the log; an organisation without a number is in each file once at most."""

    chance: Chance
    bodies: dict[int, Body]
    invitations: list[dict[str, str]] = field(default_factory=list)
    reminders: list[dict[str, str]] = field(default_factory=list)
    replies: list[dict[str, str]] = field(default_factory=list)
    events: list[dict[str, str]] = field(default_factory=list)
    feedback: list[dict[str, str]] = field(default_factory=list)
    tracker: list[dict[str, str]] = field(default_factory=list)

    def add(self, member: Member) -> None:
        """Log what happened with a member, up to its step."""
        if not member.step:
            return
        if self._tracked(member):
            self._track(member)
        else:
            self._invite(member)
            self._remind(member)
            self._reply(member)
        if member.step in HEARD and self.chance.happens(0.45):
            self._row(
                self.feedback,
                member,
                "2024-12-16",
                "2024-12-18",
                kind="Feedback",
                direction="out",
                channel="e-mail",
                told="yes",
                notes="What people said, and what changed",
            )

    def _tracked(self, member: Member) -> bool:
        """Whether the northern team's own workbook holds it."""
        north = member.corner.lies_in("North East") or member.corner.lies_in("Yorkshire and The Humber")
        return north and member.step in ("asked", "answered", "declined", "in_depth") and not member.led

    def _track(self, member: Member) -> None:
        asked = self.chance.day("2024-10-21", "2024-10-31")
        answered = self.chance.day("2024-11-04", "2024-11-13")
        declined = " declined" if member.step == "declined" else ""
        row = {**_who(member), "contacted": _uk(asked)}
        if member.step != "asked":
            row["responded"] = _uk(answered) + declined
        if member.step == "in_depth":
            row["met"] = _uk(self.chance.day("2024-11-14", "2024-11-22"))
        self.tracker.append(row)

    def _invite(self, member: Member) -> None:
        """Log the invitation; some who spoke up did so without any."""
        if member.step in HEARD and self.chance.happens(0.3):
            return
        late = member.theme.id in LATE_THEMES and member.led and member.step == "asked"
        first, last = ("2024-11-25", "2024-11-29") if late else ("2024-10-17", "2024-10-25")
        if not member.led and member.step == "asked" and self.chance.happens(0.15):
            first, last = "2024-11-21", "2024-11-29"
        more = {"provided": "easy read" if self.chance.happens(0.2) else ""}
        if member.step == "bounced":
            more |= {"bounced": "yes", "notes": "Undeliverable: mailbox not found"}
        if member.step == "through":
            more |= {"through": self.bodies[member.lists[0]].org_id, "notes": "Passed on in a newsletter"}
        if member.theme.id == "deaf":
            more |= {"needed": "BSL", "provided": "", "notes": "Sent in writing only"}
        if member.theme.id == "welsh":
            more |= {"language": "Welsh"}
        self._row(
            self.invitations,
            member,
            first,
            last,
            kind="Invitation",
            direction="out",
            channel="e-mail",
            **more,
        )

    def _remind(self, member: Member) -> None:
        late = member.theme.id in LATE_THEMES and member.led
        if member.step == "asked" and not late and self.chance.happens(0.4):
            self._row(
                self.reminders,
                member,
                "2024-11-11",
                "2024-11-14",
                kind="E-mail",
                direction="out",
                channel="e-mail",
                notes="Second letter",
            )

    def _reply(self, member: Member) -> None:
        chance = self.chance
        if member.step == "declined":
            why = chance.pick(("No time before Christmas", "Leaves it to its umbrella body", "Not for us"))
            self._row(
                self.replies,
                member,
                "2024-10-28",
                "2024-11-22",
                kind="E-mail",
                direction="in",
                channel="e-mail",
                declined="yes",
                notes=why,
            )
        elif member.step == "answered":
            due = chance.day("2024-12-02", "2024-12-11")
            self._row(
                self.replies,
                member,
                "2024-10-28",
                "2024-11-27",
                kind=chance.pick(("E-mail", "Call")),
                direction="in",
                channel="e-mail or phone",
                notes="Would like to take part; asks for a date",
                follow_up="Call back with a date",
                owner=chance.pick(STAFF),
                due=due,
            )
        elif member.step == "heard":
            self._written(member)
        elif member.step in ("attended", "in_depth"):
            self._spoke(member)

    def _written(self, member: Member) -> None:
        """Log a written reply, a form, or a call in which somebody spoke."""
        kind, channel, spoke = self.chance.weighted(
            (
                (("Form reply", "online form", ""), 6),
                (("Written reply", "e-mail", ""), 2),
                (("Call", "phone", "yes"), 2),
            )
        )
        if member.told_in == 0:
            kind, channel, spoke = "Form reply", "online form", ""
        first = "2024-11-29" if self.chance.happens(0.4) else "2024-10-28"
        self._row(
            self.replies,
            member,
            first,
            "2024-12-12",
            kind=kind,
            channel=channel,
            direction="in",
            spoke=spoke,
            principles=self._principles(),
        )

    def _spoke(self, member: Member) -> None:
        """Log an event at which a member was, and whether it spoke."""
        spoke = member.step == "in_depth"
        fitting = [event for event in EVENTS if event.suits(member)]
        event = self.chance.pick(fitting)
        self._row(
            self.events,
            member,
            event.held_on,
            event.held_on,
            spoke="yes" if spoke else "no",
            principles=self._principles() if spoke else "",
            **event.cells(),
        )

    def _principles(self) -> str:
        return "; ".join(sorted(self.chance.some(PRINCIPLES, self.chance.whole(1, 3)), key=PRINCIPLES.index))

    def _row(self, file: list[dict[str, str]], member: Member, first: str, last: str, **cells: str) -> None:
        held_on = self.chance.day(first, last)
        file.append({**_who(member), "date": held_on, "recorded": _soon(held_on, self.chance), **cells})


def _who(member: Member) -> dict[str, str]:
    return {"name": member.name, "org_id": member.org_id, "postcode": member.postcode}


def _soon(day: str, chance: Chance) -> str:
    """Return a day shortly after another: when somebody got round to logging it."""
    return (date.fromisoformat(day) + timedelta(days=chance.whole(0, 3))).isoformat()


def _uk(day: str) -> str:
    return date.fromisoformat(day).strftime("%d/%m/%Y")


def strangers(chance: Chance, number: int) -> list[dict[str, str]]:
    """Return form replies of organisations that are on nobody's list."""
    rows = []
    for position, corner in enumerate(
        (
            "Brackenfold",
            "Saltreach",
            "Hollowtree",
            "Underlow",
            "Pennywell Rise",
            "Larkhollow",
            "Copsemead",
            "Quernside",
            "Tidewell",
            "Osierbed",
        )[:number]
    ):
        held_on = chance.day("2024-11-04", "2024-12-12")
        rows.append(
            {
                "name": f"{corner} Neighbours' Table",
                "org_id": f"XI-EXAMPLE-{8001 + position}",
                "postcode": "",
                "date": held_on,
                "recorded": _soon(held_on, chance),
                "kind": "Form reply",
                "direction": "in",
                "channel": "online form",
                "principles": PRINCIPLES[position % len(PRINCIPLES)],
            }
        )
    return rows


def mandates(chance: Chance, every: Sequence[Body]) -> list[dict[str, str]]:
    """Return the written replies that bodies gave for their members, with how many they asked."""
    rows = []
    for body in [body for body in every if body.size >= 100][:9]:
        held_on = chance.day("2024-11-25", "2024-12-12")
        asked = body.size if chance.happens(0.5) else body.size // 3
        rows.append(
            {
                "name": body.name,
                "org_id": body.org_id,
                "postcode": body.postcode,
                "date": held_on,
                "recorded": _soon(held_on, chance),
                "kind": "Written reply",
                "direction": "in",
                "channel": "e-mail",
                "claimed": str(body.size),
                "asked": str(asked),
                "answered": str(asked // chance.whole(4, 12)),
                "method": chance.pick(("survey of members", "two meetings", "trustees drafted it")),
            }
        )
    return rows
