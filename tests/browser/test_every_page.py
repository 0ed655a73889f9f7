"""Every page, as people meet it: on a desk and on a phone, by eye of axe, and with the keyboard."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from app.views import SAMPLES

WIDTHS = {"desk": 1280, "phone": 360}
WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
NOT_HTML = ("/health", ".csv", ".xlsx", ".json", ".png", ".svg", ".js", ".css")


@pytest.fixture(params=WIDTHS, ids=list(WIDTHS))
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """A fresh page of one width, in a context of its own."""
    size = {"width": WIDTHS[request.param], "height": 900}
    context = browser.new_context(viewport=size, reduced_motion="reduce", locale="en-GB")
    yield context.new_page()
    context.close()


@pytest.fixture(scope="session")
def addresses(browser: Browser, server: str) -> dict[str, str]:
    """Every sample address, filled in with ids found by following the product's own links."""
    found = browser.new_page()
    remembered = f"{server}/imports/waiting/remembered"
    rule = _first(found, remembered, r"/imports/waiting/remembered/([0-9a-f-]{36})$")
    ids = {
        "rule": rule,
        "decided": _first(found, f"{remembered}/{rule}", r"/imports/([0-9a-f-]{36})$"),
        "consultation": _first(found, f"{server}/consultations/", r"/consultations/(?!new)([^/?#]+)$"),
        "community": "DEI020000",
        "place": "E08000035",
        "organisation": _first(found, f"{server}/coverage/organisations", r"/organisations/([0-9a-f-]{36})$"),
        "body": _first(found, f"{server}/bodies/", r"/bodies/([^/?#]+)$"),
        "import": _first(found, f"{server}/imports/", r"/imports/([0-9a-f-]{36})$"),
        "upload": _upload(found, server),
        "batch": _batch(found, server),
        "claims": _claims(found, server),
    }
    found.close()
    paths = {endpoint: path.format(**ids) for endpoint, path in SAMPLES.items()}
    return {name: path for name, path in paths.items() if not path.split("?")[0].endswith(NOT_HTML)}


def _first(page: Page, address: str, pattern: str) -> str:
    """Return the id in the first link of a page that fits a pattern; "" when none does."""
    page.goto(address)
    for link in page.eval_on_selector_all("main a", "links => links.map(a => a.href.split('?')[0])"):
        if match := re.search(pattern, link):
            return match[1]
    return ""


def _claims(page: Page, server: str) -> str:
    """Send a table of claims, and return its import's id."""
    page.goto(f"{server}/claims/")
    body = page.locator("#body option").nth(1).inner_text()
    content = (
        f'Body,Date,Total,Disabled people\n"{body}",2024-06-30,340,40\n,,,\nNobody,2024-06-30,1,\n'.encode()
    )
    page.locator("#file").set_input_files({"name": "c.csv", "mimeType": "text/csv", "buffer": content})
    page.get_by_role("button", name="Bring the table in").click()
    return page.url.split("?")[0].rsplit("/", 1)[-1]


def _batch(page: Page, server: str) -> str:
    """Send two files together, and return their batch's id."""
    page.goto(f"{server}/imports/several/")
    content = b"Name,Charity no\nNobody's Invention,1000011\n"
    files = [{"name": f"list {n}.csv", "mimeType": "text/csv", "buffer": content} for n in (1, 2)]
    page.locator("#files").set_input_files(files)
    page.get_by_role("button", name="Read them").click()
    return page.url.split("?")[0].rsplit("/", 1)[-1]


def _upload(page: Page, server: str) -> str:
    """Bring a small list as far as its preview, and return the upload's id."""
    page.goto(f"{server}/imports/new")
    content = b"Name,Charity no\nNobody's Invention,1000011\n"
    page.locator("#file").set_input_files({"name": "list.csv", "mimeType": "text/csv", "buffer": content})
    page.locator("#body_org_id").select_option(index=1)
    page.get_by_role("button", name="Read the file").click()
    page.wait_for_url(re.compile(r"/imports/[0-9a-f-]{36}"))
    return re.findall(r"/imports/([0-9a-f-]{36})", page.url)[0]


class Watch:
    """What a page says on the console, and which hosts it asks."""

    def __init__(self, page: Page, server: str) -> None:
        self.said: list[str] = []
        self.elsewhere: list[str] = []
        page.on("console", lambda message: self.said.append(message.text))
        page.on("pageerror", lambda error: self.said.append(str(error)))
        page.on("request", lambda request: self._note(request.url, server))

    def _note(self, url: str, server: str) -> None:
        if not url.startswith((server, "data:", "blob:")):
            self.elsewhere.append(url)


