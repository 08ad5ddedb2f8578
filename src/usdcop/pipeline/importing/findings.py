"""What an import found in a file, said before anything is written."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

import polars as pl

from usdcop.core.bars import Reason
from usdcop.core.sessions import Calendar
from usdcop.pipeline.quality import GradeRule


@dataclass(frozen=True, slots=True)
class Stretch:
    """Consecutive days of the file whose early rows are shifted."""

    first: date
    last: date
    days: int
    rows: int


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts over all rows of a file, taken while it is read."""

    rows: int = 0
    """Bars of five minutes."""
    read: int = 0
    """Rows of the file: more where its bars are shorter."""
    minutes: float | None = None
    """Length of the file's bars, where they are shorter than five minutes."""
    first: datetime | None = None
    last: datetime | None = None
    flat: int = 0
    """Rows with open = high = low = close."""
    unreadable: int = 0
    """Rows with a price that is not a finite number."""
    with_volume: int = 0
    partial: int = 0
    reconstructed: int = 0
    future: int = 0
    """Bars that are not closed yet."""
    far: int = 0
    """Rows far from all others, which no other count holds."""
    without_offset: int = 0
    """Stamps that say no offset."""
    ordered: bool = True
    """Whether each row is later than the one before."""
    end: datetime | None = None
    """Stamp of the last row read."""


@dataclass(frozen=True, slots=True)
class ImportFindings:
    """What a file holds. Counts are of rows where not said otherwise."""

    file: str
    symbol: str
    clock: str
    """What was believed of its stamps: auto, utc or bogota."""
    tally: Tally
    shifted: int
    """Rows whose clock is corrected by evidence."""
    shifted_by: Mapping[str, int]
    """The same by evidence."""
    stretches: tuple[Stretch, ...]
    twins: int
    """Bars that stand twice, once under each clock."""
    twins_flat: int
    """Of those, the ones in which both rows are flat."""
    twins_apart_bps: float | None
    """Largest distance of the closes of twins."""
    holiday_days: int
    holiday_rows: int
    holiday_stale_days: int
    """Holidays whose rows hardly move."""
    stale_sessions: int
    stale_rows: int
    repeats: int
    """Further rows of a stamp, with the same close."""
    disputes: int
    """Further rows of a stamp that stands with different closes."""
    outside: int
    """Rows outside of sessions on days that have one, or at weekends."""
    uncertain: str | None = None
    """Why the clock of its stamps is doubted: weak evidence, or such that contradicts itself; None: it is not."""

    @property
    def volume_absent(self) -> bool:
        """Whether no row has volume: it is then stored as null."""
        return self.tally.with_volume == 0

    def lines(self) -> list[str]:
        """The findings as plain text, one fact a line."""
        return [*self._content(), *self._clock(), *self._days(), *self._rows()]

    def _content(self) -> Iterator[str]:
        tally = self.tally
        yield f"{self.file}: {tally.rows:,} rows of {self.symbol}, {tally.first:%Y-%m-%d %H:%M} to {tally.last:%Y-%m-%d %H:%M} UTC"
        if tally.minutes is not None:
            yield f"bars of {tally.minutes:g} minute(s): {tally.read:,} rows are put together to {tally.rows:,} of 5 minutes"
        yield f"flat rows (open = high = low = close): {tally.flat:,} ({tally.flat / tally.rows:.1%})"
        if tally.reconstructed:
            yield f"reconstructed opens: {tally.reconstructed:,} ({tally.reconstructed / tally.rows:.1%})"
        if self.volume_absent:
            yield "no row has volume: it is stored as null, and volume features are absent"

    def _clock(self) -> Iterator[str]:
        if self.tally.without_offset:
            yield f"stamps without offset: {self.tally.without_offset:,}; read as UTC unless shown to be local"
        if self.uncertain is not None:
            yield f"clock: uncertain: {self.uncertain}"
        if self.clock != "auto":
            yield f"clock: taken as {self.clock}, as told"
            return
        if not self.shifted:
            yield "clock: no row is shifted"
            return
        by = ", ".join(f"{name} {rows:,}" for name, rows in self.shifted_by.items())
        yield f"clock: {self.shifted:,} rows stand early and are corrected (evidence: {by})"
        for stretch in self.stretches[:5]:
            yield f"  {stretch.first} to {stretch.last}: {stretch.rows:,} rows on {stretch.days} days"
        if len(self.stretches) > 5:  # noqa: PLR2004 - as many as are shown
            yield f"  and {len(self.stretches) - 5} more stretches up to {self.stretches[-1].last}"
        if self.twins:
            apart = f"{self.twins_apart_bps:.4f}"
            yield f"  twins: {self.twins:,} bars stand under both clocks, {self.twins_flat:,} flat in both; closes differ by {apart} bps at most"

    def _days(self) -> Iterator[str]:
        if self.holiday_rows:
            yield f"holidays: {self.holiday_rows:,} rows on {self.holiday_days} days, {self.holiday_stale_days} of them stale"
        if self.stale_sessions:
            yield f"stale sessions: {self.stale_sessions} with {self.stale_rows:,} bars"

    def _rows(self) -> Iterator[str]:
        tally = self.tally
        counts = (
            ("far from all other rows, and kept aside", tally.far),
            ("outside of sessions", self.outside),
            ("duplicate rows with the same close", self.repeats),
            ("rows of one time with different closes", self.disputes),
            ("rows with a price that cannot be read", tally.unreadable),
            ("rows of bars that are not closed yet", tally.future),
            ("rows captured while the bar was forming", tally.partial),
        )
        yield from (f"{name}: {count:,}" for name, count in counts if count)
        if not tally.ordered:
            yield "rows are not in order of time: they are sorted"


