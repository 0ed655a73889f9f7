"""Engagement logs in both forms, contacts and liaisons."""

from dataclasses import replace

import pytest

from graph.model.consultations import EngagementKind
from importers.lists import IMPORTERS, ListContext
from importers.mapping import suggest_mapping

LOG = ListContext(
    "log",
    "2024-12-20",
    consultation="covenant",
    opens="2024-10-17",
    principles=("Recognition", "Partnership"),
)


def parse(table, kind, context):
    return IMPORTERS[kind].parse(table, suggest_mapping(table, kind), context)


def events(row):
    return [(one["kind"], one["direction"], one["held_on"]) for one in row.facts.get("engagements", ())]


def codes(row):
    return [issue.code for issue in row.issues]


def test_one_row_an_event(make_table):
    table = make_table(
        ["Organisation", "Org ID", "Date", "Type", "Channel", "Venue", "Attendees", "Topic", "Spoke", "Notes",
         "Follow-up", "Owner", "Due"],
        ["Acorn", "GB-CHC-1038860", "25/11/2024", "Round table", "online", "Leeds", "Ann; Bob",
         "partnership; money", "yes", "Good.", "send notes", "JB", "1/12/2024"],
    )  # fmt: skip
    (row,) = parse(table, "log", LOG)
    assert row.values == {"name": "Acorn", "identifiers": ["GB-CHC-1038860"]}
    assert row.facts["engagements"] == [
        {
            "consultation": "covenant",
            "kind": "roundtable",
            "direction": "out",
            "held_on": "2024-11-25",
            "channel": "online",
            "place": "Leeds",
            "people": ["Ann", "Bob"],
            "spoke_on": ["Partnership"],
            "topic": "money",
            "spoke": True,
            "notes": "Good.",
            "follow_up": {"what": "send notes", "owner": "JB", "due": "2024-12-01"},
        }
    ]


OCCASION = replace(LOG, event_kind=EngagementKind.ROUNDTABLE, held_on="2024-11-25")


def test_what_is_said_of_the_whole_list_holds_for_rows_that_say_nothing(make_table):
    table = make_table(["Organisation"], ["Acorn"], ["Birch"])
    assert [codes(row) for row in parse(table, "log", LOG)] == [["no_event"], ["no_event"]]
    rows = parse(table, "log", OCCASION)
    assert [events(row) for row in rows] == [[("roundtable", "out", "2024-11-25")]] * 2
    assert [codes(row) for row in rows] == [[], []]


def test_what_a_row_says_goes_before_what_is_said_of_the_list(make_table):
    table = make_table(
        ["Organisation", "Type", "Date"],
        ["Acorn", "phone call", "1/12/2024"],
        ["Birch", "", "2/12/2024"],
        ["Cedar", "phone call", ""],
        ["Damson", "qwerty", ""],
        ["Elm", "", "soon"],
    )
    rows = parse(table, "log", OCCASION)
    assert [events(row) for row in rows[:3]] == [
        [("call", "out", "2024-12-01")],
        [("roundtable", "out", "2024-12-02")],
        [("call", "out", "2024-11-25")],
    ]
    assert "no_kind" in codes(rows[3])
    assert "no_day" in codes(rows[4])
    assert events(rows[3]) == events(rows[4]) == []


def test_an_empty_cell_under_contacted_is_no_contact_whatever_is_said_of_the_list(make_table):
    table = make_table(["Organisation", "Contacted"], ["Acorn", "1/12/2024"], ["Birch", ""])
    acorn, birch = parse(table, "log", OCCASION)
    assert events(acorn) == [("email", "out", "2024-12-01")]
    assert (events(birch), codes(birch)) == ([], ["no_event"])


@pytest.mark.parametrize(
    ("words", "kind", "direction"),
    [
        ("invitation", "invitation", "out"),
        ("E-mail", "email", "out"),
        ("Phone call", "call", "out"),
        ("Focus group", "workshop", "out"),
        ("Online form response", "form_reply", "in"),
        ("Written submission", "written_reply", "in"),
        ("feedback", "feedback", "out"),
        ("one-to-one interview", "interview", "out"),
    ],
)
def test_kinds_in_other_words(make_table, words, kind, direction):
    (row,) = parse(make_table(["Group", "Date", "Kind"], ["Acorn", "25/11/2024", words]), "log", LOG)
    assert events(row) == [(kind, direction, "2024-11-25")]


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        (["Acorn", "25/11/2024", "flibbertigibbet"], "no_kind"),
        (["Acorn", "25/11/2024", ""], "no_kind"),
        (["Acorn", "31/02/2024", "email"], "no_day"),
        (["Acorn", "", "email"], "no_day"),
        (["Acorn", "", ""], "no_event"),
        (["", "25/11/2024", "email"], "no_name"),
    ],
)
def test_a_row_that_holds_no_event_is_rejected_with_a_reason(make_table, cells, code):
    (row,) = parse(make_table(["Group", "Date", "Kind"], cells), "log", LOG)
    assert row.rejected
    assert code in codes(row)


