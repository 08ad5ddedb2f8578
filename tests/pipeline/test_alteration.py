from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl

from support.lakes import lake_at
from support.raw_rows import raw_of
from support.walk import raw_walk
from usdcop.adapters.lake.parquet import ParquetLake
from usdcop.core.imports import Doubt
from usdcop.core.layers import Layer
from usdcop.core.sessions import MARKETS
from usdcop.pipeline.alteration import Alteration, alteration
from usdcop.pipeline.documents import read_tables
from usdcop.pipeline.l0_acquire import merged
from usdcop.pipeline.l0_store import store
from usdcop.pipeline.run import run_stage
from usdcop.pipeline.stages import QUARANTINE, standardise_stage

MARKET = MARKETS["USDCOP"]
NOW = datetime(2026, 1, 1, tzinfo=UTC)
WALK = raw_walk(MARKET.calendar, date(2024, 3, 18), date(2024, 4, 12), seed=3).with_columns(
    source=pl.lit("import:a.csv"), run_id=pl.lit("I-0001")
)
DAY = date(2024, 3, 20)


def l1(lake: ParquetLake) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Accepted bars and quarantine of a run."""
    run_stage(standardise_stage(), MARKET, lake, NOW, lambda _made, _work: None, lambda _done, _total: None)
    bars, quarantine = lake.read(Layer.L1), read_tables(lake, Layer.L1, QUARANTINE)
    assert bars is not None
    assert quarantine is not None
    return bars, quarantine


def with_rows(lake: ParquetLake, rows: pl.DataFrame) -> Alteration:
    def alter(quarter: str, raw: pl.DataFrame) -> pl.DataFrame:
        number = int(quarter[-1])
        return merged(raw, rows.filter(pl.col("time").dt.quarter() == number))

    return alteration(lake, MARKET, NOW, ["2024Q1", "2024Q2"], alter)


def higher(rows: pl.DataFrame, by: float, day: date) -> pl.DataFrame:
    of_day = pl.when(pl.col("time").dt.date() == day).then(by).otherwise(0.0)
    return rows.with_columns(pl.col("open", "high", "low", "close") + of_day, run_id=pl.lit("I-0002"))


def test_what_is_told_is_what_l1_makes(tmp_path: Path) -> None:
    lake = lake_at(tmp_path)
    fresh = with_rows(lake, WALK)
    store(lake, MARKET, WALK)
    before, _ = l1(lake)
    assert fresh.count("added") == before.height
    assert (
        fresh.sentence
        == f"bars {before.height:,} added in {len(fresh.days)} sessions, 2024-03-18 to 2024-04-12"
    )
    newer = pl.concat([higher(WALK, 30.0, DAY), raw_of(date(2024, 3, 29), {0: 4000.0}).with_columns(source=pl.lit("import:b.csv"), run_id=pl.lit("I-0002"))])  # fmt: skip
    told = with_rows(lake, newer)
    assert l1(lake)[0].equals(before), "it writes nothing"
    store(lake, MARKET, newer)
    after, quarantine = l1(lake)
    both = before.join(after, on="time", suffix="_new")
    changed = both.filter(pl.col("close") != pl.col("close_new"))
    assert set(changed["session"]) == {DAY}
    assert told.days == [DAY]
    assert told.count("changed") >= changed.height
    assert (told.count("added"), told.count("removed")) == (0, 0)
    own = quarantine.filter(pl.col("run_id") == "I-0002")
    assert told.refused_of("I-0002") == dict(own["reason"].value_counts().iter_rows())
    assert told.refused_of("I-0002")["holiday"] == 1


def test_nothing_that_changes_is_said(tmp_path: Path) -> None:
    lake = lake_at(tmp_path)
    store(lake, MARKET, WALK)
    told = with_rows(lake, WALK.with_columns(run_id=pl.lit("I-0002")))
    assert told.days == []
    assert told.sentence == "no bar is added, changed or removed"


def test_bars_that_go_are_removed(tmp_path: Path) -> None:
    lake = lake_at(tmp_path)
    store(lake, MARKET, WALK)
    told = alteration(
        lake, MARKET, NOW, ["2024Q1"], lambda _quarter, raw: raw.filter(pl.col("time").dt.date() != DAY)
    )
    assert (told.days, told.count("removed")) == ([DAY], 60)
    assert told.sentence == "bars 60 removed on 2024-03-20"


def test_a_close_that_no_longer_fits_the_one_before_is_told_across_quarters(tmp_path: Path) -> None:
    lake = lake_at(tmp_path)
    store(lake, MARKET, WALK)
    l1(lake)
    doubled = WALK.with_columns(pl.col("open", "high", "low", "close") * 2, run_id=pl.lit("I-0002"))
    told = with_rows(lake, doubled.filter(pl.col("time").dt.date() < date(2024, 4, 1)))
    store(lake, MARKET, doubled.filter(pl.col("time").dt.date() < date(2024, 4, 1)))
    after, _ = l1(lake)
    assert told.count("removed") == WALK.filter(pl.col("time").dt.quarter() == 2).height
    assert after.filter(pl.col("time").dt.quarter() == 2).is_empty()


def test_doubts_that_come_and_go_are_told_by_session_and_only_of_bars_that_count(tmp_path: Path) -> None:
    lake, week = lake_at(tmp_path), pl.col("time").dt.date().is_between(DAY, date(2024, 3, 22))
    named = WALK.with_columns(source=pl.lit("import:a.csv"), run_id=pl.lit("I-0001"))
    newer = named.filter(pl.col("time").dt.date() == DAY).with_columns(run_id=pl.lit("I-0002"))
    store(lake, MARKET, pl.concat([named.filter(week), newer]))
    old, new = (Doubt(name, DAY, date(2024, 3, 22), "why") for name in ("I-0001", "I-0002"))

    def told(*doubts: tuple[Doubt, ...]) -> Alteration:
        before, after = doubts
        return alteration(lake, MARKET, NOW, ["2024Q1"], lambda _quarter, raw: raw, doubts=(before, after))

    falls = told((), (old,))
    assert falls.days == [date(2024, 3, 21), date(2024, 3, 22)]
    assert falls.sentence == "no bar is added, changed or removed"
    span = "in 2 sessions, 2024-03-21 to 2024-03-22"
    assert list(falls.grades()) == [f"doubted: no better than grade C {span} (I-0001: why)"]
    assert list(told((old,), ()).grades()) == [f"no longer doubted: graded anew {span}"]
    assert told((new,), (new,)).days == []
    assert list(told((new,), (old, new)).grades()) == list(falls.grades())
