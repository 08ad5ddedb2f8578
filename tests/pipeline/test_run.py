"""The I/O loop: what is stale is made, what is not is left alone, a killed run is completed."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import dataframely as dy
import polars as pl
import pytest

from support.lakes import lake_at
from support.raw_rows import raw_of
from usdcop.core.errors import ContractError
from usdcop.core.layers import Layer
from usdcop.core.sessions import MARKETS
from usdcop.pipeline.documents import read_tables
from usdcop.pipeline.l0_store import store
from usdcop.pipeline.run import StageReport, run_stage
from usdcop.pipeline.work import Facts, Frames, Made, Stage, Work

MARKET = MARKETS["USDCOP"]
NOW = datetime(2024, 6, 1, tzinfo=UTC)
FIRST, LAST_OF_QUARTER, FIRST_OF_NEXT = date(2024, 1, 2), date(2024, 3, 27), date(2024, 4, 1)


class PowerCutError(Exception):
    """Stands for a kill at this very point."""


def _sum_of_the_past(frames: Frames, facts: Facts) -> Made:
    """A stage that remembers: the running number of rows read, so that warm-up matters."""
    rows = frames[Layer.L0].with_row_index("seen").with_columns(session=pl.col("time").dt.date())
    own = rows.filter(pl.col("session") >= facts.first_day).select("time", "session", "seen", "close")
    return Made(own, {"refused": own.clear()})


class SumSchema(dy.Schema):
    """What ``_sum_of_the_past`` makes."""

    session = dy.Date()
    seen = dy.UInt32(max=99)


class DatedSchema(dy.Schema):
    """Anything with a session."""

    session = dy.Date()


STAGE = Stage(Layer.L2, (Layer.L0,), _sum_of_the_past, "1", SumSchema, warms_up=True)


def _nothing(made: Made, block: Work) -> None:
    del made, block


def _run(folder: Path, stage: Stage = STAGE, serve: Callable[[Made, Work], None] = _nothing) -> StageReport:
    return run_stage(stage, MARKET, lake_at(folder), NOW, serve, lambda done, total: None)


def _bars(folder: Path, *days: date) -> None:
    rows = pl.concat([raw_of(day, {0: 4000.0 + day.day, 1: 4001.0}) for day in days])
    store(lake_at(folder), MARKET, rows)


def test_every_block_is_made_once(tmp_path: Path) -> None:
    _bars(tmp_path, FIRST, LAST_OF_QUARTER, FIRST_OF_NEXT)
    first, second = _run(tmp_path), _run(tmp_path)
    assert (first.blocks, first.sessions_changed, first.records) == (2, 3, 6)
    assert (second.blocks, second.sessions_changed, second.records) == (0, 0, 0)


def test_the_warm_up_is_read_but_not_made(tmp_path: Path) -> None:
    _bars(tmp_path, FIRST, LAST_OF_QUARTER, FIRST_OF_NEXT)
    _run(tmp_path)
    made = lake_at(tmp_path).read(Layer.L2, [FIRST_OF_NEXT])
    assert made is not None
    assert made["seen"].to_list() == [2, 3]  # after the two rows of the quarter before


def test_a_new_session_makes_its_block_and_those_it_warms_up(tmp_path: Path) -> None:
    _bars(tmp_path, FIRST, LAST_OF_QUARTER, FIRST_OF_NEXT)
    _run(tmp_path)
    _bars(tmp_path, date(2024, 3, 22))
    assert _run(tmp_path).blocks == 2
    _bars(tmp_path, date(2024, 4, 2))
    assert _run(tmp_path).blocks == 1


def test_a_new_version_of_the_stage_makes_all_anew(tmp_path: Path) -> None:
    _bars(tmp_path, FIRST, FIRST_OF_NEXT)
    _run(tmp_path)
    again = _run(tmp_path, replace(STAGE, version="2"))
    assert (again.blocks, again.sessions_changed) == (2, 0)


def test_a_run_cut_off_while_serving_is_completed_by_the_next(tmp_path: Path) -> None:
    _bars(tmp_path, FIRST, FIRST_OF_NEXT)
    served: list[str] = []

    def cut_off(made: Made, block: Work) -> None:
        del made
        if served:
            raise PowerCutError
        served.append(block.name)

    with pytest.raises(PowerCutError):
        _run(tmp_path, serve=cut_off)
    after: list[str] = []
    report = _run(tmp_path, serve=lambda made, block: after.append(block.name))
    assert (served, after) == (["2024Q1"], ["2024Q2"])
    assert report.sessions_changed == 0  # its partitions had been written before the cut


def test_sessions_that_lost_their_input_are_dropped(tmp_path: Path) -> None:
    _bars(tmp_path, FIRST, LAST_OF_QUARTER)
    _run(tmp_path)

    def only_the_last(frames: Frames, facts: Facts) -> Made:
        made = _sum_of_the_past(frames, facts)
        return Made(made.frame.filter(pl.col("session") == LAST_OF_QUARTER), made.tables)

    _run(tmp_path, replace(STAGE, make=only_the_last, version="2"))
    assert list(lake_at(tmp_path).days(Layer.L2)) == [LAST_OF_QUARTER]


def test_sessions_and_quarters_without_input_leave_the_layer(tmp_path: Path) -> None:
    """What a new calendar takes for a holiday is gone from the layer before, and must not stay in this one."""
    next_year = date(2025, 1, 2)
    _bars(tmp_path, FIRST, LAST_OF_QUARTER, FIRST_OF_NEXT, next_year)
    _run(tmp_path)
    lake_at(tmp_path).drop(Layer.L0, [FIRST, FIRST_OF_NEXT])
    again = _run(tmp_path)
    assert list(lake_at(tmp_path).days(Layer.L2)) == [LAST_OF_QUARTER, next_year]
    assert (again.blocks, again.sessions_changed) == (1, 3)  # the session that stays has lost its past
    assert _run(tmp_path).blocks == 0
    lake_at(tmp_path).drop(Layer.L0, [LAST_OF_QUARTER, next_year])
    assert _run(tmp_path).sessions_changed == 0  # with no input at all nothing is believed to be gone


def test_rows_that_break_the_schema_are_not_written(tmp_path: Path) -> None:
    _bars(tmp_path, FIRST, FIRST_OF_NEXT)

    def seen_too_often(frames: Frames, facts: Facts) -> Made:
        made = _sum_of_the_past(frames, facts)
        many = facts.first_day >= FIRST_OF_NEXT
        return Made(made.frame.with_columns(seen=pl.lit(100 if many else 1, pl.UInt32)), made.tables)

    with pytest.raises(ContractError, match=r"L2 of 2024Q2 breaks its schema: seen\|max \(2 rows\)"):
        _run(tmp_path, replace(STAGE, make=seen_too_often))
    assert list(lake_at(tmp_path).days(Layer.L2)) == [FIRST]
    assert _run(tmp_path).sessions_changed == 1  # the block that was refused is made by the next run


def test_a_lost_result_is_made_again(tmp_path: Path) -> None:
    _bars(tmp_path, FIRST, LAST_OF_QUARTER)
    _run(tmp_path)
    lake_at(tmp_path).drop(Layer.L2, [FIRST])
    again = _run(tmp_path)
    assert (again.blocks, again.sessions_changed) == (1, 1)
    assert list(lake_at(tmp_path).days(Layer.L2)) == [FIRST, LAST_OF_QUARTER]


def test_tables_are_kept_beside_the_partitions(tmp_path: Path) -> None:
    _bars(tmp_path, FIRST)
    _run(tmp_path)
    table = read_tables(lake_at(tmp_path), Layer.L2, "refused")
    assert table is not None
    assert table.columns == ["time", "session", "seen", "close"]


def test_a_stage_that_follows_reads_the_last_session_it_made(tmp_path: Path) -> None:
    _bars(tmp_path, FIRST, LAST_OF_QUARTER, FIRST_OF_NEXT)
    seen: list[list[date]] = []

    def follow(frames: Frames, facts: Facts) -> Made:
        before = frames.get(Layer.L1)
        seen.append([] if before is None else before["session"].unique().to_list())
        return Made(frames[Layer.L0].with_columns(session=pl.col("time").dt.date()), {})

    stage = Stage(Layer.L1, (Layer.L0,), follow, "1", DatedSchema, follows=True)
    _run(tmp_path, stage)
    assert seen == [[], [LAST_OF_QUARTER]]
    _bars(tmp_path, FIRST)
    assert _run(tmp_path, stage).blocks == 0
    store(lake_at(tmp_path), MARKET, raw_of(LAST_OF_QUARTER, {7: 4000.0}))
    assert _run(tmp_path, stage).blocks == 2


def test_lineage_names_the_inputs(tmp_path: Path) -> None:
    _bars(tmp_path, FIRST)
    _run(tmp_path)
    lake = lake_at(tmp_path)
    manifest = lake.manifest(Layer.L2, FIRST)
    assert manifest is not None
    assert manifest.inputs[f"L0/{FIRST}"] == lake.days(Layer.L0)[FIRST]


def test_quarters_before_since_are_not_looked_at(tmp_path: Path) -> None:
    _bars(tmp_path, FIRST, FIRST_OF_NEXT)
    lake = lake_at(tmp_path)
    later = run_stage(STAGE, MARKET, lake, NOW, _nothing, lambda done, total: None, since=date(2024, 4, 20))
    assert (later.blocks, list(lake.days(Layer.L2))) == (1, [FIRST_OF_NEXT])
    assert _run(tmp_path).blocks == 1
