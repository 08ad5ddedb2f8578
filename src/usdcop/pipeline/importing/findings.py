"""What an import found in a file, said before anything is written."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

import polars as pl

from usdcop.core.bars import Reason
from usdcop.core.errors import DataError
from usdcop.pipeline.importing.clock.shifts import Shifts
from usdcop.pipeline.importing.clock.stretches import ClockStretch
from usdcop.pipeline.importing.clock.wall_clocks import AUTO
from usdcop.pipeline.importing.places import Places
from usdcop.pipeline.importing.refused_rows import counts_in_words, mostly_refused
from usdcop.pipeline.quality import GradeRule


@dataclass(frozen=True, slots=True)
class Stretch:
    """Consecutive days of the file whose rows are shifted."""

    first: date
    last: date
    days: int
    rows: int
    clock: str | None = None
    """The clock that moves all of them, and what shows it; None where only early rows are shifted."""


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts over all rows of a file, taken while it is read."""

    rows: int = 0
    """Bars of five minutes."""
    read: int = 0
    """Rows of the file: more where its bars are shorter."""
    refused: int = 0
    """Lines of the file that are no rows."""
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
    """Rows far from all others or from those beside them, which no other count holds."""
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
    """What was told of its stamps: auto, or a clock."""
    tally: Tally
    shifted: int
    """Rows whose clock is corrected."""
    shifted_by: Mapping[str, int]
    """The same by evidence; rows of a stretch that is moved as a whole by its clock's name."""
    stretches: tuple[Stretch, ...]
    twins: int
    """Bars that stand twice, once under each clock."""
    twins_flat: int
    """Of those, the ones in which both rows are flat."""
    twins_apart_bps: float | None
    """Largest distance of the closes of twins."""
    uncertain: str | None
    """Why the clock of its stamps is not sure; None where it is."""
    holiday_days: int
    holiday_rows: int
    holiday_stale_days: int
    """Holidays whose rows hardly move."""
    stale_sessions: int
    stale_rows: int
    refused: Mapping[str, int]
    """Rows that layer L1 will refuse for where they stand or what they hold, by ``Reason``."""
    around: bool = False
    """Whether the feed quotes around the clock, somewhere in the file."""
    taken: int | None = None
    """Rows of the file that L1 is asked about; None: all."""
    notes: Sequence[str] = ()
    """How the file was read where it is not written as we would, and its lines that are no rows."""

    @property
    def volume_absent(self) -> bool:
        """Whether no row has volume: it is then stored as null."""
        return self.tally.with_volume == 0

    def must_be_sure(self) -> None:
        """Raise where by which clock the file was written was neither told nor is sure.

        Raises:
            DataError: it is uncertain, and why.
        """
        if self.uncertain and self.clock == AUTO:
            raise DataError(
                f"By which clock {self.file} was written is uncertain: {self.uncertain}.",
                f"Import it with the clock said: usdcop import {self.file} --clock ZONE "
                "(utc, bogota, mt5, America/New_York and the like), or write its times with their offset.",
            )

    def lines(self) -> list[str]:
        """The findings as plain text, one fact a line."""
        return [*self._content(), *self.notes, *self._clock(), *self._days(), *self._rows()]

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
        if self.uncertain:
            yield f"clock: uncertain: {self.uncertain}"
        if self.clock != AUTO:
            yield f"clock: taken as {self.clock}, as told"
        if self.clock != AUTO or not self.uncertain:
            yield from self._corrected()

    def _corrected(self) -> Iterator[str]:
        if not self.shifted:
            yield "clock: no row is shifted"
            return
        by = ", ".join(f"{name} {rows:,}" for name, rows in self.shifted_by.items())
        yield f"clock: {self.shifted:,} rows stand early or late and are corrected (by {by})"
        for stretch in self.stretches[:5]:
            clock = f" by the clock {stretch.clock}" if stretch.clock else ""
            yield f"  {stretch.first} to {stretch.last}: {stretch.rows:,} rows on {stretch.days} days{clock}"
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
        yield from counts_in_words(self._told_by_reason())
        if not self.tally.ordered:
            yield "rows are not in order of time: they are sorted"
        rows = self.tally.rows if self.taken is None else self.taken
        yield from mostly_refused(self.refused, rows, around=self.around)

    def _told_by_reason(self) -> dict[str, int]:
        """Rows by ``Reason``: those that no layer will hold as well, and not those told with their days."""
        tally = self.tally
        beside = {
            Reason.FAR: tally.far,
            Reason.NOT_FINITE: tally.unreadable,
            Reason.FUTURE: tally.future,
            Reason.FORMING: tally.partial,
        }
        counts = dict(self.refused)
        counts.update((reason.value, max(count, counts.get(reason, 0))) for reason, count in beside.items())
        if self.holiday_rows:
            counts.pop(Reason.HOLIDAY, None)
        return counts


