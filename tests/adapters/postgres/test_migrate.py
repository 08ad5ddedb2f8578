import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import NullPool, create_engine, text

from usdcop.adapters.postgres.migrate import migrate, newest_migration
from usdcop.core.errors import ServerError
from usdcop.core.indicators import INDICATORS

TABLES = {
    "accounts",
    "alembic_version",
    "assignments",
    "audit_log",
    "backfills",
    "compliance_reports",
    "decisions",
    "fills",
    "forward_entries",
    "hot_store",
    "look_trials",
    "looks",
    "orchestrator_status",
    "orders",
    "outbox",
    "pipeline_status",
    "predictions",
    "promotions",
    "quotes",
    "refresh_tokens",
    "rl_metrics",
    "sessions_quality",
    "sign_ins",
    "stream_epochs",
    "titles",
    "trained_bundles",
    "trading_state",
    "trials",
    "usdcop_m5_ohlcv",
    "users",
}
SEED_BARS = {
    "time": "timestamp with time zone",
    "symbol": "text",
    "open": "numeric(20,8)",
    "high": "numeric(20,8)",
    "low": "numeric(20,8)",
    "close": "numeric(20,8)",
    "volume": "numeric(20,2)",
    "source": "text",
    "ema_20": "numeric(20,8)",
    "ema_50": "numeric(20,8)",
    "sma_10": "numeric(20,8)",
    "sma_20": "numeric(20,8)",
    "rsi": "numeric(10,2)",
    "macd": "numeric(20,8)",
    "macd_signal": "numeric(20,8)",
    "bb_upper": "numeric(20,8)",
    "bb_middle": "numeric(20,8)",
    "bb_lower": "numeric(20,8)",
}


def _rows(url: str, query: str) -> list[tuple[str, ...]]:
    engine = create_engine(url, poolclass=NullPool)
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def _tables(url: str) -> set[str]:
    return {name for (name,) in _rows(url, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'")}


def test_a_blank_database_gets_every_table_and_a_second_time_changes_nothing(blank_postgres_url: str) -> None:
    migrate(blank_postgres_url)
    made = _rows(blank_postgres_url, "SELECT oid::text FROM pg_class ORDER BY oid")
    assert _tables(blank_postgres_url) == TABLES
    migrate(blank_postgres_url)
    assert _rows(blank_postgres_url, "SELECT oid::text FROM pg_class ORDER BY oid") == made


def test_the_newest_is_the_one_that_the_migrations_lead_to(blank_postgres_url: str) -> None:
    migrate(blank_postgres_url)
    assert _rows(blank_postgres_url, "SELECT version_num FROM alembic_version") == [(newest_migration(),)]


def test_where_there_is_nothing_to_do_it_loads_nothing_for_it(postgres_url: str) -> None:
    deed = """
import sys
from usdcop.adapters.postgres.migrate import migrate
migrate(sys.argv[1])
print("alembic" in sys.modules)
"""
    told = subprocess.run(
        [sys.executable, "-c", deed, postgres_url], capture_output=True, text=True, check=True
    )
    assert told.stdout == "False\n"


def test_two_that_migrate_at_once_do_not_meet(blank_postgres_url: str) -> None:
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(migrate, [blank_postgres_url] * 4))
    assert _tables(blank_postgres_url) == TABLES


def test_the_bars_have_the_columns_and_types_of_the_architecture(postgres_url: str) -> None:
    query = (
        "SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute"
        " WHERE attrelid = 'usdcop_m5_ohlcv'::regclass AND attnum > 0"
    )
    columns = {row[0]: row[1] for row in _rows(postgres_url, query)}
    assert SEED_BARS.items() <= columns.items()
    assert {"state", "known_at", "open_reconstructed", "doubtful", "suspect", "run_id"} <= columns.keys()


def test_the_bars_have_a_column_for_every_indicator_that_is_declared_as_stored(postgres_url: str) -> None:
    query = (
        "SELECT column_name, numeric_precision::text, numeric_scale::text FROM information_schema.columns"
        " WHERE table_name = 'usdcop_m5_ohlcv' AND column_name NOT IN ('open', 'high', 'low', 'close', 'volume')"
        " AND data_type = 'numeric'"
    )
    declared = {
        one.name: (str(one.stored.precision), str(one.stored.scale)) for one in INDICATORS if one.stored
    }
    assert {name: (precision, scale) for name, precision, scale in _rows(postgres_url, query)} == declared


def test_a_database_of_a_newer_version_is_refused_and_left_alone(blank_postgres_url: str) -> None:
    migrate(blank_postgres_url)
    engine = create_engine(blank_postgres_url, poolclass=NullPool)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(ServerError, match="newer version"):
        migrate(blank_postgres_url)
    assert _rows(blank_postgres_url, "SELECT version_num FROM alembic_version") == [("9999",)]
