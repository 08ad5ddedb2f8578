import hashlib
import json
import subprocess
import sys

import numpy as np
import polars as pl
import pytest

from usdcop.core.indicators import INDICATORS
from usdcop.features.columns import WINDOWS
from usdcop.features.compute import features
from usdcop.features.indicators import indicator_hash, indicators, volume_indicators
from usdcop.features.probe import BITS, SLOTS, digest, probe_bars
from usdcop.features.spec import FEATURES, feature_hash
from usdcop.features.windows import Floats

BARS = probe_bars()
MADE = indicators(BARS["close"].to_numpy()) | volume_indicators(BARS["volume"].fill_null(0.0).to_numpy())
ROWS = features(
    BARS.with_columns(pl.Series(name, value, nan_to_null=True) for name, value in MADE.items()),
    FEATURES,
    SLOTS,
)
COLUMNS = {f"of bars {name}": value for name, value in MADE.items()} | {
    one.name: ROWS[one.name].to_numpy() for one in FEATURES
}
HASHES = """
from usdcop.features.indicators import indicator_hash
from usdcop.features.spec import feature_hash
print(indicator_hash(), feature_hash())
"""


def test_the_bars_are_the_same_for_ever() -> None:
    rows = BARS.with_columns(pl.col("time").dt.epoch("s"), pl.col("session").cast(pl.String)).rows()
    found = hashlib.sha256(json.dumps(rows).encode()).hexdigest()
    assert found == "91966b69e35453d58ac0b2b0b266c2b363a352afb1dfb872497faddd3397d5f9"


def test_the_bars_have_what_definitions_can_differ_in() -> None:
    assert BARS["session"].n_unique() == 3
    assert BARS["suspect"].sum() == 1
    slots = BARS.with_columns(gap=pl.col("slot").diff().over("session").fill_null(1))
    assert slots["gap"].max() == 5
    assert BARS.group_by("session").agg(pl.col("slot").min())["slot"].max() == 1  # it begins late
    still = (BARS["close"].diff() == 0).rle().struct.unnest().filter("value")["len"].max()
    assert still is not None
    assert int(str(still)) > max(WINDOWS)
    assert 0 < BARS["volume"].null_count() < BARS.height
    assert (BARS["volume"] == 0.0).sum() > max(one.warm_up for one in INDICATORS if "volume" in one.name)


def test_closes_are_so_coarse_that_their_sums_and_squares_are_exact() -> None:
    units = BARS["close"] * 1024
    assert (units == units.round()).all()
    assert float(str(units.max())) ** 2 * BARS.height < 2**53


@pytest.mark.parametrize("name", COLUMNS)
def test_every_column_shows_on_the_probe(name: str) -> None:
    """A column that stood still there could change unseen."""
    finite = COLUMNS[name][np.isfinite(COLUMNS[name])]
    assert np.unique(finite).size > 1
    assert (finite != 0.0).any()


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("name", COLUMNS)
def test_what_rounds_otherwise_in_its_last_bits_has_the_same_hash(name: str, seed: int) -> None:
    """No value lies so near to the edge of its nine digits that a thousand units in the last place matter."""
    column = COLUMNS[name]
    finite = column[np.isfinite(column)]
    noise = np.random.default_rng(seed).uniform(-1.0, 1.0, column.size) * 2e-13 * np.abs(finite).max()
    assert not np.array_equal(column + noise, column, equal_nan=True)
    assert digest([], {name: column + noise}) == digest([], {name: column})


@pytest.mark.parametrize(
    "changed",
    [
        np.array([1.0, 2.0, 4.0 + 2.0 ** (3 - BITS)]),
        np.array([1.0, np.nan, 4.0]),
        np.array([1.0, 2.0, -4.0]),
        np.array([2.0, 1.0, 4.0]),
        np.array([1.0, 2.0]),
        np.array([2.0, 4.0, 8.0]),
        np.array([]),
    ],
)
def test_what_differs_in_nine_digits_has_another_hash(changed: Floats) -> None:
    assert digest([], {"a": changed}) != digest([], {"a": np.array([1.0, 2.0, 4.0])})


def test_facts_names_and_order_are_hashed_too() -> None:
    one, two = np.array([1.0]), np.array([2.0])
    hashes = {
        digest([], {"a": one, "b": two}),
        digest([], {"b": two, "a": one}),
        digest([], {"a": two, "b": one}),
        digest(["unit"], {"a": one, "b": two}),
    }
    assert len(hashes) == 4


def test_zero_has_one_hash_whatever_its_sign() -> None:
    assert digest([], {"a": np.array([0.0])}) == digest([], {"a": np.array([-0.0])})


@pytest.mark.parametrize(
    "environment",
    [
        {},
        {"NPY_DISABLE_CPU_FEATURES": "X86_V3 X86_V4 AVX512_ICL AVX512_SPR"},
        {"OPENBLAS_CORETYPE": "Nehalem", "OPENBLAS_NUM_THREADS": "1", "POLARS_MAX_THREADS": "1"},
    ],
)
def test_another_processor_or_process_gives_the_same_hashes(environment: dict[str, str]) -> None:
    command = [sys.executable, "-W", "ignore", "-c", HASHES]
    told = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert told.stdout.split() == [indicator_hash(), feature_hash()]
