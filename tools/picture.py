"""Takes the picture in the README from a running Earshot: `python -m tools.picture http://127.0.0.1:8000`."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

PICTURE = Path(__file__).parents[1] / "docs" / "pictures" / "coverage.png"


def take(address: str, picture: Path = PICTURE) -> None:
    """Write the top of the coverage page, 1280 pixels wide. SystemExit when there is no Chromium."""
    browser = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if browser is None:
        raise SystemExit("No Chromium on this machine.")
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser, args=arguments)
        page = chromium.new_page(viewport={"width": 1280, "height": 1320}, locale="en-GB")
        page.goto(address)
        page.screenshot(path=picture)
        chromium.close()


if __name__ == "__main__":
    take(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000")