def findings(
    name: tuple[str, str, str], tally: Tally, days: pl.DataFrame, shifted: pl.DataFrame, calendar: Calendar
) -> ImportFindings:
    """Put the findings together.

    Args:
        name: file, symbol and clock choice.
        tally: counts over all rows.
        days: one row a day (``days.day_facts``).
        shifted: ``day`` and ``evidence`` of the days whose early rows are corrected.
        calendar: which days have a session.
    """
    frame = days.join(shifted, on="day", how="left").sort("day")
    moved = frame.filter(pl.col("evidence").is_not_null())
    by = moved.group_by("evidence").agg(pl.col("early").sum()).sort("evidence")
    file, symbol, clock = name
    return ImportFindings(
        file=file,
        symbol=symbol,
        clock=clock,
        tally=tally,
        shifted=int(moved["early"].sum()),
        shifted_by=dict(by.iter_rows()),
        stretches=_stretches(frame),
        twins=int(moved["twins"].sum()),
        twins_flat=int(moved["twins_flat"].sum()),
        twins_apart_bps=_largest(moved["twin_apart"]),
        repeats=int(frame["repeats"].sum()),
        disputes=int(frame["disputes"].sum()),
        uncertain=None,
        **_by_day(frame, calendar),
    )


def as_judged(found: ImportFindings, refused: Mapping[str, int]) -> ImportFindings:
    """``found`` with the counts that L1 makes of the same rows (``refused``: rows by reason)."""
    outside = (Reason.OUT_OF_SESSION, Reason.CLOCK_SHIFT)
    return replace(
        found,
        holiday_rows=refused.get(Reason.HOLIDAY, 0),
        outside=sum(refused.get(reason, 0) for reason in outside),
    )


def _by_day(frame: pl.DataFrame, calendar: Calendar) -> dict[str, int]:
    closed = pl.Series("closed", [calendar.closed_because(day) for day in frame["day"]], dtype=pl.String)
    moves = pl.col("evidence").is_not_null()
    bars = pl.when(moves).then("bars_moved").otherwise("bars_stamped")
    closes = pl.when(moves).then("closes_moved").otherwise("closes_stamped")
    facts = frame.with_columns(
        closed, inside=pl.col("session_rows") + pl.when(moves).then("early").otherwise(0), bars=bars
    ).with_columns(stale=closes < GradeRule().stale_share * bars)
    holiday = facts.filter(pl.col("closed").is_not_null() & (pl.col("closed") != "weekend"))
    weekend = facts.filter(pl.col("closed") == "weekend")
    stale = facts.filter(pl.col("closed").is_null() & pl.col("stale"))
    strangers = (
        facts.filter(pl.col("closed").is_null()).select((pl.col("rows") - pl.col("inside")).sum()).item()
    )
    return {
        "holiday_days": holiday.height,
        "holiday_rows": int(holiday["rows"].sum()),
        "holiday_stale_days": int(holiday["stale"].sum()),
        "stale_sessions": stale.height,
        "stale_rows": int(stale["bars"].sum()),
        "outside": int(strangers or 0) + int(weekend["rows"].sum()),
    }


def _stretches(frame: pl.DataFrame) -> tuple[Stretch, ...]:
    moved = frame.with_columns(run=pl.col("evidence").is_not_null().rle_id()).drop_nulls("evidence")
    runs = moved.group_by("run", maintain_order=True).agg(
        first=pl.col("day").min(), last=pl.col("day").max(), days=pl.len(), rows=pl.col("early").sum()
    )
    return tuple(Stretch(**row) for row in runs.drop("run").iter_rows(named=True))


def _largest(values: pl.Series) -> float | None:
    largest = values.max()
    return largest if isinstance(largest, float) else None
