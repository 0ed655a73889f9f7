"""Imports, edits, decisions and undos in any order on both engines, against a model of plain dicts.

EARSHOT_DEEP=1 looks for longer: more runs, more steps, other ones every time.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from graph.bodies import body_for
from graph.facts_then import facts_known_at
from graph.imports import commit_import, decide, store_plan, undo_import, waiting_rows
from graph.leaving import leavers_for
from graph.model.identifiers import new_id
from graph.model.plan import Candidate, PlannedRow, RowVerdict
from graph.model.winners import record_from
from graph.organisations import edit_organisation, organisation
from graph.statements import statements_ever_made
from graph.store import Store, now
from graph.take_back import take_row_back
from graph.verify import verify
from tests.contract.import_model import GROUPS, Listed, Model, Said, View
from tests.contract.lists import Line, line, planned

DEEP = os.environ.get("EARSHOT_DEEP") == "1"

BODIES = ("GB-CHC-225922", "GB-CHC-1000001")
WEBSITES = (None, "https://one.example", "https://two.example")
FIRST_DAY = date(2020, 1, 1)
POSTCODES = (None, "LS1 4AB", "M1 1AA")

NAMES = """
MATCH (o:Organisation)
RETURN collect(o.id) AS id, collect(o.n) AS n, collect(o.name) AS name
"""

SHOWN = """
MATCH (o:Organisation) WHERE coalesce(o.gone, false) = false
RETURN o.id AS id, o.name AS name, o.website AS website, o.postcode AS postcode, o.kept_only AS kept_only,
       [(o)-[tie:MEMBER_OF]->(body:Organisation) | [body.name, tie.until]] AS memberships