def _scrolls_sideways(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


def _violations(page: Page) -> list[str]:
    options = {"runOnly": {"type": "tag", "values": list(WCAG)}, "resultTypes": ["violations"]}
    response = Axe().run(page, options=options).response
    return [
        f"{violation['id']}: {violation['help']}: {node['html'][:160]}"
        for violation in response["violations"]
        for node in violation["nodes"][:3]
    ]


def _wrong_with(page: Page, server: str, path: str) -> list[str]:
    watch = Watch(page, server)
    answer = page.goto(f"{server}{path}", wait_until="load")
    wrong = [] if answer and answer.status == 200 else [f"answered {answer and answer.status}"]
    wrong += ["scrolls sideways"] if _scrolls_sideways(page) else []
    wrong += _violations(page)
    return wrong + watch.said + watch.elsewhere


def test_every_page_is_accessible_silent_and_keeps_to_itself(
    page: Page, server: str, addresses: dict[str, str]
) -> None:
    wrong = {}
    for endpoint, path in addresses.items():
        if found := _wrong_with(page, server, path):
            wrong[f"{endpoint} {path}"] = found
    assert wrong == {}


@pytest.mark.parametrize(
    "path", ["/?under=DEI020000&sort=led", "/?verdict=heard", "/?place=W92000004&size=to_100k"]
)
def test_coverage_in_other_states_is_so_too(page: Page, server: str, path: str) -> None:
    assert _wrong_with(page, server, path) == []


def test_open_menu_and_filters_do_not_scroll_sideways(page: Page, server: str) -> None:
    page.goto(f"{server}/")
    page.set_default_timeout(5_000)
    closed = page.locator("details:not([open]) > summary:visible")
    while closed.count():
        closed.first.click()
    assert not _scrolls_sideways(page)
    assert _violations(page) == []


def test_long_words_in_what_is_offered_stay_within_a_phone(browser: Browser, server: str) -> None:
    page = browser.new_page(viewport={"width": WIDTHS["phone"], "height": 900})
    page.goto(f"{server}/imports/waiting")
    labels = page.locator(".form-check-label")
    labels.evaluate_all("all => all.forEach(label => { label.textContent = 'Llanfair'.repeat(20); })")
    assert labels.count() > 0
    assert not _scrolls_sideways(page)
    page.close()


def test_pages_work_without_scripts(browser: Browser, server: str, addresses: dict[str, str]) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 800})
    page = context.new_page()
    page.goto(f"{server}/")
    page.get_by_role("link", name="Communities", exact=True).click()
    expect(page).to_have_title("Communities · Earshot", timeout=30_000)
    page.goto(f"{server}/")
    page.locator("#rule").select_option("majority")
    page.get_by_role("button", name="Show").click()
    assert "rule=majority" in page.url
    context.close()


def test_a_file_is_asked_about_by_its_kind_only_without_scripts_too(browser: Browser, server: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{server}/imports/new")
    page.set_default_timeout(30_000)
    asked = {
        "members": "body_org_id",
        "log": "consultation",
        "contacts": "role",
        "register": "scheme",
        "grants": "",
    }
    for kind, question in asked.items():
        page.locator("#kind").select_option(kind)
        shown = [name for name in asked.values() if name and page.locator(f"#{name}").is_visible()]
        assert shown == [question] * bool(question)
        assert page.locator("#said_on").is_visible()
    context.close()


def test_the_keyboard_alone_reaches_a_list_behind_a_figure(browser: Browser, server: str) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(f"{server}/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    for _ in range(200):
        page.keyboard.press("Tab")
        if "figure=led" in (page.evaluate("document.activeElement.href") or ""):
            break
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    page.keyboard.press("Enter")
    page.wait_for_url("**/coverage/organisations?**")
    page.close()


def test_nothing_scrolls_sideways_at_400_per_cent(
    browser: Browser, server: str, addresses: dict[str, str]
) -> None:
    """1280 px at 400% are 320 CSS pixels."""
    page = browser.new_page(viewport={"width": 320, "height": 256})
    wide = []
    for path in addresses.values():
        page.goto(f"{server}{path}")
        if _scrolls_sideways(page):
            wide.append(path)
    page.close()
    assert wide == []
