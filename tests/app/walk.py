"""What the tests put into the graph so that every page has something to show, and where it then is."""

from __future__ import annotations

from app.runtime import Earshot
from app.views import SAMPLES
from graph.consultations import add_consultation
from graph.model.consultations import Consultation
from graph.model.identifiers import new_id

CONSULTATION = Consultation(
    "covenant-2024", "Civil Society Covenant", "2024-10-17", "2024-12-12", ("Recognition", "Partnership")
)


def furnish(running: Earshot) -> dict[str, str]:
    """Put one of each kind of thing into the graph, and return the ids that fill SAMPLES."""
    add_consultation(running.store, "tests", CONSULTATION, new_id())
    return {"consultation": CONSULTATION.id, "community": "DEI020000", "place": "E12000003"}


def sample_paths(ids: dict[str, str]) -> dict[str, str]:
    """Return every page's sample address with the ids filled in."""
    return {endpoint: path.format(**ids) for endpoint, path in SAMPLES.items()}
