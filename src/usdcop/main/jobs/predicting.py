"""Predict: L5 of the newest sessions, written, cached and served."""

import json

import polars as pl

from usdcop.adapters.deployed_roles import deployed_roles
from usdcop.core.layers import Layer
from usdcop.core.ports import PartitionWrite
from usdcop.main.jobs.registering import deployed, registry_of
from usdcop.main.jobs.running import Done
from usdcop.main.wiring import System
from usdcop.pipeline.l5_serve import predictions, serving_episodes

NEWEST_SESSIONS = 5
"""Sessions predicted at each run."""

CACHE_KEY = "predictions:{symbol}:latest"
"""Where the newest opinion of every deployed bundle is kept, as JSON."""


def predict(system: System) -> Done:
    """Predict the newest sessions with every deployed bundle.

    Raises:
        ContractError: a bundle was trained on other features.
    """
    if not deployed_roles(system.addresses.registry):  # known at once; the registry takes seconds to load
        return Done(0, 0, note="no bundle is deployed")
    roles = deployed(registry_of(system))
    market = system.market
    newest = serving_episodes(system.lake, market, NEWEST_SESSIONS)
    frame = predictions(roles, newest, market.calendar, market.symbol, system.settings.mode.value)
    by_day = frame.partition_by("session", as_dict=True, maintain_order=True)
    inputs = {f"bundle/{one.alias}": one.bundle.digest for one in roles}
    writes = [PartitionWrite(day, part, inputs, {}) for (day,), part in by_day.items()]
    changed = system.lake.write(Layer.L5, writes)
    system.predictions.upsert(frame.drop("slot"))
    _cache(system, frame)
    return Done(frame.height, len(changed), note=", ".join(f"{one.alias} v{one.version}" for one in roles))


def _cache(system: System, frame: pl.DataFrame) -> None:
    latest = frame.sort("time").unique("alias", keep="last", maintain_order=True)
    value = json.dumps(latest.rows(named=True), default=str).encode()
    key = CACHE_KEY.format(symbol=system.market.symbol)
    system.cache.put(key, value, system.settings.prediction_lifetime)
