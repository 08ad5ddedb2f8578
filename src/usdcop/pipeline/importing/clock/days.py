"""What each UTC day of a file holds: the facts that evidence and findings are made of."""

from datetime import date, timedelta
from pathlib import Path
from typing import Final

import polars as pl

from usdcop.core.sessions import BAR
from usdcop.core.units import BPS
from usdcop.pipeline.importing.clock.early_rows import Window
from usdcop.pipeline.importing.clock.half_hours import HALF_HOUR, half_hours
from usdcop.pipeline.versions import TWIN_TOLERANCE

AGREE_BPS: Final = 0.01
"""Two closes of one bar within this are the same price, rounded."""
CLOSER: Final = 0.5
"""How much closer two captures of one bar are than bars an hour apart: a quote that stands still is near to itself."""
HOUR_OFF: Final = 12
"""Bars in an hour."""
BAR_MINUTES: Final = BAR // timedelta(minutes=1)
_APART: Final = (pl.col("close") / pl.col("close_right") - 1).abs() * BPS
_LABELS: Final = pl.Enum(["none", "utc", "other"])
KEPT: Final = ("time", "label", "high", "low", "open", "close")
"""Columns that day facts are made of."""

_LATER_SLOT: Final = 6
"""The opening has calmed down half an hour into a session."""


def day_facts(rows: pl.DataFrame, window: Window) -> pl.DataFrame:
    """One row a UTC day, given all rows of those days (``KEPT`` columns).

    Rows stamped with an offset of their own are never early: their clock is explicit.
    """
    minute = pl.col("time").dt.hour().cast(pl.Int32) * 60 + pl.col("time").dt.minute()
    placed = rows.with_columns(day=pl.col("time").dt.date(), minute=minute)
    inside = pl.col("minute").is_between(window.opens, window.closes, closed="left")
    local = pl.col("minute").is_between(
        window.opens - window.shift, window.closes - window.shift, closed="left"
    )
    early = local & ~inside & (pl.col("label") != "other")
    placed = placed.with_columns(
        part=pl.when(inside)
        .then(pl.lit("session"))
        .when(early)
        .then(pl.lit("early"))
        .otherwise(pl.lit("other")),
        slot=(pl.col("minute") - window.opens + pl.when(early).then(window.shift).otherwise(0)) // 5,
        flat=(pl.col("high") == pl.col("low")),
    )
    facts = placed.group_by("day").agg(
        rows=pl.len(),
        early=(pl.col("part") == "early").sum(),
        session_rows=(pl.col("part") == "session").sum(),
        other=(pl.col("part") == "other").sum(),
    )
    for more in (_twins(placed), _unbroken(placed), _profile(placed)):
        facts = facts.join(more, on="day", how="left")
    words = {"day", "twin_apart", "opening_move", "later_move", "near", "unbroken"}
    counts = [name for name in facts.columns if name not in words]
    return facts.with_columns(
        pl.col(counts).fill_null(0), pl.col("near", "unbroken").fill_null(value=False)
    ).sort("day")


def _twins(placed: pl.DataFrame) -> pl.DataFrame:
    """Early rows whose bar stands again in the session, and how far apart their closes are."""
    left, right = (
        placed.filter(pl.col("part") == part)
        .unique(["day", "slot"], keep="first", maintain_order=True)
        .select("day", "slot", "close", "flat")
        for part in ("early", "session")
    )
    both = left.join(right, on=["day", "slot"], suffix="_right").with_columns(apart=_APART)
    elsewhere = left.with_columns(pl.col("slot") + HOUR_OFF).join(right, on=["day", "slot"], suffix="_right")
    chance = elsewhere.group_by("day").agg(chance=_APART.median())
    agree = pl.col("apart") <= AGREE_BPS
    found = both.group_by("day").agg(
        twins=pl.len(),
        twins_agree=agree.sum(),
        twins_near=(pl.col("apart") <= TWIN_TOLERANCE).sum(),
        twins_flat=(pl.col("flat") & pl.col("flat_right")).sum(),
        twin_closes=pl.col("close").filter(agree).n_unique(),
        twin_apart=pl.col("apart").max(),
        typical=pl.col("apart").median(),
    )
    near = pl.col("typical") <= CLOSER * pl.col("chance")
    return found.join(chance, on="day", how="left").with_columns(near=near).drop("typical", "chance")


def _unbroken(placed: pl.DataFrame) -> pl.DataFrame:
    """Whether early rows run on into the session's, and no bar stands under both clocks: one run of another clock."""
    rows = placed.sort("day", "minute")
    early, inside = pl.col("part") == "early", pl.col("part") == "session"
    minute, slot = pl.col("minute"), pl.col("slot")
    joined = minute.filter(inside).min() - minute.filter(early).max() == BAR_MINUTES
    twice = slot.filter(early).is_in(slot.filter(inside).implode()).any()
    return rows.group_by("day").agg(unbroken=joined & ~twice)


