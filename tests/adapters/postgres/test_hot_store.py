from datetime import UTC, date, datetime, timedelta

import polars as pl
from sqlalchemy import Engine

from usdcop.adapters.postgres.bars import PostgresBars
from usdcop.adapters.postgres.hot_store import PostgresHotStore
from usdcop.core.sessions import BAR, Calendar

OPEN = Calendar().opens_at(date(2024, 3, 4))


def bars(*slots: int) -> pl.DataFrame:
    row = {
        "open": 1.0,
        "high": 1.0,
        "low": 1.0,
        "close": 1.0,
        "volume": None,
        "source": "L0",
        "state": "final",
    }
    facts = {"open_reconstructed": False, "doubtful": False, "suspect": False}
    rows = [
        {"time": OPEN + slot * BAR, **row, **facts, "known_at": OPEN + (slot + 1) * BAR} for slot in slots
    ]
    return pl.DataFrame(rows)


def times(engine: Engine) -> list[datetime]:
    stored = PostgresBars(engine).read("USDCOP", OPEN - timedelta(days=1), OPEN + timedelta(days=1))
    return stored["time"].to_list()


def test_what_is_deleted_and_what_is_said_move_together_and_never_back(postgres: Engine) -> None:
    store = PostgresHotStore(postgres)
    PostgresBars(postgres).upsert("USDCOP", bars(0, 1, 2, 3))
    assert store.hot_from("USDCOP") is None
    assert store.retire("USDCOP", OPEN + 2 * BAR) == 2
    assert store.hot_from("USDCOP") == OPEN + 2 * BAR
    assert times(postgres) == [OPEN + 2 * BAR, OPEN + 3 * BAR]
    assert store.retire("USDCOP", OPEN) == 0
    assert store.hot_from("USDCOP") == OPEN + 2 * BAR
    assert store.retire("USDCOP", datetime(2030, 1, 1, tzinfo=UTC)) == 2
    assert times(postgres) == []
