"""Import of one file: ``read_file`` says what it found, its ``chunks`` are the raw rows for layer L0."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import polars as pl

from usdcop.core.bars import RAW_BAR, STATES, BarState, import_source
from usdcop.core.errors import DataError, TimeFormatError, UnreadableFileError
from usdcop.core.sessions import BAR, Market, market_of
from usdcop.pipeline.importing.clock import ClockChoice, Window, shifted_days
from usdcop.pipeline.importing.columns import PRICES, Columns, columns_of, rows_of
from usdcop.pipeline.importing.days import DayAccount, ScatteredAccount
from usdcop.pipeline.importing.far import far_days
from usdcop.pipeline.importing.findings import ImportFindings, Tally, findings
from usdcop.pipeline.importing.lengths import FiveMinutes
from usdcop.pipeline.importing.tables import OnRead, Table, open_table

_SUMMED: Final = ("flat", "unreadable", "with_volume", "partial", "reconstructed", "future", "without_offset")


@dataclass(frozen=True, slots=True, eq=False)
class ImportFile:
    """A file that has been looked at. Nothing has been written, and nothing is held but facts a day."""

    findings: ImportFindings
    run_id: str
    shifted: pl.DataFrame
    """Days whose early rows are shifted (``day``, ``evidence``)."""
    source: "_Source"

    @property
    def source_name(self) -> str:
        """What its rows are called."""
        return import_source(self.source.table.path.name)

    def chunks(self, on_read: OnRead | None = None) -> Iterator[pl.DataFrame]:
        """The rows as ``RAW_BAR`` frames, in the order of the file; one for each five minutes of shorter bars.

        Raises:
            UnreadableFileError: the file has changed since it was looked at.
        """
        for rows in self.source.batches(on_read or _silent):
            yield self._raw(rows)
        self.source.must_be_unchanged()

    def far(self) -> pl.DataFrame:
        """The rows far from all others (``RAW_BAR``), which no chunk holds."""
        return pl.concat([pl.DataFrame(schema=dict(RAW_BAR)), *map(self._raw, self.source.far_rows())])

    def _raw(self, rows: pl.DataFrame) -> pl.DataFrame:
        source = self.source
        shift = pl.col("shift")
        volume = pl.lit(None, pl.Float64) if self.findings.volume_absent else pl.col("volume")
        state = (
            pl.when("partial").then(pl.lit(BarState.FORMING.value)).otherwise(pl.lit(BarState.FINAL.value))
        )
        return rows.with_columns(shift=source.shift(self.shifted)).select(
            "time",
            pl.lit(source.market.symbol).alias("symbol"),
            *PRICES,
            volume.alias("volume"),
            pl.lit(self.source_name).alias("source"),
            state.cast(STATES).alias("state"),
            "open_reconstructed",
            (pl.col("time") + pl.duration(minutes=shift) + BAR).alias("known_at"),
            shift.cast(pl.Int16).alias("clock_shift_minutes"),
            pl.col("row").cast(pl.Int64),
            "raw",
            pl.lit(self.run_id).alias("run_id"),
        ).cast(pl.Schema(RAW_BAR))  # fmt: skip


def read_file(
    path: Path,
    symbol: str,
    now: datetime,
    clock: ClockChoice = ClockChoice.AUTO,
    run_id: str = "",
    on_read: OnRead | None = None,
) -> ImportFile:
    """Read ``path`` once and say what it is; its rows come from ``ImportFile.chunks``, which reads it again.

    Args:
        path: a CSV, gzipped CSV or Parquet file.
        symbol: the market its rows belong to, in our spelling or the vendor's.
        now: market time; later bars are counted as future.
        clock: what is believed about stamps labelled UTC or without offset.
        run_id: written into every row.
        on_read: told how many bytes of how many have been read.

    Raises:
        UnreadableFileError, ColumnsError, TimeFormatError, DataError: the file cannot be used, and why.
        UsageError: a symbol is not configured, or is another than the file's.
    """
    market = market_of(symbol)
    table = open_table(path)
    stat = path.stat()
    columns = columns_of(path, table.names)
    source = _Source(table, columns, market, clock, (stat.st_size, stat.st_mtime_ns))
    tally, days = _looked_at(source, now, on_read or _silent)
    far = far_days(days, now)
    if far:
        rows = int(days.filter(pl.col("day").is_in(far))["rows"].sum())
        source = replace(source, far=far)
        tally, days = _looked_at(source, now, on_read or _silent)
        tally = replace(tally, far=rows)
    shifted = shifted_days(days) if clock is ClockChoice.AUTO else _told(days)
    found = findings((path.name, market.symbol, clock.value), tally, days, shifted, market.calendar)
    return ImportFile(found, run_id, shifted, source)


def _looked_at(source: "_Source", now: datetime, on_read: OnRead) -> tuple[Tally, pl.DataFrame]:
    """Counts over all rows, and facts a day."""
    account = DayAccount(source.window)
    tally = _account(source, now, on_read, account)
    _must_hold_rows(source.table.path, tally)
    return tally, _scattered_facts(source, now, on_read) if account.scattered else account.facts()


@dataclass(frozen=True, slots=True)
class _Source:
    """A file, what its columns mean, and what is believed of its clock."""

    table: Table
    columns: Columns
    market: Market
    clock: ClockChoice
    stamp: tuple[int, int]
    far: tuple[date, ...] = ()
    """Days (UTC) whose rows are far from all others and left out."""

    @property
    def window(self) -> Window:
        return Window.of(self.market.calendar)

    def batches(self, on_read: OnRead, bars: FiveMinutes | None = None) -> Iterator[pl.DataFrame]:
        """Rows as bars of five minutes; ``bars`` learns what the file's own were."""
        near = (rows.filter(~self._is_far()) for rows in self._rows(on_read))
        return (bars or FiveMinutes(self.table.path.name)).of(rows for rows in near if rows.height)

    def far_rows(self) -> Iterator[pl.DataFrame]:
        """The rows that ``batches`` leaves out."""
        return (rows.filter(self._is_far()) for rows in self._rows(_silent)) if self.far else iter(())

    def _is_far(self) -> pl.Expr:
        return pl.col("time").dt.date().is_in(list(self.far))

    def _rows(self, on_read: OnRead) -> Iterator[pl.DataFrame]:
        kinds: set[str] = set()
        for batch in self.table.batches(on_read):
            rows = rows_of(batch, self.columns, self.market)
            kinds |= set(rows["label"].unique())
            if "none" in kinds and len(kinds) > 1:
                raise TimeFormatError(
                    f"{self.table.path.name} mixes times with and without an offset (by line {rows['row'][-1]}).",
                    "Write all of them with an offset or with Z.",
                )
            yield rows

    def told(self) -> pl.Expr:
        """Minutes to add to each stamp where it was said that stamps are local."""
        return pl.when(pl.col("label") == "other").then(0).otherwise(self.window.shift)

    def shift(self, shifted: pl.DataFrame) -> pl.Expr:
        """Minutes to add to each stamp."""
        window = self.window
        if self.clock is ClockChoice.BOGOTA:
            return self.told()
        minute = pl.col("time").dt.hour().cast(pl.Int32) * 60 + pl.col("time").dt.minute()
        low, high = window.opens - window.shift, min(window.closes - window.shift, window.opens)
        early = minute.is_between(low, high, closed="left") & (pl.col("label") != "other")
        on_day = pl.col("time").dt.date().is_in(shifted["day"].implode())
        return pl.when(early & on_day).then(window.shift).otherwise(0)

    def must_be_unchanged(self) -> None:
        stat = self.table.path.stat()
        if (stat.st_size, stat.st_mtime_ns) != self.stamp:
            raise UnreadableFileError(f"{self.table.path} changed while it was read.", "Import it again.")


