from datetime import UTC, date, datetime, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from support.raw_rows import raw_of
from support.walk import raw_walk
from usdcop.core.bars import BAR, QUARANTINE, RAW_BAR, STATES, Reason
from usdcop.core.imports import Doubt
from usdcop.core.sessions import Calendar
from usdcop.pipeline.l1_standardise import Standardised, StandardiseSettings, accepted, standardise
from usdcop.pipeline.scale import context_after

CALENDAR = Calendar()
MONDAY, TUESDAY = date(2025, 5, 5), date(2025, 5, 6)
NOW = datetime(2026, 1, 1, tzinfo=UTC)
SETTINGS = StandardiseSettings()


def judge(raw: pl.DataFrame, now: datetime = NOW) -> Standardised:
    return standardise(raw, CALENDAR, now, SETTINGS)


def test_a_good_session_is_accepted_whole() -> None:
    raw = raw_of(MONDAY, {slot: 4000.0 + slot for slot in range(60)})
    done = judge(raw)
    assert dict(done.bars.schema) == dict(BAR)
    assert dict(done.quarantine.schema) == dict(QUARANTINE)
    assert (done.bars.height, done.quarantine.height) == (60, 0)
    assert done.bars["slot"].to_list() == list(range(60))
    assert not done.bars.select(pl.any_horizontal("suspect", "doubtful").any()).item()
    assert done.sessions["grade"].to_list() == ["A"]


def test_the_accepted_bars_alone_are_the_same() -> None:
    raw = raw_of(MONDAY, {0: 4000.0, 1: 4001.0, 2: 4080.0, 3: 4002.0, 4: 40_030.0, 5: 4004.0, 9: 4003.0})
    bars = accepted(raw, CALENDAR, NOW, SETTINGS)
    assert_frame_equal(bars, judge(raw).bars, check_exact=True)
    assert bars["slot"].to_list() == [0, 1, 3, 5, 9]


def test_nothing_in_nothing_out() -> None:
    done = judge(pl.DataFrame(schema=RAW_BAR))
    assert done.bars.is_empty()
    assert done.quarantine.is_empty()
    assert done.sessions.is_empty()


def test_a_spike_goes_to_quarantine_once_the_next_bar_is_known() -> None:
    raw = raw_of(MONDAY, {0: 4000.0, 1: 4001.0, 2: 4080.0, 3: 4002.0, 4: 4003.0})
    opened = CALENDAR.opens_at(MONDAY)
    early = judge(raw, opened + timedelta(minutes=15))
    assert early.bars["close"].to_list() == [4000.0, 4001.0, 4080.0]
    assert early.bars["suspect"].to_list() == [False, False, True]
    later = judge(raw, opened + timedelta(minutes=20))
    assert later.bars["close"].to_list() == [4000.0, 4001.0, 4002.0]
    assert not later.bars["suspect"].any()
    refused = later.quarantine.filter(pl.col("reason") == Reason.SPIKE_REVERT)
    assert refused["close"].to_list() == [4080.0]
    assert "jumped" in refused["detail"][0]


def test_prices_of_another_scale_are_refused_with_words() -> None:
    done = judge(raw_of(MONDAY, {0: 4000.0, 1: 410.0, 2: 4001.0}))
    assert done.bars["close"].to_list() == [4000.0, 4001.0]
    assert done.quarantine.select("reason", "detail").row(0) == (
        Reason.SCALE, "close 410.0 does not fit the closes accepted before it"
    )  # fmt: skip


def test_a_refused_bar_leaves_a_hole_that_makes_the_next_doubtful() -> None:
    closes = {0: 4000.0, 1: 4001.0, 2: 41.0, 3: 41.0, 4: 41.0, 5: 4002.0}
    assert judge(raw_of(MONDAY, closes)).bars["doubtful"].to_list() == [False, False, True]


