"""Real tables of registers: counts add up, nobody is shown, and the same table again changes nothing."""

from __future__ import annotations

from pathlib import Path

from app.cli.registers import unpacked
from app.imports import ImportRequest, Planned, make_plan
from graph.commit import Outcome
from graph.imports import commit_import
from graph.organisation_search import organisation_count
from graph.store import Store

EXTRACT = "ccew_extract_schema_fixtures_ANONYMISED/publicextract"

TABLES = (
    (f"{EXTRACT}.charity.zip", "GB-CHC"),
    (f"{EXTRACT}.charity_other_names.zip", "GB-CHC"),
    (f"{EXTRACT}.charity_classification.zip", "GB-CHC"),
    (f"{EXTRACT}.charity_area_of_operation.zip", "GB-CHC"),
    (f"{EXTRACT}.charity_governing_document.zip", "GB-CHC"),
    ("ccew_charities_operating_in_trafford_2023.csv", "GB-CHC"),
    ("ccni_register_sample_365.csv", "GB-NIC"),
    ("companies_house_basic_sample_87.csv", "GB-COH"),
)


def bring_in(store: Store, path: Path, scheme: str) -> tuple[Planned, Outcome]:
    planned = make_plan(store, ImportRequest(path=path, kind="register", actor="ann", scheme=scheme))
    return planned, commit_import(store, planned.plan.import_id)


def test_real_tables_come_in_twice_and_change_once(store: Store, registers: Path, tmp_path: Path) -> None:
    for name, scheme in TABLES:
        folder = tmp_path / name.replace("/", "-")
        folder.mkdir()
        path = unpacked(registers / name, folder)
        planned, first = bring_in(store, path, scheme)
        assert planned.plan.rows_seen == len(planned.plan.rows) + len(planned.plan.skipped), name
        assert sum(first.counts.values()) == first.rows_read == len(planned.plan.rows), name
        assert first.counts["rejected"] == 0, name
        _, again = bring_in(store, path, scheme)
        assert (again.changes, again.counts["new"], again.counts["changed"]) == (0, 0, 0), name
    assert organisation_count(store) == 0