"""

ITEM_STATES = """
MATCH (item:ReviewItem)-[:RAISED_BY]->(import:Import)
RETURN import.id AS import_id, item.row AS row, item.state AS state, coalesce(item.decision, '') AS decision
"""


class ImportMachine(RuleBasedStateMachine):
    """The graph and the model, side by side."""

    def __init__(self, store: Store) -> None:
        super().__init__()
        store.wipe_test_graph()
        self.store, self.model = store, Model()
        self.digests: dict[str, str] = {}
        self.believed: list[tuple[str, View]] = []

    @rule(
        body=st.sampled_from(BODIES),
        said=st.dictionaries(
            st.sampled_from(GROUPS),
            st.tuples(st.sampled_from(WEBSITES), st.sampled_from(POSTCODES)),
            min_size=1,
        ),
        day=st.integers(0, 400),
        whole=st.booleans(),
        waits=st.booleans(),
    )
    def import_list(
        self, body: str, said: Mapping[int, tuple[str | None, str | None]], day: int, whole: bool, waits: bool
    ) -> None:
        """A list comes in; one of its rows may wait for a person."""
        values = {
            group: {name: value for name, value in zip(("website", "postcode"), each, strict=True) if value}
            for group, each in said.items()
        }
        self._bring_in(body, values, day, whole=whole and not waits, waits=waits)

    @precondition(lambda self: self.model.lists)
    @rule(data=st.data(), day=st.integers(0, 400), corrected=st.sampled_from([None, *WEBSITES[1:]]))
    def import_again(self, data: st.DataObject, day: int, corrected: str | None) -> None:
        """A list comes again, its rows shuffled, one of them corrected or none."""
        before = self.model.lists[data.draw(st.sampled_from(sorted(self.model.lists)))]
        if not before.said:
            return
        groups = data.draw(st.permutations(sorted(before.said)))
        values = {group: dict(before.said[group]) for group in groups}
        is_newest = before.day == max(each.day for each in self.model.lists.values())
        later = (date.fromisoformat(before.day) - FIRST_DAY).days + 1 + day % 30
        said = self._corrected(values, groups[0], corrected)
        changes = self._bring_in(before.body, said, later if is_newest else day)
        differs = int(bool(corrected) and before.said[groups[0]].get("website") != corrected)
        if is_newest:
            assert changes == differs, "only the corrections"

    @staticmethod
    def _corrected(values: dict[int, Said], group: int, website: str | None) -> dict[int, Said]:
        if website:
            values[group] = {**values[group], "website": website}
        return values

    @precondition(lambda self: any(group in self._visible() for group in GROUPS))
    @rule(data=st.data(), website=st.sampled_from(["https://by-hand.example", "https://one.example"]))
    def edit(self, data: st.DataObject, website: str) -> None:
        """A person edits a group by hand."""
        group = data.draw(st.sampled_from([each for each in GROUPS if each in self._visible()]))
        page = organisation(self.store, self._visible()[group])
        assert page is not None
        edit_organisation(self.store, "ben", page.id, page.version, {"website": website}, new_id())
        if page.record.website != website:
            self.model.edits.setdefault(group, {})["website"] = website

    @precondition(lambda self: waiting_rows(self.store).items)
    @rule(data=st.data(), accept=st.booleans())
    def decide(self, data: st.DataObject, accept: bool) -> None:
        """A person says of a waiting row which group it is, or leaves it out."""
        waiting = data.draw(st.sampled_from(waiting_rows(self.store).items))
        group = int(str(waiting.planned.values["name"]).split()[1])
        there = self._visible().get(group)
        decision = ("accept" if there else "new") if accept else "skip"
        before = self._decided()
        decide(self.store, "ann", [(waiting.id, decision, there if decision == "accept" else None)], new_id())
        for import_id, row in self._decided() - before:
            of = self.model.lists[import_id]
            about, said = of.decided[row] = of.open.pop(row)
            assert about == group, "what is decided holds for rows that say the very same"
            if accept:
                of.said[about] = said

    @precondition(lambda self: any(each.decided for each in self.model.lists.values()))
    @rule(data=st.data())
    def take_back(self, data: st.DataObject) -> None:
        """A decision is taken back, and with it what was decided of rows that say the very same."""
        decided = {(each, row) for each, of in self.model.lists.items() for row in of.decided}
        import_id, row = data.draw(st.sampled_from(sorted(decided)))
        before = self._decided()
        take_row_back(self.store, import_id, row, "ann", new_id())
        back = before - self._decided()
        assert (import_id, row) in back
        for each, number in back & decided:
            of = self.model.lists[each]
            group, _ = of.open[number] = of.decided.pop(number)
            of.said.pop(group, None)

    @precondition(lambda self: self.model.lists)
    @rule(data=st.data())
    def undo(self, data: st.DataObject) -> None:
        """Any import is undone, in any order."""
        self._undo(data.draw(st.sampled_from(sorted(self.model.lists))))

    @invariant()
    def graph_fits_the_model(self) -> None:
        """Record, memberships and digest are what the model says."""
        view = self.model.view()
        assert self._view() == view
        state = verify(self.store)
        assert state["ok"], state["broken"]
        assert self.digests.setdefault(repr(sorted(view.items())), state["digest"]) == state["digest"]
        assert len(set(self.digests.values())) == len(self.digests), "other facts, another digest"
        self.believed.append((now(), view))

    def teardown(self) -> None:
        """What was believed at each step is still shown; undoing everything leaves what people edited."""
        for instant, view in self.believed[:: max(1, len(self.believed) // 4)]:
            assert self._view_then(instant) == view
        for import_id in sorted(self.model.lists):
            self._undo(import_id)
        self.graph_fits_the_model()
        if not self.model.edits and self.believed:
            assert verify(self.store)["digest"] == self.digests["[]"]

    def _undo(self, import_id: str) -> None:
        kept = undo_import(self.store, import_id, "ann")["kept"]
        done = self.model.lists.pop(import_id)
        edited = {f"Group {group}" for group in done.said if group in self.model.edits}
        assert edited <= {each["name"] for each in kept if each["field"] == "website"}

    def _bring_in(
        self, body: str, values: Mapping[int, Said], day: int, *, whole: bool = False, waits: bool = False
    ) -> int:
        said_on = self._free_day(day)
        lines: list[Line] = [
            line(f"Group {group}", f"GB-CHC-{group}", **said) for group, said in values.items()
        ]
        plan = planned(self.store, body, lines, said_on=said_on, whole_list=whole)
        rows = list(plan.rows)
        new = Listed(body, said_on, dict(values), whole)
        if waits:
            rows[-1] = _waiting(rows[-1])
            group = list(values)[-1]
            new.open[rows[-1].row] = (group, new.said.pop(group))
        leavers = ()
        if whole:
            present = [row.organisation for row in rows if row.organisation]
            leavers = leavers_for(self.store, body_for(self.store, body).id, present, said_on)
        plan = replace(plan, rows=tuple(rows), leavers=leavers)
        store_plan(self.store, plan, "ann")
        self.model.lists[plan.import_id] = new
        outcome = commit_import(self.store, plan.import_id)
        assert outcome.rows_read == sum(outcome.counts.values())
        return outcome.changes

    def _free_day(self, day: int) -> str:
        """No two lists of one day, so that the model needn't say which is the newer one."""
        taken = {each.day for each in self.model.lists.values()}
        while (text := (FIRST_DAY + timedelta(days=day)).isoformat()) in taken:
            day += 1
        return text

    def _visible(self) -> dict[int, str]:
        rows = self.store.read(SHOWN)
        return {int(row["name"].split()[1]): row["id"] for row in rows if _is_group(row["name"])}

    def _decided(self) -> set[tuple[str, int]]:
        rows = self.store.read(ITEM_STATES)
        return {
            (row["import_id"], row["row"]) for row in rows if row["state"] == "decided" and row["decision"]
        }

    def _view(self) -> View:
        found: View = {}
        for row in self.store.read(SHOWN):
            assert row["name"] not in found, "doubled"
            shown = {name: row[name] for name in ("website", "postcode")}
            group = {"memberships": dict(row["memberships"]), **shown, "kept only": row["kept_only"]}
            found[row["name"]] = group if _is_group(row["name"]) else "a body"
        return found

    def _view_then(self, instant: str) -> View:
        """What the table of figures, and the statements, say was known at an instant."""
        columns = self.store.columns(NAMES)
        ids = dict(zip(columns["n"], columns["id"], strict=True))
        facts = facts_known_at(self.store, instant)
        statements = statements_ever_made(self.store, columns["id"])
        found: View = {}
        for n in facts.organisations.n:
            ever = statements[ids[n]]
            record = record_from(ever, at=instant)
            listed = any(each.in_force(instant) and each.kind == "listing" for each in ever)
            known = _shown(record, self._names(), not listed) if _is_group(record.name) else "a body"
            found[record.name] = known
        members = {n for each in facts.lists for n in each.members}
        assert members <= set(facts.organisations.n)
        return found

    def _names(self) -> dict[str, str]:
        columns = self.store.columns(NAMES)
        return dict(zip(columns["id"], columns["name"], strict=True))


def _is_group(name: str) -> bool:
    return name.startswith("Group")


def _waiting(row: PlannedRow) -> PlannedRow:
    """The row as one whose organisation isn't certain."""
    candidates = (Candidate(row.organisation, "?"),) if row.seen_version is not None else ()
    return replace(
        row,
        verdict=RowVerdict.REVIEW,
        organisation=None,
        seen_version=None,
        vouches_for=None,
        question="Which is it?",
        candidates=candidates,
    )


def _shown(record: Any, names: Mapping[str, str], kept_only: bool) -> View:
    return {
        "memberships": {names[each.body_id]: each.until for each in record.memberships},
        "website": record.website,
        "postcode": record.postcode,
        "kept only": kept_only,
    }


def test_graph_fits_a_plain_model_after_every_step(store: Store) -> None:
    run_state_machine_as_test(
        lambda: ImportMachine(store),
        settings=settings(
            max_examples=100 if DEEP else 4,
            stateful_step_count=30 if DEEP else 9,
            derandomize=not DEEP,
            phases=[Phase.generate],
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
