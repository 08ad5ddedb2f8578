from dataclasses import replace
from pathlib import Path

import jax
import numpy as np
import pytest

from support.episodes import make_episodes
from usdcop.core.accounting import CostModel
from usdcop.core.errors import StorageError, UnreadableFileError, UsageError
from usdcop.rl.checkpoint import Look, SeedState, fingerprint, load, save
from usdcop.rl.ppo import Sizes, new_learner

LOOK = Look(4_000, -1.5, 0.1 + 0.2, 0.7, 0.9, 1.0, 0.01, 0.02, 3.0)


def fresh(seed: int, hidden: int = 8) -> SeedState:
    learner = new_learner(seed, 7, Sizes(16, 1, 1, (hidden,), 1.0))
    return SeedState(learner, learner.network, (LOOK,))


def test_everything_comes_back_bit_for_bit(tmp_path: Path) -> None:
    states = [fresh(1), fresh(2)]
    save(tmp_path / "c", "me", states)
    for found, state in zip(load(tmp_path / "c", "me", [fresh(8), fresh(9)]), states, strict=True):
        assert found.history == state.history
        leaves, expected = (
            jax.tree.leaves((one.learner.network, one.learner.optimiser, one.learner.update, one.best))
            for one in (found, state)
        )
        assert len(leaves) == len(expected)
        for a, b in zip(leaves, expected, strict=True):
            assert a.dtype == b.dtype
            assert np.asarray(a).tobytes() == np.asarray(b).tobytes()
        assert jax.random.bits(found.learner.key) == jax.random.bits(state.learner.key)


def test_another_trainings_checkpoint_is_refused(tmp_path: Path) -> None:
    save(tmp_path / "c", "me", [fresh(1)])
    with pytest.raises(UsageError, match="belongs to other"):
        load(tmp_path / "c", "you", [fresh(1)])


@pytest.mark.parametrize("cut", [0, 10, 500, -30])
def test_a_torn_checkpoint_is_an_error_with_a_cure(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "c"
    save(path, "me", [fresh(1)])
    path.write_bytes(path.read_bytes()[:cut])
    with pytest.raises(UnreadableFileError, match="damaged") as caught:
        load(path, "me", [fresh(1)])
    assert "Remove it" in caught.value.cure


def test_a_flipped_byte_is_found(tmp_path: Path) -> None:
    path = tmp_path / "c"
    save(path, "me", [fresh(1)])
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))
    with pytest.raises(UnreadableFileError):
        load(path, "me", [fresh(1)])


def test_arrays_of_another_network_are_an_error(tmp_path: Path) -> None:
    save(tmp_path / "c", "me", [fresh(1)])
    with pytest.raises(UnreadableFileError, match="other shapes"):
        load(tmp_path / "c", "me", [fresh(1, hidden=9)])


def test_nothing_is_left_beside_a_checkpoint(tmp_path: Path) -> None:
    for _ in range(2):
        save(tmp_path / "deep" / "c", "me", [fresh(1)])
    assert [path.name for path in (tmp_path / "deep").iterdir()] == ["c"]


def test_a_place_that_cannot_be_written_is_a_storage_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StorageError, match="cannot be written"):
        save(tmp_path / "file" / "c", "me", [fresh(1)])


def test_the_fingerprint_follows_data_costs_and_settings() -> None:
    episodes = make_episodes(3, 1)
    changed = replace(episodes, fill=episodes.fill + np.where(episodes.decides, 1e-9, 0))
    found = {
        fingerprint([episodes], CostModel(), "a"),
        fingerprint([changed], CostModel(), "a"),
        fingerprint([episodes], CostModel().times(2), "a"),
        fingerprint([episodes], CostModel(), "b"),
    }
    assert len(found) == 4
    assert fingerprint([make_episodes(3, 1)], CostModel(), "a") in found