def findings(
    name: tuple[str, str, str], tally: Tally, days: pl.DataFrame, shifts: Shifts, where: Places
) -> ImportFindings:
    """Put the findings together.

    Args:
        name: file, symbol and clock choice.
        tally: counts over all rows.
        days: one row a day (``days.day_facts``).
        shifts: what is added to the stamps.
        where: what L1 will say of where the rows stand.
    """
    frame = days.join(shifts.early, on="day", how="left").sort("day")
    moved = frame.filter(pl.col("evidence").is_not_null())
    by = dict(moved.group_by("evidence").agg(pl.col("early").sum()).sort("evidence").iter_rows())
    for one in shifts.whole:
        by[one.clock.name] = by.get(one.clock.name, 0) + one.rows
    file, symbol, clock = name
    return ImportFindings(
        file=file,
        symbol=symbol,
        clock=clock,
        tally=tally,
        shifted=sum(by.values()),
        shifted_by=by,
        stretches=tuple(sorted([*_stretches(frame), *map(_whole, shifts.whole)], key=lambda one: one.first)),
        twins=int(moved["twins"].sum()),
        twins_flat=int(moved["twins_flat"].sum()),
        twins_apart_bps=_largest(moved["twin_apart"]),
        uncertain=shifts.uncertain,
        refused=where.refused,
        around=any(one.around for one in shifts.stretches),
        notes=(),
        **_by_session(where),
    )


def as_judged(found: ImportFindings, refused: Mapping[str, int], taken: int) -> ImportFindings:
    """``found`` with the counts that L1 makes of the same rows beside what is stored.

    Args:
        found: of the file alone.
        refused: rows by reason.
        taken: rows that L1 was asked about.
    """
    return replace(found, refused=refused, holiday_rows=refused.get(Reason.HOLIDAY, 0), taken=taken)


def _by_session(where: Places) -> dict[str, int]:
    stale = pl.col("closes") < GradeRule().stale_share * pl.col("bars")
    still = where.sessions.filter(stale)
    return {
        "holiday_days": where.holidays.height,
        "holiday_rows": where.refused.get(Reason.HOLIDAY, 0),
        "holiday_stale_days": where.holidays.filter(stale).height,
        "stale_sessions": still.height,
        "stale_rows": int(still["bars"].sum()),
    }


def _whole(one: ClockStretch) -> Stretch:
    shown = f"{one.clock.name}, stamped at the close of the bar" if one.closing else one.clock.name
    facts = [f"{one.edges} ends of its week"] * bool(one.edges)
    facts += [f"next clock behind by {one.margin:.0f}"] * (one.margin > 0)
    text = f"{shown} ({', '.join(facts)})" if facts else shown
    return Stretch(one.first, one.last, one.days, one.rows, text)


def _stretches(frame: pl.DataFrame) -> tuple[Stretch, ...]:
    moved = frame.with_columns(run=pl.col("evidence").is_not_null().rle_id()).drop_nulls("evidence")
    runs = moved.group_by("run", maintain_order=True).agg(
        first=pl.col("day").min(), last=pl.col("day").max(), days=pl.len(), rows=pl.col("early").sum()
    )
    return tuple(Stretch(**row) for row in runs.drop("run").iter_rows(named=True))


def _largest(values: pl.Series) -> float | None:
    largest = values.max()
    return largest if isinstance(largest, float) else None
