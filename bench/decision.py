"""A decision on a new bar: features and policies of three roles, beside the batch path for the same bar.

usage: python -m bench.decision [--sessions N] [--json]

The history is a quarter's last sessions, where the anchor lies furthest back. Features and opinions of both paths
are compared to the last bit before any speed is told. The last row is the whole way of a closed bar: layer L1's rules, the
decision, and one transaction with orders, fills, outbox and audit trail in the embedded PostgreSQL as it ships.
"""

import argparse
import asyncio
import gc
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
import polars as pl
from bench.bars import CALENDAR, NOW, SEED, raw_bars
from bench.rows import Row, run_bench
from sqlalchemy import Engine

from usdcop.adapters.clock import SystemWall
from usdcop.adapters.postgres.database import open_database
from usdcop.adapters.postgres.migrate import migrate
from usdcop.adapters.postgres.policy_ledger import PostgresPolicyLedger
from usdcop.adapters.postgres.trading_state import PostgresTradingState
from usdcop.core.accounting import LAST_DECISION_SLOTS, CostModel, Stakes
from usdcop.core.bars import VendorBar
from usdcop.core.episodes import POSITION_FEATURES, Floats, Split
from usdcop.core.events import EventId, EventType
from usdcop.core.policy_book import Book, Holder
from usdcop.core.registry import Alias
from usdcop.core.risk import RiskLimits
from usdcop.core.sessions import BAR, MARKETS
from usdcop.core.trading import TradingState
from usdcop.features.anchor import anchor
from usdcop.features.compute import latest
from usdcop.features.incremental import IncrementalFeatures, SessionBars
from usdcop.features.spec import FEATURE_NAMES, FEATURES, feature_hash
from usdcop.live.decide import Terms, observation
from usdcop.live.session import BarDone, History, LastClose, LiveSession, Told, TraderPorts
from usdcop.live.settling import facts_of, outcome, shadow
from usdcop.live.trader import PolicyTrader, TraderSettings
from usdcop.main.embedded.postgres import create_database, start_postgres, stop_postgres
from usdcop.main.serve.trader import judge_of
from usdcop.pipeline.l1_standardise import StandardiseSettings, standardise
from usdcop.pipeline.l2_prepare import prepare_block
from usdcop.pipeline.scale import context_after
from usdcop.policy.bundle import Bundle, Opinion
from usdcop.policy.contract import BundleContract
from usdcop.policy.scaler import POSITION_MEAN, POSITION_STD, Scaler
from usdcop.policy.weights import Dense, Weights

FIRST, LAST = date(2025, 2, 20), date(2025, 6, 30)
HIDDEN = (64, 64)
P99_GOAL_MS = 5.0
COMPARED = 60
"""Bars that the batch path does as well."""
MILLI = 1e3
TERMS = Terms(CostModel(), Stakes(), RiskLimits())
SETTINGS = StandardiseSettings()


def main() -> int:
    """Measure and print; 1 if results differ or a goal is missed."""
    return run_bench(__doc__, measure, ("--sessions", 30, "sessions replayed"))


