"""Versions of a bar whose prices are refused supersede nothing."""

from collections.abc import Mapping
from datetime import UTC, date, datetime

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from support.raw_rows import raw_of
from usdcop.core.bars import RAW_BAR, Reason
from usdcop.core.sessions import BAR, Calendar
from usdcop.pipeline.l1_standardise import Standardised, StandardiseSettings, standardise
from usdcop.pipeline.scale import context_after

CALENDAR = Calendar()
MONDAY, TUESDAY = date(2025, 5, 5), date(2025, 5, 6)
NOW = datetime(2026, 1, 1, tzinfo=UTC)
SETTINGS = StandardiseSettings()
GOOD = {slot: 4000.0 + slot for slot in range(8)}


def judge(raw: pl.DataFrame, now: datetime = NOW) -> Standardised:
    return standardise(raw, CALENDAR, now, SETTINGS)


def file_of(run: str, closes: Mapping[int, float], day: date = MONDAY) -> pl.DataFrame:
    """Rows of an import; of ``L0`` those of the vendor."""
    rows = raw_of(day, closes)
    source = "L0" if run == "L0" else "import:a.csv"
    return rows.with_columns(source=pl.lit(source), run_id=pl.lit(run))


def closes_of(done: Standardised) -> dict[int, float]:
    return dict(done.bars.select("slot", "close").iter_rows())


def why(done: Standardised, run: str) -> dict[int, str]:
    own = done.quarantine.filter(pl.col("run_id") == run)
    return dict(own.select("row", "reason").iter_rows())


@pytest.mark.parametrize("factor", [1000.0, 0.001, 10.0, 1.3, 0.7])
def test_a_newer_file_off_the_scale_leaves_the_bars_that_were_there(factor: float) -> None:
    before = file_of("I-0001", {0: 4000.0}, date(2025, 5, 2))
    wrong = {slot: close * factor for slot, close in GOOD.items()}
    done = judge(pl.concat([before, file_of("I-0001", GOOD), file_of("I-0002", wrong)]))
    assert closes_of(Standardised(done.bars[1:], done.quarantine, done.sessions)) == GOOD
    assert why(done, "I-0002") == dict.fromkeys(GOOD, Reason.SCALE)
    assert why(done, "I-0001") == {}


def test_a_spike_that_reverts_leaves_the_bar_that_was_there() -> None:
    done = judge(pl.concat([file_of("I-0001", GOOD), file_of("I-0002", {**GOOD, 3: 4400.0})]))
    assert closes_of(done) == GOOD
    assert why(done, "I-0002") == {3: Reason.SPIKE_REVERT}
    assert why(done, "I-0001") == {slot: Reason.DUPLICATE for slot in GOOD if slot != 3}


def test_of_a_conflict_the_side_that_is_off_the_scale_says_nothing() -> None:
    done = judge(pl.concat([file_of("I-0001", GOOD), file_of("I-0001", {3: 40_030.0})]))
    assert closes_of(done) == GOOD
    assert done.quarantine["reason"].to_list() == [Reason.SCALE]
    both = judge(pl.concat([file_of("I-0001", GOOD), file_of("I-0001", {3: 4050.0})]))
    assert both.quarantine["reason"].to_list() == [Reason.CONFLICT] * 2


@pytest.mark.parametrize("older", ["I-0001", "L0"])
def test_a_newer_file_in_conflict_with_itself_leaves_the_bars_that_were_there(older: str) -> None:
    twice = [file_of("S-0002", {slot: close + off for slot, close in GOOD.items()}) for off in (0.0, 1.6)]
    done = judge(pl.concat([file_of(older, GOOD), *twice]))
    assert closes_of(done) == GOOD
    assert why(done, older) == {}
    own = done.quarantine.filter(pl.col("run_id") == "S-0002")
    assert own["reason"].to_list() == [Reason.CONFLICT] * 16


def test_below_a_conflict_versions_are_held_against_the_scale_as_well() -> None:
    odd = [file_of("I-0003", {3: close}) for close in (4003.0, 4010.0)]
    files = [file_of("I-0001", GOOD), file_of("I-0002", {3: 40_030.0}), *odd]
    done = judge(pl.concat(files))
    assert closes_of(done) == GOOD
    assert why(done, "I-0002") == {3: Reason.SCALE}
    assert why(done, "I-0003") == {3: Reason.CONFLICT}
    done = judge(pl.concat([*files[:2], file_of("I-0003", {3: 4003.5}), file_of("I-0003", {3: 40_030.0})]))
    assert closes_of(done) == {**GOOD, 3: 4003.5}
    assert why(done, "I-0002") == {3: Reason.SUPERSEDED}


def test_of_more_versions_the_next_in_rank_is_the_bar() -> None:
    files = {"I-0001": 4002.5, "L0": 4003.5, "S-0002": 40_030.0, "I-0003": 400.3, "S-0004": 4.0}
    done = judge(pl.concat([file_of("I-0001", GOOD), *(file_of(run, {3: close}) for run, close in files.items() if run != "I-0001")]))  # fmt: skip
    assert closes_of(done) == {**GOOD, 3: 4003.5}
    refused = {run: list(why(done, run).values()) for run in files}
    assert refused == {
        "I-0001": [Reason.SUPERSEDED], "L0": [], "S-0002": [Reason.SUPERSEDED], "I-0003": [Reason.SUPERSEDED], "S-0004": [Reason.SCALE],
    }  # fmt: skip


