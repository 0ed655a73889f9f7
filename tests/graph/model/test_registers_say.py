"""What a register's word counts: status, size and form before any list, the rest where no list speaks."""

from __future__ import annotations

import itertools

from graph.model.as_member import is_in_register, is_spoken_of
from graph.model.statements import Statement, StatementKind
from graph.model.winners import record_from


def said(kind: StatementKind, source: str, said_on: str, **values: object) -> Statement:
    at = f"{said_on}T12:00:00Z"
    return Statement(f"{source}-{said_on}", "o", kind, source, values, said_on, at, import_id=source)


REGISTER = said(
    StatementKind.REGISTER, "register:GB-CHC:charity", "2024-06-01",
    name="THE ACORN TRUST", postcode="M1 1AA", status="closed", income_band="to_1m",
    works_with={"DEI020000": "suggested"}, website="register.example",
)  # fmt: skip
LIST = said(
    StatementKind.LISTING, "body:b", "2024-01-01", name="Acorn Trust", postcode="LS1 4AP", status="active"
)
EDIT = Statement(
    "e", "o", StatementKind.EDIT, "user:ann", {"status": "active"}, "2024-02-01", "2024-02-01T12:00:00Z"
)


def test_list_says_what_it_is_called_and_register_whether_it_is_there() -> None:
    for order in itertools.permutations((REGISTER, LIST)):
        record = record_from(order)
        assert (record.name, record.postcode, record.other_names) == (
            "Acorn Trust",
            "LS1 4AP",
            ("THE ACORN TRUST",),
        )
        assert (record.status, record.income_band, record.website) == ("closed", "to_1m", "register.example")
        assert record.disputed == {}


def test_a_persons_word_goes_before_the_register() -> None:
    assert record_from((REGISTER, LIST, EDIT)).status == "active"


def test_alone_a_register_makes_a_record_that_nobody_is_shown() -> None:
    record = record_from([REGISTER])
    assert (record.name, record.works_with) == ("THE ACORN TRUST", {"DEI020000": "suggested"})
    assert (is_spoken_of([REGISTER]), is_in_register([REGISTER])) == (False, True)
    assert is_spoken_of([REGISTER, LIST])
