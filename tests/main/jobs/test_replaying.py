import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest

from support.feeds import quiet_feed
from support.homes import market_file
from usdcop.core.errors import DataError, UsageError
from usdcop.core.sessions import MARKETS
from usdcop.main.jobs.replaying import (
    Replay,
    held_back,
    read_replay,
    replay_of,
    replayed_market,
    write_replay,
)

MARKET = MARKETS["USDCOP"]
CALENDAR = MARKET.calendar
MONTH = (datetime(2024, 2, 1, tzinfo=UTC), datetime(2024, 3, 9, tzinfo=UTC))


def test_the_last_sessions_are_held_back_but_never_more_than_half() -> None:
    days = [date(2024, 1, 1) + timedelta(days=k) for k in range(30)]
    assert held_back(days) == tuple(days[-10:])
    assert held_back(days[:7]) == tuple(days[4:7])
    assert held_back(days[:1]) == ()


def test_a_file_is_divided_once_and_the_home_remembers(tmp_path: Path) -> None:
    file = market_file(tmp_path / "bars.csv", *MONTH)
    replay = replay_of(tmp_path, file, MARKET)
    assert replay.sessions == tuple(CALENDAR.sessions_before(date(2024, 3, 9), 10))
    assert replay.start(CALENDAR) == CALENDAR.opens_at(replay.first) - timedelta(hours=1)
    assert replay.end(CALENDAR) > CALENDAR.closes_at(replay.sessions[-1])
    write_replay(tmp_path, replay)
    assert read_replay(tmp_path) == replay
    assert replay_of(tmp_path, None, MARKET) == replay
    moved = file.rename(tmp_path / "moved.csv")
    assert replay_of(tmp_path, moved, MARKET).sessions == replay.sessions


def test_another_file_or_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="replays nothing yet"):
        replay_of(tmp_path, None, MARKET)
    with pytest.raises(UsageError, match="There is no file"):
        replay_of(tmp_path, tmp_path / "none.csv", MARKET)
    file = market_file(tmp_path / "bars.csv", *MONTH)
    write_replay(tmp_path, Replay(file, "0" * 64, (date(2024, 3, 8),)))
    with pytest.raises(UsageError, match="RESET=1"):
        replay_of(tmp_path, file, MARKET)
    day = (datetime(2024, 3, 4, tzinfo=UTC), datetime(2024, 3, 5, tzinfo=UTC))
    with pytest.raises(UsageError, match="too few sessions"):
        replay_of(tmp_path / "other", market_file(tmp_path / "day.csv", *day), MARKET)


def test_a_replay_goes_on_by_the_clock_it_began_with(tmp_path: Path) -> None:
    file = new_york(market_file(tmp_path / "bars.csv", *MONTH))
    replay = replay_of(tmp_path, file, MARKET, "America/New_York")
    assert replay.clock == "America/New_York"
    write_replay(tmp_path, replay)
    assert replay_of(tmp_path, file, MARKET) == replay_of(tmp_path, None, MARKET) == replay
    assert replay_of(tmp_path, file, MARKET, "America/New_York") == replay
    with pytest.raises(UsageError, match=r"by the clock America/New_York, not utc"):
        replay_of(tmp_path, file, MARKET, "utc")
    frame, _ = replayed_market(file, MARKET, replay.clock)
    assert frame["time"].dt.convert_time_zone("America/Bogota").dt.hour().unique().sort().to_list() == [
        8, 9, 10, 11, 12,
    ]  # fmt: skip


def test_a_replay_of_before_was_read_by_the_clock_that_was_found(tmp_path: Path) -> None:
    write_replay(tmp_path, Replay(tmp_path / "bars.csv", "0" * 64, (date(2024, 3, 8),)))
    told = json.loads((tmp_path / "replay.json").read_text())
    del told["clock"]
    (tmp_path / "replay.json").write_text(json.dumps(told))
    kept = read_replay(tmp_path)
    assert kept is not None
    assert kept.clock == "auto"


def test_the_clock_of_a_file_to_replay_is_asked_for_where_it_is_uncertain(tmp_path: Path) -> None:
    file = quiet_feed(tmp_path / "feed.csv")
    with pytest.raises(DataError) as told:
        replay_of(tmp_path, file, MARKET)
    assert "By which clock feed.csv was written is uncertain" in told.value.sentence
    assert "make run DATA=feed.csv CLOCK=ZONE, or usdcop up --data feed.csv --clock ZONE" in told.value.cure
    with pytest.raises(DataError, match="uncertain"):
        replayed_market(file, MARKET)
    assert replay_of(tmp_path, file, MARKET, "utc").sessions
    assert replayed_market(file, MARKET, "utc")[0].height


def new_york(file: Path) -> Path:
    """``file`` with its times as a clock in New York shows them, without their offset."""
    bars = pl.read_csv(file, try_parse_dates=True)
    local = pl.col("time").dt.convert_time_zone("America/New_York").dt.strftime("%Y-%m-%d %H:%M:%S")
    bars.with_columns(time=local).write_csv(file)
    return file


def test_the_replayed_market_is_the_file_on_the_right_clock(tmp_path: Path) -> None:
    frame, found = replayed_market(market_file(tmp_path / "bars.csv", *MONTH))
    assert frame.columns == ["time", "open", "high", "low", "close"]
    assert frame.height == found.findings.tally.rows
