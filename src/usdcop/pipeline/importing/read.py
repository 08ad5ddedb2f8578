"""Import of one file: ``read_file`` says what it found, its ``chunks`` are the raw rows for layer L0."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, Protocol

import polars as pl

from usdcop.core.bars import RAW_BAR, STATES, BarState, import_source
from usdcop.core.errors import DataError, UnreadableFileError
from usdcop.core.sessions import BAR, market_of
from usdcop.pipeline.importing.clock.days import DayAccount, ScatteredAccount
from usdcop.pipeline.importing.clock.overlap import Near, Overlap, nothing_stored
from usdcop.pipeline.importing.clock.shifts import FileFacts, OwnOffset, Said, Shifts, decided
from usdcop.pipeline.importing.clock.stretches import OWN_OFFSET
from usdcop.pipeline.importing.clock.wall_clocks import AUTO, Clock, hinted_clocks, told_clocks
from usdcop.pipeline.importing.far import far_days
from usdcop.pipeline.importing.findings import ImportFindings, Tally, findings
from usdcop.pipeline.importing.lengths import FiveMinutes
from usdcop.pipeline.importing.names import PRICES
from usdcop.pipeline.importing.places import places
from usdcop.pipeline.importing.reading import Seen, Told, notes, reading_of
from usdcop.pipeline.importing.source import Source
from usdcop.pipeline.importing.strays import Strays
from usdcop.pipeline.importing.tables import OnRead, open_table
from usdcop.pipeline.l1_standardise import StandardiseSettings

_SUMMED: Final = ("flat", "unreadable", "with_volume", "partial", "reconstructed", "future", "without_offset")


@dataclass(frozen=True, slots=True, eq=False)
class ImportFile:
    """A file that has been looked at. Nothing has been written, and nothing is held but facts a day."""

    findings: ImportFindings
    shifts: Shifts
    source: Source
    refused: pl.DataFrame
    """Lines that are no rows (``row``, ``raw``, ``why``): the first ``refusals.MOST_KEPT`` of them."""

    @property
    def clock_hint(self) -> str | None:
        """The clock of its stamps that the file's shape or words hint at: an IANA zone, or ``mt5``."""
        return self.source.table.claims.clock_hint

    @property
    def source_name(self) -> str:
        """What its rows are called."""
        return import_source(self.source.table.path.name)

    def chunks(self, on_read: OnRead | None = None) -> Iterator[pl.DataFrame]:
        """The rows as ``RAW_BAR`` frames of no run yet, in the order of the file; one for each five minutes of shorter bars.

        Raises:
            UnreadableFileError: the file has changed since it was looked at.
        """
        for rows in self.source.batches(on_read or _silent):
            yield _raw(rows, self.source, self.shifts, volume=not self.findings.volume_absent)
        self.source.must_be_unchanged()

    def aside(self) -> pl.DataFrame:
        """The rows that no chunk holds, far from all others or from those beside them (``RAW_BAR`` and ``detail``)."""
        rows = (
            _raw(rows, self.source, self.shifts).with_columns(detail=pl.lit(why.value))
            for why, rows in self.source.aside()
        )
        return pl.concat([pl.DataFrame(schema={**RAW_BAR, "detail": pl.String}), *rows])


def read_file(
    path: Path,
    told: str | Told,
    now: datetime,
    clock: str = AUTO,
    stored: Near = nothing_stored,
    on_read: OnRead | None = None,
) -> ImportFile:
    """Read ``path`` once and say what it is; its rows come from ``ImportFile.chunks``, which reads it again.

    Args:
        path: a CSV, JSON, Parquet or Feather file; text may be packed.
        told: the market its rows belong to, in our spelling or the vendor's; or more that was said of the file.
        now: market time; later bars are counted as future.
        clock: what is believed about stamps labelled UTC or without offset (``wall_clocks.told_clocks``).
        stored: where accepted bars are asked for; what overlaps them must meet them.
        on_read: told how many bytes of how many have been read.

    Raises:
        UnreadableFileError, ColumnsError, TimeFormatError, DataError: the file cannot be used, and why.
        UsageError: a symbol is not configured, or is another than the file's; there is no such clock.
    """
    said = Told(told) if isinstance(told, str) else told
    market = market_of(said.symbol)
    table = open_table(path, said.columns)
    of_clock = Said(
        told_clocks(clock, market.calendar), hinted_clocks(table.claims.clock_hint, market.calendar)
    )
    stat = path.stat()
    source = Source(table, reading_of(table, market, said, now), (stat.st_size, stat.st_mtime_ns))
    looked_at = partial(
        _looked_at,
        stored=stored,
        clocks=of_clock.candidates(market.calendar),
        now=now,
        on_read=on_read or _silent,
    )
    look = looked_at(source)
    far = far_days(look.facts.days, now)
    if far:
        rows = int(look.facts.days.filter(pl.col("day").is_in(far))["rows"].sum())
        look = looked_at(replace(look.source, far=far))
        look = replace(look, tally=replace(look.tally, far=look.tally.far + rows))
    source, days = look.source, look.facts.days
    shifts = decided(look.facts, of_clock, source.window, market.calendar)
    raw = (_raw(rows, source, shifts) for rows in source.batches(on_read or _silent))
    where = places(raw, market.calendar, now, StandardiseSettings())
    found = findings((path.name, market.symbol, clock), look.tally, days, shifts, where)
    found = replace(found, notes=notes(table, source.reading, look.seen))
    return ImportFile(found, shifts, source, look.seen.refusals.kept)


