"""Whole runs: raw bars of a made-up market through the layers, a training and the court, in one process.

A run knows what is true of its market, so a promotion can be called right or wrong. Latencies are not measured: runs
share the machine.
"""

import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl
from bench.court.draws import SESSIONS_A_YEAR, Floats

from usdcop.adapters.lake.parquet import ParquetLake, Versions
from usdcop.adapters.objects import S3Settings, open_objects
from usdcop.backtest.engine import run
from usdcop.core.accounting import CostModel, Stakes
from usdcop.core.bars import RAW_BAR, STATES
from usdcop.core.metrics import known
from usdcop.core.sessions import MARKETS
from usdcop.core.units import Bps
from usdcop.court.evaluation import DataKind, Evaluation, EvaluationSettings, Evidence
from usdcop.court.gates import Operations
from usdcop.court.proof import ByLook
from usdcop.features.spec import FEATURE_NAMES
from usdcop.pipeline.history import History, load_history
from usdcop.pipeline.l0_store import store
from usdcop.pipeline.l1_standardise import StandardiseSettings, standardise
from usdcop.pipeline.l2_prepare import prepare_block
from usdcop.pipeline.l3_feature import feature_block
from usdcop.pipeline.l4_rlready import episodes_of, rlready
from usdcop.pipeline.l6_backtest import Judged, judge
from usdcop.pipeline.learning import Recipe, learn
from usdcop.pipeline.run import run_stage
from usdcop.pipeline.splits import SplitSettings
from usdcop.pipeline.stages import feature_stage, prepare_stage, rlready_stage, standardise_stage
from usdcop.policy.bundle import Bundle
from usdcop.rl.settings import PpoSettings

MARKET: Final = MARKETS["USDCOP"]
CALENDAR: Final = MARKET.calendar
FIRST: Final = date(2022, 1, 3)
SESSIONS: Final = 720
FRESH: Final = 5_000
"""Sessions no policy has seen, which say what its true Sharpe ratio is."""
FRESH_FIRST: Final = date(1995, 1, 2)
VOLATILITY: Final = 9e-4
PERSISTENCE: Final = 0.8
DRIFT: Final = 5e-4
"""Standard deviation of the planted drift of a bar."""
BOUNCE: Final = 4e-4
"""Standard deviation of the noise of a quote around the efficient price."""
FREE: Final = CostModel(Bps(0.0), Bps(0.0))
WELL: Final = Operations(known(1.0), known(1.0), known(1.0), known(1.0))
KINDS: Final = ("null", "bid-ask bounce", "permuted signal", "planted")
NULLS: Final = 210
PLANTED: Final = 52


@dataclass(frozen=True, slots=True)
class WholeRun:
    """One run: a market and a seed."""

    kind: str
    number: int

    @property
    def key(self) -> str:
        """Names the run in the results."""
        return f"{self.kind} {self.number}"

    @property
    def costs(self) -> CostModel:
        """Every second null market is free of costs: there a policy trades, and its true mean is exactly zero."""
        return FREE if self.kind != "planted" and self.number % 2 == 0 else CostModel()