def measure(chosen: argparse.Namespace) -> list[Row]:
    """Decision, decision beside the batch path, and the whole way of a bar."""
    raw = raw_bars(CALENDAR.sessions(FIRST, LAST), 10**6)
    bars = standardise(raw, CALENDAR, NOW, SETTINGS).bars
    days = bars["session"].unique().sort().to_list()[-chosen.sessions :]
    roles = {alias: bundle(number) for number, alias in enumerate(Alias)}
    sessions = [Replayed(raw, bars, day, roles) for day in days]
    turns = [(one, turn) for one in sessions for turn in one.turns()]
    ours = [turn.seconds for _, turn in turns]
    pairs = [(one.beside(turn), turn.seconds) for one, turn in turns[:: max(1, len(turns) // COMPARED)]]
    p99 = MILLI * float(np.quantile(ours, 0.99))
    busy = MILLI * float(np.quantile([turn.worked for _, turn in turns], 0.99))
    whole = [one.seconds for one in committed(raw, bars, days[-2:], roles)]
    return [
        Row(
            work="decision on a new bar, p99", ours=p99, unit="ms", goal=P99_GOAL_MS, at_most=True,
            note=f"features and four opinions of three roles, {len(turns)} bars; median {MILLI * median(ours):.3g} ms, "
            f"p99 of the processor's time {busy:.3g} ms",
        ),
        Row(
            work="decision on a new bar / batch path", ours=MILLI * median(ours), unit="ms",
            peer=MILLI * median(batch for batch, _ in pairs), ratio=median(batch / own for batch, own in pairs),
            note=f"medians; the same bits at {len(pairs)} bars; batch: L1 to L3 of the newest bar, then the policies; seed {SEED}",
        ),
        Row(
            work="closed bar to committed orders, p99", ours=MILLI * float(np.quantile(whole, 0.99)), unit="ms",
            note=f"L1, decision, one transaction, fsync on; {len(whole)} bars; median {MILLI * median(whole):.3g} ms",
        ),
    ]  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Turn:
    """One decision: its seconds, what was seen, and what each role said."""

    slot: int
    seconds: float
    worked: float
    """Seconds of the processor: what is left on a busy machine when others' turns are taken off."""
    seen: Floats
    said: list[tuple[float, float]]
    """Target and value of each role."""


@dataclass(frozen=True, slots=True, eq=False)
class Replayed:
    """One session decided bar by bar, without a database."""

    raw: pl.DataFrame
    bars: pl.DataFrame
    day: date
    roles: Mapping[Alias, Bundle]

    def turns(self) -> Iterator[Turn]:
        """One for each bar that is decided at."""
        session = self._session()
        today = SessionBars.of(self.bars.filter(pl.col("session") == self.day))
        books = {account: Book(account) for account in session.traders}
        for slot in range(CALENDAR.hours.slots - LAST_DECISION_SLOTS):
            known = today.upto(slot)
            with collector_off():
                began, worked = time.perf_counter(), time.thread_time()
                facts = facts_of(self.day, known, session.window, CALENDAR, NOW)
                imagined = shadow(session, facts, TERMS)
                made = outcome(session, facts, TERMS, TradingState.ACTIVE, books)
                taken, worked = time.perf_counter() - began, time.thread_time() - worked
            said = [(one.target, one.value) for one in (*made.said, *imagined.said)]
            yield Turn(slot, taken, worked, observation(books["champion"], facts), said)

    def beside(self, turn: Turn) -> float:
        """Seconds of the batch path for the same bar, once it has seen and said the same."""
        began = time.perf_counter()
        seen, opinions = self._batch(turn.slot)
        taken = time.perf_counter() - began
        if not np.array_equal(seen, turn.seen) or turn.said != [(one.target, one.value) for one in opinions]:
            raise ArithmeticError(
                f"The live path and the batch path differ at slot {turn.slot} of {self.day}."
            )
        return taken

    def _session(self) -> LiveSession:
        holders = tuple(Holder(alias, 1, made.digest) for alias, made in self.roles.items())
        window = IncrementalFeatures(history(self.bars, self.day), CALENDAR.hours.slots)
        return LiveSession(
            self.day, holders, Alias.CHAMPION, closed=False, bundles=self.roles, silent={}, window=window
        )

    def _batch(self, slot: int) -> tuple[Floats, list[Opinion]]:
        """Observation and opinions at the newest bar, by the batch path."""
        opens = CALENDAR.opens_at(self.day)
        raw = self.raw.filter((pl.col("time") >= opens) & (pl.col("time") <= opens + slot * BAR))
        before = history(self.bars, self.day)
        seen = standardise(raw, CALENDAR, NOW, SETTINGS, context_after(before)).bars
        prepared = prepare_block(pl.concat([before, seen]), anchor(self.day, CALENDAR)).frame
        row = latest(prepared, FEATURES).select(FEATURE_NAMES).to_numpy()[0]
        left = (CALENDAR.hours.slots - 1 - slot) / CALENDAR.hours.slots
        shown = np.concatenate([row, [0.0, 0.0, left]])
        return shown, [one.policy.opinion(shown) for one in self.roles.values()]


def history(bars: pl.DataFrame, day: date) -> pl.DataFrame:
    """What comes before ``day``, from the anchor of its quarter on."""
    return bars.filter(pl.col("session").is_between(anchor(day, CALENDAR), day, closed="left"))


def committed(
    raw: pl.DataFrame, bars: pl.DataFrame, days: Sequence[date], roles: Mapping[Alias, Bundle]
) -> list[BarDone]:
    """Every bar of ``days`` through the trader on a real database; its time includes layer L1's."""
    with tempfile.TemporaryDirectory(prefix="usdcop-bench-") as folder:
        home = Path(folder)
        home.chmod(0o755)  # the server may run as another user
        try:
            server = start_postgres(home)
            create_database(server, "bench")
            migrate(server.url("bench"))
            engine = open_database(server.url("bench"))
            done = asyncio.run(_traded(engine, raw, bars, days, roles))
            engine.dispose()
        finally:
            stop_postgres(home)
    return done


async def _traded(
    engine: Engine, raw: pl.DataFrame, bars: pl.DataFrame, days: Sequence[date], roles: Mapping[Alias, Bundle]
) -> list[BarDone]:
    PostgresTradingState(engine).ensure_active("bench", datetime(2025, 1, 1, tzinfo=UTC))
    told: list[Told] = []
    trader = PolicyTrader(
        TraderSettings(MARKETS["USDCOP"], TERMS, "bench"), _ports(engine, bars, roles, told)
    )
    spent: list[BarDone] = []
    for day in days:
        await trader.open_session(day, CALENDAR.opens_at(day) - timedelta(minutes=1))
        seen: list[VendorBar] = []
        for bar in _vendor_bars(raw, day):
            seen.append(bar)
            began, heard = time.perf_counter(), len(told)
            await trader.on_bars(seen, bar.time + BAR)
            taken = time.perf_counter() - began
            spent += [
                BarDone(one.day, one.slot, one.late, one.outcome, one.decision_seconds, taken)
                for one in told[heard:]
                if isinstance(one, BarDone) and one.slot > 0  # the first one loads the history
            ]
        await trader.close_session(day, CALENDAR.closes_at(day))
    return spent


def _ports(
    engine: Engine, bars: pl.DataFrame, roles: Mapping[Alias, Bundle], told: list[Told]
) -> TraderPorts:
    def before(day: date) -> History:
        found = history(bars, day)
        return History(found, LastClose(found["close"][-1], found["time"][-1]))

    return TraderPorts(
        bundles=_Shelf(roles),
        history=before,
        stored=lambda day: SessionBars.of(bars.filter(pl.col("session") == day)),
        judge=judge_of(MARKETS["USDCOP"], "synthetic", "bench"),
        ledger=PostgresPolicyLedger(engine, "USDCOP", Stakes().notional, "synthetic"),
        events=_Silent(),
        wall=SystemWall(),
        told=told.append,
    )


def _vendor_bars(raw: pl.DataFrame, day: date) -> list[VendorBar]:
    opens, closes = CALENDAR.opens_at(day), CALENDAR.closes_at(day)
    rows = raw.filter((pl.col("time") >= opens) & (pl.col("time") < closes))
    prices = rows.select(pl.col("open", "high", "low", "close")).rows()
    return [
        VendorBar(at, Decimal(repr(o)), Decimal(repr(h)), Decimal(repr(l)), Decimal(repr(c)), volume=None)
        for at, (o, h, l, c) in zip(rows["time"].to_list(), prices, strict=True)  # noqa: E741 - low
    ]


@dataclass(frozen=True, slots=True)
class _Shelf:
    """Bundles in memory."""

    roles: Mapping[Alias, Bundle]

    def held(self) -> list[Holder]:
        return [Holder(alias, 1, made.digest) for alias, made in self.roles.items()]

    def load(self, bundle_hash: str) -> bytes:
        return next(made.data for made in self.roles.values() if made.digest == bundle_hash)


class _Silent:
    """A stream that nobody reads."""

    async def publish(
        self,
        type_: EventType,  # noqa: ARG002 - as the port has it
        body: Mapping[str, Any],  # noqa: ARG002
        at: datetime,  # noqa: ARG002
        once: int | None = None,  # noqa: ARG002
    ) -> EventId:
        return EventId(1, 1)


def bundle(seed: int) -> Bundle:
    """A policy of the size that is trained, with random weights."""
    chance = np.random.default_rng(seed)
    sizes = [len(FEATURE_NAMES) + len(POSITION_FEATURES), *HIDDEN]

    def dense(inputs: int, outputs: int) -> Dense:
        weight = chance.standard_normal((inputs, outputs)) * 1.5 / np.sqrt(inputs)
        return Dense(weight.astype(np.float32), np.zeros(outputs, dtype=np.float32))

    scaler = Scaler(
        np.append(np.zeros(len(FEATURE_NAMES)), POSITION_MEAN),
        np.append(np.full(len(FEATURE_NAMES), 20.0), POSITION_STD),
    )
    trunk = tuple(dense(*pair) for pair in pairwise(sizes))
    return Bundle.build(Weights(trunk, dense(HIDDEN[-1], 3), dense(HIDDEN[-1], 1), scaler), _contract(seed))


def _contract(seed: int) -> BundleContract:
    span = (FIRST, LAST)
    return BundleContract(
        name=f"random {seed}",
        feature_names=FEATURE_NAMES,
        feature_hash=feature_hash(),
        costs=CostModel(),
        calendar_version=CALENDAR.version,
        split=Split("none", span, span, span, 0),
        data_hash="0" * 64,
        code_version="bench",
        created_at=datetime(2025, 1, 1, tzinfo=UTC),
        trained_by="bench",
    )


@contextmanager
def collector_off() -> Iterator[None]:
    """As the live path decides: garbage is collected between bars."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


if __name__ == "__main__":
    sys.exit(main())