def _raw(rows: pl.DataFrame, source: Source, shifts: Shifts, *, volume: bool = True) -> pl.DataFrame:
    """``RAW_BAR`` rows of a batch; without ``volume`` where the file holds none."""
    shift = pl.col("shift")
    state = pl.when("partial").then(pl.lit(BarState.FORMING.value)).otherwise(pl.lit(BarState.FINAL.value))
    return rows.with_columns(shift=shifts.minutes()).select(
        "time",
        pl.lit(source.market.symbol).alias("symbol"),
        *PRICES,
        (pl.col("volume") if volume else pl.lit(None, pl.Float64)).alias("volume"),
        pl.lit(import_source(source.table.path.name)).alias("source"),
        state.cast(STATES).alias("state"),
        "open_reconstructed",
        (pl.col("time") + pl.duration(minutes=shift) + BAR).alias("known_at"),
        shift.alias("clock_shift_minutes"),
        pl.col("row").cast(pl.Int64),
        "raw",
        pl.lit("").alias("run_id"),
    ).cast(pl.Schema(RAW_BAR))  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class _Look:
    """What one look at a file has found."""

    source: Source
    tally: Tally
    facts: FileFacts
    seen: Seen


def _looked_at(
    source: Source, *, stored: Near, clocks: Sequence[Clock], now: datetime, on_read: OnRead
) -> _Look:
    """Counts over all rows, what tells the clock, and what stood beside the rows; in no order it is read a second time."""
    overlap, seen, account = Overlap(stored, clocks), Seen(), DayAccount(source.window)
    explicit = Overlap(stored, (OWN_OFFSET,), own_offset=True)
    strays = Strays() if source.strays is None else None
    tally = _account(source.batches_seen(on_read, seen, strays), now, (account, overlap, explicit))
    if strays is not None:
        source = replace(source, strays=tuple(strays.found) if strays.believed else ())
        if strays.found and not source.strays:
            return _looked_at(source, stored=stored, clocks=clocks, now=now, on_read=on_read)
    seen.refusals.must_be_few(tally.read)
    tally = replace(tally, refused=seen.refusals.count, far=len(source.strays or ()))
    _must_hold_rows(source.table.path, tally)
    days = account.facts()
    if not account.scattered:
        return _Look(source, tally, _facts(days, account, overlap, explicit), seen)
    with TemporaryDirectory(prefix="usdcop-import-") as folder:
        laid_aside = ScatteredAccount(source.window, Path(folder))
        _account(source.batches_seen(on_read, Seen()), now, (laid_aside,))
        facts = _facts(laid_aside.facts(), laid_aside, overlap, explicit)
        return _Look(source, tally, facts, seen)


def _facts(
    days: pl.DataFrame, account: DayAccount | ScatteredAccount, overlap: Overlap, explicit: Overlap
) -> FileFacts:
    """What the file's clock is decided by; ``explicit``: the overlap of rows that say an offset of their own."""
    own = account.half_hours(own_offset=True)
    return FileFacts(days, account.half_hours(), overlap, OwnOffset(own, explicit) if own.height else None)


class _Account(Protocol):
    def add(self, rows: pl.DataFrame) -> None:
        """Account for the rows of the next batch."""


def _account(
    read: tuple[FiveMinutes, Iterator[pl.DataFrame]], now: datetime, accounts: Sequence[_Account]
) -> Tally:
    """Read the whole file once, counting its rows and handing them to ``accounts``."""
    tally = Tally()
    bars, batches = read
    for rows in batches:
        tally = _tallied(tally, rows, now)
        for account in accounts:
            account.add(rows)
    return replace(tally, read=bars.rows, minutes=bars.minutes)


def _tallied(tally: Tally, rows: pl.DataFrame, now: datetime) -> Tally:
    finite = pl.all_horizontal(pl.col(price).is_finite().fill_null(value=False) for price in PRICES)
    flat = pl.all_horizontal(pl.col(price) == pl.col("close") for price in ("open", "high", "low"))
    ordered = (pl.col("time") > pl.col("time").shift(1)).all()
    counts = rows.select(
        flat=flat.sum(),
        unreadable=(~finite).sum(),
        with_volume=(pl.col("volume") > 0).sum(),
        partial=pl.col("partial").sum(),
        reconstructed=pl.col("open_reconstructed").sum(),
        future=(pl.col("time") + BAR > now).sum(),
        without_offset=(pl.col("label") == "none").sum(),
        ordered=ordered,
        first=pl.col("time").min(),
        last=pl.col("time").max(),
        start=pl.col("time").first(),
        end=pl.col("time").last(),
    ).row(0, named=True)
    return Tally(
        rows=tally.rows + rows.height,
        first=min(filter(None, (tally.first, counts["first"]))),
        last=max(filter(None, (tally.last, counts["last"]))),
        ordered=tally.ordered and counts["ordered"] and (tally.end is None or tally.end < counts["start"]),
        end=counts["end"],
        **{name: getattr(tally, name) + int(counts[name]) for name in _SUMMED},
    )


def _must_hold_rows(path: Path, tally: Tally) -> None:
    if not tally.rows:
        raise UnreadableFileError(f"{path} has a header and no rows.", "Give a file with bars.")
    if tally.unreadable == tally.rows:
        raise DataError(
            f"No row of {path.name} has four prices that are numbers.",
            "Write prices with a decimal point and without thousands separators, such as 4123.5.",
        )


def _silent(_done: int, _all: int) -> None:
    """Told of progress, says nothing."""
