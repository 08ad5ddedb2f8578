"""Promises over the whole batch path, in one process and without servers.

P4: evaluation, backtest and a plain bar-by-bar replay of a bundle give the same decisions and fills. A
history that grows day by day gives the layers, and the decisions, of one that was there from the start.
P10: the same seed gives the same model, and the same input the same report.
"""

import hashlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

import numpy as np
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from support.batch import CALENDAR, COSTS, MARKET, bring
from support.evaluations import FIRST_LOOK, QUICK, SHORT
from support.histories import RECIPE, restless_bundle
from support.lakes import lake_at
from support.walk import raw_walk
from usdcop.backtest.engine import run
from usdcop.backtest.walkforward import Procedure, WalkForwardSettings, walk_forward
from usdcop.core.accounting import Stakes
from usdcop.core.episodes import Floats
from usdcop.core.layers import Layer, quarter_start
from usdcop.core.ledger import Decision, Fill, decision_hash
from usdcop.core.sessions import BAR
from usdcop.core.units import Cop, Price
from usdcop.court.evaluation import DataKind, EvaluationSettings
from usdcop.features.anchor import anchor
from usdcop.features.compute import latest
from usdcop.features.spec import FEATURE_NAMES, FEATURES
from usdcop.pipeline.documents import read_tables
from usdcop.pipeline.history import History, load_history
from usdcop.pipeline.l1_standardise import StandardiseSettings, standardise
from usdcop.pipeline.l2_prepare import prepare_block
from usdcop.pipeline.l5_serve import Deployed, predictions, serving_episodes
from usdcop.pipeline.l6_backtest import (
    Judged,
    constant_baselines,
    judge,
    summary_of,
)
from usdcop.pipeline.learning import fold_trainer, learn
from usdcop.pipeline.scale import context_after
from usdcop.pipeline.splits import SplitSettings
from usdcop.pipeline.stages import QUARANTINE, SESSIONS
from usdcop.policy.bundle import Bundle
from usdcop.policy.interface import Observation
from usdcop.report.document import Report, report_json, report_pdf
from usdcop.rl.training import TrainingProgress

FIRST, LAST = date(2025, 1, 20), date(2025, 4, 9)
DAYS = CALENDAR.sessions(FIRST, LAST)
NOW = CALENDAR.closes_at(LAST)
EDGE = quarter_start(LAST)
LAYERS = (Layer.L1, Layer.L2, Layer.L3, Layer.L4)
SETTINGS = EvaluationSettings(bootstrap=QUICK, gates=SHORT)
WALK = raw_walk(CALENDAR, FIRST, LAST, seed=21, missing=0.04)
NEWEST = WALK["row"].max()
assert isinstance(NEWEST, int)
# In the test part: a spike that reverts, a jump that holds, a stretch that stands still, a wrong scale.
RAW = WALK.with_columns(
    pl.when(pl.col("row") == NEWEST - 410).then(pl.col(name) * 1.02)
    .when(pl.col("row") == NEWEST - 290).then(pl.col(name) * 10)
    .when(pl.col("row") >= NEWEST - 200).then(pl.col(name) * 1.015)
    .when(pl.col("row").is_between(NEWEST - 350, NEWEST - 335)).then(4000.0)
    .otherwise(pl.col(name)).alias(name)
    for name in ("open", "high", "low", "close")
)  # fmt: skip


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The lake of a history that was brought at once."""
    folder = tmp_path_factory.mktemp("full")
    bring(lake_at(folder), RAW, NOW)
    return folder


@pytest.fixture(scope="module")
def history(full: Path) -> History:
    return load_history(lake_at(full), MARKET, NOW, SplitSettings())


@pytest.fixture(scope="module")
def bundle(history: History) -> Bundle:
    return restless_bundle(history.episodes, history.split, seed=3)


def test_the_history_has_what_makes_this_hard(full: Path, history: History) -> None:
    quarantine, bars = read_tables(lake_at(full), Layer.L1, QUARANTINE), lake_at(full).read(Layer.L1)
    assert quarantine is not None
    assert bars is not None
    assert set(quarantine["reason"]) == {"spike_revert", "scale"}
    test = bars.filter(pl.col("session") >= history.split.test[0])
    assert test["suspect"].any()
    assert test["doubtful"].any()
    assert history.split.test[0] < EDGE <= history.split.test[1]


def test_a_history_that_grows_day_by_day_gives_the_same_layers_and_decisions(
    full: Path, history: History, bundle: Bundle, tmp_path: Path
) -> None:
    """From 12 sessions before its end on: a run in the middle of each session, and one at its close."""
    lake, seen = lake_at(tmp_path), CALENDAR.closes_at(DAYS[-12])
    bring(lake, RAW.filter(pl.col("known_at") <= seen), seen)
    for day in DAYS[-11:]:
        for now in (CALENDAR.opens_at(day) + 31 * BAR, CALENDAR.closes_at(day)):
            bring(lake, RAW.filter((pl.col("known_at") > seen) & (pl.col("known_at") <= now)), now)
            seen = now
    for layer in LAYERS:
        assert lake.days(layer) == lake_at(full).days(layer)
    for kind in (QUARANTINE, SESSIONS):
        grown, at_once = (read_tables(one, Layer.L1, kind) for one in (lake, lake_at(full)))
        assert grown is not None
        assert at_once is not None
        assert_frame_equal(grown, at_once, check_exact=True)
    again = load_history(lake, MARKET, NOW, SplitSettings())
    assert _run(again, bundle) == _run(history, bundle)


def test_new_sessions_change_no_old_decision(history: History, bundle: Bundle, tmp_path: Path) -> None:
    """A run that ends at the quarter's edge, judged on its own sessions, against the run over all."""
    before = DAYS[-8]
    now = CALENDAR.closes_at(before)
    bring(lake_at(tmp_path), RAW.filter(pl.col("known_at") <= now), now)
    shorter = load_history(lake_at(tmp_path), MARKET, now, SplitSettings())
    old = shorter.episodes.between(history.split.test[0], before)
    kept = history.episodes.between(history.split.test[0], before)
    hashes = [run(part, bundle.policy, COSTS, Stakes()).decision_hash for part in (old, kept)]
    assert hashes[0] == hashes[1]
    assert before < EDGE


