"""The synthetic market against the measured facts of the real one, in bands several seeds wide."""

import time
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import pairwise

import numpy as np
import polars as pl
import pytest

from usdcop.core.bars import VendorBar
from usdcop.core.sessions import Calendar
from usdcop.core.units import BPS
from usdcop.simulator.synthetic import SyntheticMarket

SEEDS = (7, 11)
SPAN = (datetime(2020, 1, 1, tzinfo=UTC), datetime(2025, 7, 1, tzinfo=UTC))
TWO_YEARS = (datetime(2022, 7, 1, tzinfo=UTC), datetime(2024, 7, 1, tzinfo=UTC))
CALENDAR = Calendar()
SESSIONS = CALENDAR.sessions(SPAN[0].date(), SPAN[1].date() - timedelta(days=1))


@cache
def everything(seed: int) -> pl.DataFrame:
    """All rows of the real file's span: prices, session date, slot, and the return within the session."""
    bars = SyntheticMarket(seed).bars(*SPAN)
    names = ("open", "high", "low", "close")
    frame = pl.DataFrame(
        {
            "time": [bar.time for bar in bars],
            **{name: [float(getattr(bar, name)) for bar in bars] for name in names},
        }
    )
    local = pl.col("time").dt.convert_time_zone("America/Bogota")
    minutes = local.dt.hour().cast(pl.Int32) * 60 + local.dt.minute()
    return frame.with_columns(
        day=local.dt.date(),
        slot=(minutes - 480) // 5,
        move=BPS * pl.col("close").log().diff().over(local.dt.date()),
    )


def sessions(seed: int) -> pl.DataFrame:
    return everything(seed).filter(pl.col("day").is_in(SESSIONS))


def by_session(seed: int) -> pl.DataFrame:
    return (
        sessions(seed)
        .group_by("day", maintain_order=True)
        .agg(
            first=pl.col("close").first(),
            last=pl.col("close").last(),
            rows=pl.len(),
            distinct=pl.col("close").n_unique(),
            opening=pl.col("slot").first(),
        )
    )


def following(seed: int) -> pl.DataFrame:
    """Moves with the move of the next bar and of the one after it, where no bar is missing between."""
    return (
        sessions(seed)
        .with_columns(
            next=pl.col("move").shift(-1).over("day"),
            later=pl.col("move").shift(-2).over("day"),
            adjacent=pl.col("slot").shift(-1).over("day") == pl.col("slot") + 1,
        )
        .drop_nulls()
        .filter("adjacent")
    )


@pytest.fixture(params=SEEDS)
def seed(request: pytest.FixtureRequest) -> int:
    return int(request.param)


def test_moves_are_as_large_as_the_real_ones_and_have_fat_tails(seed: int) -> None:
    moves = sessions(seed)["move"].drop_nulls().to_numpy()
    assert 8.6 <= moves.std() <= 10.6  # real: 9.6
    assert 3.0 <= np.median(np.abs(moves)) <= 4.2  # real: 3.5
    assert np.mean(moves**4) / np.mean(moves**2) ** 2 > 15
    assert 5 <= (np.abs(moves) >= 100).sum() <= 90  # real: 33


def test_the_opening_is_the_wildest_part_of_the_session(seed: int) -> None:
    spread = sessions(seed).group_by("slot").agg(pl.col("move").std()).sort("slot")["move"].to_list()
    assert 14.5 <= spread[1] <= 23.5  # real: 18.9 at 08:05
    late = spread[20:]
    assert all(5.5 <= value <= 12.5 for value in late)
    assert 7 <= np.mean(late) <= 9.5  # real: 7 to 10
    assert spread[1] > 1.5 * np.mean(late)


def test_moves_revert_in_one_bar_and_not_beyond(seed: int) -> None:
    pairs = following(seed)
    moves, after, later = (pairs[name].clip(-60, 60).to_numpy() for name in ("move", "next", "later"))
    assert -0.14 <= np.corrcoef(moves, after)[0, 1] <= -0.07  # real: about -0.10
    assert abs(np.corrcoef(moves, later)[0, 1]) <= 0.03


def test_the_mirage_is_there_and_is_lost_one_bar_later(seed: int) -> None:
    large = following(seed).filter(pl.col("move").abs() > 10)
    fade = -large["move"].sign()
    assert 1.2 <= (fade * large["next"]).to_numpy().mean() <= 2.8  # real: +1.97 bps at the signal's own close
    assert abs((fade * large["later"]).to_numpy().mean()) <= 0.5  # real: -0.21 bps one bar later


def test_nights_are_another_risk(seed: int) -> None:
    days = by_session(seed)
    gaps = BPS * np.log(days["first"].to_numpy()[1:] / days["last"].to_numpy()[:-1])
    assert 26 <= np.abs(gaps).mean() <= 37  # real: 31


