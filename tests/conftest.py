"""What every test may ask for: the shared real data, and a data folder of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real lists beside the checkout; tests that want it are skipped where it isn't."""
    folder = CHECKOUT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("the shared data isn't beside this checkout")
    return folder


@pytest.fixture
def registers(shared_data: Path) -> Path:
    """The real registers among the shared data."""
    folder = shared_data / "registers"
    if not folder.is_dir():
        pytest.skip("the real registers aren't here")
    return folder


@pytest.fixture
def data_folder(tmp_path: Path) -> Path:
    """An empty data folder, as EARSHOT_DATA would name it."""
    folder = tmp_path / "data"
    folder.mkdir()
    return folder
