"""Draws the fictional lists of the docs as a spreadsheet shows them: `python -m tools.source_pictures`."""

from __future__ import annotations

import csv
import html
import os
import shutil
from pathlib import Path

from playwright.sync_api import sync_playwright

SOURCES = Path(__file__).parents[1] / "docs" / "pictures" / "sources"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
LONGEST = 42
"""Letters of a cell that are drawn: a spreadsheet cuts them off, too."""

STYLE = """
body { margin: 0; font: 13px "Liberation Sans", Arial, sans-serif; background: #fff; color: #111; }
table { border-collapse: collapse; }
th, td { border: 1px solid #c8ccd0; padding: 3px 8px; white-space: nowrap; text-align: left; }
th { background: #eef0f2; font-weight: normal; color: #444; text-align: center; }
caption { caption-side: bottom; padding: 4px 8px; text-align: left; color: #444; background: #eef0f2; }
"""


def sheet(path: Path) -> str:
    """Return a list as a page that looks like a spreadsheet: letters above, row numbers beside."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    width = max(map(len, rows))
    letters = "".join(f"<th>{letter}</th>" for letter in LETTERS[:width])
    body = "".join(
        f"<tr><th>{number}</th>{''.join(_cell(cell) for cell in [*row, *[''] * (width - len(row))])}</tr>"
        for number, row in enumerate(rows, start=1)
    )
    caption = f"<caption>{html.escape(path.name)} (fictional)</caption>"
    return f"<style>{STYLE}</style><table>{caption}<tr><th></th>{letters}</tr>{body}</table>"


def _cell(text: str) -> str:
    shown = text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
    return f"<td>{html.escape(shown)}</td>"


def draw(folder: Path = SOURCES) -> list[Path]:
    """Write a picture beside every list of a folder and return them. SystemExit when there is no Chromium."""
    browser = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if browser is None:
        raise SystemExit("No Chromium on this machine.")
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    drawn = []
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser, args=arguments)
        page = chromium.new_page(viewport={"width": 1400, "height": 400}, locale="en-GB")
        for path in sorted(folder.glob("*.csv")):
            page.set_content(sheet(path))
            drawn.append(path.with_suffix(".png"))
            page.locator("table").screenshot(path=drawn[-1])
        chromium.close()
    return drawn


if __name__ == "__main__":
    for picture in draw():
        print(picture)