def runs() -> list[WholeRun]:
    """All runs, the kinds in turn, so that a part of them is a fair part."""
    nulls = [WholeRun(KINDS[number % 3], number // 3) for number in range(NULLS)]
    planted = [WholeRun("planted", number) for number in range(PLANTED)]
    every = max(1, len(nulls) // len(planted))
    mixed: list[WholeRun] = []
    for index, one in enumerate(nulls):
        mixed.append(one)
        if index % every == 0 and index // every < len(planted):
            mixed.append(planted[index // every])
    return mixed


def timed(kind: str, number: int) -> Mapping[str, object]:
    """``outcome`` with the real seconds it took."""
    began = time.monotonic()
    return {**outcome(WholeRun(kind, number)), "seconds": round(time.monotonic() - began, 1)}


def outcome(one: WholeRun) -> Mapping[str, object]:
    """Import, layers, training and verdict of ``one``; what was promoted, and the gates that refused."""
    rng = np.random.default_rng([KINDS.index(one.kind), one.number])
    with tempfile.TemporaryDirectory(prefix="court-") as folder:
        history = _history(Path(folder) / "seen", FIRST, _closes(one.kind, SESSIONS, rng), one.costs)
        bundle = _trained(history, one, Path(folder) / "checkpoint.npz")
        found = _judged(history, bundle, one.costs)
        traded = len({trade.session for trade in found.trades})
        fresh = None
        if one.kind == "planted":
            fresh = _sharpe(_closes(one.kind, FRESH, rng), bundle, one.costs)
    return {
        "key": one.key,
        "kind": one.kind,
        "promoted": found.gates.production_ready,
        "failed": list(found.gates.failed),
        "sessions": len(found.sessions),
        "traded": traded,
        "free": one.costs == FREE,
        "sharpe": found.metrics.sharpe.value,
        "true_sharpe": fresh,
    }


def _closes(kind: str, sessions: int, rng: np.random.Generator) -> Floats:
    """(sessions, slots) closes of a market; each session begins near 4,000 pesos by itself."""
    slots = CALENDAR.hours.slots
    moves = VOLATILITY * rng.standard_t(4, (sessions, slots)) / np.sqrt(2.0)
    if kind in {"planted", "permuted signal"}:
        drift = np.empty((sessions, slots))
        drift[:, 0] = DRIFT * rng.standard_normal(sessions)
        for slot in range(1, slots):
            fresh = rng.standard_normal(sessions) * DRIFT * np.sqrt(1 - PERSISTENCE**2)
            drift[:, slot] = PERSISTENCE * drift[:, slot - 1] + fresh
        if (
            kind == "permuted signal"
        ):  # what judges holds the same drifts, each somewhere else: none can be foreseen
            judged = round(0.2 * sessions) + 10
            drift[-judged:] = rng.permutation(drift[-judged:].ravel()).reshape(judged, slots)
        moves += drift
    log = np.log(4000.0) + 2e-3 * rng.standard_normal((sessions, 1)) + np.cumsum(moves, axis=1)
    if kind == "bid-ask bounce":
        log += BOUNCE * rng.standard_normal((sessions, slots))
    closes: Floats = np.round(np.exp(log), 2)
    return closes


def _history(folder: Path, first: date, closes: Floats, costs: CostModel) -> History:
    """``closes`` as raw bars through L1 to L4."""
    days = _days(first, len(closes))
    now = CALENDAR.closes_at(days[-1]) + timedelta(hours=1)
    objects = open_objects(folder.as_uri(), S3Settings())
    lake = ParquetLake(objects, MARKET.symbol, Versions(code="court", calendar=CALENDAR.version), lambda: now)
    store(lake, MARKET, _raw(days, closes))
    for stage in (standardise_stage(), prepare_stage(), feature_stage(), rlready_stage(costs)):
        run_stage(stage, MARKET, lake, now, lambda *_: None, lambda *_: None)
    return load_history(lake, MARKET, now, SplitSettings())


def _raw(days: list[date], closes: Floats) -> pl.DataFrame:
    slots = closes.shape[1]
    opened = np.column_stack([closes[:, :1], closes[:, :-1]])
    index = pl.int_range(pl.len())
    opens = pl.Series("opens", [CALENDAR.opens_at(day) for day in days], dtype=pl.Datetime("us", "UTC"))
    frame = pl.DataFrame(
        {
            "open": opened.ravel(),
            "high": np.maximum(opened, closes).ravel(),
            "low": np.minimum(opened, closes).ravel(),
            "close": closes.ravel(),
        }
    )
    rows = frame.with_columns(
        time=pl.lit(opens).gather(index // slots) + pl.duration(minutes=5 * (index % slots))
    ).with_columns(
        symbol=pl.lit(MARKET.symbol),
        volume=pl.lit(None, pl.Float64),
        source=pl.lit("L0"),
        state=pl.lit("final", STATES),
        open_reconstructed=pl.lit(value=False),
        known_at=pl.col("time") + pl.duration(minutes=5),
        clock_shift_minutes=pl.lit(0, pl.Int16),
        row=index.cast(pl.Int64),
        raw=pl.lit(None, pl.String),
        run_id=pl.lit("court"),
    )
    return rows.select(pl.col(name).cast(kind) for name, kind in RAW_BAR.items())


def _trained(history: History, one: WholeRun, checkpoint: Path) -> Bundle:
    """A bundle that trades: where a real training would stay flat, this one ships what it has."""
    forced = one.kind != "planted"
    settings = PpoSettings(
        steps=200_000 if forced else 600_000,
        sessions_per_update=64,
        evaluations=4 if forced else 8,
        margin_errors=-1e6 if forced else 1.0,
        flat_logit=0.0 if forced else 1.0,
    )
    recipe = Recipe(MARKET, one.costs, settings, "court")
    return learn(history, recipe, (0,), checkpoint, lambda _: None).bundle


def _judged(history: History, bundle: Bundle, costs: CostModel) -> Evaluation:
    sessions = tuple(day for day in history.expected if history.split.test[0] <= day <= history.split.test[1])
    judged = Judged(bundle, history, sessions, history.split.train, MARKET.symbol, DataKind.SYNTHETIC)
    settings = replace(EvaluationSettings(), costs=costs)
    return judge(judged, Evidence(ByLook(1), (None,), WELL), settings)


def _sharpe(closes: Floats, bundle: Bundle, costs: CostModel) -> float | None:
    """Yearly Sharpe ratio over fresh sessions of ``closes`` (sessions, slots), made into episodes without a store."""
    days = _days(FRESH_FIRST, len(closes))
    now = CALENDAR.closes_at(days[-1]) + timedelta(hours=1)
    bars = standardise(_raw(days, closes), CALENDAR, now, StandardiseSettings()).bars
    features = feature_block(prepare_block(bars, days[0]).frame, days[0])
    frame = rlready(bars, features, FEATURE_NAMES, CALENDAR, costs)
    episodes = episodes_of(frame, FEATURE_NAMES, CALENDAR.hours.slots)
    gains = run(episodes, bundle.policy, costs, Stakes()).returns(days)
    spread = float(gains.std(ddof=1))
    return float(gains.mean()) / spread * float(np.sqrt(SESSIONS_A_YEAR)) if spread > 0 else None


def _days(first: date, count: int) -> list[date]:
    return CALENDAR.sessions(first, first + timedelta(days=round(count * 1.6)))[:count]
