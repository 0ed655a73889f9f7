"""Every real list goes through `flask check` without a crash, with counts that add up."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from app.cli.check import check

FOLDERS = ("stress", "members", "government", "grants", "registers")
REFUSED = {
    "empty.csv": "empty",
    "libreoffice.xlsx": "empty",
    "encrypted_no_password.xls": "encrypted",
}
"""The files that hold no list that can be read, and what is said of them."""


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_real_file_goes_through(shared_data: Path, folder: str) -> None:
    files = [path for path in sorted((shared_data / folder).rglob("*")) if path.is_file()]
    assert files
    refused = {}
    for path in files:
        done = CliRunner().invoke(check, [str(path), "--json"])
        assert done.exception is None or isinstance(done.exception, SystemExit), (path, done.exception)
        found = json.loads(done.stdout)
        if found["refused"]:
            refused[path.name] = found["refused"]["code"]
            assert (done.exit_code, found["rows_read"]) == (1, 0), path
            continue
        assert done.exit_code == 0, path
        assert found["rows_seen"] == found["rows_read"] + len(found["skipped"]), path
        assert len({row["row"] for row in found["skipped"]}) == len(found["skipped"]), path
        assert len(found["columns"]) > 0, path
    assert refused == {name: REFUSED[name] for name in refused}
    assert set(refused) == set(REFUSED) & {path.name for path in files}
