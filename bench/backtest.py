"""Backtest of given positions: our engine beside vectorbt and backtesting.py.

usage: python -m bench.backtest [--peers PYTHON] [--json]

``PYTHON`` is the interpreter of an environment with ``bench/peers/backtest.in``; without it only our own
figures are measured. Equal equity is checked before any speed is compared.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from statistics import median

import numpy as np
from bench.rows import Row, run_bench, unmeasured
from numpy.typing import NDArray

from usdcop.backtest.engine import Backtest, Market, run_targets
from usdcop.core.accounting import CostModel, Stakes
from usdcop.core.episodes import Episodes, Floats

SEED = 20_200_102
SESSIONS, SLOTS = 1_341, 60
REPEATS, ROUNDS = 21, 3
VECTORBT = "backtest of given positions / vectorbt"
BACKTESTING = "backtest of given positions / backtesting.py"
SCRIPTS = ("vectorbt_run.py", "backtesting_run.py")
VECTORBT_GOAL, BACKTESTING_GOAL = 5.0, 200.0
EQUAL = 1e-9
"""Largest difference of equity allowed, as a share of the capital."""
CASH = 1e10
"""Ample for one unit of 100,000 dollars, small enough for float64 to keep the last centavo."""
PEERS = Path(__file__).resolve().parent / "peers"


def main() -> int:
    """Measure and print; 1 if equity differs or a goal is missed."""
    return run_bench(__doc__, measure, ("--peers", None, "interpreter of the peers' environment"))


def measure(chosen: argparse.Namespace) -> list[Row]:
    """All rows; the peers' only where their interpreter is given.

    Speeds are compared in rounds, ours and theirs in turn, because the machine's own speed drifts; the
    median of the rounds' ratios counts.
    """
    episodes, targets = market(), positions()
    if chosen.peers is None:
        why = "no environment of the peers was given"
        return [_pricing([ours(episodes, targets)]), unmeasured(VECTORBT, why), unmeasured(BACKTESTING, why)]
    done = run_targets(episodes, targets, CostModel(), Stakes())
    with tempfile.TemporaryDirectory() as folder:
        orders = _write_orders(Path(folder), done)
        rounds = [
            Round(ours(episodes, targets), *(_peer(Path(chosen.peers), script, orders) for script in SCRIPTS))
            for _ in range(ROUNDS)
        ]
    return [
        _pricing([one.ours for one in rounds]),
        *against_vectorbt(rounds, done),
        against_backtesting(rounds),
    ]


@dataclass(frozen=True, slots=True)
class Ours:
    """Our seconds: pricing the market is done once for any number of positions (layer L4's unit P&L)."""

    pricing: float
    taking: float


@dataclass(frozen=True, slots=True)
class Round:
    """One turn of everyone: our seconds, and what the peers wrote."""

    ours: Ours
    vectorbt: Mapping[str, NDArray[np.float64]]
    backtesting: Mapping[str, NDArray[np.float64]]


def _pricing(turns: list[Ours]) -> Row:
    """Apart, because it is done once for any number of positions."""
    note = f"{SESSIONS * SLOTS:,} bars, once for any number of positions; seed {SEED}"
    return Row(
        work="pricing the market", ours=1e3 * median(turn.pricing for turn in turns), unit="ms", note=note
    )


def market() -> Episodes:
    """A random walk of whole sessions, shaped like the real file."""
    rng = np.random.default_rng(SEED)
    start = rng.uniform(3_500.0, 4_500.0, (SESSIONS, 1))
    close = start * np.exp(np.cumsum(rng.standard_t(4, (SESSIONS, SLOTS)) * 7e-4, axis=1))
    decides = np.zeros((SESSIONS, SLOTS), dtype=np.bool_)
    decides[:, : SLOTS - 2] = True
    following = np.minimum(np.arange(SLOTS) + 1, SLOTS - 1)
    return Episodes(
        sessions=tuple(date(2020, 1, 2) + timedelta(days=index) for index in range(SESSIONS)),
        feature_names=(),
        features=np.zeros((SESSIONS, SLOTS, 0)),
        close=close,
        fill=close[:, following],
        fill_slot=np.broadcast_to(following, close.shape).astype(np.int16),
        decides=decides,
        doubtful=np.zeros_like(decides),
        exit_price=close[:, -1],
        exit_slot=np.full(SESSIONS, SLOTS - 1, dtype=np.int16),
        first_close=close[:, 0],
        training_grade=np.ones(SESSIONS, dtype=np.bool_),
    )


def positions() -> Floats:
    """(E, S) random targets that change at one bar in six."""
    rng = np.random.default_rng(SEED + 1)
    fresh = rng.integers(-1, 2, (SESSIONS, SLOTS)).astype(np.float64)
    kept = np.maximum.accumulate(np.where(rng.random((SESSIONS, SLOTS)) < 1 / 6, np.arange(SLOTS), 0), axis=1)
    return np.take_along_axis(fresh, kept, axis=1)


def ours(episodes: Episodes, targets: Floats) -> Ours:
    """Median seconds to price the market, and from targets to the equity after every bar."""
    pricing, taking = [], []
    for _ in range(REPEATS):
        started = time.perf_counter()
        priced = Market.priced(episodes, CostModel(), Stakes())
        between = time.perf_counter()
        equity(priced.take(targets, name="given"))
        pricing.append(between - started)
        taking.append(time.perf_counter() - between)
    return Ours(median(pricing), median(taking))


def equity(done: Backtest) -> Floats:
    """(E·S,) running profit in pesos after every decision."""
    capital = done.stakes.notional * done.episodes.first_close
    running: Floats = np.cumsum(done.rewards * (1e-4 * capital)[:, None])
    return running


def _write_orders(folder: Path, done: Backtest) -> Path:
    """Closes (E·S,) and dollars bought at each, forced exits included, for the peers to read."""
    bought = np.zeros(done.positions.shape)
    row_of = {day: row for row, day in enumerate(done.episodes.sessions)}
    for fill in done.fills:
        bought[row_of[fill.session], fill.slot] += fill.units * done.stakes.notional
    path = folder / "orders.npz"
    np.savez(
        path,
        close=done.episodes.close.ravel(),
        size=bought.ravel(),
        unit=done.stakes.notional,
        fees=done.costs.rate,
        cash=CASH,
    )
    return path


def against_vectorbt(rounds: Sequence[Round], done: Backtest) -> list[Row]:
    """Equal equity after every session, then the ratio of speeds."""
    theirs = rounds[0].vectorbt
    after = theirs["equity"].reshape(SESSIONS, SLOTS)[:, -1]
    difference = np.abs(after - equity(done).reshape(SESSIONS, SLOTS)[:, -1])
    gap = float((difference / (done.stakes.notional * done.episodes.first_close)).max())
    note = f"vectorbt {theirs['version']}, share of the capital after every session"
    equal = Row(work="equity differs from vectorbt's", ours=gap, unit="", goal=EQUAL, at_most=True, note=note)
    if not equal.met:
        return [equal, unmeasured(VECTORBT, "equity is not equal")]
    seconds = [float(np.median(one.vectorbt["seconds"])) for one in rounds]
    first = f"vectorbt's first run, compiling: {theirs['first_run']:.1f} s, apart"
    return [
        equal,
        _compared(VECTORBT, [one.ours.taking for one in rounds], seconds, VECTORBT_GOAL, first),
        _compared(
            "the same, the market priced each time",
            [one.ours.pricing + one.ours.taking for one in rounds],
            seconds,
            None,
            "one set of positions alone",
        ),
    ]


def against_backtesting(rounds: Sequence[Round]) -> Row:
    """The ratio of speeds alone: its orders follow rules of its own."""
    theirs = rounds[0].backtesting
    seconds = [float(np.median(one.backtesting["seconds"])) for one in rounds]
    note = f"backtesting.py {theirs['version']}, {int(theirs['trades']):,} trades; speed only"
    return _compared(BACKTESTING, [one.ours.taking for one in rounds], seconds, BACKTESTING_GOAL, note)


def _compared(
    work: str, mine: Sequence[float], theirs: Sequence[float], goal: float | None, note: str
) -> Row:
    """A row of milliseconds, with the median of the rounds' ratios."""
    ratio = median(their / my for my, their in zip(mine, theirs, strict=True))
    return Row(
        work=work, ours=1e3 * median(mine), unit="ms", peer=1e3 * median(theirs), ratio=ratio, goal=goal, note=note
    )  # fmt: skip


def _peer(peers: Path, script: str, orders: Path) -> Mapping[str, NDArray[np.float64]]:
    result = orders.with_name(f"{script}.npz")
    subprocess.run([str(peers), str(PEERS / script), str(orders), str(result)], check=True, stdout=sys.stderr)
    with np.load(result) as read:
        return {name: read[name] for name in read.files}


if __name__ == "__main__":
    sys.exit(main())
