"""A trader on real PostgreSQL and layers, replaying sessions of a made-up market; and the engine beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl
from sqlalchemy import Engine

from support.batch import CALENDAR, COSTS, MARKET, bring
from support.bundles import make_contract, make_weights
from support.lakes import lake_at
from support.walk import raw_walk
from usdcop.adapters.clock import SystemWall
from usdcop.adapters.lake.parquet import ParquetLake
from usdcop.adapters.postgres.policy_ledger import PostgresPolicyLedger
from usdcop.adapters.postgres.trading_state import PostgresTradingState
from usdcop.backtest.engine import Backtest, run
from usdcop.core.accounting import Stakes
from usdcop.core.bars import VendorBar
from usdcop.core.episodes import Episodes
from usdcop.core.errors import MissingPartitionError
from usdcop.core.events import EventId, EventType
from usdcop.core.layers import Layer
from usdcop.core.ledger import decision_hash
from usdcop.core.policy_book import Holder
from usdcop.core.registry import Alias
from usdcop.core.risk import RiskLimits
from usdcop.core.sessions import BAR
from usdcop.core.units import Cop
from usdcop.features.spec import FEATURE_NAMES, feature_hash
from usdcop.live.decide import Terms
from usdcop.live.session import Judge, Told, TraderPorts
from usdcop.live.trader import PolicyTrader, TraderSettings
from usdcop.main.serve.trader import history_before, judge_of, stored_bars
from usdcop.pipeline.l4_rlready import episodes_of
from usdcop.policy.bundle import Bundle
from usdcop.policy.scaler import fit_scaler
from usdcop.policy.weights import Weights

FIRST, LAST = date(2025, 2, 20), date(2025, 4, 4)
DAYS = (date(2025, 3, 31), date(2025, 4, 1), date(2025, 4, 4))
"""Both sides of a quarter's edge; the last has a spike, a jump, a frozen quote, a wrong scale, and ends early."""
EARLY_END = 52
"""First slot of the last session without a bar."""
DELAY = timedelta(seconds=3)
"""From a bar's close to its arrival."""
SALT = "test"
UNLIMITED = RiskLimits(daily_loss=Cop(1e12))
"""The engine knows no daily loss, and a restless policy loses a lot."""


def hard_raw() -> pl.DataFrame:
    """Raw rows from ``FIRST`` to ``LAST``, with holes in all sessions and everything in the last."""
    walk = raw_walk(CALENDAR, FIRST, LAST, seed=11, missing=0.04)
    opened = pl.lit(CALENDAR.opens_at(LAST))
    slot = (pl.col("time") - opened).dt.total_minutes() // 5
    kept = walk.filter((pl.col("time") < opened) | (slot < EARLY_END))
    changed = (
        pl.when(slot == 12, pl.lit(value=True)).then(1.02)
        .when(slot == 20).then(10.0)
        .when(slot.is_between(40, 100)).then(1.015)
        .otherwise(1.0)
    )  # fmt: skip
    prices = ("open", "high", "low", "close")
    return kept.with_columns(
        pl.when(slot.is_between(24, 31)).then(4150.0).otherwise(pl.col(name) * changed).alias(name)
        for name in prices
    )


def layers_at(folder: Path, raw: pl.DataFrame) -> ParquetLake:
    """The layers made of ``raw``, L0 to L4."""
    lake = lake_at(folder)
    bring(lake, raw, CALENDAR.closes_at(CALENDAR.local_date(raw["time"][-1])))
    return lake


@cache
def hard_lake(root: Path) -> ParquetLake:
    """The layers of the hard market, in a folder under ``root``; nobody may change them."""
    return layers_at(root / "hard-layers", hard_raw())


def episodes_in(lake: ParquetLake, days: Sequence[date] | None = None) -> Episodes:
    """The episodes of ``days`` (default: all) as the engine takes them."""
    frame = lake.read(Layer.L4, days)
    assert frame is not None
    return episodes_of(frame, FEATURE_NAMES, CALENDAR.hours.slots)


def restless(episodes: Episodes, seed: int) -> Bundle:
    """A bundle of random weights that wants everything now and then."""
    made = make_weights(len(FEATURE_NAMES), seed, hidden=(16,))
    weights = Weights(made.trunk, made.policy, made.value, fit_scaler(episodes))
    contract = replace(
        make_contract(name=f"restless {seed}"), feature_names=FEATURE_NAMES, feature_hash=feature_hash()
    )
    return Bundle.build(weights, contract)


