"""Checkpoints: the whole state of a training in one file, so that it resumes to the same weights."""

import hashlib
import io
import json
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np

from usdcop.core.accounting import CostModel
from usdcop.core.episodes import Episodes
from usdcop.core.errors import StorageError, UnreadableFileError, UsageError
from usdcop.rl.networks import Network
from usdcop.rl.ppo import Learner

FORMAT = 1
_SEAL = hashlib.sha256().digest_size


@dataclass(frozen=True, slots=True)
class Look:
    """What one look at the validation part saw, and how training went since the look before."""

    steps: int
    """Decisions trained on so far."""
    training_return: float
    """bps per session, net, of the sampled actions"""
    validation_return: float
    """bps per session, net, of the greedy policy"""
    validation_error: float
    """Standard error of that mean."""
    flat_share: float
    """Share of the greedy policy's decisions on the validation part that are flat."""
    entropy: float
    divergence: float
    clipped_share: float
    value_loss: float


@dataclass(frozen=True, slots=True, eq=False)
class SeedState:
    """Where the training of one seed stands."""

    learner: Learner
    best: Network
    """The network of the look with the best validation return so far."""
    history: tuple[Look, ...]


def fingerprint(parts: Sequence[Episodes], costs: CostModel, *others: str) -> str:
    """SHA-256 (hex) of the data, the costs and whatever else decides the weights."""
    found = hashlib.sha256(json.dumps([FORMAT, jax.__version__, asdict(costs), *others]).encode())
    for episodes in parts:
        for field in fields(episodes):
            value = getattr(episodes, field.name)
            found.update(value.tobytes() if isinstance(value, np.ndarray) else repr(value).encode())
    return found.hexdigest()


def save(path: Path, belongs_to: str, states: Sequence[SeedState]) -> None:
    """Write ``states`` to ``path``, whole or not at all.

    Raises:
        StorageError: the disk refuses.
    """
    arrays = {"header": np.frombuffer(_header(belongs_to, states).encode(), np.uint8)}
    for index, state in enumerate(states):
        leaves = jax.tree.leaves(_storable(state))
        arrays |= {f"{index}-{place}": np.asarray(leaf) for place, leaf in enumerate(leaves)}
    packed = io.BytesIO()
    np.savez(packed, allow_pickle=False, **arrays)
    try:
        _replace(path, _sealed(packed.getvalue()))
    except OSError as error:
        raise StorageError(f"The checkpoint {path} cannot be written: {error}.", "Free the disk.") from error


def load(path: Path, belongs_to: str, like: Sequence[SeedState]) -> list[SeedState]:
    """The states in ``path``, built ``like`` fresh ones.

    Raises:
        UnreadableFileError: the file is damaged or no checkpoint.
        UsageError: it belongs to another training.
    """
    try:
        with np.load(io.BytesIO(_unsealed(path.read_bytes())), allow_pickle=False) as stored:
            header = json.loads(stored["header"].tobytes())
            if header["belongs_to"] != belongs_to:
                raise UsageError(
                    f"The checkpoint {path} belongs to other data, settings, seeds or versions.",
                    "Remove it to train anew, or give another path.",
                )
            return [_restored(index, state, header, stored) for index, state in enumerate(like)]
    except (OSError, ValueError, KeyError) as error:
        raise UnreadableFileError(
            f"The checkpoint {path} is damaged ({error}).", "Remove it; training starts anew."
        ) from error


def _sealed(data: bytes) -> bytes:
    return hashlib.sha256(data).digest() + data


def _unsealed(data: bytes) -> bytes:
    """What ``_sealed`` sealed; a ZIP file's own checksums leave parts of it unprotected."""
    digest, rest = data[:_SEAL], data[_SEAL:]
    if hashlib.sha256(rest).digest() != digest:
        raise ValueError("its checksum is wrong")
    return rest


def _header(belongs_to: str, states: Sequence[SeedState]) -> str:
    history = [[asdict(look) for look in state.history] for state in states]
    return json.dumps({"belongs_to": belongs_to, "history": history})


def _storable(state: SeedState) -> tuple[Learner, Network]:
    return state.learner._replace(key=jax.random.key_data(state.learner.key)), state.best


def _restored(
    index: int,
    like: SeedState,
    header: dict[str, list[list[dict[str, float]]]],
    stored: "np.lib.npyio.NpzFile",
) -> SeedState:
    leaves, structure = jax.tree.flatten(_storable(like))
    found = [jnp.asarray(stored[f"{index}-{place}"]) for place in range(len(leaves))]
    if [leaf.shape for leaf in found] != [leaf.shape for leaf in leaves]:
        raise ValueError("arrays of other shapes")
    learner, best = jax.tree.unflatten(structure, found)
    history = tuple(Look(**look) for look in header["history"][index])  # type: ignore[arg-type]
    return SeedState(learner._replace(key=jax.random.wrap_key_data(learner.key)), best, history)


def _replace(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}.part")
    with draft.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
