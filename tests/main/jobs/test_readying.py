from pathlib import Path

import pytest
from sqlalchemy import text

from support.homes import settings_of
from usdcop.adapters.postgres.audit import PostgresAudit
from usdcop.adapters.postgres.trading_state import PostgresTradingState
from usdcop.core.trading import TradingState
from usdcop.main.jobs.readying import ready
from usdcop.main.wiring import open_system


def test_the_first_start_makes_what_is_needed_and_tells_the_password_once(
    own_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with open_system(settings_of(own_home)) as system:
        ready(system)
        assert "password" in capsys.readouterr().err
        ready(system)
        assert "password" not in capsys.readouterr().err
        state = PostgresTradingState(system.engine).current()
        assert state is not None
        assert state.state is TradingState.ACTIVE
        with system.engine.connect() as connection:
            found = connection.execute(text("SELECT id, kind FROM accounts ORDER BY id")).all()
        assert [tuple(row) for row in found] == [("main", "main"), ("manual", "manual")]
        starts = [row for row in PostgresAudit(system.engine).rows() if row.action == "settings.started"]
        assert len(starts) == 2
        assert starts[0].detail["mode"] == "replay"
        assert "password" not in starts[0].record
