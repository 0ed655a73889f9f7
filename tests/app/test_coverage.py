"""The coverage page on a small list whose figures were counted by hand (tests/app/walk.py)."""

from __future__ import annotations

import csv
import io
import re

import openpyxl
import pytest
from flask.testing import FlaskClient

from app.coverage import Asked, asked_by
from app.errors import Refused
from app.words import OF_A_COMMUNITY, OF_EVERYBODY
from graph.reach.behind import OF_A_COMMUNITY as COMMUNITY_FIGURES
from graph.reach.behind import OF_EVERYBODY as EVERYBODY_FIGURES
from graph.reach.cells import Verdict
from tests.app.walk import DISABLED, FAITH, LEEDS, furnish, led_by
from tests.contract.lists import bring_in, line


def _row(page: str, code: str) -> str:
    """Return the text of one community's row, without its tags."""
    found = re.search(rf'<tr id="{code}".*?</tr>', page, re.DOTALL)
    assert found, code
    return " ".join(re.sub(r"<[^>]+>", " ", found[0]).split())


def test_an_empty_graph_says_what_to_do_first(client: FlaskClient) -> None:
    page = client.get("/").text
    assert "What to do first" in page
    assert "/consultations/new" in page


def test_the_figures_are_those_counted_by_hand(client: FlaskClient, places_to_walk) -> None:
    """Three of six led by disabled people, one heard; two unknown, of whom one heard."""
    page = client.get("/").text
    row = _row(page, DISABLED)
    assert "Partly heard" in row
    assert "1 of 3 (33%; 25% to 50% counting the unknown)" in row
    assert "2 not known" in row
    assert "1 say not" in row
    assert "1 of them heard" in row
    lead = " ".join(re.sub(r"<[^>]+>", "", page.split('class="lead">')[1].split("</p>")[0]).split())
    assert lead.startswith("6 organisations are on 1 list. 4 have said who leads them; of the 3 led by any")
    assert "we have heard 1." in lead
    assert "2 nobody has asked who leads them, and 2 rows wait for review." in lead


def test_the_rule_changes_who_counts(client: FlaskClient, places_to_walk) -> None:
    """Under "over half the board" one of the three falls short, and is not led."""
    row = _row(client.get("/?rule=majority").text, DISABLED)
    assert "1 of 2 (50%; 33% to 67% counting the unknown)" in row
    assert "2 say not" in row


def test_the_gap_comes_first_and_other_orders_are_links(client: FlaskClient, places_to_walk) -> None:
    page = client.get("/").text
    assert page.index(f'id="{FAITH}"') != page.index(f'id="{DISABLED}"')
    by_led = client.get("/?sort=led").text
    assert re.findall(r'<tr id="(\w+)"', by_led)[0] == DISABLED
    names = re.findall(r'<tr id="\w+".*?<a [^>]*>([^<]+)</a>', client.get("/?sort=name").text, re.DOTALL)
    assert names == sorted(names, key=str.casefold)


def test_filters_narrow_and_are_said(client: FlaskClient, places_to_walk) -> None:
    page = client.get(f"/?place={LEEDS}&size=to_100k").text
    assert "1 of 2" in _row(page, DISABLED)
    assert "Narrowed to place Leeds; size £10,000 to £100,000." in " ".join(page.split())
    assert f'<option value="{LEEDS}" selected>' in page


def test_a_body_narrows_to_its_list(client: FlaskClient, places_to_walk: dict[str, str]) -> None:
    assert "2 not known" in _row(client.get(f"/?body={places_to_walk['body']}").text, DISABLED)


def test_as_known_on_a_day_before_the_list_nothing_was_known(client: FlaskClient, places_to_walk) -> None:
    page = client.get("/?on=2020-01-01").text
    assert "0 organisations are on 0 lists" in page
    assert "as known on 1 January 2020" in page


@pytest.mark.parametrize(
    "query", ["on=soon", "on=2999-01-01", "rule=x", "place=x", "size=x", "body=x", "consultation=x"]
)
def test_what_is_not_there_is_refused_in_words(client: FlaskClient, places_to_walk, query: str) -> None:
    answer = client.get(f"/?{query}")
    assert answer.status_code == 400
    assert "That can&#39;t be done" in answer.text


def test_what_lies_below_is_opened_by_link(client: FlaskClient, places_to_walk) -> None:
    closed, opened = client.get("/").text, client.get(f"/?under={DISABLED}").text
    assert 'id="DEI020100"' not in closed
    assert 'id="DEI020100"' in opened
    assert 'id="DEI020110"' in client.get("/?under=DEI020100").text
    assert f"under={DISABLED}#{DISABLED}" in closed


def test_a_verdict_can_be_singled_out(client: FlaskClient, places_to_walk) -> None:
    rows = re.findall(r'<tr id="(\w+)"', client.get("/?verdict=partly_heard").text)
    assert rows == [DISABLED]


