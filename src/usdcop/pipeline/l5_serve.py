"""L5, serve: what every deployed bundle says at each decision of the newest sessions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

import numpy as np
import polars as pl

from usdcop.backtest.engine import run
from usdcop.core.accounting import LAST_DECISION_SLOTS, CostModel, Stakes
from usdcop.core.episodes import Episodes, Floats
from usdcop.core.errors import MissingInputError
from usdcop.core.layers import Layer
from usdcop.core.ports import Lake
from usdcop.core.predictions import PREDICTION
from usdcop.core.sessions import BAR, Calendar, Market
from usdcop.features.spec import FEATURE_NAMES, feature_hash
from usdcop.pipeline.l4_rlready import episodes_of
from usdcop.policy.bundle import Bundle, Opinion
from usdcop.policy.interface import Observation

PREDICTIONS: Final = {**PREDICTION, "slot": pl.Int16()}
"""A row of L5: one opinion, and the slot of its bar."""


@dataclass(frozen=True, slots=True)
class Deployed:
    """A bundle in a role."""

    alias: str
    version: int
    bundle: Bundle
    stop: float | None = None
    """Its session stop; None: none."""


@dataclass(slots=True)
class _Listener:
    """A policy that keeps what it was asked and what it answered."""

    bundle: Bundle
    heard: list[tuple[date, int, Opinion]] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.bundle.policy.name

    def targets(self, seen: Observation) -> Floats:
        opinions = self.bundle.policy.opinions(seen)
        self.heard.extend((day, seen.slot, said) for day, said in zip(seen.sessions, opinions, strict=True))
        return np.array([said.target for said in opinions])


def serving_episodes(lake: Lake, market: Market, sessions: int) -> Episodes:
    """The newest ``sessions`` of L4, the running one included, as a policy is asked in them (``asking``).

    Raises:
        MissingInputError: L4 has not been made.
    """
    frame = lake.read(Layer.L4, list(lake.days(Layer.L4))[-sessions:])
    if frame is None:
        raise MissingInputError("There is nothing to predict yet.", "Bring bars in, then 'usdcop run l1-l4'.")
    slots = market.calendar.hours.slots
    return episodes_of(asking(frame, slots), FEATURE_NAMES, slots)


def asking(frame: pl.DataFrame, slots: int) -> pl.DataFrame:
    """Rows of L4 in which every bar with features before the last two slots decides.

    Also where no later bar has come (yet) to fill it: what is said at a bar depends on nothing after it, and
    so it stays as the session goes on. The fills at such bars are no fills: nothing is earned in these rows.
    """
    return frame.with_columns(
        decides=pl.col(FEATURE_NAMES[0]).is_not_null() & (pl.col("slot") < slots - LAST_DECISION_SLOTS),
        fill=pl.col("fill").fill_null(pl.col("close")),
        fill_slot=pl.col("fill_slot").fill_null(pl.col("slot")),
    )


def predictions(
    deployed: Sequence[Deployed],
    episodes: Episodes,
    market: Market,
    data_kind: str,
    costs: CostModel,
    stakes: Stakes,
) -> pl.DataFrame:
    """Rows of ``PREDICTIONS`` for every decision in ``episodes``, each bundle on the position it holds itself.

    Args:
        deployed: the bundles and their roles.
        episodes: those of ``serving_episodes``.
        market: of the bars.
        data_kind: ``real``, ``replay`` or ``synthetic``.
        costs: those in force: a session stop is reached sooner at higher ones.
        stakes: those in force.

    Raises:
        ContractError: a bundle was trained on other features than these.
    """
    rows: list[tuple[object, ...]] = []
    for one in deployed:
        one.bundle.check_features(FEATURE_NAMES, feature_hash())
        listener = _Listener(one.bundle)
        run(episodes, listener, costs, stakes, market.calendar, one.stop)
        rows += _rows(one, listener, market.calendar)
    frame = pl.DataFrame(
        rows,
        schema={name: kind for name, kind in PREDICTIONS.items() if name not in {"symbol", "data_kind"}},
        orient="row",
    )
    stamped = frame.with_columns(symbol=pl.lit(market.symbol), data_kind=pl.lit(data_kind))
    return stamped.select(*PREDICTIONS).sort("time", "alias")


def _rows(one: Deployed, listener: _Listener, calendar: Calendar) -> Iterable[tuple[object, ...]]:
    for day, slot, said in listener.heard:
        time = calendar.opens_at(day) + slot * BAR
        version, digest = str(one.version), one.bundle.digest
        yield (time, day, version, one.alias, digest, int(said.target), *said.probabilities, said.value, slot)
