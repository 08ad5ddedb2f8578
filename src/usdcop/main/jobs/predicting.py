"""Predict: L5 of the newest sessions, written, cached and served."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import polars as pl

from usdcop.adapters.deployed_roles import deployed_roles
from usdcop.core.errors import ContractError
from usdcop.core.layers import Layer
from usdcop.core.ports import PartitionWrite
from usdcop.core.registry import Alias
from usdcop.features.spec import FEATURE_NAMES, feature_hash
from usdcop.main.jobs.registering import deployed, registry_of
from usdcop.main.jobs.running import Done
from usdcop.main.wiring import System
from usdcop.pipeline.l5_serve import Deployed, predictions, serving_episodes

NEWEST_SESSIONS = 5
"""Sessions predicted at each run."""

CACHE_KEY = "predictions:{symbol}:latest"
"""Where the newest opinion of every deployed bundle is kept, as JSON."""


@dataclass(slots=True)
class Roles:
    """The deployed bundles; loaded anew only when who has which role changes, since that takes seconds."""

    system: System
    _holders: Mapping[Alias, tuple[int, str]] = field(default_factory=dict)
    _loaded: list[Deployed] = field(default_factory=list)

    def now(self) -> list[Deployed]:
        """Every bundle that has a role, with the session stop it has now."""
        holders = deployed_roles(self.system.addresses.registry)
        if holders != self._holders:
            self._loaded = deployed(registry_of(self.system)) if holders else []
            self._holders = holders
        stops = self.system.stops.stops() if holders else {}
        return [replace(one, stop=stops.get(one.bundle.digest)) for one in self._loaded]


def predict(system: System, known: Roles | None = None) -> Done:
    """Predict the newest sessions with every deployed bundle; one trained on other features is silent, and told of."""
    roles, silent = _able((known or Roles(system)).now())
    if not roles:
        return Done(0, 0, note="; ".join(silent) or "no bundle is deployed")
    market = system.market
    newest = serving_episodes(system.lake, market, NEWEST_SESSIONS)
    settings = system.settings
    frame = predictions(roles, newest, market, settings.mode.value, settings.costs, settings.stakes)
    by_day = frame.partition_by("session", as_dict=True, maintain_order=True)
    inputs = {f"bundle/{one.alias}": one.bundle.digest for one in roles}
    writes = [PartitionWrite(day, part, inputs, {}) for (day,), part in by_day.items()]
    changed = system.lake.write(Layer.L5, writes)
    system.predictions.upsert(frame.drop("slot"))
    _cache(system, frame)
    able = ", ".join(f"{one.alias} v{one.version}" for one in roles)
    return Done(frame.height, len(changed), note="; ".join([able, *silent]))


def _able(roles: list[Deployed]) -> tuple[list[Deployed], list[str]]:
    """Those that can decide on the present features, and why each of the others is silent."""
    able, silent = [], []
    for one in roles:
        try:
            one.bundle.check_features(FEATURE_NAMES, feature_hash())
        except ContractError as error:
            silent.append(f"{one.alias} v{one.version} is silent: {error}")
        else:
            able.append(one)
    return able, silent


def _cache(system: System, frame: pl.DataFrame) -> None:
    latest = frame.sort("time").unique("alias", keep="last", maintain_order=True)
    value = json.dumps(latest.rows(named=True), default=str).encode()
    key = CACHE_KEY.format(symbol=system.market.symbol)
    system.cache.put(key, value, system.settings.prediction_lifetime)
