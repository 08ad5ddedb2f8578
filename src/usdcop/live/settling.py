"""From an accepted bar to what it makes of all roles: the facts of its close, then fills, opinions and rulings. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from usdcop.core.accounting import LAST_DECISION_SLOTS, heeded, permitted
from usdcop.core.errors import MissingInputError, PolicyOutputError
from usdcop.core.policy_book import (
    NOT_FINITE,
    SESSION_STOP,
    BarOutcome,
    Book,
    Exit,
    ExitRule,
    Holder,
    Ruling,
    Said,
)
from usdcop.core.registry import Alias
from usdcop.core.sessions import BAR, Calendar
from usdcop.core.trading import TradingState
from usdcop.core.units import Price
from usdcop.features.incremental import IncrementalFeatures, SessionBars
from usdcop.live.decide import (
    MAY_CHANGE,
    BarFacts,
    Terms,
    decides,
    exit_fill,
    fill_at,
    left,
    observation,
    ruling,
    settle,
    stopped,
    unasked,
)
from usdcop.live.session import LiveSession
from usdcop.policy.bundle import Opinion


def facts_of(
    day: date, bars: SessionBars, window: IncrementalFeatures | None, calendar: Calendar, now: datetime
) -> BarFacts:
    """What is known at the close of the newest of ``bars``, the accepted bars of ``day`` so far.

    Features only where ``window`` makes some and the target may still change.
    """
    slot, slots = int(bars.slot[-1]), calendar.hours.slots
    at = calendar.opens_at(day) + (slot + 1) * BAR
    decidable = window is not None and slot < slots - LAST_DECISION_SLOTS
    return BarFacts(
        day=day,
        slot=slot,
        slots=slots,
        at=at,
        close=Price(float(bars.close[-1])),
        first_close=Price(float(bars.close[0])),
        trusted=not bars.suspect[-1],
        doubtful=bool(bars.doubtful[-1]),
        features=window.newest(bars) if decidable and window is not None else None,
        late=now >= at + BAR,
    )


def outcome(
    session: LiveSession,
    facts: BarFacts,
    terms: Terms,
    state: TradingState | None,
    books: Mapping[str, Book],
) -> BarOutcome:
    """What the bar makes of the accounts: fills, then the opinion of each role on what its accounts hold."""
    settled = {account: settle(books[account], facts, state, terms) for account in session.traders}
    rulings: list[Ruling] = []
    said: list[Said] = []
    mute: dict[Alias, str] = {}
    for account, alias in session.traders.items():
        book, holder = settled[account].book, session.holder(alias)
        if alias not in session.bundles or not decides(book, facts):
            forced = unasked(book, facts, holder, state, terms)
            rulings += [] if forced is None else [forced]
            continue
        try:
            opinion = session.bundles[alias].policy.opinion(observation(book, facts))
        except PolicyOutputError as error:
            rulings.append(_without_answer(book, facts, holder, state, terms))
            mute[alias] = str(error)
            continue
        rulings.append(ruling(book, facts, opinion.target, holder, state, terms))
        if account == alias.value:
            said.append(_said(holder, opinion))
    return BarOutcome(
        filled=tuple(one for each in settled.values() for one in each.filled),
        cancelled=tuple(one for each in settled.values() for one in each.cancelled),
        rulings=tuple(rulings),
        said=tuple(said),
        mute=tuple(mute.items()),
    )


def _without_answer(
    book: Book, facts: BarFacts, holder: Holder, state: TradingState | None, terms: Terms
) -> Ruling:
    """Flat, where the policy did not answer; recorded as the stop's where the session has lost it."""
    over = stopped(book, facts, holder.stop, terms)
    return left(book, facts, 0.0, holder, state, SESSION_STOP if over else NOT_FINITE)


@dataclass(frozen=True, slots=True)
class Imagined:
    """A shadow after a bar: its book, what the next trusted bar would fill, and what it said."""

    book: Book
    units: float
    said: tuple[Said, ...]
    mute: tuple[tuple[Alias, str], ...] = ()


def shadow(session: LiveSession, facts: BarFacts, terms: Terms) -> Imagined:
    """What the shadow says, on the position it would hold had it traded by the same rule."""
    book, units = session.shadow, session.shadow_units
    if units and facts.trusted:
        book, units = book.after(fill_at(facts, units, terms)), 0.0
    over = stopped(book, facts, session.stop_of(Alias.SHADOW), terms)
    book = replace(book, stopped=book.stopped or over)
    if Alias.SHADOW not in session.bundles or facts.features is None:
        return Imagined(book, -book.position if over else units, ())
    try:
        opinion = session.bundles[Alias.SHADOW].policy.opinion(observation(book, facts))
    except PolicyOutputError as error:
        return Imagined(book, -book.position, (), ((Alias.SHADOW, str(error)),))
    wanted = heeded(opinion.target, over)
    target = float(permitted(wanted, book.position, MAY_CHANGE, float(facts.doubtful)))
    return Imagined(book, target - book.position, (_said(session.holder(Alias.SHADOW), opinion),))


def with_shadow(
    made: BarOutcome, imagined: Imagined, facts: BarFacts, books: Mapping[str, Book]
) -> BarOutcome:
    """``made`` with what the shadow said, unless the bar was dealt with before and it was said then."""
    before = any(book.decided >= facts.slot for book in books.values())
    if before:
        return made
    return replace(made, said=(*made.said, *imagined.said), mute=(*made.mute, *imagined.mute))


def exits(last: BarFacts | None, terms: Terms) -> ExitRule:
    """The rule that ends a session at its ``last`` trusted bar; None: it had none."""

    def rule(books: Mapping[str, Book]) -> tuple[Exit, ...]:
        if last is None and any(book.position for book in books.values()):
            raise MissingInputError(
                "A session cannot be closed: a policy holds a position, and no bar of it is known.",
                "Acquire its bars: usdcop acquire; the next opening closes it.",
            )
        return tuple(
            Exit(account, book.bundle_hash, exit_fill(book, last, terms) if last else None)
            for account, book in books.items()
        )

    return rule


def _said(holder: Holder, opinion: Opinion) -> Said:
    return Said(holder, opinion.target, opinion.probabilities, opinion.value)
