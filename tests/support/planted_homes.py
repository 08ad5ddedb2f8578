"""Real homes on a planted market: a bundle of theirs has an edge before costs, and at the usual costs none."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from itertools import groupby
from pathlib import Path

import numpy as np

from support.batch import CALENDAR, bring
from support.bundles import make_contract
from support.homes import SEED, SPAN, settings_of
from support.lakes import lake_at
from usdcop.core.accounting import CostModel
from usdcop.core.bars import VendorBar
from usdcop.core.episodes import POSITION_FEATURES
from usdcop.core.gaps import expected, missing
from usdcop.core.registry import TrainingRun
from usdcop.core.trials import TrainedBundle
from usdcop.core.units import Bps
from usdcop.features.spec import FEATURE_NAMES, feature_hash
from usdcop.main.embedded.files import exclusive
from usdcop.main.embedded.servers import servers, stop
from usdcop.main.jobs.judging import EvaluateJob, evaluate
from usdcop.main.jobs.registering import registry_of
from usdcop.main.jobs.verdict import bench_of
from usdcop.main.modes import Mode
from usdcop.main.wiring import System, open_system
from usdcop.pipeline.l0_acquire import raw_rows
from usdcop.pipeline.l0_store import stored_bars, write_absent
from usdcop.policy.bundle import Bundle
from usdcop.policy.scaler import POSITION_MEAN, POSITION_STD, Scaler
from usdcop.policy.weights import Dense, Weights
from usdcop.simulator.synthetic import SyntheticMarket

NOW = datetime(2024, 6, 1, tzinfo=UTC)
FREE = CostModel(Bps(0.0), Bps(0.0))
"""Costs at which the bundle of ``follower`` has an edge."""
FEW = {"USDCOP_L4_MIN_EPISODES": "100"}
"""So short a history may make a champion."""
MOVE = 2e-4
"""Deviation of a bar's log return; the return of the bar before is 0.8 of it."""


def planted_bars() -> list[VendorBar]:
    """Bars at the times of a synthetic market whose moves go on: each return is 0.8 of the one before, and noise."""
    rng, close, made = np.random.default_rng(5), 4_000.0, []
    seen = SyntheticMarket(SEED).bars(*SPAN)
    for _, session in groupby(seen, key=lambda bar: CALENDAR.local_date(bar.time)):
        gone = 0.0
        for bar in session:
            gone = 0.8 * gone + 0.6 * MOVE * rng.standard_normal()
            before, close = close, close * float(np.exp(gone))
            made.append(_bar(bar.time, before, close))
    return made


def follower(sign: float = 1.0, name: str = "follower", features: str | None = None) -> Bundle:
    """A bundle that is always in the market, on the side of the newest return; ``sign`` -1: on the other.

    ``features``: hash of the features it says it decides on, in place of ours.
    """
    inputs, width = len(FEATURE_NAMES) + len(POSITION_FEATURES), 4
    first = np.zeros((inputs, width), np.float32)
    first[FEATURE_NAMES.index("return_1"), 0] = 1.0
    heads = np.zeros((width, 3), np.float32)
    heads[0] = (-5.0 * sign, 0.0, 5.0 * sign)
    never_flat = np.array([0.0, -20.0, 0.0], np.float32)
    scaler = Scaler(
        mean=np.array([*np.zeros(len(FEATURE_NAMES)), *POSITION_MEAN]),
        std=np.array([*np.full(len(FEATURE_NAMES), MOVE), *POSITION_STD]),
    )
    second = np.zeros((width, width), np.float32)
    second[0, 0] = 1.0
    nothing = np.zeros(width, np.float32)
    weights = Weights(
        (Dense(first, nothing), Dense(second, nothing)),
        Dense(heads, never_flat),
        Dense(np.zeros((width, 1), np.float32), np.zeros(1, np.float32)),
        scaler,
    )
    contract = replace(
        make_contract(len(FEATURE_NAMES), name),
        feature_names=FEATURE_NAMES,
        feature_hash=features or feature_hash(),
    )
    return Bundle.build(weights, contract)


@cache
def planted_home(root: Path) -> Path:
    """A real home beside ``root`` with the planted market and ``follower`` as version 1; nobody may change it."""
    built = root.parent / "planted"
    finished = built / "finished"
    with exclusive(built / "building.lock"):
        if not finished.exists():
            raw = raw_rows(planted_bars(), "USDCOP", "L0", NOW, "planted")
            lake = lake_at(built / "real" / "objects")
            bring(lake, raw, NOW)
            grid = expected(CALENDAR, SPAN[0].date(), SPAN[1].date(), NOW)
            write_absent(lake, missing(grid, stored_bars(lake)))
            with servers(built / "real"), opened(built) as system:
                register(system, follower())
            finished.touch()
    return built


@cache
def evaluated_home(root: Path) -> Path:
    """The planted home after the first look, which found the edge of ``follower`` at no costs; nobody may change it."""
    built = root.parent / "evaluated"
    finished = built / "finished"
    with exclusive(root.parent / "evaluating.lock"):
        if not finished.exists():
            shutil.copytree(planted_home(root), built, ignore=shutil.ignore_patterns(finished.name))
            with servers(built / "real"), opened(built, FREE) as system:
                evaluate(system, EvaluateJob(versions=("1",), folds=0))
            finished.touch()
    return built


def register(system: System, bundle: Bundle, *, trained_here: bool = True) -> int:
    """Register ``bundle``, as one of the home's own training or of another's; its version."""
    registry = registry_of(system)
    version = registry.register(bundle.data, registry.track(TrainingRun(bundle.contract.name)))
    if trained_here:
        split = bench_of(system).history.split
        made = TrainedBundle(bundle.digest, "USDCOP", split, "d" * 64, "c" * 64, "{}", "test")
        system.court.record_trained(made, NOW)
    return version


@contextmanager
def planted_copy(root: Path, name: str, *, evaluated: bool = False) -> Iterator[Path]:
    """A copy of the planted home, its servers running for as long as the block runs."""
    copy = root / name
    shutil.copytree(evaluated_home(root) if evaluated else planted_home(root), copy)
    try:
        with servers(copy / "real"):
            yield copy
    finally:
        stop(copy / "real")
        shutil.rmtree(copy)


@contextmanager
def opened(root: Path, costs: CostModel = CostModel()) -> Iterator[System]:  # noqa: B008 - a frozen value
    """The planted home under ``root`` at ``costs``, where a short history may make a champion."""
    settings = settings_of(root, Mode.REAL)
    gates = replace(settings.gates, min_training_episodes=100)
    with open_system(replace(settings, costs=costs, gates=gates)) as system:
        yield system


def _bar(time: datetime, before: float, close: float) -> VendorBar:
    low, high = sorted((before, close))
    return VendorBar(
        time,
        open=_price(before),
        high=_price(high * 1.00002),
        low=_price(low * 0.99998),
        close=_price(close),
        volume=None,
    )


def _price(value: float) -> Decimal:
    return Decimal(f"{value:.4f}")