def backtested(lake: ParquetLake, bundle: Bundle, day: date, stop: float | None = None) -> Backtest:
    """The engine's run of ``bundle`` on ``day``."""
    return run(episodes_in(lake, [day]), bundle.policy, COSTS, Stakes(), stop=stop)


def vendor_bars(raw: pl.DataFrame, day: date) -> list[VendorBar]:
    """The bars of ``day`` in ``raw`` as the vendor gives them."""
    own = raw.filter((pl.col("time") >= CALENDAR.opens_at(day)) & (pl.col("time") < CALENDAR.closes_at(day)))
    rows = own.select("time", "open", "high", "low", "close").rows()
    return [
        VendorBar(time, *(Decimal(repr(price)) for price in prices), volume=None)  # type: ignore[misc, arg-type] # four
        for time, *prices in rows
    ]


@dataclass
class Shelf:
    """Bundles in memory, and who holds which role."""

    bundles: dict[str, bytes] = field(default_factory=dict)
    roles: dict[Alias, Holder] = field(default_factory=dict)

    def deploy(self, alias: Alias, bundle: Bundle, version: int = 1) -> None:
        self.bundles[bundle.digest] = bundle.data
        self.roles[alias] = Holder(alias, version, bundle.digest)

    def stop_at(self, stop: float) -> None:
        """Give every role's bundle a session stop."""
        self.roles = {alias: replace(one, stop=stop) for alias, one in self.roles.items()}

    def held(self) -> Sequence[Holder]:
        return list(self.roles.values())

    def load(self, bundle_hash: str) -> bytes:
        if bundle_hash not in self.bundles:
            raise MissingPartitionError(f"There is no bundle {bundle_hash}.")
        return self.bundles[bundle_hash]


@dataclass
class Heard:
    """Events in memory."""

    events: list[tuple[EventType, Mapping[str, Any], datetime]] = field(default_factory=list)

    async def publish(
        self,
        type_: EventType,
        body: Mapping[str, Any],
        at: datetime,
        once: int | None = None,  # noqa: ARG002 - as the port has it
    ) -> EventId:
        self.events.append((type_, body, at))
        return EventId(1, len(self.events))


@dataclass
class Desk:
    """Everything a trader needs; ``trader`` makes one as a new process would."""

    engine: Engine
    lake: ParquetLake
    shelf: Shelf
    salt: str = SALT
    limits: RiskLimits = UNLIMITED
    judge: Judge = field(default_factory=lambda: judge_of(MARKET, "L0", "test"))
    heard: Heard = field(default_factory=Heard)
    told: list[Told] = field(default_factory=list)

    @property
    def ledger(self) -> PostgresPolicyLedger:
        return PostgresPolicyLedger(self.engine, MARKET.symbol, Stakes().notional, "replay")

    @property
    def state(self) -> PostgresTradingState:
        return PostgresTradingState(self.engine)

    def trader(self) -> PolicyTrader:
        ports = TraderPorts(
            bundles=self.shelf,
            history=lambda day: history_before(self.lake, MARKET, day),
            stored=lambda day: stored_bars(self.lake, day),
            judge=self.judge,
            ledger=self.ledger,
            events=self.heard,
            wall=SystemWall(),
            told=self.told.append,
        )
        return PolicyTrader(TraderSettings(MARKET, Terms(COSTS, Stakes(), self.limits), self.salt), ports)

    def hash_of(self, day: date, account: str) -> str:
        return decision_hash(*self.ledger.ledger_of(day, account))


def stocked(engine: Engine, root: Path, *roles: Alias) -> Desk:
    """A desk on the hard market with a restless bundle of its own in each of ``roles``, and trading active."""
    lake, shelf = hard_lake(root), Shelf()
    for alias in roles:
        shelf.deploy(alias, restless(episodes_in(lake), list(Alias).index(alias)))
    desk = Desk(engine, lake, shelf)
    desk.state.ensure_active("test", CALENDAR.opens_at(FIRST))
    return desk


async def replay(
    desk: Desk, day: date, bars: Sequence[VendorBar], restart_every: int | None = None
) -> PolicyTrader:
    """A whole session, bar by bar as they close, with a new trader after every so many bars."""
    trader = desk.trader()
    await trader.open_session(day, CALENDAR.opens_at(day) - timedelta(minutes=10))
    for number, bar in enumerate(bars, 1):
        await trader.on_bars(bars[:number], bar.time + BAR + DELAY)
        if restart_every and number % restart_every == 0:
            trader = desk.trader()
    await trader.close_session(day, CALENDAR.closes_at(day) + DELAY)
    return trader
