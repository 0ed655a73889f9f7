"""How well matching tells real rows apart: writes a verdict and candidates per row, for scoring.

    python benchmarks/matching.py QUESTIONS.csv REGISTER.csv VERDICTS.csv

QUESTIONS has ``query_name``, ``query_postcode``, ``query_url``; REGISTER ``org_id``, ``name``,
``other_names`` (split at "|"), ``postcode``, ``url``. Each row is decided by itself, as one list would be.
"""

from __future__ import annotations

import csv
import sys
import time
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from graph.model.plan import KnownOrganisation
from importers.fields.postcodes import district_of, read_postcode
from importers.lists.rows import ParsedRow
from importers.match.candidates import KnownIndex
from importers.match.decisions import Decision, Judgement
from importers.match.single import decide_row

VERDICTS = {Judgement.LINK: "link", Judgement.NEW: "new"}


def rows_of(path: str) -> Iterator[dict[str, str]]:
    """Yield the rows of a CSV file."""
    with Path(path).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def postcode_of(text: str) -> str | None:
    """Return a postcode as matching compares it, None for none."""
    read = read_postcode(text).value if text else None
    return getattr(read, "postcode", None) or getattr(read, "text", None) if read else None


def known(row: dict[str, str]) -> KnownOrganisation:
    """Return an organisation of the register."""
    names = (row["name"], *filter(None, map(str.strip, row["other_names"].split("|"))))
    postcode = postcode_of(row["postcode"])
    record = {"website": row["url"]} if row["url"] else {}
    return KnownOrganisation(
        row["org_id"], 1, row["name"], names, (row["org_id"],), postcode, district_of(postcode), record=record
    )


def asked(number: int, row: dict[str, str]) -> ParsedRow:
    """Return a row of the questions as a list would give it."""
    said = {
        "name": row["query_name"],
        "postcode": postcode_of(row["query_postcode"]),
        "website": row["query_url"],
    }
    return ParsedRow(number, (row["query_name"],), {name: value for name, value in said.items() if value})


def line(row: ParsedRow, decision: Decision) -> list[object]:
    """Return a verdict's line: row, verdict, org_id, score, five candidates, reasons."""
    one = decision.organisation
    offered = [one.id] if one else [each.org_id for each in decision.candidates]
    best = 1.0 if one else max((each.score for each in decision.candidates), default=0.0)
    verdict = VERDICTS.get(decision.judgement, "review")
    why = "; ".join(decision.reasons or (decision.candidates[0].reasons if decision.candidates else ()))
    return [row.row, verdict, one.id if one else "", best, *(offered + [""] * 5)[:5], why]


def main(questions: str, register: str, verdicts: str) -> None:
    """Write the verdicts and print how long a row took."""
    index = KnownIndex(map(known, rows_of(register)))
    rows = [asked(number, row) for number, row in enumerate(rows_of(questions), start=2)]
    begun = time.process_time()
    lines = [line(row, decide_row(row, index)) for row in rows]
    each = (time.process_time() - begun) / max(len(rows), 1) * 1000
    print(f"{each:.2f} ms of processor time a row, {len(rows):,} rows")
    with Path(verdicts).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        offered = [f"candidate_{n}" for n in range(1, 6)]
        writer.writerow(["row", "verdict", "org_id", "score", *offered, "reasons"])
        writer.writerows(lines)


if __name__ == "__main__":
    main(*sys.argv[1:4])
