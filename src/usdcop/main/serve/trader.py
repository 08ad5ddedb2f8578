"""The trader put together for the orchestrator: bundles, layer L1, the ledger and the market's stream."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import polars as pl

from usdcop.adapters.deployed_roles import deployed_roles
from usdcop.adapters.postgres.policy_ledger import PostgresPolicyLedger
from usdcop.core.bars import BAR
from usdcop.core.errors import CorruptPartitionError
from usdcop.core.events import EventWriter
from usdcop.core.layers import Layer
from usdcop.core.policy_book import Holder
from usdcop.core.ports import Lake, Objects
from usdcop.core.registry import bundle_key
from usdcop.core.sessions import Market
from usdcop.features.anchor import anchor
from usdcop.features.incremental import SessionBars
from usdcop.live.decide import Terms
from usdcop.live.session import History, Judge, LastClose, SeenBar, Told, TraderPorts
from usdcop.live.telling import log
from usdcop.live.trader import PolicyTrader, TraderSettings
from usdcop.main.wiring import System
from usdcop.pipeline.l0_acquire import raw_rows
from usdcop.pipeline.l1_standardise import StandardiseSettings, accepted
from usdcop.pipeline.scale import Context


def trader_of(system: System, events: EventWriter, told: Callable[[Told], None]) -> PolicyTrader:
    """The trader of ``system``.

    Args:
        system: an open home.
        events: the writer of the market's stream, for predictions.
        told: hears what was done, for metrics; now from the event loop, now from a thread.
    """

    def logged(what: Told) -> None:
        log(what)
        told(what)

    settings, market = system.settings, system.market
    terms = Terms(settings.costs, settings.stakes, settings.risk)
    ledger = PostgresPolicyLedger(system.engine, market.symbol, settings.stakes.notional, settings.mode.value)
    ports = TraderPorts(
        bundles=RegisteredBundles(
            system.addresses.registry, system.objects, system.stops.stops, system.court.demoted
        ),
        history=lambda day: history_before(system.lake, market, day),
        stored=lambda day: stored_bars(system.lake, day),
        judge=judge_of(market, system.source, system.run_id),
        ledger=ledger,
        events=events,
        wall=system.wall,
        told=logged,
    )
    return PolicyTrader(TraderSettings(market, terms, settings.live.ab_salt), ports)


@dataclass(frozen=True, slots=True)
class RegisteredBundles:
    """``live.session.BundleStore`` straight on the registry's database: its own library takes seconds to load."""

    registry: str
    """Address of the registry's database."""
    objects: Objects
    stops: Callable[[], Mapping[str, float]]
    """The session stops of bundles, by hash."""
    demoted: Callable[[], set[str]]
    """Hashes of the bundles that lost a champion's title, and did not win one since."""

    def held(self) -> Sequence[Holder]:
        """The holder of each role that is held, with its bundle's session stop.

        Raises:
            ServerError: the registry or the database does not answer.
        """
        roles = deployed_roles(self.registry)
        stops = self.stops() if roles else {}
        demoted = self.demoted() if roles else set()
        return [
            Holder(alias, version, digest, stops.get(digest), demoted=digest in demoted)
            for alias, (version, digest) in roles.items()
        ]

    def load(self, bundle_hash: str) -> bytes:
        """The file of a bundle, checked against its hash."""
        data = self.objects.get(bundle_key(bundle_hash))
        if hashlib.sha256(data).hexdigest() != bundle_hash:
            raise CorruptPartitionError(
                f"The file of the bundle {bundle_hash[:12]}… was altered.",
                "Restore it from a backup, or deploy another version: usdcop models list.",
            )
        return data


def history_before(lake: Lake, market: Market, day: date) -> History:
    """What layer L1 holds before ``day``: from the anchor of its quarter on, and the newest bar of all."""
    days = [stored for stored in lake.days(Layer.L1) if stored < day]
    begins = anchor(day, market.calendar)
    read = [stored for stored in days if stored >= begins]
    bars = _bars(lake, read)
    newest = bars if read else _bars(lake, days[-1:])
    last = LastClose(newest["close"][-1], newest["time"][-1]) if newest.height else None
    return History(bars, last)


def stored_bars(lake: Lake, day: date) -> SessionBars:
    """The bars of the session of ``day``, as layer L1 has them."""
    return SessionBars.of(_bars(lake, [day] if day in lake.days(Layer.L1) else []))


def judge_of(market: Market, source: str, run_id: str) -> Judge:
    """Layer L1 of one session's bars, by the batch path's own rules."""
    settings = StandardiseSettings()

    def judge(seen: Sequence[SeenBar], last: LastClose | None, now: datetime) -> SessionBars:
        raw = raw_rows((one.bar for one in seen), market.symbol, source, now, run_id)
        context = None if last is None else Context(last.close, last.at)
        return SessionBars.of(accepted(raw, market.calendar, now, settings, context))

    return judge


def _bars(lake: Lake, days: Sequence[date]) -> pl.DataFrame:
    found = lake.read(Layer.L1, days) if days else None
    return pl.DataFrame(schema=dict(BAR)) if found is None else found
