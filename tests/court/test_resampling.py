import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from usdcop.core.episodes import Floats
from usdcop.court.resampling import CHUNK, block_length, chunks, stationary

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # the peer's own imports
    from arch.bootstrap import optimal_block_length


def series(kind: str, count: int, seed: int) -> Floats:
    noise = np.random.default_rng(seed).standard_normal(count)
    if kind == "independent":
        return noise
    coefficient = {"slow": 0.6, "fast": -0.4}[kind]
    found = np.empty(count)
    found[0] = noise[0]
    for index in range(1, count):
        found[index] = coefficient * found[index - 1] + noise[index]
    return found


@pytest.mark.parametrize("kind", ["independent", "slow", "fast"])
@pytest.mark.parametrize("count", [60, 120, 260, 520])
def test_the_block_is_as_long_as_the_peer_says(kind: str, count: int) -> None:
    for seed in range(10):
        values = series(kind, count, seed)
        theirs = float(optimal_block_length(values)["stationary"].iloc[0])
        assert block_length(values) == pytest.approx(max(1.0, theirs), rel=1e-9), f"seed {seed}"


def test_correlated_sessions_take_longer_blocks() -> None:
    lengths = {
        kind: np.median([block_length(series(kind, 520, s)) for s in range(20)])
        for kind in ("independent", "slow")
    }
    assert 4.0 * lengths["independent"] < lengths["slow"]


@pytest.mark.parametrize("values", [np.zeros(100), np.ones(5), np.full(300, 0.25)])
def test_what_does_not_vary_or_is_too_short_is_resampled_one_by_one(values: Floats) -> None:
    assert block_length(values) == 1.0


@given(
    st.integers(2, 80),
    st.floats(1.0, 30.0),
    st.integers(1, 40),
    st.integers(0, 2**32 - 1),
)
@settings(max_examples=60, deadline=None)
def test_indices_stay_inside_and_blocks_wrap_around(count: int, block: float, draws: int, seed: int) -> None:
    indices = stationary(count, block, draws, np.random.default_rng(seed))
    assert indices.shape == (draws, count)
    assert indices.min() >= 0
    assert indices.max() < count


def test_blocks_are_as_long_as_asked_for_on_average() -> None:
    indices = stationary(2_000, 8.0, 50, np.random.default_rng(1))
    follows = np.diff(indices, axis=1) % 2_000 == 1
    assert 1.0 / (1.0 - follows.mean()) == pytest.approx(8.0, rel=0.05)


def test_chunks_add_up_and_are_the_same_every_time() -> None:
    once, again = (list(chunks(30, 2.0, 2 * CHUNK + 7)) for _ in range(2))
    assert [len(part) for part in once] == [CHUNK, CHUNK, 7]
    assert all((a == b).all() for a, b in zip(once, again, strict=True))