def test_one_row_an_organisation(make_table):
    table = make_table(
        ["Group", "Invited", "Contacted", "Responded", "Met"],
        ["Acorn", "", "25/11/2024", "✓", "27/11/2024 JB"],
        ["Beech", "x", "", "declined 26/11/2024", "no"],
        ["Cedar", "", "bounced", "", ""],
        ["Dogwood", "", "", "", ""],
    )
    acorn, beech, cedar, dogwood = parse(table, "log", LOG)
    assert events(acorn) == [
        ("email", "out", "2024-11-25"),
        ("email", "in", "2024-11-25"),
        ("meeting", "out", "2024-11-27"),
    ]
    assert acorn.facts["engagements"][2]["spoke"] is True
    assert acorn.facts["engagements"][2]["notes"] == "Met: JB"
    assert codes(acorn) == ["tick_without_date"]
    assert events(beech) == [("invitation", "out", "2024-10-17"), ("email", "in", "2024-11-26")]
    assert beech.facts["engagements"][1]["declined"] is True
    assert cedar.facts["engagements"][0]["bounced"] is True
    assert dogwood.rejected


def test_initials_are_a_tick_and_other_words_are_said(make_table):
    initials, words = parse(
        make_table(
            ["Group", "Contacted", "Met"], ["Acorn", "JB", ""], ["Beech", "25/11/2024", "we should, some day"]
        ),
        "log",
        LOG,
    )
    assert initials.facts["engagements"][0]["notes"] == "Contacted: JB"
    assert events(words) == [("email", "out", "2024-11-25")]
    assert codes(words) == ["tick_unreadable"]


def test_a_mandate_and_who_it_was_asked_through(make_table):
    table = make_table(
        [
            "Group",
            "Date",
            "Kind",
            "Asked through",
            "Members asked",
            "Members answered",
            "Method",
            "Recorded on",
        ],
        ["Acorn", "25/11/2024", "written reply", "North Forum", "1,200", "300", "survey", "30/11/2024"],
    )
    (row,) = parse(table, "log", LOG)
    (one,) = row.facts["engagements"]
    assert (one["asked_through"], one["members_asked"], one["members_answered"]) == ("North Forum", 1200, 300)
    assert one["recorded_on"] == "2024-11-30"


CONTACTS = ListContext("contacts", "2024-12-20", role="government")


def test_a_contact_holds_a_post(make_table):
    table = make_table(
        ["Name", "Department", "Job title", "Email", "Since", "Lawful basis", "Source"],
        [
            "Ann Example",
            "Department for Example",
            "Director",
            "Ann@example.gov.uk",
            "March 2023",
            "public task",
            "site",
        ],
    )
    (row,) = parse(table, "contacts", CONTACTS)
    assert row.values == {"name": "Department for Example", "roles": ["government"]}
    assert row.facts["person"] == {
        "name": "Ann Example",
        "email": "ann@example.gov.uk",
        "role": "Director",
        "since": "2023-03-01",
        "until": None,
        "basis": "public task",
        "obtained": "site",
    }


def test_a_contact_without_a_person_is_rejected(make_table):
    (row,) = parse(make_table(["Name", "Department"], ["", "Department for Example"]), "contacts", CONTACTS)
    assert codes(row) == ["no_person"]
    assert row.rejected


def test_a_liaison_ties_government_to_a_body(make_table):
    context = ListContext("liaisons", "2024-12-20")
    table = make_table(
        ["Infrastructure body", "Department", "Contact", "About", "Since"],
        ["North Forum", "Department for Example", "Ann Example", "funding", "2023"],
        ["South Forum", "", "", "", ""],
    )
    tie, empty = parse(table, "liaisons", context)
    assert tie.values == {"name": "North Forum"}
    assert tie.facts["liaison"] == {
        "from_person": "Ann Example",
        "from_organisation": "Department for Example",
        "topic": "funding",
        "since": "2023-01-01",
        "until": None,
    }
    assert empty.rejected
    assert codes(empty) == ["no_counterpart"]