def test_the_verdicts_cover_the_span_asked_for() -> None:
    done = standardise(raw_of(TUESDAY, {0: 4000.0}), CALENDAR, NOW, SETTINGS, span=(MONDAY, date(2025, 5, 7)))
    assert done.sessions["bars"].to_list() == [0, 1, 0]


def test_a_stray_row_decades_away_asks_for_no_verdicts_in_between() -> None:
    good = raw_of(MONDAY, {0: 4000.0})
    stray = good.with_columns(pl.col("time") - pl.duration(days=20_000))
    assert judge(pl.concat([stray, good])).sessions["session"].to_list() == [MONDAY]


def test_quarantine_keeps_the_row_as_it_was_received() -> None:
    raw = raw_of(MONDAY, {0: 4000.0}).with_columns(
        time=pl.col("time") - pl.duration(hours=4), clock_shift_minutes=pl.lit(300, pl.Int16)
    )
    late = raw.with_columns(time=pl.col("time") + pl.duration(hours=9))
    done = judge(pl.concat([raw, late]))
    assert done.bars["time"].to_list() == [CALENDAR.opens_at(MONDAY) + timedelta(hours=1)]
    assert_frame_equal(done.quarantine.select(*RAW_BAR), late)
    assert done.quarantine["reason"].to_list() == [Reason.OUT_OF_SESSION]
    assert "300 minutes were added" in done.quarantine["detail"][0]


minutes = st.sampled_from([0, 5, 5, 10, 15, 290, 295, 300, -300, -295, 7, 1440, 4 * 1440, -4 * 1440])
prices = st.sampled_from(
    [4000.0, 4000.001, 4000.5, 4050.0, 400.0, 0.0, -1.0, float("nan"), float("inf"), None]
)


@st.composite
def dirty_rows(draw: st.DrawFn) -> pl.DataFrame:
    """Rows that break every rule there is, often several at once."""
    count = draw(st.integers(0, 12))
    opened = CALENDAR.opens_at(MONDAY)
    rows = []
    for row in range(count):
        close = draw(prices)
        around = draw(st.sampled_from([0.0, 1.0, -1.0]))
        high = None if close is None else close + around
        at = opened + timedelta(minutes=draw(minutes))
        shift = draw(st.sampled_from([0, 0, 0, 300]))
        rows.append(
            {
                "time": at, "symbol": "USDCOP", "open": close, "high": high, "low": draw(st.sampled_from([close, 3999.0])),
                "close": close, "volume": None, "source": draw(st.sampled_from(["L0", "import:a"])),
                "state": draw(st.sampled_from(STATES.categories.to_list())), "open_reconstructed": False,
                "known_at": at + timedelta(minutes=draw(st.sampled_from([5, 5, 60]))),
                "clock_shift_minutes": shift, "row": row, "raw": None, "run_id": "h",
            }
        )  # fmt: skip
    return pl.DataFrame(rows, schema=dict(RAW_BAR))


@given(raw=dirty_rows(), minutes_open=st.integers(0, 10_000))
def test_rows_in_are_rows_accepted_and_rows_in_quarantine(raw: pl.DataFrame, minutes_open: int) -> None:
    done = judge(raw, CALENDAR.opens_at(MONDAY) + timedelta(minutes=minutes_open))
    assert done.bars.height + done.quarantine.height == raw.height
    assert not done.quarantine["reason"].null_count()
    assert done.bars["time"].is_sorted()
    assert not done.bars["time"].is_duplicated().any()
    assert (
        done.bars.select((pl.col("low") <= pl.col("close")) & (pl.col("close") <= pl.col("high")))
        .to_series()
        .all()
    )
    # Every row is in exactly one place: its number says which.
    accepted = done.bars.height
    assert raw.join(done.quarantine, on="row", how="anti").height == accepted


