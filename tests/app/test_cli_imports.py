"""`flask import-…` and `flask undo`: what they print, refuse and leave behind."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app.runtime import Earshot
from graph.declarations import declarations_of
from graph.organisations import search_organisations
from graph.people import people_at
from graph.review import decide, waiting_rows
from graph.verify import verify

BODY = ("--body", "XI-EARSHOT-B1", "--body-name", "Voices of Testing")
LIST = """Name,Charity number,Postcode,Website
Ash Hall,1138860,LS1 4AP,www.ash.example.org
Beck Street Group,,LS1 4AP,
"""


@pytest.fixture
def flask(app: Flask):
    """A function that runs `flask … --json` and returns (exit code, what stdout holds as JSON, stderr)."""

    def run(*arguments: Any) -> tuple[int, dict[str, Any], str]:
        result = app.test_cli_runner().invoke(args=[*map(str, arguments), "--json"])
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result.exit_code, json.loads(result.stdout) if result.stdout.strip() else {}, result.stderr

    return run


@pytest.fixture
def file(tmp_path: Path):
    """A function that writes a file of that text and returns its path."""

    def write(text: str, name: str = "list.csv") -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


def numbered(some: range) -> str:
    return "Name,Charity number\n" + "".join(f"Group {each},{1138860 + each}\n" for each in some)


def test_counts_add_up_and_undo_leaves_nothing(flask, file, running: Earshot) -> None:
    before = verify(running.store)["digest"]
    code, done, _ = flask("import-list", file(LIST), *BODY)
    assert (code, done["state"], done["review_items"]) == (0, "waiting", 1)
    assert sum(done["counts"].values()) == done["rows_read"] == 2
    assert done["rows_seen"] == done["rows_read"] + len(done["skipped"])
    code, again, _ = flask("import-list", file(LIST), *BODY)
    assert (again["counts"]["same"], again["changes"]) == (1, 0)
    assert flask("coverage")[1].get("waiting_rows", 1) == 1
    for one in (again, done):
        assert flask("undo", one["import_id"])[0] == 0
    assert verify(running.store)["digest"] == before


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("import-list", "--body", "XI-EARSHOT-NOBODY"), "Nobody here has the org-id"),
        (("import-list", "--body", "225922", "--body-name", "X"), "is no org-id"),
        (("import-list", *BODY, "--list-date", "2999-01-01"), "still to come"),
        (("import-list", *BODY, "--columns", "name=Nope"), "No column has the heading"),
        (("import-log", "--consultation", "nope"), "no consultation"),
    ],
)
def test_a_refusal_is_one_object_and_a_sentence(flask, file, running: Earshot, arguments, words) -> None:
    before = verify(running.store)["archive_digest"]
    command, *options = arguments
    code, printed, said = flask(command, file(LIST), *options)
    assert (code, printed["state"], printed["rows_read"]) == (1, "refused", 0)
    assert words in printed["refused"]["message"]
    assert printed["refused"]["next_step"]
    assert words in said
    assert verify(running.store)["archive_digest"] == before


@pytest.mark.parametrize(
    "arguments",
    [
        ("import-list",),
        ("import-list", "there-is-no-such-file.csv", *BODY),
        ("import-log", "--consultation", "x", "--held-on", "yesterday", "-"),
        ("import-claims",),
        ("undo",),
        ("check", __file__, "--as", "nothing"),
        ("consultation", "add", "Hall"),
    ],
)
def test_wrong_usage_is_one_object_too_and_exits_2(flask, arguments) -> None:
    code, printed, said = flask(*arguments)
    assert (code, printed["state"], printed["refused"]["code"]) == (2, "refused", "wrong_usage")
    assert printed["refused"]["message"] in said
    assert "--help" in printed["refused"]["next_step"]
    assert printed.get("rows_read") == (0 if arguments[0].startswith("import-") else None)


def test_a_list_on_standard_input_is_the_same_list(app: Flask, flask, file) -> None:
    flask("import-list", file(LIST), *BODY)
    arguments = ["import-list", "-", "--file-name", "Members.csv", *BODY, "--json"]
    piped = app.test_cli_runner().invoke(args=arguments, input=LIST.encode())
    done = json.loads(piped.stdout)
    assert (piped.exit_code, done["counts"]["same"], done["changes"]) == (0, 1, 0)
    assert app.test_cli_runner().invoke(args=arguments, input=b"").exit_code == 1


def test_other_commands_refuse_the_same_way(flask) -> None:
    code, printed, said = flask("undo", "nothing")
    assert (code, printed["state"]) == (1, "refused")
    assert printed["refused"]["message"] in said


@pytest.mark.parametrize(
    "arguments",
    [
        ("import-list",),
        ("import-list", *BODY, "--accept", "all"),
        ("import-list", *BODY, "--list-date", "31/12/2024"),
        ("import-list", *BODY, "--columns", "name"),
        ("import-organisations", "--role", "king"),
        ("import-log",),
    ],
)
def test_wrong_usage_exits_with_2(flask, file, arguments) -> None:
    command, *options = arguments
    code, printed, said = flask(command, file(LIST), *options)
    assert (code, printed["refused"]["code"]) == (2, "wrong_usage")
    assert f"Error: {printed['refused']['message']}" in said


def test_a_refusal_has_a_code_and_a_next_step(flask, file, tmp_path: Path) -> None:
    path = file(LIST)
    for arguments, refused_as in (
        (("undo", "nonsense"), "no_such_import"),
        (("import-list", path, *BODY, "--sheet", "Sheet1"), "no_sheets"),
        (("import-claims", file("Body,Date,Total\nX,2024-01-01,3\n", "c.csv"), "--sheet", "A"), "no_sheets"),
        (("import-list", path, *BODY, "--list-date", "2999-01-01"), "day_to_come"),
        (("import-list", path, *BODY, "--out", path), "out_place"),
        (("import-list", path, *BODY, "--out", tmp_path / "away" / "list.csv"), "out_place"),
        (("import-list", path, *BODY, "--out", tmp_path / "list.pdf"), "out_format"),
        (("import-list", path, *BODY, "--out", "/proc/list.csv"), "out_place"),
        (("import-list", path, *BODY, "--policy", "name=none"), "unknown_policy"),
        (("import-list", path, *BODY, "--policy", "led_by=never"), "unknown_policy_field"),
        (("import-list", path, "--body", "XI-EARSHOT-B2"), "unknown_body"),
        (("import-log", path, "--consultation", "none"), "unknown_consultation"),
    ):
        code, done, _ = flask(*arguments)
        assert (code, done["refused"]["code"]) == (1, refused_as)
        assert done["refused"]["next_step"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no disk here that is always full")
def test_a_list_that_cant_be_handed_back_is_in_all_the_same(flask, file) -> None:
    code, done, said = flask("import-list", file(LIST), *BODY, "--out", "/dev/full")
    assert (code, done["state"], done["issues"][0]["code"]) == (1, "waiting", "not_handed_back")
    assert done["issues"][0]["message"] in said


def test_a_row_that_a_comma_in_a_name_parted_is_said_and_waits(flask, file, running: Earshot) -> None:
    text = numbered(range(3)).replace("Group 1", "Beck, Brook and Burn") + '"Elm, Oak and Yew",1138870\n'
    code, done, _ = flask("import-list", file(text), *BODY)
    assert (code, done["counts"]["new"], done["counts"]["review"]) == (0, 3, 1)
    assert [issue["row"] for issue in done["issues"] if issue["code"] == "more_cells"] == [3]
    assert not search_organisations(running.store, "Beck").items


def test_rows_that_mostly_go_on_beyond_the_headings_are_no_accident(flask, file) -> None:
    text = numbered(range(3)).replace("\n", ",a note\n").replace("number,a note", "number")
    _, done, _ = flask("import-list", file(text), *BODY)
    assert (done["counts"]["new"], done["counts"]["review"]) == (3, 0)


def test_rows_beyond_those_told_singly_count_as_rows_beyond_the_headings(flask, file) -> None:
    """The more rows there are, the more of them are no accident: only so many are kept to be told."""
    text = numbered(range(1200)).replace("\n", ",a note\n").replace("number,a note", "number")
    _, done, _ = flask("import-list", file(text), *BODY, "--plan-only")
    assert (done["counts"]["new"], done["counts"]["review"]) == (1200, 0)


def test_a_member_whose_row_is_rejected_does_not_leave(flask, file) -> None:
    """The row names it, by any of its names; a row that names nobody keeps nobody."""
    named = "Name,Also known as,Charity number\nGroup 9,The Nine,1138869\n"
    flask("import-list", file(numbered(range(8))), *BODY, "--list-date", "2024-01-01")
    flask("import-list", file(named), *BODY, "--list-date", "2024-01-02")
    whole = numbered(range(6)) + "Group 6,1.13887E+06\nThe Nine,1.13887E+06\n,1.13887E+06\n"
    code, printed, _ = flask("import-list", file(whole), *BODY, "--list-date", "2024-02-01", "--whole-list")
    assert (code, printed["counts"]["rejected"], printed["leavers"]) == (0, 3, 1)


def test_a_list_called_whole_that_lacks_most_is_refused_until_said_again(flask, file) -> None:
    flask("import-list", file(numbered(range(10))), *BODY, "--list-date", "2024-01-01")
    few = file(numbered(range(4)), "few.csv")
    whole = (*BODY, "--list-date", "2024-02-01", "--whole-list")
    code, printed, _ = flask("import-list", few, *whole)
    assert (code, printed["refused"]["code"]) == (1, "too_many_leave")
    assert "--many-leave" in printed["refused"]["next_step"]
    assert flask("import-list", few, *whole, "--many-leave")[1]["leavers"] == 6


@pytest.mark.parametrize("rows", ["", ",,\n", "Group 50,1.13887E+06\n"])
def test_nobody_leaves_by_a_list_without_a_row_that_can_be_used(flask, file, running: Earshot, rows) -> None:
    """Not even when it was said that many may leave; nor is that what is asked for then."""
    flask("import-list", file(numbered(range(3))), *BODY, "--list-date", "2024-01-01")
    before = running.store.revision()
    whole = (*BODY, "--list-date", "2024-02-01", "--whole-list", "--many-leave")
    code, printed, _ = flask("import-list", file("Name,Charity number\n" + rows, "none.csv"), *whole)
    assert (code, printed["refused"]["code"]) == (1, "nobody_named")
    assert "--many-leave" not in printed["refused"]["next_step"]
    assert running.store.revision() == before


def test_a_body_on_its_own_list_doesnt_wait(flask, file) -> None:
    text = file(LIST.splitlines()[0] + "\nAsh Hall,1138860,LS1 4AP,\n")
    flask("import-organisations", text)
    code, done, _ = flask("import-list", text, "--body", "gb-chc-1138860")
    assert (code, done["state"], done["review_items"]) == (0, "committed", 0)


PEOPLE = """Organisation,Charity number,Contact name,Contact email,Led by
Ash Hall,1138860,Ana Ash,ana@ash.example.org,{0}
Ash Hall,1138860,Bea Ash,bea@ash.example.org,{1}
Ash Hall,1138860,Ana Ash,ana@ash.example.org,{0}
"""


def test_every_person_of_an_organisation_with_several_rows_goes_in(flask, file, running: Earshot) -> None:
    """Whatever the order of the rows; the same list again, however shuffled, says nothing new."""
    before = verify(running.store)["digest"]
    code, done, _ = flask("import-list", file(PEOPLE.format("", "Women")), *BODY)
    assert (code, done["counts"]["new"], done["counts"]["changed"], done["counts"]["same"]) == (0, 1, 1, 1)
    (ash,) = search_organisations(running.store, "Ash Hall").items
    assert [each.name for each in people_at(running.store, ash.id)] == ["Ana Ash", "Bea Ash"]
    assert len(led(running, "Ash Hall")) == 1
    heading, *rows = PEOPLE.format("", "Women").splitlines()
    shuffled = file("\n".join((heading, *reversed(rows))), "shuffled.csv")
    again = flask("import-list", shuffled, *BODY)[1]
    assert again["counts"]["same"] == 3
    flask("undo", done["import_id"])
    assert len(people_at(running.store, ash.id)) == 2
    flask("undo", again["import_id"])
    assert verify(running.store)["digest"] == before


def test_rows_that_disagree_on_who_leads_leave_it_open(flask, file, running: Earshot) -> None:
    _, done, _ = flask("import-list", file(PEOPLE.format("Women", "Disabled people")), *BODY)
    assert (done["counts"]["new"], done["counts"]["conflict"]) == (1, 2)
    assert led(running, "Ash Hall") == []
    waiting = waiting_rows(running.store).items
    assert all("differ in answer on who leads" in item.question for item in waiting)


def test_two_lists_end_the_same_in_either_order(flask, file, running: Earshot) -> None:
    one = file(LIST, "one.csv")
    two = file("Name,Charity number,Postcode,Website\nThe Ash Hall,1138860,BD1 1AA,www.hall.example.org\n")
    first = ("import-list", one, *BODY, "--list-date", "2024-01-01")
    second = (
        "import-list",
        two,
        "--body",
        "XI-EARSHOT-B2",
        "--body-name",
        "Two",
        "--list-date",
        "2024-02-01",
    )
    digests = set()
    for order in ((first, second), (second, first)):
        done = [flask(*each)[1]["import_id"] for each in order]
        digests.add(verify(running.store)["digest"])
        for import_id in done:
            flask("undo", import_id)
    assert len(digests) == 1


LED = "Name,Charity number,Led by,Board share %,Declared on\n"


def led(running: Earshot, name: str) -> list[Any]:
    (found,) = search_organisations(running.store, name).items
    return list(declarations_of(running.store, found.id))


def test_words_that_mean_several_communities_wait_and_leave_the_rest_unknown(flask, file, running) -> None:
    text = file(LED + "Ash Hall,1138860,BAME; D/deaf,60;80,01/03/2024\n")
    assert flask("import-list", text, *BODY)[1]["review_items"] == 1
    (item,) = waiting_rows(running.store).items
    assert "D/deaf" in item.question
    decide(running.store, "ann", [(item.id, "new", None)], "decide")
    (declared,) = led(running, "Ash Hall")
    assert (declared.asked_about, set(declared.leadership)) == (("DEI010000",), {"DEI010000"})
    assert declared.leadership["DEI010000"].board == "over_half"
    again = flask("import-list", text, *BODY)[1]
    assert (again["counts"]["same"], again["review_items"]) == (1, 0)
    assert "words_left_out" in {issue["code"] for issue in again["issues"]}


def test_new_answers_on_a_known_list_count_as_changes(flask, file) -> None:
    text = file(LED + "Ash Hall,1138860,BAME,60,01/03/2024\n")
    flask("import-list", text, *BODY)
    assert flask("import-list", text, *BODY)[1]["counts"]["same"] == 1
    assert flask("import-list", text, *BODY, "--own-answers")[1]["counts"]["changed"] == 1
    assert flask("import-list", text, *BODY, "--own-answers")[1]["counts"]["same"] == 1


def test_days_to_come_are_left_out_and_said(flask, file, running: Earshot) -> None:
    text = file(LED + "Ash Hall,1138860,BAME,60,01/03/2999\n")
    done = flask("import-list", text, *BODY)[1]
    assert [issue["code"] for issue in done["issues"] if issue["row"]] == ["date_to_come"]
    (declared,) = led(running, "Ash Hall")
    assert declared.declared_on < "2999"


def test_a_log_under_another_name_adds_only_what_is_new(flask, file, running: Earshot) -> None:
    opens = ("--opens", "2024-10-17", "--closes", "2024-12-12")
    flask("consultation", "add", "Test", "--id", "t24", *opens)
    flask("import-list", file(LIST), *BODY)
    heading = "Organisation,Charity number,Date,Kind\n"
    rows = "Ash Hall,1138860,21/10/2024,Meeting\nAsh Hall,1138860,24/10/2999,Meeting\n"
    done = flask("import-log", file(heading + rows, "october.csv"), "--consultation", "t24")[1]
    assert (done["counts"]["changed"], done["counts"]["rejected"]) == (1, 1)
    before = verify(running.store)["digest"]
    again = flask("import-log", file(heading + rows, "october (1).csv"), "--consultation", "t24")[1]
    assert (again["counts"]["same"], again["counts"]["changed"]) == (1, 0)
    assert verify(running.store)["digest"] == before
    more = heading + rows + "Ash Hall,1138860,02/11/2024,Call\n"
    done = flask("import-log", file(more, "november.csv"), "--consultation", "t24")[1]
    assert (done["counts"]["same"], done["counts"]["changed"]) == (1, 1)


def test_a_corrected_log_tells_which_earlier_contact_stays_beside_it(flask, file, running: Earshot) -> None:
    flask("consultation", "add", "Test", "--id", "t24", "--opens", "2024-10-17", "--closes", "2024-12-12")
    flask("import-list", file(LIST), *BODY)
    heading = "Organisation,Charity number,Date,Kind\nAsh Hall,1138860,21/10/2024,Call\n"

    def said_of(text: str, name: str) -> list[str]:
        done = flask("import-log", file(heading + text, name), "--consultation", "t24")[1]
        assert {issue["row"] for issue in done["issues"] if issue["code"] == "earlier_contact_stays"} <= {3}
        return [issue["message"] for issue in done["issues"] if issue["code"] == "earlier_contact_stays"]

    assert said_of("Ash Hall,1138860,12/11/2024,Meeting\n", "log.csv") == []
    (message,) = said_of("Ash Hall,1138860,13/11/2024,Meeting\n", "log 2.csv")
    assert "log.csv has another contact with it in row 3 (meeting, 12 November 2024)" in message
    heading = heading.replace("21/10", "22/10")
    assert said_of("Ash Hall,1138860,14/11/2024,Meeting\n", "another month.csv") == []


def test_what_was_decided_about_one_row_is_taken_back_by_command(flask, file, running: Earshot) -> None:
    _, done, _ = flask("import-list", file(LIST), *BODY)
    before, import_id = verify(running.store)["digest"], done["import_id"]
    (item,) = waiting_rows(running.store).items
    decide(running.store, "ann", [(item.id, "new", None)], "new")
    _, later, _ = flask("import-list", file(LIST), *BODY)
    assert later["counts"]["same"] == 2
    code, back, said = flask("undo", import_id, "--row", 3)
    assert (code, back) == (0, {"import_id": import_id, "restored": 0, "removed": 0, "kept": []})
    assert f"1 rows of list.csv ({later['import_id']}) went in by this decision since, and stay." in said
    flask("undo", later["import_id"])
    assert verify(running.store)["digest"] == before
    for row, why in ((3, "waits for a decision"), (2, "wasn't decided by a person"), (17, "wasn't decided")):
        code, refused, said = flask("undo", import_id, "--row", row)
        assert (code, refused["state"]) == (1, "refused")
        assert why in refused["refused"]["message"]
        assert refused["refused"]["code"] == "nothing_decided"
        assert "show which were decided" in refused["refused"]["next_step"]
        assert why in said
