import hashlib
import json
from dataclasses import replace

import polars as pl
import pytest

from usdcop.core.bars import RAW_BAR, Reason
from usdcop.core.sessions import Calendar
from usdcop.pipeline.l1_standardise import StandardiseSettings, standardise
from usdcop.pipeline.probe import NOW, PROBED, raw_rows, version_of
from usdcop.pipeline.work import Made

L1 = standardise(raw_rows(), Calendar(), NOW, StandardiseSettings(), None, (PROBED[0], PROBED[-1]))
MADE = Made(L1.bars, {"quarantine": L1.quarantine, "sessions": L1.sessions})


def test_the_rows_are_the_same_for_ever() -> None:
    assert raw_rows().schema == pl.Schema(RAW_BAR)
    times = raw_rows().with_columns(pl.col("time", "known_at").dt.epoch("s"), pl.col("state").cast(pl.String))
    text = json.dumps(times.fill_nan(None).rows())
    assert (
        hashlib.sha256(text.encode()).hexdigest()
        == "43e67bfa681b38aac58cd50e37bea1bace84b5fee6f90606b18deaaf1f2fcfc4"
    )


def test_the_rows_have_everything_that_l1_judges() -> None:
    never = {Reason.STALE_SESSION, Reason.CLOCK_SHIFT, Reason.FAR, Reason.UNREADABLE}
    assert set(L1.quarantine["reason"]) == set(Reason) - never
    assert L1.bars["suspect"].sum() == 1  # the jump that holds
    off = L1.quarantine.filter(pl.col("run_id") == "S-0012")
    assert off["reason"].to_list() == [Reason.SCALE]
    odd = L1.quarantine.filter(pl.col("run_id") == "S-0013")
    assert odd["reason"].to_list() == [Reason.CONFLICT] * 2
    for beside in (off, odd):
        assert beside["time"].is_in(L1.bars["time"].implode()).all()  # the vendor's bar is there
    assert L1.bars["doubtful"].sum() > 5
    assert L1.bars["volume"].null_count() not in {0, L1.bars.height}
    assert L1.sessions["grade"].to_list() == ["D", "B", "C", "A", "C"]
    assert set(L1.sessions["provisional"]) == {False, True}


@pytest.mark.parametrize("column", L1.bars.columns)
def test_every_column_of_a_frame_is_in_the_version(column: str) -> None:
    assert version_of(replace(MADE, frame=L1.bars.drop(column))) != version_of(MADE)
    backwards = L1.bars.with_columns(pl.col(column).reverse())
    assert version_of(replace(MADE, frame=backwards)) != version_of(MADE)


@pytest.mark.parametrize("kind", ["quarantine", "sessions"])
def test_so_are_the_tables_beside_it(kind: str) -> None:
    table = MADE.tables[kind]
    assert version_of(replace(MADE, tables={**MADE.tables, kind: table.reverse()})) != version_of(MADE)
    assert version_of(replace(MADE, tables={**MADE.tables, kind: table.head(-1)})) != version_of(MADE)


def test_the_last_bits_are_not_and_the_number_of_blocks_is() -> None:
    close = pl.col("close") * (1 + 2e-16)
    assert version_of(replace(MADE, frame=L1.bars.with_columns(close))) == version_of(MADE)
    close = pl.col("close") * (1 + 1e-7)
    assert version_of(replace(MADE, frame=L1.bars.with_columns(close))) != version_of(MADE)
    assert version_of(MADE, MADE) != version_of(MADE)
