"""Titles: a champion's judged anew by night, and lost where its verdict fell or its edge has decayed."""

from dataclasses import dataclass
from datetime import date

import structlog

from usdcop.backtest.engine import run
from usdcop.core.episodes import Floats
from usdcop.core.errors import CannotBeJudgedError, ContractError, MissingInputError
from usdcop.core.registry import Alias, ModelRegistry
from usdcop.core.trials import Title, TitleEvent
from usdcop.court.decay import DEMOTED_AT, KeptEdge, decay, demoted_at, kept_edge
from usdcop.court.forward_proof import FIRST_LOOK
from usdcop.features.spec import FEATURE_NAMES, feature_hash
from usdcop.main.jobs.registering import Chosen, choose, registry_of
from usdcop.main.jobs.verdict import (
    Bench,
    Judgement,
    bench_of,
    judge_anew,
    stale_because,
    store_verdict,
    stored_verdict,
)
from usdcop.main.wiring import System
from usdcop.pipeline.gates import rlready_gate
from usdcop.policy.bundle import Bundle

OVERRIDE = "override"
"""Why an overridden champion has its title: two people agreed although the court refused."""
DECAYED = "its edge decayed"
"""Begins the reason for which a title was lost to V."""

_log = structlog.get_logger("usdcop.court")


@dataclass(frozen=True, slots=True, eq=False)
class Decay:
    """A champion's V since its promotion."""

    since: date
    sessions: tuple[date, ...]
    value: Floats
    """(n,) after each session."""
    limit: float = DEMOTED_AT


def win_title(system: System, digest: str, made: Judgement | None, actor: str) -> None:
    """Record a champion's title with what it must keep, fixed from the sessions that proved it; None: overridden.

    A title that it has by the same proof stays as it is: promoting again would begin V anew.
    """
    kept = None if made is None else kept_edge(made.evaluation.returns)
    reason = OVERRIDE if made is None else made.binding.proof
    held = title_of(system, digest)
    if held is not None and (held.event, held.reason) == (TitleEvent.WON, reason):
        return
    title = Title(
        symbol=system.market.symbol,
        bundle_hash=digest,
        event=TitleEvent.WON,
        reason=reason,
        cap=None if kept is None else kept.cap,
        kept_mean=None if kept is None else kept.mean,
        since=next_session(system),
        actor=actor,
    )
    system.court.add_title(title, system.clock.now())


def next_session(system: System) -> date:
    """The first session that opens after now."""
    calendar, now = system.market.calendar, system.clock.now()
    today = calendar.local_date(now)
    coming = calendar.sessions(today, date.fromordinal(today.toordinal() + 14))
    return next(day for day in coming if calendar.opens_at(day) > now)


def title_of(system: System, digest: str) -> Title | None:
    """The newest event of a bundle's title, if it ever had one."""
    own = [one for one in system.court.titles(system.market.symbol) if one.bundle_hash == digest]
    return own[-1] if own else None


def decayed_before(system: System, digest: str) -> date | None:
    """First session after a bundle last lost its title to decay: what it earned before proves nothing any more."""
    lost = (
        one.since
        for one in system.court.titles(system.market.symbol)
        if one.bundle_hash == digest and one.event is TitleEvent.LOST and one.reason.startswith(DECAYED)
    )
    return max(lost, default=None)


def decay_of(system: System, bench: Bench, bundle: Bundle) -> Decay | None:
    """V of a champion since its promotion; None where nothing was fixed that it must keep."""
    title = title_of(system, bundle.digest)
    if title is None or title.cap is None or title.kept_mean is None:
        return None
    days = tuple(day for day in bench.history.expected if day >= title.since)
    entry, settings = bench.entries.get(bundle.digest), system.settings
    episodes = bench.history.episodes.between(title.since, date.max)
    stop = None if entry is None else entry.stop
    done = run(episodes, bundle.policy, settings.costs, settings.stakes, stop=stop)
    return Decay(title.since, days, decay(done.returns(days), KeptEdge(title.cap, title.kept_mean)))