def _profile(placed: pl.DataFrame) -> pl.DataFrame:
    """Moves of early rows: after the first bar of the window, and from half an hour on (median)."""
    rows = placed.filter(pl.col("part") == "early").sort("day", "slot")
    move = (pl.col("close") / pl.col("close").shift(1) - 1).abs().over("day") * BPS
    rows = rows.with_columns(move=move)
    return rows.group_by("day").agg(
        opening_move=pl.col("move").filter(pl.col("slot") == 1).first(),
        later_move=pl.col("move").filter(pl.col("slot") >= _LATER_SLOT).median(),
    )


class HalfHours:
    """Half hours of a file read day by day, those of rows that say an offset of their own apart."""

    def __init__(self) -> None:
        self._parts: dict[bool, list[pl.DataFrame]] = {False: [], True: []}

    def add(self, rows: pl.DataFrame) -> None:
        """Account for whole days."""
        for own_offset, parts in self._parts.items():
            parts.append(half_hours(rows, own_offset=own_offset))

    def joined(self, *, own_offset: bool) -> pl.DataFrame:
        """All of them, oldest first."""
        parts = self._parts[own_offset]
        return pl.concat(parts or [pl.DataFrame(schema=HALF_HOUR)]).sort("at")


class DayAccount:
    """Day facts of a file read batch by batch; holds only the rows of the day the last batch ended in.

    Where a day comes back after another one (unsorted rows) ``scattered`` becomes True: the facts are then
    wrong, and the file is to be accounted again by ``ScatteredAccount``.
    """

    def __init__(self, window: Window) -> None:
        self.scattered = False
        self._window = window
        self._open: pl.DataFrame | None = None
        self._facts: list[pl.DataFrame] = []
        self._half_hours = HalfHours()
        self._seen: set[date] = set()

    def add(self, rows: pl.DataFrame) -> None:
        """Account for the rows of the next batch."""
        held = _slim(rows) if self._open is None else pl.concat([self._open, _slim(rows)])
        days = held["time"].dt.date()
        last = days == days[-1]
        self._settle(held.filter(~last))
        self._open = held.filter(last)

    def facts(self) -> pl.DataFrame:
        """Facts of all days, oldest first; to be called once, after the last batch."""
        if self._open is not None:
            self._settle(self._open)
        return pl.concat(self._facts).sort("day") if self._facts else pl.DataFrame()

    def half_hours(self, *, own_offset: bool = False) -> pl.DataFrame:
        """``HALF_HOUR`` facts of all days, oldest first; to be called after ``facts``. See ``half_hours.half_hours``."""
        return self._half_hours.joined(own_offset=own_offset)

    def _settle(self, rows: pl.DataFrame) -> None:
        if rows.is_empty():
            return
        facts = day_facts(rows, self._window)
        days = set(facts["day"].to_list())
        self.scattered = self.scattered or not self._seen.isdisjoint(days)
        self._seen |= days
        self._facts.append(facts)
        self._half_hours.add(rows)


class ScatteredAccount:
    """Day facts of a file in no order: its rows are laid aside by year in a folder, then looked at year by year."""

    def __init__(self, window: Window, folder: Path) -> None:
        self._window = window
        self._folder = folder
        self._parts = 0
        self._half_hours = HalfHours()

    def add(self, rows: pl.DataFrame) -> None:
        """Account for the rows of the next batch."""
        slim = _slim(rows)
        years = slim["time"].dt.year()
        for year in years.unique():
            self._parts += 1
            slim.filter(years == year).write_parquet(self._folder / f"{year}-{self._parts}.parquet")

    def facts(self) -> pl.DataFrame:
        """Facts of all days, oldest first; to be called after the last batch."""
        years = sorted({path.name.partition("-")[0] for path in self._folder.glob("*.parquet")})
        facts = []
        for year in years:
            rows = self._year(year)
            facts.append(day_facts(rows, self._window))
            self._half_hours.add(rows)
        return pl.concat(facts).sort("day")

    def half_hours(self, *, own_offset: bool = False) -> pl.DataFrame:
        """``HALF_HOUR`` facts of all days, oldest first; to be called after ``facts``. See ``half_hours.half_hours``."""
        return self._half_hours.joined(own_offset=own_offset)

    def _year(self, year: str) -> pl.DataFrame:
        parts = sorted(
            self._folder.glob(f"{year}-*.parquet"), key=lambda path: int(path.stem.partition("-")[2])
        )
        return pl.concat([pl.read_parquet(part) for part in parts])


def _slim(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.select(KEPT).cast({"label": _LABELS})
