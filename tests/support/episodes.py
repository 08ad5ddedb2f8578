"""Synthetic episodes: sessions of a market whose truth the test knows."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from usdcop.core.episodes import Episodes, Flags, Floats

FIRST_SESSION = date(2021, 1, 4)
LAST_SLOTS = 2


@dataclass(frozen=True, slots=True)
class Plant:
    """A signal planted in the first feature: an AR(1) that is part of the next move.

    The move from the close of bar t+1 to that of t+2, which a decision of bar t earns, is
    ``signal[t] + noise``; ``signal`` has standard deviation ``strength_bps``.
    """

    strength_bps: float = 0.0
    persistence: float = 0.8
    noise_bps: float = 9.6


def make_episodes(
    sessions: int,
    seed: int,
    features: int = 4,
    *,
    slots: int = 60,
    holes: bool = True,
    plant: Plant | None = None,
) -> Episodes:
    """``sessions`` weekdays of ``slots`` bars with ``features`` features.

    Feature 0 is called ``signal`` (noise of one basis point without a ``plant``), the others
    ``noise_1``…. With ``holes`` bars are missing at random, some sessions start late or end early, one is
    nearly empty, some bars are doubtful and a few suspect.
    """
    rng = np.random.default_rng(seed)
    signal, closes = _market(rng, sessions, slots, plant or Plant())
    present, doubtful, suspect = _quality(rng, sessions, slots, holes=holes)
    usable = present & ~suspect
    fill, fill_slot, has_later = _next_usable(closes, usable)
    decides = usable & has_later
    decides[:, slots - LAST_SLOTS :] = False
    noise = rng.standard_normal((sessions, slots, features - 1)) * 1e-3
    values = np.concatenate([signal[:, :, None], noise], axis=2)
    known = _last_known(closes, present)
    last = slots - 1 - present[:, ::-1].argmax(axis=1)
    rows = np.arange(sessions)
    return Episodes(
        sessions=_weekdays(sessions),
        feature_names=("signal", *(f"noise_{index}" for index in range(1, features))),
        features=np.where(decides[:, :, None], values, 0.0),
        close=known,
        fill=np.where(decides, fill, known),
        fill_slot=np.where(decides, fill_slot, 0).astype(np.int16),
        decides=decides,
        doubtful=doubtful & decides,
        exit_price=closes[rows, last],
        exit_slot=last.astype(np.int16),
        first_close=closes[rows, present.argmax(axis=1)],
        training_grade=present.mean(axis=1) > 0.9,
    )


def _market(rng: np.random.Generator, sessions: int, slots: int, plant: Plant) -> tuple[Floats, Floats]:
    """The signal as a fraction of price (E, S) and the closes it partly predicts (E, S)."""
    shocks = rng.standard_normal((sessions, slots))
    signal = np.empty((sessions, slots))
    signal[:, 0] = shocks[:, 0]
    keep = plant.persistence
    for slot in range(1, slots):
        signal[:, slot] = keep * signal[:, slot - 1] + np.sqrt(1 - keep**2) * shocks[:, slot]
    signal *= plant.strength_bps * 1e-4
    moves = rng.standard_normal((sessions, slots)) * plant.noise_bps * 1e-4
    moves[:, 2:] += signal[:, :-2]
    start = rng.uniform(3_500.0, 4_500.0, (sessions, 1))
    shown = signal if plant.strength_bps else rng.standard_normal(signal.shape) * 1e-4
    return shown, start * np.exp(np.cumsum(moves, axis=1))


def _quality(
    rng: np.random.Generator, sessions: int, slots: int, *, holes: bool
) -> tuple[Flags, Flags, Flags]:
    shape = (sessions, slots)
    if not holes:
        return np.ones(shape, np.bool_), np.zeros(shape, np.bool_), np.zeros(shape, np.bool_)
    present = rng.random(shape) > 0.02
    late = rng.random(sessions) < 0.1
    early = rng.random(sessions) < 0.1
    present[late, :3] = False
    present[early, slots - 8 :] = False
    present[sessions // 2, 2:] = False
    present[sessions // 2, :2] = True
    return present, rng.random(shape) < 0.05, rng.random(shape) < 0.002


def _next_usable(closes: Floats, usable: Flags) -> tuple[Floats, NDArray[np.int16], Flags]:
    """Close and slot of the next usable bar after each slot, and whether there is one."""
    fill, at, has = np.zeros_like(closes), np.zeros(closes.shape, np.int16), np.zeros_like(usable)
    for slot in reversed(range(closes.shape[1] - 1)):
        here = usable[:, slot + 1]
        fill[:, slot] = np.where(here, closes[:, slot + 1], fill[:, slot + 1])
        at[:, slot] = np.where(here, slot + 1, at[:, slot + 1])
        has[:, slot] = here | has[:, slot + 1]
    return fill, at, has


def _last_known(closes: Floats, present: Flags) -> Floats:
    """The newest present close at each slot; the first one before it."""
    first = closes[np.arange(len(closes)), present.argmax(axis=1)]
    known: Floats = np.repeat(first[:, None], closes.shape[1], axis=1)
    for slot in range(closes.shape[1]):
        before = known[:, max(slot - 1, 0)]
        known[:, slot] = np.where(present[:, slot], closes[:, slot], before)
    return known


def _weekdays(count: int) -> tuple[date, ...]:
    days: list[date] = []
    day = FIRST_SESSION
    while len(days) < count:
        if day.weekday() < 5:
            days.append(day)
        day += timedelta(days=1)
    return tuple(days)