def test_where_every_version_is_refused_each_says_why() -> None:
    done = judge(pl.concat([file_of("I-0001", {**GOOD, 3: 40_030.0}), file_of("I-0002", {3: 4400.0})]))
    assert closes_of(done) == {slot: close for slot, close in GOOD.items() if slot != 3}
    assert why(done, "I-0002") == {3: Reason.SPIKE_REVERT}
    assert why(done, "I-0001") == {3: Reason.SCALE}


def test_a_bar_is_held_against_what_is_believed_of_the_one_before_it() -> None:
    closes = {0: 4000.0, 1: 4900.0, 2: 5000.0}
    newer = {1: 40_000.0, 2: 5900.0}
    done = judge(pl.concat([file_of("I-0001", closes), file_of("I-0002", newer)]))
    assert closes_of(done) == {0: 4000.0, 1: 4900.0, 2: 5900.0}


runs = st.sampled_from(["L0", "I-0001", "I-0002", "S-0003", "I-0004"])
factors = st.sampled_from([1.0, 1.0, 1.0, 1.0001, 1.02, 1.02, 0.97, 1.2, 1.3, 0.7, 10.0, 0.001])


@st.composite
def versions(draw: st.DrawFn) -> pl.DataFrame:
    """Several versions of the bars of two sessions, good and bad."""
    parts = [pl.DataFrame(schema=dict(RAW_BAR))]
    for day in (MONDAY, TUESDAY):
        for slot in range(7):
            for _ in range(draw(st.integers(0, 4))):
                late = draw(st.sampled_from([0, 0, 1]))
                rows = file_of(draw(runs), {slot: 4000.0 * draw(factors)}, day)
                parts.append(rows.with_columns(known_at=pl.col("known_at") + late * BAR))
    return pl.concat(parts).with_columns(row=pl.int_range(pl.len()))


@given(raw=versions())
def test_every_row_is_in_one_place_and_what_is_put_aside_has_a_bar(raw: pl.DataFrame) -> None:
    done = judge(raw)
    assert done.bars.height + done.quarantine.height == raw.height
    assert raw.join(done.quarantine, on="row", how="anti").height == done.bars.height
    assert not done.bars["time"].is_duplicated().any()
    aside = done.quarantine.filter(pl.col("reason").is_in([Reason.SUPERSEDED, Reason.DUPLICATE]))
    assert set(aside["time"]) <= set(done.bars["time"])


@given(raw=versions())
def test_what_is_off_the_scale_or_in_conflict_changes_nothing(raw: pl.DataFrame) -> None:
    done = judge(raw)
    itself = done.quarantine.filter(pl.col("reason").is_in([Reason.SCALE, Reason.CONFLICT]))
    without = judge(raw.filter(~pl.col("row").is_in(itself["row"].implode())))
    assert_frame_equal(without.bars, done.bars, check_exact=True)


@given(raw=versions())
def test_what_is_off_the_scale_changes_nothing(raw: pl.DataFrame) -> None:
    done = judge(raw)
    off = done.quarantine.filter(pl.col("reason") == Reason.SCALE)["row"]
    without = judge(raw.filter(~pl.col("row").is_in(off.implode())))
    assert_frame_equal(without.bars, done.bars, check_exact=True)
    rest = done.quarantine.filter(~pl.col("row").is_in(off.implode()))
    assert_frame_equal(without.quarantine, rest, check_exact=True)


@given(raw=versions(), seed=st.integers(0, 100))
def test_neither_the_order_of_rows_nor_the_cut_into_sessions_matters(raw: pl.DataFrame, seed: int) -> None:
    whole = judge(raw)
    assert_frame_equal(judge(raw.sample(fraction=1.0, shuffle=True, seed=seed)).bars, whole.bars)
    first, second = (raw.filter(pl.col("time").dt.date() == day) for day in (MONDAY, TUESDAY))
    monday = judge(first)
    tuesday = standardise(second, CALENDAR, NOW, SETTINGS, context_after(monday.bars))
    assert_frame_equal(pl.concat([monday.bars, tuesday.bars]), whole.bars, check_exact=True)
    assert_frame_equal(pl.concat([monday.quarantine, tuesday.quarantine]), whole.quarantine, check_exact=True)


@given(raw=versions(), cut=st.integers(1, 7))
def test_every_bar_but_the_newest_is_settled_by_what_was_known_then(raw: pl.DataFrame, cut: int) -> None:
    raw = raw.with_columns(known_at=pl.col("time") + BAR)
    until = CALENDAR.opens_at(TUESDAY) + cut * BAR
    seen = judge(raw, until).bars[:-1]
    later = judge(raw).bars.filter(pl.col("time") <= seen["time"].max()) if seen.height else seen
    assert_frame_equal(seen, later, check_exact=True)
