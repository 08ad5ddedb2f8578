"""How often the import is wrong about a file's clock, and how often it says *uncertain*: ``docs/CLOCKS.md``.

usage: PYTHONPATH=tests python -m bench.clock_rates [--runs N]

Made-up feeds are written by each clock that the import knows, over winter, summer and the change of clocks in
between, with a tenth of the rows missing at random and every tenth day cut short. A run is *wrong* where the import
calls its clock sure and puts a row elsewhere. The same files are then read with a clock told: the right one, a wrong
one, and the right one of a file whose second half was written by another. Every run is seeded by its cell and number,
so the counts come again.
"""

import argparse
from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from zlib import crc32

import numpy as np
import polars as pl
from scipy.stats import beta

from support.feeds import CALENDAR, around_the_clock, by_clock, sessions_only
from usdcop.pipeline.importing.clock.days import day_facts
from usdcop.pipeline.importing.clock.early_rows import Window
from usdcop.pipeline.importing.clock.half_hours import half_hours
from usdcop.pipeline.importing.clock.overlap import Overlap, nothing_stored
from usdcop.pipeline.importing.clock.shifts import FileFacts, Said, Shifts, decided
from usdcop.pipeline.importing.clock.wall_clocks import Clock, known_clocks

PAGE = Path(__file__).resolve().parent.parent / "docs" / "CLOCKS.md"
CLOCKS = known_clocks(CALENDAR)
BEGINNINGS = (date(2023, 1, 15), date(2023, 6, 11), date(2023, 3, 5), date(2023, 10, 22))
MISSING, SHORT = 0.1, 0.1
WEEK = 5
"""Sessions of a week."""
CUT = 15
"""Hour of UTC at which a short day ends."""
WINDOW = Window.of(CALENDAR)
TOLD = ("right", "wrong", "half")
"""Of what is told of a clock."""
_OUTCOMES = ("right", "uncertain", "wrong")


@dataclass(frozen=True, slots=True)
class Cell:
    """One kind of file."""

    name: str
    days: int
    label: str
    quiet: float | None = None
    """Moves outside of sessions, as a share of those inside; None for a feed of sessions only."""


def cells() -> Iterator[Cell]:
    """Every kind of file that is measured."""
    for label in ("none", "utc"):
        for days in (1, 5, 20):
            yield Cell("sessions only", days, label)
        for quiet, said in ((0.1, "a tenth"), (0.5, "half"), (0.8, "four fifths"), (1.0, "as much")):
            for days in (5, 20):
                yield Cell(f"around the clock, moving {said} outside of sessions", days, label, quiet)


def outcome(cell: Cell, number: int) -> str:
    """What the import says of one file: right, uncertain or wrong."""
    stamped = by_clock(_true(cell, number), _clock(number)).with_columns(label=pl.lit(cell.label))
    shifts = _decided(stamped, Said())
    if shifts.uncertain:
        return "uncertain"
    return "right" if _placed_right(stamped, shifts) else "wrong"


