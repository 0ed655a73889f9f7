"""Which encoding a file is found to be in, and how sure."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from importers.read import read_table
from importers.read.encodings import Encoding, find_encoding
from importers.read.lines import text_lines
from importers.read.notes import Notes

TEXT = "Name,Town\nCafé Ynys Môn,Llanelli\nL’Arche – Bognor,£5\n"
LIMIT = 1_000_000


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"Name,Town\nAlder,Derby\n", Encoding("utf-8", certain=True)),
        (TEXT.encode(), Encoding("utf-8", certain=True)),
        (TEXT.encode("utf-8-sig"), Encoding("utf-8-sig", certain=True)),
        (TEXT.encode("utf-16"), Encoding("utf-16", certain=True)),
        (TEXT.encode("utf-32"), Encoding("utf-32", certain=True)),
        (TEXT.encode("utf-16-le"), Encoding("utf-16-le", certain=True)),
        (TEXT.encode("utf-16-be"), Encoding("utf-16-be", certain=True)),
        (TEXT.encode("cp1252"), Encoding("cp1252", certain=False)),
        (TEXT.encode("mac-roman"), Encoding("mac-roman", certain=False)),
        ("Name\nRiverbank Café and Farm Shop\n".encode("mac-roman"), Encoding("mac-roman", certain=False)),
        ("Name\nRiverbank Café and Farm Shop\n".encode("cp850"), Encoding("cp850", certain=False)),
        ("Name,Fee\nYnys Môn Arts,£5\nCAFÉ,\n".encode("cp850"), Encoding("cp850", certain=False)),
        ("Name\nThe Brontë Society\n".encode("cp850"), Encoding("cp850", certain=False)),
        ("Name\nSt Ann’s\n".encode("cp1252"), Encoding("cp1252", certain=False)),
        ("Name\nTea and\u00a0cake\n".encode("cp1252"), Encoding("cp1252", certain=False)),
        ("Name,\n\u00a0\u00a0\u00a0,£5\n".encode("cp1252"), Encoding("cp1252", certain=False)),
        ("Name\nConradh Uí Néill\n".encode("cp1252"), Encoding("cp1252", certain=False)),
        ("Name\nMon–Fri 10am–5pm\n".encode("cp1252"), Encoding("cp1252", certain=False)),
        (TEXT.encode() + b"caf\xe9,x\n", Encoding("utf-8", certain=False, mixed=True)),
        (TEXT.encode("utf-8-sig") + b"caf\xe9,x\n", Encoding("utf-8-sig", certain=False, mixed=True)),
        (TEXT.encode() + "é".encode()[:1], Encoding("utf-8", certain=True, cut=True)),
        (b"Name\nCaf\xe9", Encoding("cp1252", certain=False)),
        (b"Name,\0Town\nAl\0der,Derby\n", Encoding("utf-8", certain=True)),
    ],
    ids=lambda value: getattr(value, "name", ""),
)
def test_the_ladder(tmp_path: Path, content: bytes, expected: Encoding) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(content)
    assert find_encoding(path, LIMIT) == expected


def test_a_guess_is_shown_with_lines_to_check(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(TEXT.encode("cp1252"))
    table = read_table(path)
    (issue,) = table.issues
    assert (issue.code, table.certain) == ("encoding_guessed", False)
    assert issue.value == "Café Ynys Môn,Llanelli | L’Arche – Bognor,£5"


def test_mixed_lines_are_repaired_one_by_one_and_told(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(TEXT.encode("utf-8-sig") + "Café,£6\n".encode("cp1252"))
    notes = Notes()
    lines = list(text_lines(path, find_encoding(path, LIMIT), notes))
    assert lines == [*TEXT.splitlines(), "Café,£6"]
    assert [issue.value for issue in notes.issues()] == ["Café,£6"]


def test_double_encoding_is_flagged_and_repaired_only_when_asked(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("Name,Town\nCarersâ€™ CafÃ©,Â£5\nÉcole Ã part,Ås\n", encoding="utf-8")
    first = read_table(path)
    assert first.rows[0].cells == ("Carersâ€™ CafÃ©", "Â£5")
    assert {issue.code for issue in first.issues} == {"double_encoded"}
    assert [row.cells for row in read_table(path, repair_text=True).rows] == [
        ("Carers’ Café", "£5"),
        ("École Ã part", "Ås"),
    ]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(text=st.text(st.characters(codec="cp1252", exclude_categories=["Cc"]), min_size=1, max_size=200))
@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_unicode_files_come_back_letter_by_letter(tmp_path: Path, codec: str, text: str) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(("Name\n" + text).encode(codec))
    assert "\n".join(text_lines(path, find_encoding(path, LIMIT))) == "Name\n" + text
