from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from usdcop.core.layers import Layer, quarter_end, quarter_of, quarter_start

BUCKETS = [
    "00-raw-usdcop-marketdata",
    "01-l1-ds-usdcop-standardize",
    "02-l2-ds-usdcop-prepare",
    "03-l3-ds-usdcop-feature",
    "04-l4-ds-usdcop-rlready",
    "05-l5-ds-usdcop-serving",
    "usdcop-l6-backtest",
]


def test_every_layer_has_its_bucket_and_its_deed() -> None:
    assert [layer.bucket for layer in Layer] == BUCKETS
    assert [layer.deed for layer in Layer] == [
        "acquire",
        "standardise",
        "prepare",
        "feature",
        "rl-ready",
        "serve",
        "backtest",
    ]


@pytest.mark.parametrize(
    ("day", "name", "start"),
    [
        (date(2025, 1, 1), "2025Q1", date(2025, 1, 1)),
        (date(2025, 3, 31), "2025Q1", date(2025, 1, 1)),
        (date(2025, 4, 1), "2025Q2", date(2025, 4, 1)),
        (date(2025, 12, 31), "2025Q4", date(2025, 10, 1)),
    ],
)
def test_quarters(day: date, name: str, start: date) -> None:
    assert quarter_of(day) == name
    assert quarter_start(day) == start


@given(st.dates(date(1990, 1, 2), date(2100, 12, 31)))
def test_a_quarter_starts_and_ends_where_its_name_does(day: date) -> None:
    start, end = quarter_start(day), quarter_end(day)
    assert start <= day <= end
    assert quarter_of(end) == quarter_of(day)
    assert quarter_start(end + timedelta(days=1)) == end + timedelta(days=1)
    assert quarter_of(start) == quarter_of(day)
    assert quarter_of(start - timedelta(days=1)) < quarter_of(day)
