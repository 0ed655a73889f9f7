"""What stored values are called on pages and in exports."""

from __future__ import annotations

from graph.model.organisations import IncomeBand

SIZES: dict[str, str] = {
    IncomeBand.NO_FIGURE: "income not known",
    IncomeBand.UNDER_10K: "under £10,000",
    IncomeBand.TO_100K: "£10,000 to £100,000",
    IncomeBand.TO_1M: "£100,000 to £1m",
    IncomeBand.TO_10M: "£1m to £10m",
    IncomeBand.OVER_10M: "over £10m",
}
"""Income bands, smallest first."""

STEPS: dict[str, str] = {
    "led": "led by them",
    "asked": "asked",
    "answered": "answered",
    "heard": "heard",
    "in_depth": "in depth",
}
"""The reach ladder from known on; the words are those of a cell's fields."""

OF_A_COMMUNITY: dict[str, str] = {
    "listed": "listed",
    "led": "led by them",
    "not_led": "that say they are not led by them",
    "unknown": "not known to be led by them or not",
    "asked": "led by them and asked",
    "asked_through": "led by them and asked through somebody else",
    "answered": "led by them that answered",
    "heard": "led by them and heard",
    "in_depth": "led by them and heard in depth",
    "told": "led by them and told what changed",
    "attended": "led by them that attended without speaking",
    "declined": "led by them that declined",
    "answered_only": "led by them that answered and were not heard",
    "waiting": "led by them and asked a short while ago",
    "no_answer": "led by them that have not answered",
    "bounced": "led by them that what was sent to did not reach",
    "heard_unknown": "heard, not known to be led by them or not",
    "heard_not_led": "heard, not led by them",
    "selves": "known to be led by them only since the reply form asked",
}
"""Figures of a community that open a list: "Disabled people: 40 organisations led by them"."""

OF_EVERYBODY: dict[str, str] = {
    "listed": "listed",
    "led": "led by any of these communities",
    "led_heard": "led by any of these communities and heard",
    "said": "that have said who leads them",
    "never_asked": "that nobody has asked who leads them",
    "heard_on_no_list": "heard, and on no list",
    "asked": "asked",
    "asked_through": "asked through somebody else",
    "answered": "that answered",
    "attended": "that attended without speaking",
    "declined": "that declined",
    "heard": "heard",
    "in_depth": "heard in depth",
    "told": "told what changed",
}
"""Figures above the table that open a list: "73 organisations heard"."""

STANDING_WORDS: dict[str, str] = {
    "overdue": "overdue",
    "waiting": "waiting for it",
    "received": "here, not brought in",
    "in": "in",
    "not_asked": "not yet asked",
    "refused": "said no",
}
"""Where a body's list stands, in the order in which somebody has to look at them."""

AGREEMENT_WORDS: dict[str, str] = {
    "unknown": "not noted",
    "not_needed": "not needed",
    "under_way": "under way",
    "signed": "signed",
    "refused": "refused",
}
"""What was agreed with a body about passing its list on."""

WAITING_WORDS: dict[str, str] = {"review": "to review", "conflict": "in conflict"}
"""How a row waits."""

STATE_WORDS: dict[str, str] = {
    "planned": "to be checked",
    "running": "being brought in",
    "committed": "in",
    "waiting": "in; rows wait",
    "cancelled": "stopped",
    "failed": "ended with an error",
    "undoing": "being taken back",
    "undone": "taken back",
}
"""How far an import has come."""

KIND_WORDS: dict[str, str] = {
    "organisations": "list of organisations",
    "log": "engagement log",
    "groups": "parliamentary groups",
    "register": "public register",
    "claims": "claims in numbers",
}
"""What lists without a body are called in the table of imports, where not as their kind."""
