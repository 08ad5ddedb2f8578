from datetime import date
from decimal import Decimal

import polars as pl
import pytest
from sqlalchemy import Engine

from support.tables import FIVE, OPEN
from usdcop.adapters.postgres.outcomes import METRICS, PostgresMetrics, PostgresPredictions
from usdcop.core.errors import ColumnsError, DataError
from usdcop.core.predictions import PREDICTION


def _predictions(target: int = 1, bundle: str = "b1") -> pl.DataFrame:
    row = ["USDCOP", OPEN, date(2024, 3, 5), "3", "challenger", bundle, target, 0.1, 0.2, 0.7, None, "replay"]
    later = [*row]
    later[1] = OPEN + FIVE
    return pl.DataFrame([row, later], schema=dict(PREDICTION), orient="row")


def _metrics(sharpe: float | None = 1.23456) -> pl.DataFrame:
    values = [
        date(2025, 6, 27),
        "USDCOP",
        0.55126,
        sharpe,
        None,
        0.031,
        812,
        -1234567.891,
        25,
        "3",
        None,
        "b1",
        "replay",
    ]
    return pl.DataFrame({name: [value] for name, value in zip(METRICS, values, strict=True)})


def test_predictions_are_read_back_as_they_were_written(postgres: Engine) -> None:
    table = PostgresPredictions(postgres)
    assert table.upsert(_predictions()) == 2
    assert table.upsert(_predictions()) == 0
    read = table.read("USDCOP", OPEN, OPEN + 2 * FIVE)
    assert read.rows() == _predictions().rows()
    assert table.read("USDCOP", OPEN, OPEN + FIVE).height == 1
    assert table.read("EURUSD", OPEN, OPEN + FIVE).is_empty()


def test_a_bundle_has_one_opinion_a_bar_and_two_bundles_have_two(postgres: Engine) -> None:
    table = PostgresPredictions(postgres)
    table.upsert(_predictions())
    assert table.upsert(_predictions(target=-1)) == 2
    assert table.upsert(_predictions(bundle="b2")) == 2
    read = table.read("USDCOP", OPEN, OPEN + FIVE)
    assert read.select("bundle_hash", "target").rows() == [("b1", -1), ("b2", 1)]


@pytest.mark.parametrize("broken", [{"target": 2}, {"data_kind": "imagined"}, {"bundle_hash": None}])
def test_an_impossible_prediction_is_refused(postgres: Engine, broken: dict[str, object]) -> None:
    table = PostgresPredictions(postgres)
    changed = [pl.lit(value).cast(PREDICTION[name]).alias(name) for name, value in broken.items()]
    with pytest.raises(DataError, match="PostgreSQL refuses"):
        table.upsert(_predictions().with_columns(changed))
    assert table.read("USDCOP", OPEN, OPEN + FIVE).is_empty()


def test_metrics_are_rounded_and_the_undefined_stays_null(postgres: Engine) -> None:
    table = PostgresMetrics(postgres)
    assert table.upsert(_metrics()) == 1
    (row,) = table.read("USDCOP").rows(named=True)
    assert (row["win_rate"], row["sharpe_ratio"]) == (Decimal("0.5513"), Decimal("1.2346"))
    assert (row["sortino_ratio"], row["total_pnl"]) == (None, Decimal("-1234567.89"))


def test_an_evaluation_is_kept_once_and_may_be_corrected(postgres: Engine) -> None:
    table = PostgresMetrics(postgres)
    table.upsert(_metrics())
    assert table.upsert(_metrics()) == 0
    assert table.upsert(_metrics(sharpe=None)) == 1
    assert table.read("USDCOP")["sharpe_ratio"].to_list() == [None]


def test_a_metrics_frame_without_its_columns_is_refused(postgres: Engine) -> None:
    with pytest.raises(ColumnsError, match="win_rate"):
        PostgresMetrics(postgres).upsert(_metrics().drop("win_rate"))
