"""What every ``BarTable`` must do."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import polars as pl
import pytest
from polars.testing import assert_frame_equal
from sqlalchemy import Engine

from support.tables import FIVE, OPEN, bars, with_indicators
from usdcop.adapters.postgres.bars import PostgresBars
from usdcop.core.indicators import PRICE_INDICATORS
from usdcop.core.ports import BarTable

EVER = (datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC))


@pytest.fixture
def table(postgres: Engine) -> BarTable:
    return PostgresBars(postgres)


def _closes(table: BarTable, symbol: str = "USDCOP") -> list[Decimal]:
    return table.read(symbol, *EVER)["close"].to_list()


def test_what_was_upserted_is_read_back_rounded_to_eight_places(table: BarTable) -> None:
    frame = bars(60)
    assert table.upsert("USDCOP", frame) == 60
    stored = table.read("USDCOP", *EVER)
    assert stored["time"].to_list() == frame["time"].to_list()
    assert stored["known_at"].to_list() == frame["known_at"].to_list()
    assert stored["state"].cast(pl.String).unique().to_list() == ["final"]
    assert stored["volume"].null_count() == 60
    for name in ("open", "high", "low", "close"):
        assert stored.schema[name] == pl.Decimal(20, 8)
        errors = (stored[name].cast(pl.Float64) - frame[name]).abs()
        assert float(errors.max()) <= 0.5000001e-8  # type: ignore[arg-type] # a column of floats


def test_hand_worked_prices_are_stored_exactly(table: BarTable) -> None:
    prices = [3999.12345678, 4000.1, 1e-8, 4123.0]
    table.upsert("USDCOP", bars(4).with_columns(close=pl.Series(prices)))
    expected = [
        Decimal("3999.12345678"),
        Decimal("4000.10000000"),
        Decimal("0.00000001"),
        Decimal("4123.00000000"),
    ]
    assert _closes(table) == expected


def test_a_second_upsert_of_the_same_rows_touches_none(table: BarTable) -> None:
    frame = with_indicators(bars(60))
    table.upsert("USDCOP", frame)
    assert table.upsert("USDCOP", frame) == 0
    assert table.upsert("USDCOP", frame.head(10)) == 0


def test_only_rows_that_differ_are_touched(table: BarTable) -> None:
    frame = bars(60)
    table.upsert("USDCOP", frame)
    changed = frame.with_columns(doubtful=pl.int_range(60) < 7)
    assert table.upsert("USDCOP", changed) == 7
    assert table.read("USDCOP", *EVER)["doubtful"].sum() == 7


@pytest.mark.parametrize(
    ("stored", "incoming", "replaced"),
    [
        ("forming", "forming", True),
        ("forming", "final", True),
        ("final", "forming", False),
        ("final", "final", True),
        ("final", "revised", True),
        ("revised", "final", False),
        ("revised", "forming", False),
        ("revised", "revised", True),
    ],
)
def test_a_state_is_never_lowered(table: BarTable, stored: str, incoming: str, replaced: bool) -> None:
    table.upsert("USDCOP", bars(1, state=stored).with_columns(close=1.0))
    assert table.upsert("USDCOP", bars(1, state=incoming).with_columns(close=2.0)) == int(replaced)
    kept = table.read("USDCOP", *EVER)
    assert kept["close"].to_list() == [Decimal(2 if replaced else 1)]
    assert kept["state"].cast(pl.String).to_list() == [incoming if replaced else stored]


def test_bars_without_indicators_leave_stored_indicators_alone(table: BarTable) -> None:
    table.upsert("USDCOP", with_indicators(bars(3)))
    table.upsert("USDCOP", bars(3).with_columns(close=pl.col("close") + 1))
    stored = table.read("USDCOP", *EVER)
    for name in PRICE_INDICATORS:
        assert stored[name].is_null().to_list() == [True, False, False], name
    assert float(stored["rsi"][1]) == round(bars(3)["close"][1] / 80, 2)


def test_indicators_come_after_the_bars(table: BarTable) -> None:
    table.upsert("USDCOP", bars(3))
    assert table.upsert("USDCOP", with_indicators(bars(3))) == 2
    assert table.read("USDCOP", *EVER)["ema_20"].null_count() == 1


def test_symbols_do_not_meet(table: BarTable) -> None:
    table.upsert("USDCOP", bars(3))
    table.upsert("EURUSD", bars(2).with_columns(close=1.1))
    assert len(_closes(table)) == 3
    assert _closes(table, "EURUSD") == [Decimal("1.1")] * 2
    assert table.prune("EURUSD", {OPEN.date(): (OPEN, OPEN + timedelta(days=1))}, bars(0)) == 2
    assert len(_closes(table)) == 3


def test_a_read_is_half_open_and_in_order(table: BarTable) -> None:
    table.upsert("USDCOP", bars(6).reverse())
    read = table.read("USDCOP", OPEN + FIVE, OPEN + 4 * FIVE)
    assert read["time"].to_list() == [OPEN + FIVE, OPEN + 2 * FIVE, OPEN + 3 * FIVE]


def test_nothing_stored_reads_as_an_empty_frame_of_the_same_columns(table: BarTable) -> None:
    empty = table.read("USDCOP", *EVER)
    table.upsert("USDCOP", bars(1))
    assert empty.schema == table.read("USDCOP", *EVER).schema
    assert empty.is_empty()


def test_prune_removes_inside_the_intervals_only_what_is_not_given(table: BarTable) -> None:
    frame = bars(10)
    table.upsert("USDCOP", frame)
    days = {OPEN.date(): (OPEN + 2 * FIVE, OPEN + 6 * FIVE)}
    assert table.prune("USDCOP", days, frame.gather([3, 4])) == 2
    kept = [OPEN + FIVE * number for number in (0, 1, 3, 4, 6, 7, 8, 9)]
    assert table.read("USDCOP", *EVER)["time"].to_list() == kept
    assert table.prune("USDCOP", days, frame.gather([3, 4])) == 0


def test_prune_without_intervals_removes_nothing(table: BarTable) -> None:
    table.upsert("USDCOP", bars(2))
    assert table.prune("USDCOP", {}, bars(0)) == 0
    assert len(_closes(table)) == 2


def test_an_empty_frame_changes_nothing(table: BarTable) -> None:
    assert table.upsert("USDCOP", bars(0)) == 0


def test_labels_of_any_kind_survive(table: BarTable) -> None:
    names = ['import:a "b", c.csv', "import:línea\nnueva", "", "import:\\N.csv"]
    table.upsert("USDCOP", bars(4).with_columns(source=pl.Series(names)))
    assert table.read("USDCOP", *EVER)["source"].to_list() == names


def test_microseconds_survive(table: BarTable) -> None:
    known = OPEN.replace(microsecond=123457)
    table.upsert("USDCOP", bars(1).with_columns(known_at=pl.lit(known).cast(pl.Datetime("us", "UTC"))))
    assert table.read("USDCOP", *EVER)["known_at"].to_list() == [known]


def test_two_writers_agree_with_one(table: BarTable) -> None:
    table.upsert("USDCOP", bars(40))
    table.upsert("USDCOP", bars(60).tail(40))
    first = table.read("USDCOP", *EVER)
    table.upsert("USDCOP", bars(60))
    assert_frame_equal(first, table.read("USDCOP", *EVER))


def test_a_removed_bar_holds_no_lower_state_back(table: PostgresBars) -> None:
    table.upsert("USDCOP", bars(3, state="revised"))
    assert table.remove("USDCOP", [OPEN + FIVE, OPEN + 9 * FIVE]) == 1
    assert table.remove("EURUSD", [OPEN]) == 0
    assert table.upsert("USDCOP", bars(3, state="final")) == 1
    states = table.read("USDCOP", *EVER)["state"].cast(pl.String).to_list()
    assert states == ["revised", "final", "revised"]
