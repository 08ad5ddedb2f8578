"""The forward proof: a bundle entered by a person, and how far the bets of each entry have come."""

import asyncio
import getpass
from dataclasses import dataclass
from datetime import datetime

from usdcop.adapters.twelvedata.client import TwelveData
from usdcop.backtest.engine import run
from usdcop.core.episodes import Floats
from usdcop.core.errors import UsageError, VendorError
from usdcop.core.registry import Alias, ModelRegistry
from usdcop.core.trials import ForwardEntry, NewEntry, TitleEvent
from usdcop.court.forward_proof import SESSIONS_FOR_STOP, ForwardProof, default_stop, forward_proof
from usdcop.court.spending import entry_level
from usdcop.features.spec import FEATURE_NAMES, feature_hash
from usdcop.main.console import out, print_json
from usdcop.main.jobs.registering import Chosen, choose, registry_of
from usdcop.main.jobs.titles import OVERRIDE, title_of
from usdcop.main.jobs.verdict import Bench, bench_of, judged_of
from usdcop.main.modes import Mode
from usdcop.main.wiring import System
from usdcop.policy.bundle import Bundle


@dataclass(frozen=True, slots=True)
class Entered:
    """An entry, and what it must reach."""

    entry: ForwardEntry
    target: float


def enter(system: System, which: str, stop: float | None) -> Entered:
    """Enter the bundle called ``which`` into the forward proof; its n and its stop are never given back.

    Args:
        system: an open home.
        which: a version or an alias.
        stop: ℓ, share of a session's capital; None: four deviations of its newest 250 sessions, at most the account's
            daily loss.

    Raises:
        UsageError: this home proves nothing, the stop is none, or the bundle is a champion that a look proved.
        VendorError: the vendor does not tell its clock: no proof begins without it.
        ConflictError: the bundle is entered already.
        ContractError: it decides on other features than this home has.
    """
    if system.settings.mode is not Mode.REAL:
        raise UsageError(
            f"A {system.settings.mode} home proves nothing forward: its sessions have been there before.",
            "Enter the bundle in a real home: --mode real.",
        )
    registry = registry_of(system)
    chosen, bench = choose(registry, which), bench_of(system)
    chosen.bundle.check_features(FEATURE_NAMES, feature_hash())
    _require_no_title(system, registry, chosen)
    most = daily_loss_share(system, bench)
    fixed = default_stop(_newest_returns(system, bench, chosen.bundle), most) if stop is None else stop
    if not 0.0 < fixed <= most:
        raise UsageError(
            f"A stop of {fixed:.4%} of the capital cannot be used.",
            f"Give a share above 0 and at most the account's daily loss, {most:.4%}.",
        )
    heard = vendor_clock(system)
    new = NewEntry(
        symbol=system.market.symbol,
        bundle_hash=chosen.bundle.digest,
        stop=fixed,
        trained_here=chosen.bundle.digest in bench.trained,
        entered_at=max(system.wall.now(), heard),
        vendor_at=heard,
        actor=f"cli:{getpass.getuser()}",
    )
    entry = system.court.enter(new, system.clock.now())
    return Entered(entry, 1.0 / entry_level(entry.number))


def _require_no_title(system: System, registry: ModelRegistry, chosen: Chosen) -> None:
    """Let pass what is no proven champion: from an entry on it would be judged by that alone, and lose its title."""
    held, title = registry.by_alias(Alias.CHAMPION), title_of(system, chosen.bundle.digest)
    if held is None or held[0] != chosen.version or title is None:
        return
    if title.event is TitleEvent.WON and title.reason != OVERRIDE:
        raise UsageError(
            f"Version {chosen.version} is champion, proven by {title.reason}: from an entry on it would be judged by "
            "the sessions to come alone, and lose its title.",
            "Leave it: its decay is watched every night.",
        )


def show(done: Entered, *, as_json: bool) -> None:
    """Print what was entered and what it takes."""
    entry = done.entry
    if as_json:
        facts = {
            "number": entry.number,
            "bundle": entry.bundle_hash,
            "stop": entry.stop,
            "target": done.target,
        }
        print_json({**facts, "entered_at": entry.entered_at.isoformat()})
        return
    out.print(
        f"Entered as number {entry.number} of this home, with a session stop of {entry.stop:.3%} of the capital. Every "
        f"session from the next opening on counts; it is proven once its wealth reaches {done.target:,.0f}, from session "
        "60 on. A smaller stop finds an edge sooner: the stop is the lever."
    )


def proof_of(system: System, bench: Bench, bundle: Bundle) -> tuple[ForwardEntry, ForwardProof] | None:
    """How far the bets of an entered bundle have come, at the costs in force; None where it was not entered."""
    entry = bench.entries.get(bundle.digest)
    if entry is None:
        return None
    judged = judged_of(system, bench, bundle)
    settings = system.settings
    done = run(judged.test.episodes, bundle.policy, settings.costs, settings.stakes, stop=entry.stop)
    return entry, forward_proof(done.returns(judged.sessions), entry.stop, entry.number)


def daily_loss_share(system: System, bench: Bench) -> float:
    """The account's daily-loss limit as a share of the newest session's capital."""
    capital = system.settings.stakes.notional * float(bench.history.episodes.first_close[-1])
    return system.settings.risk.daily_loss / capital


def vendor_clock(system: System) -> datetime:
    """What the vendor says the time is, by the head of an answer.

    Raises:
        VendorError: it does not answer, or does not say.
    """

    async def ask() -> datetime | None:
        async with system.feed() as feed:
            await feed.quote(system.market.symbol)
            heard = feed.heard if isinstance(feed, TwelveData) else None
            return None if heard is None else heard.said

    said = asyncio.run(ask())
    if said is None:
        raise VendorError(
            "The vendor's answer does not say what the time is.",
            "Without its clock no proof begins. Try again.",
            None,
        )
    return said


def _newest_returns(system: System, bench: Bench, bundle: Bundle) -> Floats:
    """Session returns of a bundle over the newest sessions: only their spread is used."""
    days = bench.history.expected[-SESSIONS_FOR_STOP:]
    settings = system.settings
    episodes = bench.history.episodes.between(days[0], days[-1])
    return run(episodes, bundle.policy, settings.costs, settings.stakes).returns(days)
