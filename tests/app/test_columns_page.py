"""The Columns page as a form: errors beside their fields, another sheet, and one plan for one file."""

from __future__ import annotations

import io
import re

from openpyxl import Workbook

from graph.consultations import add_consultation
from graph.model.consultations import Consultation
from tests.app.test_import_columns import plain, say
from tests.app.test_imports import BODY, address, commit, upload


def test_every_error_leads_to_its_field_and_what_was_chosen_stays(client, running):
    add_consultation(
        running.store, "ann", Consultation("hall", "The hall", "2024-01-01", "2024-12-31", ()), "c"
    )
    page = upload(client, "Organisation,Day\nAsh Hall,1/2/2024\n", kind="log", consultation="hall")
    said = {"date_order": "year_first", "event_kind": "chat", "held_on": "soon"}
    wrong = say(client, page, field=["name", "notes"], **said)
    assert re.findall('<li><a href="#([^"]+)">', wrong.text) == list(said)
    assert '<option value="notes" selected>' in wrong.text
    assert 'value="soon"' in wrong.text


def test_a_file_whose_columns_were_settled_waits_no_longer_and_leads_to_its_plan(client):
    page = upload(client, "Height,Width\n1,2\n3,4\n", **BODY)
    assert (page.status_code, '<a href="#column-1">No column holds' in page.text) == (422, True)
    first = address(page).removesuffix("/columns")
    settled = say(client, client.get(first), field=["name", ""])
    assert "“Height” as name" in plain(settled)
    index = client.get("/imports/").text
    assert "columns to be settled" not in index
    assert address(client.get(first, follow_redirects=True)) == address(settled)
    other = client.post(f"{first}/columns", data={"field": ["name", "notes"]}, follow_redirects=True)
    assert "“Width” as notes" in plain(other)
    index = client.get("/imports/").text
    assert "<b>1</b> plan not carried out" in index, "the page before, sent again, leaves one plan"
    commit(client, other)
    late = client.post(f"{first}/columns", data={"field": ["name", ""]}, follow_redirects=True)
    assert "This list is no plan any more." in late.text
    assert address(late) == address(other)


def test_another_sheet_of_the_workbook_is_read_from_the_columns_page(client):
    book = Workbook()
    book.active.title = "Old ones"
    for sheet, name in ((book.active, "Ash Hall"), (book.create_sheet("New & better"), "Beck Street")):
        sheet.append(("Organisation", "Charity number"))
        sheet.append((name, "1138860"))
    held = io.BytesIO()
    book.save(held)
    page = upload(client, held.getvalue(), name="book.xlsx", **BODY)
    assert "Ash Hall" in page.text
    assert ">New &amp; better (2 rows)</option>" in client.get(f"{address(page)}/columns").text
    read = client.post(f"{address(page)}/again", data={"sheet": "New & better"}, follow_redirects=True)
    assert "Sheet “New &amp; better”" in read.text
    assert "Beck Street" in read.text
    assert "Ash Hall" not in read.text
    assert ">Old ones (2 rows)</option>" in client.get(f"{address(read)}/columns").text