def test_evaluation_backtest_and_replay_of_a_bundle_agree(history: History, bundle: Bundle) -> None:
    judged = _judged(bundle, history)
    evaluated = judge(judged, FIRST_LOOK, SETTINGS)
    replayed = Replay(bundle)
    for day in judged.test.expected:
        replayed.play(day)
    assert len(replayed.fills) > 100
    assert any(fill.forced for fill in replayed.fills)
    assert replayed.refused > 0
    backtested = run(judged.test.episodes, bundle.policy, COSTS, Stakes())
    assert replayed.decisions == backtested.decisions
    assert evaluated.decision_hash == backtested.decision_hash == replayed.digest


def _judged(bundle: Bundle, history: History) -> Judged:
    _, sessions = history.part(history.split.test)
    return Judged(bundle, history, sessions, history.split.train, "USDCOP", DataKind.SYNTHETIC)


def _run(history: History, bundle: Bundle) -> str:
    episodes, _ = history.part(history.split.test)
    return run(episodes, bundle.policy, COSTS, Stakes()).decision_hash


class Close(NamedTuple):
    """What is known when a bar has closed."""

    session: date
    slot: int
    price: float
    doubtful: bool
    suspect: bool
    first: float
    """First close of the session."""
    features: Floats | None
    """(1, F); None while warming up, and at a suspect bar."""