def _account(
    source: _Source, now: datetime, on_read: OnRead, account: DayAccount | ScatteredAccount
) -> Tally:
    """Read the whole file once, counting its rows and handing them to ``account``."""
    tally, bars = Tally(), FiveMinutes(source.table.path.name)
    for rows in source.batches(on_read, bars):
        told = source.clock is ClockChoice.BOGOTA
        moved = rows.with_columns(time=pl.col("time") + pl.duration(minutes=source.told())) if told else rows
        tally = _tallied(tally, moved, now)
        # A clock that was told is not looked at for evidence: its rows then count as if labelled.
        trusted = source.clock is not ClockChoice.AUTO
        account.add(moved.with_columns(label=pl.lit("other")) if trusted else moved)
    return replace(tally, read=bars.rows, minutes=bars.minutes)


def _scattered_facts(source: _Source, now: datetime, on_read: OnRead) -> pl.DataFrame:
    with TemporaryDirectory(prefix="usdcop-import-") as folder:
        account = ScatteredAccount(source.window, Path(folder))
        _account(source, now, on_read, account)
        return account.facts()


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


def _told(days: pl.DataFrame) -> pl.DataFrame:
    """No day is shifted by evidence where the clock was told."""
    return pl.DataFrame(schema={"day": days.schema["day"], "evidence": pl.String})


def _silent(_done: int, _all: int) -> None:
    """Told of progress, says nothing."""