def review_champion(system: System) -> str:
    """Judge the champion anew where its verdict is stale, and take the title where it fell or decayed.

    Returns:
        why it lost the title; empty: there is none, or it keeps it.
    """
    registry = registry_of(system)
    if registry.by_alias(Alias.CHAMPION) is None:
        return ""
    try:
        bench = bench_of(system)
    except MissingInputError:
        return ""
    chosen = choose(registry, Alias.CHAMPION)
    try:
        chosen.bundle.check_features(FEATURE_NAMES, feature_hash())
    except ContractError as error:
        _log.warning("the champion cannot be judged anew", version=chosen.version, reason=error.sentence)
        return ""
    title = title_of(system, chosen.bundle.digest)
    if (
        title is not None and title.event is TitleEvent.LOST
    ):  # a night was cut off, or a roll-back brought it back
        _step_down(registry, chosen)
        return title.reason
    reason = _refused(system, bench, chosen) or _decayed(system, bench, chosen)
    if reason:
        lose_title(system, registry, chosen, reason)
    return reason


def lose_title(system: System, registry: ModelRegistry, chosen: Chosen, reason: str) -> None:
    """Take the champion's role from the next session on; it becomes challenger where that is vacant, else shadow."""
    title = Title(
        symbol=system.market.symbol,
        bundle_hash=chosen.bundle.digest,
        event=TitleEvent.LOST,
        reason=reason,
        cap=None,
        kept_mean=None,
        since=next_session(system),
        actor="home",
    )
    system.court.add_title(title, system.clock.now())
    _step_down(registry, chosen)
    _log.warning("the champion lost its title", version=chosen.version, reason=reason)


def _step_down(registry: ModelRegistry, chosen: Chosen) -> None:
    """Give a champion the role of challenger where that is vacant, else of shadow."""
    vacant = registry.by_alias(Alias.CHALLENGER) is None
    registry.set_alias(Alias.CHALLENGER if vacant else Alias.SHADOW, chosen.version)
    registry.clear_alias(Alias.CHAMPION)


def _refused(system: System, bench: Bench, chosen: Chosen) -> str:
    """Why the champion is refused at what is in force; empty: it holds, or cannot be judged now.

    It is judged anew where its verdict is stale. One that is not stale may refuse it all the same: a person or the
    night judged it before.
    """
    digest, title = chosen.bundle.digest, title_of(system, chosen.bundle.digest)
    stored = stored_verdict(system, digest)
    stale = ("verdict",) if stored is None else stale_because(system, bench, digest, stored)
    holds = stored is not None and not stored.failed and not stale
    if holds or (title is not None and title.reason == OVERRIDE):
        return ""
    try:
        made = judge_anew(system, bench, chosen.bundle)
        store_verdict(system, made)
        if made.forward and len(made.evaluation.sessions) < FIRST_LOOK:
            return ""
        if made.forward and title is not None:  # sessions that came later take no title: decay watches them
            made = judge_anew(system, bench, chosen.bundle, before=title.since)
    except (CannotBeJudgedError, MissingInputError) as error:
        _log.warning("the champion cannot be judged anew", version=chosen.version, reason=error.sentence)
        return ""
    failed = [*made.evaluation.gates.failed, *too_little_training(system, bench, chosen)]
    changed = ", ".join(stale) or "what is in force"
    return f"refused by {', '.join(failed)} since {changed} changed" if failed else ""


def too_little_training(system: System, bench: Bench, chosen: Chosen) -> list[str]:
    """Name of L4's gate where a bundle of this home was trained on too little; figures of others are not applicable."""
    made = bench.trained.get(chosen.bundle.digest)
    if made is None:
        return []
    trained = bench.history.episodes.trainable(*made.split.train)
    enough = rlready_gate(len(trained), system.settings.gates)
    return [] if enough.passed else [enough.name]


def _decayed(system: System, bench: Bench, chosen: Chosen) -> str:
    found = decay_of(system, bench, chosen.bundle)
    at = None if found is None else demoted_at(found.value)
    if found is None or at is None:
        return ""
    return f"{DECAYED}: V reached {found.value[at - 1]:.0f} after {at} sessions, {found.sessions[at - 1]}"
