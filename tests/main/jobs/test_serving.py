from datetime import timedelta
from pathlib import Path

from sqlalchemy import text

from support.homes import SPAN, settings_of
from usdcop.core.layers import Layer
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
    assert len(rows) == 84
    assert sum(row.rows for row in rows) == bars.height
    assert {row.expected for row in rows} == {60}