@given(raw=dirty_rows(), seed=st.integers(0, 100))
def test_the_order_of_rows_does_not_matter(raw: pl.DataFrame, seed: int) -> None:
    shuffled = judge(raw.sample(fraction=1.0, shuffle=True, seed=seed))
    straight = judge(raw)
    assert_frame_equal(shuffled.bars, straight.bars)
    columns = ["row", "reason"]
    assert_frame_equal(
        shuffled.quarantine.select(columns).sort("row"), straight.quarantine.select(columns).sort("row")
    )


@pytest.mark.parametrize("seed", [1, 2])
def test_one_session_alone_with_its_context_equals_the_whole(seed: int) -> None:
    raw = raw_walk(CALENDAR, MONDAY, date(2025, 5, 16), seed, missing=0.08)
    wrong = pl.col("row") % 53 == 7
    raw = raw.with_columns(
        pl.when(wrong).then(pl.col(name) / 10).otherwise(pl.col(name)).alias(name)
        for name in ("open", "high", "low", "close")
    )
    whole = judge(raw)
    context = None
    parts = []
    for day in CALENDAR.sessions(MONDAY, date(2025, 5, 16)):
        own = raw.filter(pl.col("time").dt.date() == day)
        part = standardise(own, CALENDAR, NOW, SETTINGS, context, (day, day))
        parts.append(part)
        context = context_after(part.bars)
    assert whole.quarantine.height > 5
    assert_frame_equal(pl.concat([part.bars for part in parts]), whole.bars, check_exact=True)
    assert_frame_equal(pl.concat([part.quarantine for part in parts]), whole.quarantine, check_exact=True)
    assert_frame_equal(pl.concat([part.sessions for part in parts]), whole.sessions, check_exact=True)


def test_bars_known_by_then_do_not_change_when_later_rows_arrive() -> None:
    raw = raw_walk(CALENDAR, MONDAY, TUESDAY, seed=4).with_columns(
        close=pl.when(pl.col("row") % 13 == 5).then(pl.col("low")).otherwise("close")
    )
    raw = raw.with_columns(
        pl.when(pl.col("row").is_in([20, 33, 34]))
        .then(pl.col(name) * 1.02)
        .otherwise(pl.col(name))
        .alias(name)
        for name in ("open", "high", "low", "close")
    )
    whole = judge(raw)
    assert whole.quarantine["reason"].to_list() == [Reason.SPIKE_REVERT]
    for cut in range(2, 120, 3):
        until = raw["time"][cut] + timedelta(minutes=5)
        seen = judge(raw[: cut + 1], until)
        # The newest bar may still turn out to be a spike; every bar before it is settled.
        assert_frame_equal(
            seen.bars[:-1], whole.bars.filter(pl.col("time") <= seen.bars["time"][-2]), check_exact=True
        )
        kept = whole.bars.filter(pl.col("time") == seen.bars["time"][-1])
        assert kept.equals(seen.bars[-1:]) or seen.bars["suspect"][-1]


def test_sessions_with_an_accepted_bar_of_a_doubted_import_say_so_and_are_no_better_than_c() -> None:
    def file_of(day: date, name: str) -> pl.DataFrame:
        rows = raw_of(day, {slot: 4000.0 + slot for slot in range(60)})
        return rows.with_columns(source=pl.lit("import:a.csv"), run_id=pl.lit(name))

    raw = pl.concat([file_of(MONDAY, "I-0001"), file_of(TUESDAY, "I-0001"), file_of(TUESDAY, "I-0002")])
    doubts = (
        Doubt("I-0001", MONDAY, TUESDAY, "weak evidence"),
        Doubt("I-0009", MONDAY, TUESDAY, "of another file"),
    )
    done = standardise(raw, CALENDAR, NOW, SETTINGS, doubts=doubts)
    assert done.sessions.select("grade", "uncertain").rows() == [
        ("C", "I-0001: weak evidence"),
        ("A", None),
    ]
    assert done.bars.equals(judge(raw).bars)
    assert accepted(raw, CALENDAR, NOW, SETTINGS).equals(done.bars)