def outcome_of_told(case: str, cell: Cell, number: int) -> str:
    """What the import says of one file whose clock was told: believed or doubted; ``even`` where both put all rows alike.

    ``case``: whether the clock told is ``right``, ``wrong``, or right for the first ``half`` of the days only.
    """
    true, clock = _true(cell, number), _clock(number)
    other = CLOCKS[(CLOCKS.index(clock) + 1 + number % (len(CLOCKS) - 1)) % len(CLOCKS)]
    days = true["time"].dt.date().unique().sort()
    late = true["time"].dt.date().is_in(days.slice(days.len() // 2).implode())
    written = (
        pl.concat([by_clock(true.filter(~late), clock), by_clock(true.filter(late), other)])
        if case == "half"
        else by_clock(true, clock)
    ).with_columns(label=pl.lit(cell.label))
    told = other if case == "wrong" else clock
    shifts = _decided(written, Said(told=(told,)))
    if case != "right" and _placed_right(written, shifts):
        return "even"
    return "doubted" if shifts.uncertain else "believed"


def _clock(number: int) -> Clock:
    return CLOCKS[number // len(BEGINNINGS) % len(CLOCKS)]


def _true(cell: Cell, number: int) -> pl.DataFrame:
    """The rows of a file by UTC, with holes; ``true`` is their time."""
    seed = crc32(f"{cell} {number}".encode())
    sunday = BEGINNINGS[number % len(BEGINNINGS)]
    return _with_holes(_feed(cell, sunday, seed), np.random.default_rng(seed))


def _decided(stamped: pl.DataFrame, said: Said) -> Shifts:
    overlap = Overlap(nothing_stored, said.candidates(CALENDAR))
    facts = FileFacts(day_facts(stamped, WINDOW), half_hours(stamped), overlap)
    return decided(facts, said, WINDOW, CALENDAR)


def _placed_right(stamped: pl.DataFrame, shifts: Shifts) -> bool:
    placed = stamped.select(pl.col("time") + pl.duration(minutes=shifts.minutes()) == pl.col("true"))
    return bool(placed["time"].all())


def _feed(cell: Cell, sunday: date, seed: int) -> pl.DataFrame:
    weeks = -(-cell.days // WEEK)
    if cell.quiet is None:
        return sessions_only(
            sunday, sunday + timedelta(days=7 * (weeks - 1) + (cell.days - 1) % WEEK + 1), seed
        )
    return around_the_clock(sunday, weeks, cell.quiet, seed)


def _with_holes(frame: pl.DataFrame, draw: np.random.Generator) -> pl.DataFrame:
    there = pl.Series(draw.random(frame.height) >= MISSING)
    day = frame["time"].dt.date()
    short = [one for one in day.unique().sort() if draw.random() < SHORT]
    cut = frame["time"].dt.hour() >= CUT
    return frame.with_columns(true="time").filter(there & ~(day.is_in(short) & cut))


def _row(cell: Cell, counts: Counter[str]) -> str:
    total = counts.total()
    shares = " | ".join(f"{counts[name]} ({counts[name] / total:.0%})" for name in _OUTCOMES)
    highest = beta.ppf(0.975, counts["wrong"] + 1, total - counts["wrong"])
    label = "labelled UTC" if cell.label == "utc" else "no offset"
    return f"| {cell.name} | {cell.days} | {label} | {shares} | {highest:.1%} |"


def _row_of_told(cell: Cell, counts: Mapping[str, Counter[str]]) -> str:
    """Doubted of each case, without the files of which both clocks say the same."""
    shown = []
    for case in TOLD:
        known = counts[case]["doubted"] + counts[case]["believed"]
        shown.append(f"{counts[case]['doubted']} of {known} ({counts[case]['doubted'] / max(known, 1):.0%})")
    label = "labelled UTC" if cell.label == "utc" else "no offset"
    return f"| {cell.name} | {cell.days} | {label} | {' | '.join(shown)} |"


def main() -> None:
    """Measure every cell and write the page."""
    parser = argparse.ArgumentParser(prog="python -m bench.clock_rates", description=__doc__)
    parser.add_argument("--runs", type=int, default=96, help="files of each kind")
    runs = parser.parse_args().runs
    lines = []
    with ProcessPoolExecutor(2) as pool:
        for cell in cells():
            counts = Counter(pool.map(partial(outcome, cell), range(runs), chunksize=8))
            lines.append(_row(cell, counts))
            print(lines[-1], flush=True)
    told = []
    with ProcessPoolExecutor(2) as pool:
        for cell in cells():
            counts_of = {
                case: Counter(pool.map(partial(outcome_of_told, case, cell), range(runs), chunksize=8))
                for case in TOLD
            }
            told.append(_row_of_told(cell, counts_of))
            print(told[-1], flush=True)
    PAGE.write_text(HEAD + "\n".join(lines) + "\n" + HEAD_OF_TOLD + "\n".join(told) + "\n")


HEAD = """# How often the import is wrong about a clock

Made by `make clock-rates`: made-up feeds, written by each of the eight clocks that the import knows (over winter, summer
and both changes of clocks), a tenth of the rows missing at random and every tenth day cut short. *Wrong*: the import calls
the clock sure, and a row stands elsewhere than it should; the last column is the upper end of the 95 % interval of that
rate (Clopper and Pearson). *Uncertain*: nothing is taken in until `--clock` says it. What is decided by, and why, stands
in [0038](adr/0038-by-which-clock-a-file-was-written.md).

| file | sessions | stamps | right | uncertain | wrong | wrong at most |
|---|---|---|---|---|---|---|
"""

HEAD_OF_TOLD = """
## A clock that was told

The same files with `--clock`. *Doubted*: the import tells what speaks against the clock, and no session of the file is
better than C. Told rightly that is a false alarm; told wrongly, or rightly for the first half of the days only, it is
what must be said. Files of which the clock told and the true one say the same are left out.

| file | sessions | stamps | told rightly: doubted | told wrongly: doubted | right for half of it: doubted |
|---|---|---|---|---|---|
"""

if __name__ == "__main__":
    main()
