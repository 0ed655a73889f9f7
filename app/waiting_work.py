"""What waits for somebody, all in one place: files, plans, rows, stopped imports, lists that are overdue."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.coverage import today
from app.import_jobs import uploads_of
from app.runtime import Earshot
from app.uploads import Upload
from graph.model.list_tracking import standings

if TYPE_CHECKING:
    from graph.imports_at_work import WorkToDo


@dataclass(frozen=True)
class WaitingWork:
    """Everything that waits. ``uploads`` are single files, ``batches`` {batch: how many of its files wait}.

    ``lists`` is {standing: how many bodies' lists stand there}.
    """

    uploads: tuple[Upload, ...]
    batches: Mapping[str, int]
    imports: WorkToDo
    lists: Mapping[str, int]

    @property
    def files(self) -> int:
        """How many files wait for somebody, those of batches too."""
        return len(self.uploads) + sum(self.batches.values())


def waiting_work(running: Earshot) -> WaitingWork:
    """Return what waits for somebody by now."""
    from graph.imports_at_work import work_to_do  # noqa: PLC0415 - the driver only when needed

    unplanned = [each for each in uploads_of(running).unfinished() if each.state != "accepted"]
    return WaitingWork(
        uploads=tuple(each for each in unplanned if not each.batch),
        batches=Counter(each.batch for each in unplanned if each.batch),
        imports=work_to_do(running.store),
        lists=_lists(running),
    )


def _lists(running: Earshot) -> Mapping[str, int]:
    from graph.list_tracker import noted_bodies, tracked_lists  # noqa: PLC0415
    from graph.network.gathering import body_ids  # noqa: PLC0415

    bodies = {*body_ids(running.snapshot()), *noted_bodies(running.store)}
    counts = standings(tracked_lists(running.store, bodies), today().isoformat())
    return {str(standing): number for standing, number in counts.items()}
