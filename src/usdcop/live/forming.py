"""The forming bar: what quotes make of a bar before the vendor has closed it. Pure.

It is for the screen: only a bar that is fetched closed becomes final.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from usdcop.core.bars import Quote
from usdcop.core.sessions import BAR, Calendar
from usdcop.live.poll import plausible


class Verdict(StrEnum):
    """What became of a quote."""

    OPENED = "opened"
    """It is the first of its bar."""
    UPDATED = "updated"
    DUPLICATE = "duplicate"
    """The same instant again: ignored."""
    OUT_OF_ORDER = "out_of_order"
    """Older than what is known: ignored."""
    OUTSIDE = "outside"
    """Received while the market is closed: ignored."""
    UNUSABLE = "unusable"
    """No price above zero that the table can hold: ignored."""

    @property
    def taken(self) -> bool:
        """Whether the quote counts."""
        return self in {Verdict.OPENED, Verdict.UPDATED}


@dataclass(frozen=True, slots=True)
class FormingBar:
    """The bar that is forming: ``time`` is its opening instant, ``at`` that of its newest quote."""

    time: datetime
    open: Decimal
    high: Decimal
    low: Decimal
    close: Decimal
    at: datetime
    quotes: int = 1


@dataclass(frozen=True, slots=True)
class Taken:
    """The forming bar after a quote, and what became of the quote."""

    bar: FormingBar | None
    verdict: Verdict


def take(bar: FormingBar | None, quote: Quote, calendar: Calendar) -> Taken:
    """``bar`` after ``quote``: the first quote of a bar opens it, the edge belongs to the new bar."""
    verdict = _verdict(bar, quote, calendar)
    if not verdict.taken:
        return Taken(bar, verdict)
    if bar is None or verdict is Verdict.OPENED:
        return Taken(_opened(quote, calendar), Verdict.OPENED)
    grown = replace(
        bar,
        high=max(bar.high, quote.price),
        low=min(bar.low, quote.price),
        close=quote.price,
        at=quote.at,
        quotes=bar.quotes + 1,
    )
    return Taken(grown, verdict)


def _verdict(bar: FormingBar | None, quote: Quote, calendar: Calendar) -> Verdict:
    if not plausible(quote.price):
        return Verdict.UNUSABLE
    if not calendar.is_open(quote.at):
        return Verdict.OUTSIDE
    if bar is None:
        return Verdict.OPENED
    if quote.at <= bar.at:
        return Verdict.DUPLICATE if quote.at == bar.at else Verdict.OUT_OF_ORDER
    return Verdict.OPENED if quote.at >= bar.time + BAR else Verdict.UPDATED


def _opened(quote: Quote, calendar: Calendar) -> FormingBar:
    opens = calendar.opens_at(calendar.local_date(quote.at))
    time = opens + (quote.at - opens) // BAR * BAR
    return FormingBar(time, quote.price, quote.price, quote.price, quote.price, quote.at)