def test_a_year_moves_as_far_as_a_real_one(seed: int) -> None:
    closes = by_session(seed)["last"].log().diff().drop_nulls().to_numpy()
    assert 0.115 <= closes.std() * np.sqrt(252) <= 0.155  # real: 13.9 %


def test_prices_stay_where_pesos_have_been(seed: int) -> None:
    closes = sessions(seed)["close"].to_numpy()
    assert closes.min() > 2500
    assert closes.max() < 6500


def test_blemishes_come_in_the_real_proportions(seed: int) -> None:
    days = by_session(seed)
    rows, distinct, opening = (days[name].to_numpy() for name in ("rows", "distinct", "opening"))
    stale = distinct < 0.3 * rows
    moves = sessions(seed)["move"].drop_nulls().to_numpy()
    assert 0.955 <= rows.sum() / (60 * len(SESSIONS)) <= 0.985  # real: 96.9 %
    assert 0.79 <= (rows == 60).mean() <= 0.87  # real: 82 %
    assert 0.001 <= rows[stale].sum() / rows.sum() <= 0.02  # real: 0.9 %
    assert 1 <= len(SESSIONS) - len(days) <= 12  # real: 4
    assert 0.02 <= (opening > 0).mean() <= 0.09  # real: 6 %
    assert 0.015 <= (moves == 0).mean() <= 0.05  # real: 2.9 %


def test_holidays_carry_stale_rows_as_the_vendor_s_do(seed: int) -> None:
    holidays = (
        everything(seed)
        .filter(~pl.col("day").is_in(SESSIONS))
        .group_by("day")
        .agg(rows=pl.len(), distinct=pl.col("close").n_unique())
    )
    assert len(holidays) > 80
    assert holidays["distinct"].to_numpy().mean() < 0.2 * holidays["rows"].to_numpy().mean()


def test_every_bar_holds_together(seed: int) -> None:
    bars = everything(seed)
    ends = (pl.col("open"), pl.col("close"))
    assert bars.filter(pl.col("high") < pl.max_horizontal(*ends)).is_empty()
    assert bars.filter(pl.col("low") > pl.min_horizontal(*ends)).is_empty()
    assert bars["time"].is_sorted()
    assert bars["time"].n_unique() == bars.height
    assert bars["slot"].is_between(0, 59).all()


def test_opens_are_quotes_of_their_own_near_the_close_before(seed: int) -> None:
    steps = (
        sessions(seed)
        .select(apart=BPS * (pl.col("open") / pl.col("close").shift(1).over("day")).log())["apart"]
        .drop_nulls()
        .to_numpy()
    )
    assert 0.1 < np.median(np.abs(steps)) < 1.5
    assert (steps != 0).mean() > 0.8


def test_the_same_seed_makes_the_same_bars_from_any_side() -> None:
    whole = SyntheticMarket(7).bars(*TWO_YEARS)
    late = datetime(2024, 3, 4, tzinfo=UTC)
    week = SyntheticMarket(7).bars(late, late + timedelta(days=7))
    assert week == [bar for bar in whole if late <= bar.time < late + timedelta(days=7)]
    assert len(week) > 200


def test_another_seed_makes_another_market() -> None:
    day = (datetime(2024, 3, 4, tzinfo=UTC), datetime(2024, 3, 5, tzinfo=UTC))
    assert SyntheticMarket(7).bars(*day) != SyntheticMarket(8).bars(*day)


def test_the_turn_of_the_year_is_no_jump() -> None:
    for year in range(2021, 2026):
        turn = datetime(year, 1, 1, tzinfo=UTC)
        bars = SyntheticMarket(7).bars(turn - timedelta(days=7), turn + timedelta(days=7))
        jumps = [abs(float(b.close / a.close) - 1) for a, b in pairwise(bars)]
        assert max(jumps) < 0.045, f"{max(jumps):.3f} at the turn into {year}"  # years apart differ by 0.1


def test_prices_have_two_decimals_in_the_vendor_s_five() -> None:
    bars: list[VendorBar] = SyntheticMarket(7).bars(
        datetime(2024, 3, 4, tzinfo=UTC), datetime(2024, 3, 5, tzinfo=UTC)
    )
    assert {str(bar.close)[-3:] for bar in bars} == {"000"}
    assert {bar.volume for bar in bars} == {None}


def test_an_empty_range_has_no_bars() -> None:
    assert SyntheticMarket(7).bars(SPAN[1], SPAN[0]) == []


@pytest.mark.alone
def test_two_years_are_made_in_a_moment() -> None:
    CALENDAR.sessions(SPAN[0].date(), SPAN[1].date())  # holidays are read once a process
    began = time.perf_counter()
    bars = SyntheticMarket(5).bars(*TWO_YEARS)
    seconds = time.perf_counter() - began
    assert len(bars) > 28_000
    assert seconds < 3, (
        f"{len(bars)} bars took {seconds:.2f} s"
    )  # 0.2 s alone; the bound is for a busy machine
