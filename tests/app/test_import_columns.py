"""Columns by page and by command: asked about, remembered per source, with a policy each."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from graph.consultations import add_consultation
from graph.model.consultations import Consultation
from graph.organisations import organisation, search_organisations
from tests.app.test_imports import BODY, address, commit, undo, upload

ODD = """Outfit,Ref,Where,Web,Shoe size
Ash Hall,1138860,LS1 4AP,www.ash.example.org,42
Beck Street Group,1138861,LS1 4AP,www.beck.example.org,39
Cragside,1138862,LS8 1AA,www.crag.example.org,41
"""
SAME = {"body_org_id": "new", "new_body": "XI-EARSHOT-TEST"}
SAID = {"field": ["name", "charity_number", "postcode", "website", ""]}


def say(client, page, **data):
    return client.post(f"{address(page)}/columns", data=data, follow_redirects=True)


def plain(response):
    return " ".join(re.sub(r"<[^>]*>", "", response.text).split())


def test_a_column_nobody_knows_is_asked_about_and_the_answer_remembered(client):
    page = upload(client, ODD.replace("Outfit", "Name"), **BODY)
    assert "2 columns Earshot doesn’t know: “Ref”, “Shoe size”." in plain(page)
    assert "“Shoe size”" in page.text
    columns = plain(client.get(f"{address(page)}/columns"))
    assert "not known: please say; looks like amounts or numbers" in columns
    settled = say(client, page, **SAID)
    assert "doesn’t know" not in settled.text
    assert "1 left out on purpose: “Shoe size”" in settled.text
    commit(client, settled)
    again = upload(client, ODD.replace("Outfit", "Name"), name="other.csv", **SAME)
    assert "1 left out on purpose: “Shoe size”" in again.text
    assert "Bring it in: nothing changes" in again.text
    assert "as in this source’s last list" in client.get(f"{address(again)}/columns").text


def test_two_columns_of_one_value_are_said_to_be_put_together(client):
    page = say(
        client, upload(client, ODD, **BODY), field=["name", "charity_number", "postcode", "name", "notes"]
    )
    columns = plain(client.get(f"{address(page)}/columns"))
    assert columns.count("Said twice:") == 2
    assert "“Web” holds the same, so what they say is put together into one." in columns
    assert "“Outfit” holds the same" in columns
    several = say(client, page, field=["name", "charity_number", "postcode", "notes", "notes"])
    assert "Said twice" not in client.get(f"{address(several)}/columns").text


def test_columns_that_moved_were_renamed_or_added_are_found_again(client):
    commit(client, say(client, upload(client, ODD, **BODY), **SAID))
    moved = (
        "Shoe size,Where is it,Outfit,Ref,Colour,Web\n"
        "42,LS1 4AP,Ash Hall,1138860,red,www.ash.example.org\n"
        "39,LS1 4AP,Beck Street Group,1138861,blue,www.beck.example.org\n"
    )
    page = upload(client, moved, **SAME)
    assert "Bring it in: nothing changes" in page.text
    assert "“Colour”" in plain(page).partition("used:")[0]
    columns = plain(client.get(f"{address(page)}/columns"))
    assert "not known: please say" in columns
    assert "suggested" in columns


def test_a_mapping_that_was_taken_back_is_forgotten(client):
    undo(client, commit(client, say(client, upload(client, ODD, **BODY), **SAID)))
    again = upload(client, ODD, **SAME, body_name="Voices of Testing")
    assert "as in this source’s last list" not in client.get(f"{address(again)}/columns").text


def test_a_policy_chosen_on_the_page_shows_its_effect_and_is_remembered(client, running):
    first = "Name,Charity number,Website\nAsh Hall,1138860,old.example.org\n"
    commit(client, upload(client, first, **{**BODY, "new_body": "XI-EARSHOT-OTHER", "body_name": "Others"}))
    mine = "Name,Charity number,Website\nAsh Hall,1138860,new.example.org\n"
    page = upload(client, mine, **BODY)
    assert '<s class="was">old.example.org</s>' in page.text
    fields = {"field": ["name", "charity_number", "website"], "policy-website": "fill_blanks"}
    page = say(client, page, **fields)
    assert "On record: old.example.org. Stays: only blanks are filled." in page.text
    assert "website, only fill what is blank" in page.text
    commit(client, page)
    (ash,) = search_organisations(running.store, "ash hall").items
    from graph.organisations import organisation

    assert organisation(running.store, ash.id).record.website == "old.example.org"
    again = upload(client, mine.replace("new.", "newer."), **SAME)
    assert "website, only fill what is blank" in again.text


def test_a_hostile_form_maps_nothing(client):
    page = upload(client, ODD, **BODY)
    answer = say(client, page, field=["name", "<script>", "postcode", "website", ""])
    assert answer.status_code == 200
    assert "<script>x" not in answer.text
    assert "“Ref”" in plain(answer)


def test_rows_are_left_out_and_text_is_repaired_from_the_preview(client):
    text = "Name,Charity number\nCafÃ© Ash,1138860\nBeck,1138861\n"
    page = upload(client, text, **BODY)
    assert "encoded twice" in page.text
    repaired = client.post(f"{address(page)}/again", data={"repair_text": "1"}, follow_redirects=True)
    assert "Café Ash" in repaired.text
    assert "CafÃ©" not in repaired.text
    fewer = client.post(f"{address(repaired)}/again", data={"leave_out": "3"}, follow_redirects=True)
    assert "2 rows seen, 1 read; 1 left out: 1 left out" in plain(fewer)
    assert "Café Ash" in fewer.text


@pytest.fixture
def flask(app, tmp_path):
    def run(text: str, *options: str, command: str = "import-list"):
        path: Path = tmp_path / "list.csv"
        path.write_text(text, encoding="utf-8")
        body = ("--body", "XI-EARSHOT-TEST", "--body-name", "Voices of Testing")
        result = app.test_cli_runner().invoke(args=[command, str(path), *body, *options, "--json"])
        return result.exit_code, json.loads(result.stdout or "{}"), result.stderr

    return run


def test_a_command_tells_every_column_and_remembers_too(flask):
    code, done, _ = flask(ODD, "--columns", "name=Outfit,charity_number=Ref,postcode=Where")
    assert code == 0
    assert [(one["field"], one["origin"]) for one in done["columns"]] == [
        ("name", "chosen"),
        ("charity_number", "chosen"),
        ("postcode", "chosen"),
        ("website", "suggested"),
        (None, "open"),
    ]
    assert [issue["column"] for issue in done["issues"] if issue["code"] == "column_unknown"] == ["Shoe size"]
    code, again, _ = flask(ODD, "--ignore", "Shoe size")
    assert again["counts"]["same"] == 3
    assert [one["origin"] for one in again["columns"]] == ["remembered"] * 4 + ["chosen"]
    _, third, _ = flask(ODD)
    assert third["columns"][4] == {
        "position": 5,
        "heading": "Shoe size",
        "field": None,
        "origin": "remembered",
    }
    _, over, _ = flask(ODD, "--columns", "notes=Shoe size", "--plan-only")
    assert over["columns"][4]["field"] == "notes"


@pytest.mark.parametrize(
    ("option", "says"),
    [
        (("--policy", "shoe=never"), "No policy can be chosen"),
        (("--policy", "website=sometimes"), "No policy is called"),
        (("--ignore", "Shoe sise"), "Did you mean shoe size?"),
        (("--sheet", "Members"), "A text file has no sheets"),
    ],
)
def test_choices_that_cannot_be_are_refused_in_words(flask, option, says):
    code, done, told = flask(ODD, *option)
    assert code == 1
    assert done["state"] == "refused"
    assert says in told


def test_policies_and_rows_by_command(flask):
    _, done, told = flask(
        ODD.replace("Outfit", "Name"), "--policy", "website=fill_blanks,name=never", "--leave-out", "3,4"
    )
    assert not told
    assert done["policies"] == {"website": "fill_blanks", "name": "never"}
    assert (done["rows_seen"], done["rows_read"]) == (3, 1)
    assert [one["why"] for one in done["skipped"]] == ["left out", "left out"]


def test_options_may_be_repeated_and_what_they_name_must_be_there(flask):
    repeated = ("--columns", "name=Outfit", "--columns", "notes=Ref", "--leave-out", "3", "--leave-out", "99")
    _, done, _ = flask(ODD, *repeated)
    assert [one["field"] for one in done["columns"]][:1] == ["name"]
    assert [one["origin"] for one in done["columns"] if one["heading"] == "Ref"] == ["chosen"]
    assert [one["row"] for one in done["skipped"]] == [3]
    assert "The list has no row 99 to leave out." in [one["message"] for one in done["issues"]]
    _, _, told = flask(ODD, "--ignore", "No such Heading")
    assert 'No column has the heading "No such Heading".' in told


@pytest.mark.parametrize(
    "options",
    [("--columns", "name=Outfit,name=Ref"), ("--policy", "name=never", "--policy", "name=overwrite")],
)
def test_a_field_given_twice_is_wrong_usage(flask, options):
    code, done, _ = flask(ODD, *options)
    assert (code, done["refused"]["code"]) == (2, "wrong_usage")
    assert "'name' is given twice" in done["refused"]["message"]


def test_headings_alone_say_that_there_is_nothing_to_bring_in(client, flask):
    page = upload(client, "Name,Charity number\n", **BODY)
    assert "there is nothing to bring in" in page.text
    assert "Bring it in: nothing changes" in page.text
    level = client.get(f"{address(page)}/problems/file")
    assert "the right sheet of it read" in level.text
    code, done, _ = flask("Name,Charity number\n")
    assert (code, done["rows_read"], [one["code"] for one in done["issues"]]) == (0, 0, ["no_rows"])


def test_a_hundred_columns_nobody_knows_are_told_in_short_and_left_out_at_once(client):
    odd = [f"Question {number}" for number in range(100)]
    lines = [["Name", "Postcode", *odd], *([f"Ash {row} Trust", "LS1 4AP", *["x"] * 100] for row in range(3))]
    page = upload(client, "\n".join(map(",".join, lines)), **BODY)
    assert "100 columns Earshot doesn’t know: “Question 0”" in plain(page)
    assert "“Question 11” and 88 more." in plain(page)
    assert "“Question 99”" in page.text  # in the fold
    columns = client.get(f"{address(page)}/columns").text
    assert columns.count("Leave all 100 out that Earshot doesn’t know") == 2
    fields = ["name", "postcode", "address", *["?"] * 99]
    settled = say(client, page, field=fields, leave_out_unknown="1")
    assert "doesn’t know" not in settled.text
    assert "99 left out on purpose: “Question 1”" in plain(settled)
    assert "“Question 0” as address" in plain(settled)


AMBIGUOUS = "Name,Charity number,Joined\nAsh Hall,1138860,03/04/2023\nBeck Street Group,1138861,05/06/2023\n"


def joined(running):
    return sorted(
        each.since
        for number in ("GB-CHC-1138860", "GB-CHC-1138861")
        for found in search_organisations(running.store, number).items
        for each in organisation(running.store, found.id).record.memberships
    )


def test_the_order_of_dates_is_said_by_hand_and_remembered(client, running):
    page = upload(client, AMBIGUOUS, **BODY)
    columns = client.get(f"{address(page)}/columns").text
    assert "Dates such as 3/4/2024 have" in columns
    assert '<option value="as_shown" selected>' in columns
    fields = ["name", "charity_number", "joined"]
    said = say(client, page, field=fields, date_order="month_first")
    assert "You said that dates such as 3/4/2024 have the month first." in plain(said)
    commit(client, said)
    assert joined(running) == ["2023-03-04", "2023-05-06"]
    again = upload(client, AMBIGUOUS, name="next.csv", **SAME)
    assert "Bring it in: nothing changes" in again.text
    assert "as in this source’s last list: the month first" in client.get(f"{address(again)}/columns").text
    shown = say(client, again, field=fields, date_order="as_shown")
    assert "Bring in 2 rows" in shown.text
    commit(client, shown)
    assert "as in this source’s last list: the month" not in client.get(f"{address(shown)}/columns").text
    assert joined(running) == ["2023-04-03", "2023-06-05"]


def test_an_order_that_there_is_not_changes_nothing(client):
    page = upload(client, AMBIGUOUS, **BODY)
    fields = ["name", "charity_number", "joined"]
    answer = say(client, page, field=fields, date_order="year_first")
    assert answer.status_code == 422
    assert "Dates can&#39;t be read “year_first”." in answer.text


def test_a_sheet_of_who_came_is_a_log_once_the_occasion_is_said(client, running):
    add_consultation(
        running.store, "ann", Consultation("hall", "The hall", "2024-01-01", "2024-12-31", ()), "c"
    )
    page = upload(client, "Organisation\nAsh Hall\nBeck Street Group\n", kind="log", consultation="hall")
    assert "If the whole list is of one occasion, say what it was and when (under Columns" in plain(page)
    later = say(client, page, field=["name"], event_kind="roundtable", held_on="2999-01-01")
    assert later.status_code == 422
    assert "1 January 2999, is still to come. Give the day on which they took place." in later.text
    said = say(client, page, field=["name"], event_kind="roundtable", held_on="2024-03-05")
    assert "rows without a kind of contact are: roundtable; rows without a date are of 5 March 2024" in plain(
        said
    )
    assert "2 rows to review" in plain(said)


def test_a_list_without_dates_is_not_asked_about_them(client):
    page = upload(client, ODD, **BODY)
    columns = client.get(f"{address(page)}/columns").text
    assert "Dates such as" not in columns
    assert "one occasion" not in columns


def test_columns_missing_since_the_last_list_are_told_unless_it_is_another_kind_of_sheet(client):
    fields = ["name", "charity_number", "postcode", "website", ""]
    commit(client, say(client, upload(client, ODD, **BODY), field=fields))
    shorter = "Outfit,Ref,Where\nAsh Hall,1138860,LS1 4AP\n"
    page = upload(client, shorter, **SAME)
    columns = plain(client.get(f"{address(page)}/columns"))
    assert "Missing, and in the last list: “Web”." in columns
    other = upload(client, "Outfit,Town\nAsh Hall,Leeds\n", **SAME)
    assert "Missing, and in the last list" not in client.get(f"{address(other)}/columns").text
