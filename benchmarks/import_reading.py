"""Reading, promised: a million rows of CSV under 150 MB; 100,000 x 12 cells in 1.5 times calamine's time.

Each measurement runs in a process of its own, seven times for the workbook, in turn with its baseline, and
the fastest counts: anything else on the machine can only slow it down, and with no core to spare the two
processes of a reading take turns. The workbook's allowance adds a start-up of at most 0.3 s. Exit 1 when a
promise isn't kept.
"""

from __future__ import annotations

import datetime
import subprocess
import sys
import tempfile
from pathlib import Path

import xlsxwriter

ROWS_CSV = 1_000_000
ROWS_BOOK = 100_000
MOST_MEGABYTES = 150
MOST_RATIO = 1.5
MOST_START = 0.3
RUNS = 7
HEADINGS = (
    "Ref",
    "Name",
    "Charity number",
    "Postcode",
    "Address",
    "Town",
    "Website",
    "Email",
    "Joined",
    "Income",
    "Status",
    "Notes",
)
TIMED = """
import resource, sys, time
started = time.perf_counter()
{body}
elapsed = time.perf_counter() - started
used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
print(elapsed, count, used[0].ru_maxrss / 1024, sum(each.ru_utime + each.ru_stime for each in used))
"""
BARE_CSV = """
import csv
with open(sys.argv[1], encoding="utf-8", newline="") as file:
    count = sum(1 for _ in csv.reader(file)) - 1
"""
BARE_BOOK = """
import python_calamine
count = len(python_calamine.CalamineWorkbook.from_path(sys.argv[1]).get_sheet_by_index(0).to_python()) - 1
"""
OURS = """
from importers.read import read_table
started = time.perf_counter()
count = len(read_table(sys.argv[1]).rows)
"""
TWICE = """
from importers.read import read_table
table = read_table(sys.argv[1])
count = sum(1 for _ in table.rows)
"""
START = """
from importers.read import read_table
started = time.perf_counter()
count = len(read_table(sys.argv[1]).rows)
"""


def row_of(number: int) -> list[str]:
    """One invented row."""
    street = f"{number} High Street, Leeds" if number % 5 == 0 else f"{number} High Street"
    return [
        str(number),
        f"Organisation {number} Trust",
        str(1_000_000 + number),
        f"LS{number % 20} {number % 9}AB",
        street,
        f"Town {number % 300}",
        f"www.org{number}.example",
        f"info{number}@org.example",
        f"2012-03-{number % 28 + 1:02d}",
        f"{number * 1.37:.2f}",
        "Active" if number % 3 else "Lapsed",
        "",
    ]


def write_csv(path: Path) -> None:
    """A million rows, a fifth of them with a quoted cell: about 140 MB."""
    with path.open("w", encoding="utf-8") as file:
        file.write(",".join(HEADINGS) + "\n")
        for number in range(1, ROWS_CSV + 1):
            file.write(",".join(f'"{cell}"' if "," in cell else cell for cell in row_of(number)) + "\n")


def write_book(path: Path, rows: int) -> None:
    """A workbook with texts, numbers and dates in twelve columns."""
    with xlsxwriter.Workbook(str(path), {"constant_memory": False}) as book:
        sheet = book.add_worksheet("Members")
        days = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write_row(0, 0, HEADINGS)
        first = datetime.datetime(2010, 1, 1)
        for number in range(1, rows + 1):
            cells = row_of(number)
            sheet.write_row(number, 0, [number, cells[1], 1_000_000 + number, *cells[3:8]])
            sheet.write_datetime(number, 8, first + datetime.timedelta(days=number % 4000), days)
            sheet.write_number(number, 9, number * 1.37)
            sheet.write_row(number, 10, cells[10:])


def timed(body: str, path: Path) -> tuple[float, int, float, float]:
    """Run ``body`` in a process of its own; return seconds, rows, peak megabytes and seconds of processor.

    Seconds of processor are those of the process and of its children, from start to end.
    """
    done = subprocess.run(
        [sys.executable, "-c", TIMED.format(body=body), str(path)],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).resolve().parents[1],
    )
    seconds, count, megabytes, processor = done.stdout.split()
    return float(seconds), int(count), float(megabytes), float(processor)


def bench_csv(folder: Path) -> bool:
    """Print time and memory for the long CSV; return whether the promise was kept."""
    path = folder / "million.csv"
    write_csv(path)
    bare, rows, *_ = timed(BARE_CSV, path)
    ours, found, megabytes, _ = timed(TWICE, path)
    print(f"csv, {rows:,} rows: bare csv.reader {bare:.1f} s")
    print(f"  read, then every row once more: {ours:.1f} s ({ours / bare:.1f} times), {megabytes:.0f} MB")
    return found == rows == ROWS_CSV and megabytes < MOST_MEGABYTES


def bench_book(folder: Path) -> bool:
    """Print time for the large workbook against calamine's own; return whether the promise was kept."""
    small, large = folder / "small.xlsx", folder / "large.xlsx"
    write_book(small, 1)
    write_book(large, ROWS_BOOK)
    starts = [timed(START, small) for _ in range(RUNS)]
    start, start_processor = (min(each[at] for each in starts) for at in (0, 3))
    pairs = [(timed(BARE_BOOK, large), timed(OURS, large)) for _ in range(RUNS)]
    bare = min(first[0] for first, _ in pairs)
    ours = min(second[0] for _, second in pairs)
    print(f"xlsx, {ROWS_BOOK:,} x {len(HEADINGS)}: calamine itself {bare:.2f} s")
    ratio = (ours - min(start, MOST_START)) / bare
    print(f"  read with guard, child, headings and checks: {ours:.2f} s ({ours / bare:.2f} times)")
    print(f"  of which starting on a file of one row: {start:.2f} s; without it {ratio:.2f} times")
    bare_processor, processor = (min(pair[at][3] for pair in pairs) for at in (0, 1))
    more = (processor - start_processor) / bare_processor
    print(f"  seconds of processor in both processes: {processor:.2f}, {more:.2f} times without the start")
    counted = {first[1] for first, _ in pairs} | {second[1] for _, second in pairs}
    return counted == {ROWS_BOOK} and ratio <= MOST_RATIO and start <= MOST_START


def main() -> int:
    """Run both; 0 when every promise was kept."""
    with tempfile.TemporaryDirectory(prefix="earshot-bench-") as name:
        kept = [bench_csv(Path(name)), bench_book(Path(name))]
    print("kept" if all(kept) else "NOT KEPT")
    return 0 if all(kept) else 1


if __name__ == "__main__":
    sys.exit(main())
