"""The market as a functional environment: sessions on a tape, positions that move along it.

Time runs over the slots of a session; at a slot without a decision nothing happens and the reward is 0.
The rule of position, cost and reward is ``core.accounting``'s; nothing of it is restated here. Money is
float64, what the network sees is float32. Every function takes any leading batch dimensions.
"""

from typing import Any, Final, NamedTuple

import jax.numpy as jnp
import numpy as np
from jax import Array
from numpy.typing import NDArray

from usdcop.core.accounting import CostModel, entry_after, permitted, reward, unrealised
from usdcop.core.episodes import Episodes, Flags, Floats, time_to_close, unit_economics
from usdcop.rl.precision import MONEY, SEEN

ACTIONS: Final = (-1.0, 0.0, 1.0)
"""Target position of each action: 0 short, 1 flat, 2 long."""

SHORT, FLAT, LONG = range(3)


class Slot(NamedTuple):
    """What one slot of ``B`` sessions holds; see ``core.episodes.Episodes`` and ``UnitEconomics``."""

    features: Array
    """(B, F) float32"""
    gain: Array
    """(B,) float64, as all that follow but the last"""
    cost: Array
    exit_cost: Array
    close: Array
    fill: Array
    first_close: Array
    doubtful: Array
    """(B,) float64, 0 or 1"""
    decides: Array
    """(B,) float64, 0 or 1"""
    time_to_close: Array
    """(B,) float32"""


class Tape(NamedTuple):
    """``E`` sessions of ``S`` slots, slot first, so that a scan walks through the day."""

    slots: Slot
    """Every array with shape (S, E, …)."""
    sessions: Array
    """() int32: how many of the E sessions are real; the rest are padding without decisions."""


class Held(NamedTuple):
    """A position in units of the notional, and the price it was entered at. (B,) float64 each."""

    position: Array
    entry: Array


class State(NamedTuple):
    """Where one environment stands: which session, which slot, and what it holds."""

    session: Array
    """() int32"""
    slot: Array
    """() int32; equal to the number of slots once the session is over"""
    held: Held


class TimeStep(NamedTuple):
    """What ``step`` tells: the next observation, what the action earned, and whether the session is over."""

    observation: Array
    """(F + 3,) float32"""
    reward: Array
    """() float64, bps of the session's capital"""
    decided: Array
    """() bool: whether the slot just left had a decision; the loss ignores it where not"""
    done: Array
    """() bool"""


def tape_of(episodes: Episodes, costs: CostModel, capacity: int | None = None) -> Tape:
    """``episodes`` as JAX arrays, padded to ``capacity`` sessions so that sizes compile once."""
    room = max(capacity or 0, len(episodes)) - len(episodes)
    economics = unit_economics(episodes, costs)
    left = np.array([time_to_close(slot, episodes.slots) for slot in range(episodes.slots)])

    def money(array: Floats | Flags, padding: float = 0.0) -> Array:
        return _slot_first(array.astype(np.float64), room, padding)

    slots = Slot(
        features=_slot_first(episodes.features.astype(np.float32), room),
        gain=money(economics.gain),
        cost=money(economics.cost),
        exit_cost=money(economics.exit_cost),
        close=money(episodes.close),
        fill=money(episodes.fill),
        first_close=money(np.repeat(episodes.first_close[:, None], episodes.slots, axis=1), 1.0),
        doubtful=money(episodes.doubtful),
        decides=money(episodes.decides),
        time_to_close=_slot_first(np.tile(left.astype(np.float32), (len(episodes), 1)), room),
    )
    return Tape(slots=slots, sessions=jnp.int32(len(episodes)))


def choose(tape: Tape, sessions: Array) -> Slot:
    """The tape of ``sessions`` (B,), with shapes (S, B, …)."""
    return Slot(*(jnp.take(array, sessions, axis=1) for array in tape.slots))


def flat_at(slot: Slot) -> Held:
    """Nothing held: how every session starts."""
    nothing = jnp.zeros_like(slot.close)
    return Held(position=nothing, entry=nothing)


def observe(slot: Slot, held: Held) -> Array:
    """(B, F + 3) float32: features, then ``POSITION_FEATURES``, all unscaled."""
    profit = unrealised(held.position, held.entry, slot.close, slot.first_close)
    position = (held.position.astype(SEEN), profit.astype(SEEN), slot.time_to_close)
    return jnp.concatenate([slot.features, jnp.stack(position, axis=-1)], axis=-1)


def advance(slot: Slot, held: Held, action: Array) -> tuple[Held, Array]:
    """What is held after ``action`` (B,) in ``slot``, and the reward (B,) in bps."""
    wanted = action.astype(MONEY) - 1.0
    target = permitted(wanted, held.position, slot.decides, slot.doubtful)
    earned = reward(target, held.position, slot.gain, slot.cost, slot.exit_cost)
    entry = entry_after(held.entry, slot.fill, target, held.position)
    return Held(position=target, entry=entry), earned


def reset(tape: Tape, session: Array) -> tuple[State, Array]:
    """The start of ``session`` () int32, and what is seen there."""
    slot = jnp.int32(0)
    held = flat_at(_at(tape, session, slot))
    return State(session, slot, held), observe(_at(tape, session, slot), held)


def step(tape: Tape, state: State, action: Array) -> tuple[State, TimeStep]:
    """Carry out ``action`` () at the state's slot and go on to the next one."""
    last = tape.slots.gain.shape[0] - 1
    here = _at(tape, state.session, state.slot)
    held, earned = advance(here, state.held, action)
    after = state._replace(slot=jnp.minimum(state.slot + 1, last + 1), held=held)
    seen = observe(_at(tape, state.session, jnp.minimum(after.slot, last)), held)
    live = state.slot <= last
    return after, TimeStep(
        observation=seen,
        reward=jnp.where(live, earned, 0.0),
        decided=live & (here.decides > 0),
        done=after.slot > last,
    )


def _at(tape: Tape, session: Array, slot: Array) -> Slot:
    return Slot(*(array[slot, session] for array in tape.slots))


def _slot_first(array: NDArray[np.floating[Any]], room: int, padding: float = 0.0) -> Array:
    """``array`` (E, S, …) as (S, E + room, …)."""
    widths = [(0, room)] + [(0, 0)] * (array.ndim - 1)
    padded = np.pad(array, widths, constant_values=padding)
    return jnp.asarray(np.ascontiguousarray(np.swapaxes(padded, 0, 1)))
