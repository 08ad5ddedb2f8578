"""Predict: L5 of the newest sessions, written, cached and served."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import polars as pl

from usdcop.adapters.deployed_roles import deployed_roles
from usdcop.core.episodes import Episodes
from usdcop.core.errors import ContractError
from usdcop.core.layers import Layer
from usdcop.core.ports import PartitionWrite
from usdcop.core.registry import Alias
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
    _loaded: tuple[list[Deployed], list[str]] = field(default_factory=lambda: ([], []))

    def now(self) -> tuple[list[Deployed], list[str]]:
        """Every bundle that has a role, with the session stop it has now, and why each other is silent."""
        holders = deployed_roles(self.system.addresses.registry)
        if holders != self._holders:
            self._loaded = deployed(registry_of(self.system)) if holders else ([], [])
            self._holders = holders
        stops = self.system.stops.stops() if holders else {}
        able, silent = self._loaded
        return [replace(one, stop=stops.get(one.bundle.digest)) for one in able], list(silent)


def predict(system: System, known: Roles | None = None) -> Done:
    """Predict the newest sessions with every deployed bundle; one that cannot decide is silent, and told of."""
    roles, silent = (known or Roles(system)).now()
    if not roles:
        return Done(0, 0, note="; ".join(silent) or "no bundle is deployed")
    newest = serving_episodes(system.lake, system.market, NEWEST_SESSIONS)
    said: list[tuple[Deployed, pl.DataFrame]] = []
    for one in roles:
        try:
            said.append((one, predicted(system, one, newest)))
        except ContractError as error:
            # Other features, or an answer that is not finite: the other roles go on.
            silent.append(f"{one.alias} v{one.version} is silent: {error}")
    if not said:
        return Done(0, 0, note="; ".join(silent))
    frame = pl.concat(rows for _, rows in said).sort("time", "alias")
    by_day = frame.partition_by("session", as_dict=True, maintain_order=True)
    inputs = {f"bundle/{one.alias}": one.bundle.digest for one, _ in said}
    writes = [PartitionWrite(day, part, inputs, {}) for (day,), part in by_day.items()]
    changed = system.lake.write(Layer.L5, writes)
    system.predictions.upsert(frame.drop("slot"))
    _cache(system, frame)
    able = ", ".join(f"{one.alias} v{one.version}" for one, _ in said)
    return Done(frame.height, len(changed), note="; ".join([able, *silent]))


def predicted(system: System, one: Deployed, newest: Episodes) -> pl.DataFrame:
    """What ``one`` says in the ``newest`` sessions, at the costs in force.

    Raises:
        ContractError: it was trained on other features, or its answer is not finite.
    """
    settings = system.settings
    return predictions([one], newest, system.market, settings.mode.value, settings.costs, settings.stakes)


def _cache(system: System, frame: pl.DataFrame) -> None:
    latest = frame.sort("time").unique("alias", keep="last", maintain_order=True)
    value = json.dumps(latest.rows(named=True), default=str).encode()
    key = CACHE_KEY.format(symbol=system.market.symbol)
    system.cache.put(key, value, system.settings.prediction_lifetime)
