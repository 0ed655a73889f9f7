"""What the tests put into the graph so that every page has something to show, and where it then is."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from typing import Any

from werkzeug.datastructures import FileStorage

from app.batches import start_batch
from app.import_jobs import uploads_of
from app.runtime import Earshot
from app.views import SAMPLES
from graph.claims import ClaimsFile, import_claims
from graph.consultations import add_consultation
from graph.imports import commit_import, decide, store_plan
from graph.model.claims import NewClaim
from graph.model.consultations import Consultation
from graph.model.identifiers import new_id
from graph.model.plan import Candidate, PlannedRow, RowVerdict
from graph.review_items import item_id
from graph.store import Store
from tests.contract.lists import bring_in, line, planned

CONSULTATION = Consultation(
    "covenant-2024", "Civil Society Covenant", "2024-10-17", "2024-12-12", ("Recognition", "Partnership")
)
BODY = "GB-CHC-1000001"
DISABLED, FAITH = "DEI020000", "DEI030000"
LEEDS = "E08000035"


def led_by(*codes: str, reply: str = "yes", board: str = "three_quarters") -> dict[str, Any]:
    """Return an organisation's own declaration that names communities, as an import's row says it."""
    bands = {"board": board, "senior_staff": "half", "all_staff": "half"}
    return {
        "declaration": {
            "reply": reply,
            "leadership": dict.fromkeys(codes, bands),
            "declared_on": "2024-09-01",
            "declared_by": "organisation",
        }
    }


def contact(kind: str, *, direction: str = "out", **more: Any) -> dict[str, Any]:
    """Return a dated contact in the consultation, as an import's row says it."""
    return {
        "engagements": [
            {
                "consultation": CONSULTATION.id,
                "kind": kind,
                "direction": direction,
                "held_on": "2024-11-01",
                **more,
            }
        ]
    }


def a_small_list(store: Store, **more: Any) -> None:
    """Bring in six organisations: three led by disabled people, one of them heard, one asked; one not led."""
    at = {"postcode": "LS1 4AP", "place": LEEDS, "income_band": "to_100k"}
    bring_in(
        store,
        BODY,
        [
            line("Ash Hall", "GB-CHC-1000011", **at, facts=led_by(DISABLED) | contact("meeting", spoke=True)),
            line("Beck Street", "GB-CHC-1000012", **at, facts=led_by(DISABLED) | contact("email")),
            line("Cragside Group", "GB-CHC-1000013", facts=led_by(DISABLED, board="under_half")),
            line("Dale Friends", "GB-CHC-1000014", facts=led_by(reply="none_of_these")),
            line("Elm <b>House</b>", "GB-CHC-1000015"),
            line("=Fell Walkers", None, facts=contact("form_reply", direction="in")),
        ],
        **more,
    )


def furnish(running: Earshot) -> dict[str, str]:
    """Put one of each kind of thing into the graph, and return the ids that fill SAMPLES."""
    store = running.store
    add_consultation(store, "tests", CONSULTATION, new_id())
    a_small_list(store, example=True)
    decided = _rows_that_wait(store)
    return {
        "decided": decided,
        "rule": str(store.read(ANY_RULE)[0]["id"]),
        "consultation": CONSULTATION.id,
        "community": DISABLED,
        "place": LEEDS,
        "organisation": id_of(store, "Ash Hall"),
        "body": id_of(store, f"Body {BODY}"),
        "import": str(store.read(ANY_IMPORT)[0]["id"]),
        "upload": _upload(running),
        "batch": _batch(running),
        "claims": _claims(store),
    }


def _rows_that_wait(store: Store) -> str:
    """Let rows wait for somebody: one with a close name, one with a word for a community that isn't clear.

    A third one is decided; return the import.
    """
    question = 'Which community does "Jewish" mean: Jewish people or Jewish faith?'
    words = [{"text": "Jewish", "codes": ["DEI019920", "DEI030600"], "question": question, "shares": {}}]
    facts = {"declaration_waiting": {"reply": "yes", "leadership": {}, "open_words": words}}
    close = Candidate(id_of(store, "Ash Hall"), "Ash Hall", ("both say ash, hall",), 0.9)
    rows = (
        PlannedRow(2, RowVerdict.REVIEW, {"name": "Ash Hal"}, question="This one?", candidates=(close,)),
        PlannedRow(3, RowVerdict.REVIEW, {"name": "Gill Group"}, facts=facts, question=question),
        PlannedRow(4, RowVerdict.REVIEW, {"name": "Total"}, question="This one?"),
    )
    plan = replace(planned(store, BODY, []), rows=rows, example=True)
    store_plan(store, plan, "tests")
    commit_import(store, plan.import_id)
    decide(store, "tests", [(item_id(plan.import_id, 4), "skip", None)], new_id())
    return plan.import_id


def _upload(running: Earshot) -> str:
    """Return the id of a list that was uploaded and not planned yet."""
    file = FileStorage(BytesIO(b"Name,Charity no\nAsh Hall,1000011\n"), "list.csv")
    return uploads_of(running).keep(file, "members", "tests", {"body_org_id": BODY}).id


def _claims(store: Store) -> str:
    """Bring in a claim about the body, and return its import's id."""
    file = ClaimsFile(new_id(), "claims.csv", 2, 2, "claims:claims", ("Body",), [(3, "No body is named.")])
    body = id_of(store, f"Body {BODY}")
    import_claims(store, "tests", [NewClaim(body, "2024-06-30", 340, {DISABLED: 40}, "Ann", row=2)], file)
    return file.import_id


def _batch(running: Earshot) -> str:
    """Return the id of a batch of two files that were looked at."""
    batch = new_id()
    lists = {"list.csv": b"Name,Charity no\nAsh Hall,1000011\n", "letter.pdf": b"%PDF-1.7"}
    files = [FileStorage(BytesIO(content), name) for name, content in lists.items()]
    start_batch(running, files, "tests", batch)
    return batch


def id_of(store: Store, name: str) -> str:
    """Return the id of the organisation of that name."""
    return str(store.read(ID_OF, name=name)[0]["id"])


ID_OF = "MATCH (o:Organisation {name: $name}) RETURN o.id AS id"
ANY_RULE = "MATCH (r:MatchRule) WHERE r.revoked_at IS NULL RETURN r.id AS id LIMIT 1"
ANY_IMPORT = "MATCH (i:Import) WHERE i.state = 'committed' RETURN i.id AS id LIMIT 1"


def sample_paths(ids: dict[str, str]) -> dict[str, str]:
    """Return every page's sample address with the ids filled in."""
    return {endpoint: path.format(**ids) for endpoint, path in SAMPLES.items()}
