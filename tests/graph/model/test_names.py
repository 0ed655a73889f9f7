"""Names: what counts as the same name, and how lists sort."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.model.names import canonical, name_parts, name_sort, variants


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Acorn Trust Ltd", "ACORN TRUST LIMITED"),
        ("The Acorn Trust", "Acorn Trust (The)"),
        ("Arts & Minds", "Arts and Minds"),
        ("Arts + Minds", "Arts and Minds"),
        ("St Mary's Hospice", "Saint Marys Hospice"),
        ("St. Mary’s Hospice", "ST MARYS HOSPICE"),
        ("Leeds Mencap CIO", "Leeds Mencap"),
        ("Leeds Mencap Charitable Incorporated Organisation", "Leeds Mencap"),
        ("Bloom CIC", "Bloom Community Interest Company"),
        ("Council for Voluntary Service Blackpool", "CVS Blackpool"),
        ("R.S.P.C.A. Leeds", "RSPCA Leeds"),
        ("R. N. L. I.", "RNLI"),
        ("Home-Start Leeds", "Home Start Leeds"),
        ("Leeds Co-operative Society", "Leeds Cooperative Society"),
        ("Leeds Co-op", "Leeds Co op"),
        ("Café Ö", "cafe o"),
        ("Acorn Trust (formerly Oak Trust)", "Acorn Trust"),
        ("Acorn Ltd t/a Oak", "Acorn"),
        ("Theatre Centre", "Theatre Center"),
        ("1st Barnet Scouts", "First Barnet Scouts"),
        ("Gŵyl", "Gwyl"),
        ("Cafe\u0301", "Café"),
    ],
)
def test_same_name(one: str, other: str) -> None:
    assert canonical(one) == canonical(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Abbeyfield (Battersea) Society", "Abbeyfield (Barnes) Society"),
        ("Mind in Leeds", "Mind in Salford"),
        ("A & B Trust", "B Trust"),
        ("Theatre Royal", "atre Royal"),
        ("2nd Leeds", "3rd Leeds"),
    ],
)
def test_other_name(one: str, other: str) -> None:
    assert canonical(one) != canonical(other)


@pytest.mark.parametrize("nothing", ["", "   ", "***", "()", "\u200b"])
def test_no_name_has_no_form(nothing: str) -> None:
    assert canonical(nothing) == ""
    assert variants(nothing) == ()


def test_a_name_of_legal_words_only_keeps_them() -> None:
    assert canonical("The Limited") == "the limited"


def test_names_in_another_script_are_kept() -> None:
    assert canonical("Общество Милосердие Ltd") == "общество милосердие"


def test_other_names_in_the_cell() -> None:
    parts = name_parts("Acorn Trust Ltd t/a Oak House (formerly known as Ash)")
    assert (parts.name, parts.also) == ("Acorn Trust Ltd", ("Oak House", "Ash"))
    assert variants("Leeds Refugee Forum (LRF) trading as Forum") == (
        "leeds refugee forum lrf",
        "forum",
        "leeds refugee forum",
    )
    assert name_parts("Known As You Are").name == "Known As You Are"


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("The Éclair Trust", "eclair trust"),
        ("Theatre", "theatre"),
        ("The", "the"),
        ("“The Hub”", "hub”"),
        ("", ""),
    ],
)
def test_sorting(name: str, form: str) -> None:
    assert name_sort(name) == form


@given(st.text())
def test_a_form_is_its_own_form(name: str) -> None:
    form = canonical(name)
    assert canonical(form) == form
    assert form == " ".join(form.split())


@given(st.text(st.characters(codec="ascii")))
def test_case_never_counts(name: str) -> None:
    assert canonical(name.upper()) == canonical(name.lower())
