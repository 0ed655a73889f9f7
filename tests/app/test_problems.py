"""Problems on three levels: each page says what is wrong, where, and what to do next."""

from __future__ import annotations

import pytest

from app.problem_pages import CORRECT_IT, LOOK, next_step
from graph.model.plan import Issue, Severity
from tests.app.test_imports import BODY, address, commit, upload

LIST = (
    "Members of the Test Forum\n"
    "\n"
    "Name,Charity number,Postcode,Fax\n"
    "Ash Hall,1138860,LS1 4AP,1\n"
    "Beck Street,1.03886E+06,LS1 4AP,2\n"
    "Cragside,1138861,NOWHERE,3\n"
    "Total,,,6\n"
)


@pytest.fixture
def preview(client):
    return address(upload(client, LIST, **BODY))


@pytest.mark.parametrize("brought_in", [False, True])
def test_cells_are_shown_in_the_persons_own_rows_before_and_after(client, preview, brought_in):
    if brought_in:
        commit(client, client.get(preview))
    page = client.get(f"{preview}/problems/cells").text
    assert "Beck Street" in page
    assert "Cragside" in page
    assert "Ash Hall" not in page
    assert "Format the column as text" in page
    only = client.get(f"{preview}/problems/cells?kind=postcode_unreadable").text
    assert '<td data-label="Postcode" class="warn">NOWHERE<small>' in only
    assert "Beck Street" not in only
    assert "No cell" not in only


def test_many_rows_with_problems_are_counted_and_shown_a_page_at_a_time(client):
    good = "".join(f"Hall {n},{1138800 + n},LS1 4AP\n" for n in range(90))
    rows = "".join(f"Society {n},{1200000 + n},NOWHERE {n}\n" for n in range(60))
    first = address(upload(client, "Name,Charity number,Postcode\n" + rows + good, **BODY))
    page = client.get(f"{first}/problems/cells").text
    assert "Rows with a problem: 1 to 50 of 60." in page
    assert '<option value="postcode_unreadable">Postcode: &#34;NOWHERE 0&#34; is no postcode' in page
    assert page.count("&#34;NOWHERE 7&#34; is no postcode") == 1, "said in the cell, and not beside it again"
    rest = client.get(f"{first}/problems/cells?kind=postcode_unreadable&after=51").text
    assert "Rows of this kind: 51 to 60 of 60." in rest
    assert "Show the next ones" not in rest


def test_days_are_said_in_words_and_what_columns_settles_leads_there(client):
    text = "Name,Charity number,Joined\nAsh Hall,1138860,03/04/2023\nBeck Street,1138861,05/06/2099\n"
    first = address(upload(client, text, **BODY))
    page = client.get(f"{first}/problems/cells").text
    assert "5 June 2099 is still to come: kept as given." in page
    assert f'<a href="{first}/columns">Columns</a>' in page


def test_a_heading_names_only_what_rejected_the_rows(client):
    wrong = "Name,Charity number,Postcode\nBeck Street,1.03886E+06,NOWHERE\nAsh Hall,1138860,LS1 4AP\n"
    page = client.get(address(upload(client, wrong, **BODY))).text
    assert "1 row rejected: 1 Charity number</h2>" in page


def test_the_file_and_the_headings_have_pages_of_their_own(client, preview):
    file = client.get(f"{preview}/problems/file").text
    assert "<h1>Problems: the file</h1>" in file
    assert "Rows that were left out" in file
    headings = client.get(f"{preview}/problems/headings").text
    assert "“Charity number” was read as charity number" in headings
    assert "Change which column holds what" in headings
    commit(client, client.get(preview))
    assert "take the import back" in client.get(f"{preview}/problems/headings").text
    assert client.get(f"{preview}/problems/rumours").status_code == 404


@pytest.mark.parametrize(
    ("issue", "words"),
    [
        (Issue("email_unreadable", "?"), CORRECT_IT),
        (Issue("kind_unknown", "?", Severity.ERROR), "The row was left out."),
        (Issue("postcode_repaired", "?"), LOOK),
        (Issue("date_order_assumed", "?"), "say so under Columns"),
        (Issue("email_among_words", "?"), LOOK),
    ],
)
def test_every_problem_has_a_next_step(issue, words):
    assert words in next_step(issue)
