from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import polars as pl
from sqlalchemy import text

from support.homes import EXPECTED, SPAN, settings_of
from usdcop.core.bars import UTC_TIME
from usdcop.core.layers import Layer
from usdcop.core.sessions import Calendar
from usdcop.main.jobs.serving import judged_spans
from usdcop.main.wiring import open_system


def test_postgresql_shows_bars_indicators_and_verdicts_of_the_layers(shared_home: Path) -> None:
    with open_system(settings_of(shared_home)) as system:
        bars, indicators = system.lake.read(Layer.L1), system.lake.read(Layer.L2)
        assert bars is not None
        assert indicators is not None
        served = system.bars.read("USDCOP", SPAN[0], SPAN[1] + timedelta(days=1))
        assert served["time"].to_list() == bars["time"].to_list()
        assert [float(value) for value in served["close"]] == bars["close"].round(6).to_list()
        ready = indicators["ema_20"].is_not_nan()
        assert served["ema_20"].is_not_null().sum() == ready.sum()
        with system.engine.connect() as connection:
            rows = connection.execute(
                text("SELECT session, rows, expected, quarantined FROM sessions_quality ORDER BY session")
            ).all()
    assert len(rows) == EXPECTED
    assert sum(row.rows for row in rows) == bars.height
    assert {row.expected for row in rows} == {60}


def test_a_bar_that_l0_has_not_fetched_yet_is_not_refused() -> None:
    calendar, before, day = Calendar(), date(2025, 3, 3), date(2025, 3, 4)
    opened = calendar.opens_at(day)
    times = [calendar.opens_at(before), opened, opened + timedelta(minutes=5)]
    schema = {"time": UTC_TIME, "session": pl.Date()}
    frame = pl.DataFrame({"time": times, "session": [before, day, day]}, schema=schema)

    def ends(now: datetime) -> list[datetime]:
        return [end for _, end in judged_spans(frame, [before, day], calendar, now).values()]

    running = datetime(2025, 3, 4, 14, tzinfo=UTC)
    assert ends(running) == [calendar.closes_at(before), opened + timedelta(minutes=10)]
    assert ends(datetime(2025, 3, 4, 18, 30, tzinfo=UTC))[1] == calendar.closes_at(day)
    assert judged_spans(frame[:1], [day], calendar, running)[day] == (opened, opened)