def test_every_figure_links_to_a_list_of_that_length(client: FlaskClient, places_to_walk) -> None:
    page = client.get(f"/?under={DISABLED}").text
    links = set(re.findall(r'href="(/coverage/organisations[^"]+)">([\d,]+)', page))
    assert len(links) > 20
    for address, number in links:
        title = re.findall(r"<title>(.*?)</title>", client.get(address.replace("&amp;", "&")).text)[0]
        assert re.findall(r"([\d,]+) organisations?\b", title)[0] == number, (address, title)


def test_a_list_names_the_organisations_and_how_far_each_came(client: FlaskClient, places_to_walk) -> None:
    page = client.get(f"/coverage/organisations?figure=led&community={DISABLED}").text
    assert [name in page for name in ("Ash Hall", "Beck Street", "Cragside", "Dale")] == [True] * 3 + [False]
    assert "heard in depth" in page
    assert "example data" in page


def test_hostile_names_are_text_on_the_list(client: FlaskClient, places_to_walk) -> None:
    page = client.get("/coverage/organisations?figure=listed").text
    assert "Elm &lt;b&gt;House&lt;/b&gt;" in page
    assert "Elm <b>" not in page


def test_every_figure_has_words(client: FlaskClient, places_to_walk) -> None:
    assert set(OF_A_COMMUNITY) == set(COMMUNITY_FIGURES)
    assert set(OF_EVERYBODY) == set(EVERYBODY_FIGURES)
    for figure in COMMUNITY_FIGURES:
        path = f"/coverage/organisations?figure={figure}&community={DISABLED}"
        assert client.get(path).status_code == 200
    for figure in EVERYBODY_FIGURES:
        assert client.get(f"/coverage/organisations?figure={figure}").status_code == 200


def test_a_figure_that_is_not_there_is_refused(client: FlaskClient, places_to_walk) -> None:
    assert client.get("/coverage/organisations?figure=x").status_code == 400


def test_what_may_not_be_shared_is_only_counted(client: FlaskClient, running, places_to_walk) -> None:
    private = led_by(FAITH, reply="may_not_be_shared")
    lines = [line(f"Quiet {number}", f"GB-CHC-20000{number}", facts=private) for number in range(10, 16)]
    bring_in(running.store, "GB-CHC-1000002", lines)
    page = client.get(f"/coverage/organisations?figure=led&community={FAITH}").text
    assert "6 organisations led by them" in page
    assert "6 not shown" in page
    assert "Quiet 1" not in page


def test_long_lists_come_in_pages(client: FlaskClient, running, places_to_walk) -> None:
    bring_in(running.store, "GB-CHC-1000002", [line(f"Group {number:03}") for number in range(60)])
    seen: list[str] = []
    address = "/coverage/organisations?figure=listed"
    while address:
        page = client.get(address).text
        seen += re.findall(r'<th scope="row">(?:<a [^>]*>)?([^<]+)<', page)
        later = re.findall(r'href="([^"]+)" rel="next"', page)
        address = later[0].replace("&amp;", "&") if later else ""
    assert len(seen) == 66
    assert len(set(seen)) == 66


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_the_table_can_be_taken_away_without_led_by_evidence(
    client: FlaskClient, places_to_walk, ending: str
) -> None:
    answer = client.get(f"/coverage/export.{ending}")
    if ending == "csv":
        rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"), newline="")))
    else:
        sheet = openpyxl.load_workbook(io.BytesIO(answer.data))["Table"]
        heading, *lines = sheet.iter_rows(values_only=True)
        rows = [dict(zip(heading, line, strict=True)) for line in lines]
    disabled = next(row for row in rows if row["Code"] == DISABLED)
    assert [str(disabled[name]) for name in ("Listed", "Led by them", "Heard")] == ["6", "3", "1"]
    assert disabled["Verdict"] == "partly heard"
    assert {row["Data"] for row in rows} == {"example data"}
    assert any(row["Code"] == "DEI020100" for row in rows)
    assert "Ash Hall" not in str(rows)


def test_an_unknown_format_is_not_there(client: FlaskClient, places_to_walk) -> None:
    assert client.get("/coverage/export.exe").status_code == 404


def test_the_mark_on_example_data_is_there_only_for_example_data(client: FlaskClient, running) -> None:
    assert "Example data." not in client.get("/communities/").text
    furnish(running)
    assert "Example data." in client.get("/communities/").text


def test_how_figures_are_made_names_every_verdict_and_rule(client: FlaskClient, places_to_walk) -> None:
    page = client.get("/coverage/figures").text
    assert all(f"#mark-{verdict}" in page for verdict in Verdict)
    assert "over half the board" in page


def test_an_address_round_trips() -> None:
    asked = Asked(rule="dei", place=LEEDS, on="2024-12-03", sort="led", under=DISABLED)
    assert asked_by(asked.query()) == asked
    assert Asked().query() == {}
    assert asked.query(place=None, under=None) == {"rule": "dei", "on": "2024-12-03", "sort": "led"}


def test_a_day_to_come_is_refused() -> None:
    with pytest.raises(Refused, match="2999-01-01"):
        asked_by({"on": "2999-01-01"})
