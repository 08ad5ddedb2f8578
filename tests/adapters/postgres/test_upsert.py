from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from decimal import Decimal
from types import MappingProxyType

import polars as pl
import pytest
from sqlalchemy import Engine, text

from support.tables import bars, with_indicators
from usdcop.adapters.postgres.bars import BARS, PostgresBars, as_stored
from usdcop.adapters.postgres.database import transaction
from usdcop.adapters.postgres.upsert import Target, upsert
from usdcop.core.errors import ColumnsError, DataError

EVER = (datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC))
COUNTS = Target(
    "counts",
    ("name",),
    MappingProxyType({"name": pl.String(), "n": pl.Int16()}),
    MappingProxyType({"by": pl.String()}),
)


def test_as_stored_rounds_to_the_nearest_and_ties_to_even() -> None:
    ties = [0.5e-8 * 5, 0.5e-8 * 7, 2.0, 0.125e-8]  # 2.5, 3.5, and 0.125 units of the last place
    stored = as_stored("USDCOP", bars(4).with_columns(close=pl.Series(ties)))["close"].to_list()
    assert stored == [Decimal("2e-8"), Decimal("4e-8"), Decimal(2), Decimal(0)]


def test_as_stored_writes_nan_as_null_and_leaves_other_columns_out() -> None:
    stored = as_stored("USDCOP", with_indicators(bars(2)).with_columns(unknown=1))
    assert stored["ema_20"].is_null().to_list() == [True, False]
    assert "unknown" not in stored.columns
    assert stored["symbol"].to_list() == ["USDCOP"] * 2


@pytest.mark.parametrize("value", [float("inf"), 1e300, 1e13])
def test_a_price_that_does_not_fit_is_a_data_error_and_nothing_is_stored(
    postgres: Engine, value: float
) -> None:
    frame = bars(2).with_columns(close=pl.Series([4000.0, value]))
    with pytest.raises(DataError):
        PostgresBars(postgres).upsert("USDCOP", frame)
    assert PostgresBars(postgres).read("USDCOP", *EVER).is_empty()


def test_missing_columns_are_named() -> None:
    with pytest.raises(ColumnsError, match="usdcop_m5_ohlcv lack state, known_at") as caught:
        as_stored("USDCOP", bars(1).drop("state", "known_at"))
    assert caught.value.missing == ("state", "known_at")


def test_a_frame_that_holds_a_bar_twice_is_refused_whole(postgres: Engine) -> None:
    table = PostgresBars(postgres)
    with pytest.raises(DataError, match="second time"):
        table.upsert("USDCOP", pl.concat([bars(3), bars(3, seed=2).head(1)]))
    assert table.read("USDCOP", *EVER).is_empty()


def test_what_another_writer_stores_meanwhile_is_judged_by_the_same_rule(postgres: Engine) -> None:
    """Both see an empty table; the later one waits for the rows of the first, and must not lower their state."""
    late = as_stored("USDCOP", bars(2, state="forming", seed=2))

    def write_late() -> int:
        with transaction(postgres) as connection:
            return upsert(connection, BARS, late)

    with ThreadPoolExecutor(1) as pool:
        with transaction(postgres) as first:
            assert upsert(first, BARS, as_stored("USDCOP", bars(2))) == 2
            waiting = pool.submit(write_late)
            while not first.execute(text("SELECT count(*) FROM pg_locks WHERE NOT granted")).scalar_one():
                assert not waiting.done()
        assert waiting.result(timeout=10) == 0
    stored = PostgresBars(postgres).read("USDCOP", *EVER)
    assert stored["state"].cast(pl.String).to_list() == ["final", "final"]


def test_keys_types_and_optional_columns_are_the_targets_own(postgres: Engine) -> None:
    rows = pl.DataFrame({"name": ["a", "b"], "n": [1, 2]})
    with transaction(postgres) as connection:
        connection.execute(
            text("CREATE TABLE counts (name text PRIMARY KEY, n smallint, by text DEFAULT 'us')")
        )
        assert upsert(connection, COUNTS, COUNTS.as_stored(rows)) == 2
        assert upsert(connection, COUNTS, COUNTS.as_stored(rows.with_columns(n=pl.Series([1, 5])))) == 1
        assert upsert(connection, COUNTS, COUNTS.as_stored(rows.head(0))) == 0
        found = connection.execute(text("SELECT name, n, by FROM counts ORDER BY name")).all()
        connection.rollback()
    assert [tuple(row) for row in found] == [("a", 1, "us"), ("b", 5, "us")]
