"""Diagnosis cards: the ways a result deceives, each with the evidence for or against it. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from usdcop.core.record import Record
from usdcop.services.analytics.figures import gross_bps
from usdcop.services.analytics.ports import Filling

FEW_TRADES: Final = 100
"""Fewer trades than this prove little."""
TENTHS: Final = 10


@dataclass(frozen=True, slots=True)
class Card:
    """One way to be deceived. ``status`` is ``ok``, ``warn``, or ``unknown`` where it cannot be told."""

    code: str
    title: str
    status: str
    evidence: str
    figures: Mapping[str, float] = field(default_factory=dict)
    """What the sentence rests on, by name; empty where nothing is known."""
    parts: tuple[float, ...] = ()
    """Return of each tenth of the sessions, where tenths are what it is about."""


def cards_of(record: Record, filling: Filling) -> list[Card]:
    """Every card, in a fixed order."""
    return [card(record, filling) for card in _CARDS]


def _few_trades(record: Record, _filling: Filling) -> Card:
    count = len(record.trades)
    told = f"{count} trades in {len(record.expected)} sessions; fewer than {FEW_TRADES} prove little."
    figures = {"trades": count, "sessions": len(record.expected), "needed": FEW_TRADES}
    return Card("few_trades", "Too few trades", "warn" if count < FEW_TRADES else "ok", told, figures)


def _lucky_tenth(record: Record, _filling: Filling) -> Card:
    title, total = "Lucky tenth", float(record.returns.sum())
    if len(record.returns) < TENTHS:
        return Card("lucky_tenth", title, "unknown", f"Fewer than {TENTHS} sessions.")
    tenths = [float(part.sum()) for part in np.array_split(record.returns, TENTHS)]
    best = tenths.index(max(tenths)) + 1
    told = f"Tenth {best} of {TENTHS} earned {max(tenths):.3%} of a total of {total:.3%}."
    lucky = total > 0 and total - max(tenths) <= 0
    figures = {"tenth": best, "best": max(tenths), "total": total}
    return Card("lucky_tenth", title, "warn" if lucky else "ok", told, figures, tuple(tenths))


def _cost_sensitivity(record: Record, _filling: Filling) -> Card:
    title = "Cost sensitivity"
    if not record.trades:
        return Card("cost_sensitivity", title, "unknown", "No trade, no cost.")
    gross, cost = gross_bps(record)
    told = f"Before costs {gross:+.2f} bps a session, costs {cost:.2f}; at twice the costs {gross - 2 * cost:+.2f}."
    figures = {"gross_bps": gross, "cost_bps": cost}
    return Card("cost_sensitivity", title, "ok" if gross > 2 * cost else "warn", told, figures)


def _stale_fills(_record: Record, filling: Filling) -> Card:
    title = "Stale fills"
    if filling.doubtful is None or not filling.fills:
        why = (
            "No fill yet."
            if not filling.fills
            else "It was not kept whether the fills' quotes were doubtful."
        )
        return Card("stale_fills", title, "unknown", why)
    told = f"{filling.doubtful} of {filling.fills} fills at bars whose quote was doubtful."
    figures = {"fills": filling.fills, "doubtful": filling.doubtful}
    return Card("stale_fills", title, "warn" if filling.doubtful else "ok", told, figures)


def _look_ahead(_record: Record, filling: Filling) -> Card:
    title, delay = "Look-ahead", filling.shortest_delay
    if delay is None:
        return Card("look_ahead", title, "unknown", "No fill yet.")
    told = f"Every fill came at least {delay} bar(s) after its decision; nothing is filled at the signal's own close."
    figures = {"delay_bars": delay, "fills": filling.fills}
    return Card("look_ahead", title, "ok" if delay >= 1 else "warn", told, figures)


_CARDS: Final[tuple[Callable[[Record, Filling], Card], ...]] = (
    _few_trades,
    _lucky_tenth,
    _cost_sensitivity,
    _stale_fills,
    _look_ahead,
)
