"""Which files of a batch go in: as a person ticked them, once, and on from where they were stopped."""

from __future__ import annotations

import re

from app.batch_jobs import bring_in_batch
from app.import_jobs import commit_upload, uploads_of
from tests.app.test_batch import ELM, OAK, plan, send, ticked
from tests.app.test_imports import address


def boxes(page):
    """Return {file name: whether its box is ticked}."""
    box = r'id="go-[^"]*"( checked)?><label[^>]*><span class="visually-hidden">([^:]*)'
    return {name: bool(checked) for checked, name in re.findall(box, page.text)}


def test_a_file_that_asks_more_once_another_is_in_says_why_it_stands_there_again(client):
    other = b"Name,Charity number\nZebra Society,1138860\n"
    page = plan(client, send(client, ("fir.csv", OAK), ("oak.csv", other)), fir="Fir", oak="Oak")
    done = client.post(f"{address(page)}/commit", data=ticked(page), follow_redirects=True)
    assert boxes(done) == {"oak.csv": False}
    assert "Not brought in: another file changed its organisations" in done.text
    again = client.post(f"{address(done)}/commit", data=ticked(done, everything=True), follow_redirects=True)
    assert "Not brought in: another" not in again.text


def test_what_a_person_ticked_and_unticked_stays_so_after_stop(client, running):
    bad = b"Name,Charity number\nAsh Hall,12\n,\n"
    sent = send(client, ("elm.csv", ELM), ("fir.csv", OAK), ("oak.csv", bad))
    page = plan(client, sent, elm="Elm", fir="Fir", oak="Oak")
    assert boxes(page) == {"elm.csv": True, "fir.csv": True, "oak.csv": False}
    ids = dict(re.findall(r'/imports/([0-9a-f-]{36})">(\w+)\.csv', page.text))
    form = ticked(page) | {"go": [upload for upload, name in ids.items() if name != "elm"]}
    running.stopping.set()  # as a worker that hasn't come to these files yet
    try:
        accepted = client.post(f"{address(page)}/commit", data=form, follow_redirects=True)
    finally:
        running.stopping.clear()
    assert accepted.text.count("its turn comes</td>") == 2
    twice = client.post(f"{address(page)}/commit", data=form, follow_redirects=True)
    assert "another plan by now" not in twice.text, "the same page sent from a second window harms nothing"
    stopped = client.post(f"{address(page)}/stop", follow_redirects=True)
    assert boxes(stopped) == {"elm.csv": False, "fir.csv": True, "oak.csv": True}


def test_a_file_stopped_at_work_stays_ticked_and_goes_on_from_the_batch(client, running):
    page = plan(client, send(client, ("elm.csv", ELM), ("fir.csv", OAK)), elm="Elm", fir="Fir")
    ids = {name: upload for upload, name in re.findall(r'/imports/([0-9a-f-]{36})">(\w+)\.csv', page.text)}
    uploads, batch = uploads_of(running), address(page).rsplit("/")[-1]
    uploads.ask_to_stop(ids["elm"])
    commit_upload(running, ids["elm"])
    uploads.moved_on(uploads.get(ids["fir"]), state="accepted", ticked=True)
    uploads.ask_to_stop(ids["fir"])
    bring_in_batch(running, batch)
    stopped = client.get(address(page))
    assert re.findall(r'data-label="State">([^<]*)<', stopped.text) == ["stopped", "to be checked"]
    assert "go on</label>" in stopped.text
    client.post(f"{address(page)}/commit", data=ticked(stopped, everything=True))
    done = client.get(address(page))
    assert re.findall(r'data-label="State">([^<]*)<', done.text) == ["in", "in"]


def test_one_worker_at_a_time_brings_in_a_batch(client, running):
    page = plan(client, send(client, ("elm.csv", ELM)), elm="Elm")
    batch = address(page).rsplit("/")[-1]
    with uploads_of(running).alone_at("bring in", batch):
        waits = client.post(f"{address(page)}/commit", data=ticked(page), follow_redirects=True)
        assert "its turn comes</td>" in waits.text
    bring_in_batch(running, batch)
    assert re.findall(r'data-label="State">([^<]*)<', client.get(address(page)).text) == ["in"]