class Replay:
    """A bundle played bar by bar from raw rows, with what is known at each close and nothing else.

    It shares the layers with the batch path, but neither episodes nor engine: an order waits for the next
    bar that can be traded, and the session's last such bar is sold into.
    """

    def __init__(self, bundle: Bundle) -> None:
        self._bundle = bundle
        self._held = self._entry = 0.0
        self.decisions: list[Decision] = []
        self.fills: list[Fill] = []
        self.refused = 0

    @property
    def digest(self) -> str:
        return decision_hash(self.decisions, self.fills)

    def play(self, day: date) -> None:
        """Every bar of the session ``day``, oldest first."""
        order: Decision | None = None
        last: Close | None = None
        for bar in _closes(day):
            if bar.suspect:
                continue
            last = bar
            if order is not None:
                self.decisions.append(order)
                self._go_to(order.target, bar)
            decides = bar.features is not None and bar.slot < 58
            order = self._decided(bar) if decides else None
        if last is not None:
            self._go_to(0.0, last, forced=True)

    def _decided(self, bar: Close) -> Decision:
        assert bar.features is not None
        seen = Observation(
            sessions=(bar.session,),
            slot=bar.slot,
            features=bar.features,
            position=np.array([self._held]),
            unrealised_bps=np.array([self._held * (10_000 * (bar.price - self._entry) / bar.first)]),
            time_to_close=(59 - bar.slot) / 60,
        )
        target = float(self._bundle.policy.targets(seen)[0])
        if bar.doubtful and target not in {0.0, self._held}:
            self.refused += 1
            target = self._held
        return Decision(bar.session, bar.slot, target)

    def _go_to(self, target: float, bar: Close, *, forced: bool = False) -> None:
        units = target - self._held
        if units:
            at = CALENDAR.opens_at(bar.session) + (bar.slot + 1) * BAR
            self.fills.append(Fill(bar.session, bar.slot, at, units, Price(bar.price), Cop(0.0), forced))
            self._held, self._entry = target, bar.price


def _closes(day: date) -> Iterator[Close]:
    """The bars of ``day`` as they close."""
    opens, settings = CALENDAR.opens_at(day), StandardiseSettings()
    before = standardise(RAW.filter(pl.col("time") < opens), CALENDAR, opens, settings).bars
    context, start = context_after(before), anchor(day, CALENDAR)
    warm = before.filter(pl.col("session") >= start)
    today = RAW.filter((pl.col("time") >= opens) & (pl.col("time") < CALENDAR.closes_at(day)))
    for cut in range(1, today.height + 1):
        now = today["time"][cut - 1] + BAR
        bars = standardise(today[:cut], CALENDAR, now, settings, context, (day, day)).bars
        if bars.is_empty() or bars["time"][-1] + BAR != now:
            continue  # the newest row was refused
        newest = latest(prepare_block(pl.concat([warm, bars]), start).frame, FEATURES)
        seen = newest.select(FEATURE_NAMES).to_numpy() if newest.height else None
        marks = bars.select("session", "slot", "doubtful", "suspect", price="close").row(-1, named=True)
        yield Close(**marks, first=bars["close"][0], features=seen)


def _whole_path(folder: Path) -> dict[str, str]:
    """Raw rows to report: the hash of everything that came of it."""
    lake = lake_at(folder)
    bring(lake, RAW, NOW)
    history = load_history(lake, MARKET, NOW, SplitSettings())
    learned = learn(history, RECIPE, (0, 1), folder / "checkpoint.npz", _untold)
    said = predictions(
        [Deployed("challenger", 1, learned.bundle)], serving_episodes(lake, MARKET, 5), MARKET, "synthetic", COSTS, Stakes()
    )  # fmt: skip
    trainer = fold_trainer(lake, history, RECIPE, lambda _: _untold)
    procedure = Procedure(trainer, (0,), COSTS, Stakes())
    cuts = WalkForwardSettings(folds=2)
    walk = walk_forward(history.episodes, history.expected, procedure, constant_baselines(), cuts, QUICK)
    judged = _judged(learned.bundle, history)
    evaluation = judge(judged, FIRST_LOOK, SETTINGS)
    sessions, refused = (read_tables(lake, Layer.L1, kind) for kind in (SESSIONS, QUARANTINE))
    assert sessions is not None
    assert refused is not None
    versions = (CALENDAR.version, "test")
    summary = summary_of(RAW.height, sessions, refused, "a walk", versions, history.data_hash)
    report = Report(evaluation, walk, summary)
    files = {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.suffix != ".npz"
    }
    made = {
        "report.json": report_json(report),
        "report.pdf": report_pdf(report),
        "said": said.write_json().encode(),
    }
    return {name: hashlib.sha256(data).hexdigest() for name, data in {**files, **made}.items()}


def _untold(progress: TrainingProgress) -> None:
    del progress


def test_the_whole_path_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    first, second = _whole_path(tmp_path / "first"), _whole_path(tmp_path / "second")
    assert first == second
    assert sum(name.endswith(".onnx") for name in first) == 2
    again = _whole_path(tmp_path / "first")  # on what is there already
    assert again == first
