"""The main job with the keyboard alone: a list in, looked at, committed, seen everywhere, taken back."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from itertools import count

import pytest
from playwright.sync_api import Browser, Page, expect


def a_list(mark: str) -> bytes:
    return f"""Name,Org id,Postcode,Led by
Keyboard Carers {mark},XI-KEYS-{mark}1,LS1 4AP,Carers
Tab Stop Trust {mark},XI-KEYS-{mark}2,LS1 4AP,
Nobody Knows Which,,,
""".encode()


FOCUSED = (
    "(document.activeElement.innerText || document.activeElement.getAttribute('aria-label') || '').trim()"
)
HAS_FOCUS = "element => element === document.activeElement"


@pytest.fixture(params=[1280, 360], ids=["desk", "phone"])
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    context = browser.new_context(
        viewport={"width": request.param, "height": 900}, reduced_motion="reduce", locale="en-GB"
    )
    yield context.new_page()
    context.close()


def tab_to(page: Page, name: str) -> None:
    """Press Tab until what has the focus is called so; whatever has it on the way shows that it has."""
    for _ in range(160):
        page.keyboard.press("Tab")
        if page.evaluate(FOCUSED).startswith(name):
            return
    pytest.fail(f"{name!r} can't be reached with the Tab key on {page.url}")


def tab_to_field(page: Page, selector: str) -> None:
    field = page.locator(selector)
    for _ in range(160):
        page.keyboard.press("Tab")
        if field.evaluate(HAS_FOCUS):
            return
    pytest.fail(f"{selector} can't be reached with the Tab key")


def choose(page: Page, name: str) -> None:
    tab_to(page, name)
    page.keyboard.press("Enter")
    page.wait_for_load_state("load")


def test_a_list_goes_in_and_comes_out_by_keyboard(page: Page, server: str) -> None:
    mark = uuid.uuid4().hex[:8]
    page.goto(f"{server}/imports/")
    choose(page, "Bring a file in")
    page.locator("#file").set_input_files(
        {"name": "keys.csv", "mimeType": "text/csv", "buffer": a_list(mark)}
    )
    tab_to_field(page, "#body_org_id")
    page.keyboard.type("a body")
    tab_to_field(page, "#new_body")
    page.keyboard.type(f"XI-EARSHOT-KEYS-{mark}")
    tab_to_field(page, "#body_name")
    page.keyboard.type(f"Keyboard Alliance {mark}")
    tab_to_field(page, "#own_answers")
    page.keyboard.press("Space")
    choose(page, "Read the file")
    expect(page.get_by_role("heading", level=1)).to_have_text("Check before anything changes", timeout=30_000)
    choose(page, "Bring in 2 rows")
    expect(page.locator("h1")).to_have_text("keys.csv", timeout=30_000)
    expect(page.locator("main")).to_contain_text("In, but for rows that wait for you.", timeout=30_000)
    report = page.url
    page.goto(f"{server}/organisations/?q=XI-KEYS-{mark}1")
    expect(page.locator("main")).to_contain_text("Keyboard Carers")
    page.goto(f"{server}/bodies/")
    choose(page, f"Keyboard Alliance {mark}")
    expect(page.locator("main")).to_contain_text("Tab Stop Trust")
    choose(page, "Its surroundings on the map")
    expect(page.locator("#as-a-list")).to_be_visible()
    page.goto(report)
    choose(page, "Take this import back")
    choose(page, "Take it back")
    expect(page.locator("h1")).to_have_text("The import was taken back", timeout=30_000)


def test_progress_moves_on_under_whoever_is_at_a_button(page: Page, server: str) -> None:
    """A page as those of work under way is asked for anew, and stays under the keyboard until it is over."""
    script = f'<script type="module" src="{server}/static/look-again.js"></script>'
    ways = (
        f'<div id="at" data-look-again="50">{n} rows are in.</div><button>Stop</button>{script}'
        for n in count()
    )
    over: list[str] = []
    page.route(
        "**/imports/at-work",
        lambda route: route.fulfill(
            body=(over or [next(ways)])[0], content_type="text/html", status=422 if over else 200
        ),
    )
    page.goto(f"{server}/imports/at-work")
    tab_to(page, "Stop")
    expect(page.get_by_text(re.compile(r"\b([4-9]|\d{2,}) rows are in"))).to_be_visible()
    assert page.evaluate(FOCUSED) == "Stop"
    over.append("<p>The file can't be read.</p>")
    expect(page.get_by_text("The file can't be read.")).to_be_visible()


def test_the_map_is_walked_by_keyboard(page: Page, server: str) -> None:
    page.goto(f"{server}/map/")
    picture = page.locator("#map-picture[data-drawn=yes]")
    expect(picture).to_be_visible(timeout=20_000)
    tab_to_field(page, "#map-picture")
    page.keyboard.press("ArrowRight")
    chosen = page.locator("#map-chosen h2")
    expect(chosen).to_be_visible()
    first = chosen.inner_text()
    assert page.locator("#map-said").inner_text().startswith(first)
    page.keyboard.press("ArrowRight")
    assert chosen.inner_text() != first
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/map/around/"))


def test_every_figure_of_coverage_opens_a_list(page: Page, server: str) -> None:
    page.goto(f"{server}/")
    links = page.eval_on_selector_all(
        "main a[href*='/coverage/organisations']", "all => all.slice(0, 12).map(a => [a.href, a.innerText])"
    )
    assert links
    for address, text in links:
        page.goto(address)
        number = re.search(r"[\d,]+", text)
        if number and "%" not in text:
            assert number[0] in page.locator("h1").inner_text() + page.locator("main").inner_text(), address
