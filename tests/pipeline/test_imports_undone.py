"""Imports come and go in any order, the vendor between: L1 is that of a home which saw only what survived."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from support.import_entries import entry
from support.lakes import lake_at
from support.raw_rows import raw_of
from usdcop.adapters.lake.parquet import ParquetLake
from usdcop.core.imports import import_id
from usdcop.core.layers import Layer
from usdcop.core.sessions import MARKETS
from usdcop.pipeline.l0_store import store, take_out
from usdcop.pipeline.l1_standardise import StandardiseSettings, standardise

MARKET = MARKETS["USDCOP"]
NOW = datetime(2024, 4, 1, tzinfo=UTC)
DAYS = (date(2024, 3, 4), date(2024, 3, 5), date(2024, 3, 6))
VENDOR_KNEW = datetime(2024, 3, 10, tzinfo=UTC)

Bars = tuple[int, Mapping[int, int]]
"""A day, and how many pesos above 4,000 its bars close, by slot."""
bars = st.tuples(
    st.integers(0, 2), st.dictionaries(st.integers(0, 5), st.integers(0, 3), min_size=1, max_size=4)
)
imports = st.tuples(st.just("import"), bars, st.booleans())
fetches = st.tuples(st.just("fetch"), bars, st.just(value=False))
undoings = st.tuples(st.just("undo"), st.integers(0, 5), st.booleans())


def rows_of(told: Bars) -> pl.DataFrame:
    day, closes = told
    return raw_of(DAYS[day], {slot: 4000.0 + above for slot, above in closes.items()})


def brought(lake: ParquetLake, number: int, told: Bars, *, supersede: bool) -> None:
    name = import_id(number, supersede=supersede)
    store(lake, MARKET, rows_of(told).with_columns(source=pl.lit("import:a.csv"), run_id=pl.lit(name)))


def fetched(lake: ParquetLake, told: Bars) -> None:
    store(
        lake, MARKET, rows_of(told).with_columns(known_at=pl.lit(VENDOR_KNEW).cast(pl.Datetime("us", "UTC")))
    )


def l1(lake: ParquetLake) -> tuple[pl.DataFrame, pl.DataFrame] | None:
    """Accepted bars and refused rows, whatever the imports are called."""
    raw = lake.read(Layer.L0)
    if raw is None:
        return None
    made = standardise(raw, MARKET.calendar, NOW, StandardiseSettings())
    return made.bars, made.quarantine.drop("run_id")


@settings(max_examples=60)
@given(deeds=st.lists(st.one_of(imports, imports, fetches, undoings), max_size=8))
def test_what_is_left_is_as_if_only_that_had_come(deeds: list[tuple[str, object, bool]]) -> None:
    with TemporaryDirectory() as one, TemporaryDirectory() as two:
        lake, other = lake_at(Path(one)), lake_at(Path(two))
        left: list[tuple[str, Bars, bool, int]] = []
        count = 0
        for deed, what, supersede in deeds:
            if deed == "undo":
                own = [each for each in left if each[0] == "import"]
                if own:
                    gone = own[int(str(what)) % len(own)]
                    left.remove(gone)
                    span = replace(entry(gone[3]), supersede=gone[2], first=DAYS[0], last=DAYS[-1])
                    take_out(lake, MARKET, span)
                continue
            told: Bars = what  # type: ignore[assignment] # as the strategies have it
            count += 1
            left.append((deed, told, supersede, count))
            brought(lake, count, told, supersede=supersede) if deed == "import" else fetched(lake, told)
        for number, (deed, told, supersede, _) in enumerate(left, 1):
            brought(other, number, told, supersede=supersede) if deed == "import" else fetched(other, told)
        found, expected = l1(lake), l1(other)
        assert (found is None) == (expected is None)
        if found is not None and expected is not None:
            assert all(mine.equals(theirs) for mine, theirs in zip(found, expected, strict=True))
            assert lake.days(Layer.L0).keys() == other.days(Layer.L0).keys()
