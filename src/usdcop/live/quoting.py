"""Quotes: bought as often as the credits allow, kept, published, matched and made into the forming bar."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Final

from opentelemetry import trace

from usdcop.core.bars import Quote
from usdcop.core.credits import MINUTE
from usdcop.core.errors import CreditsError, SourceError, UsdcopError
from usdcop.core.events import EventType
from usdcop.core.sessions import BAR
from usdcop.core.trading import LiveQuote
from usdcop.core.units import BPS, Price
from usdcop.features.doubt import SpikeRule
from usdcop.live.bodies import quote_body
from usdcop.live.book import Book
from usdcop.live.budget import Purse, interval, needs, next_quote
from usdcop.live.condition import Trouble
from usdcop.live.desk import Desk, blamed
from usdcop.live.forming import FormingBar, take
from usdcop.live.tables import forming_frame

# untested: here, but by whole days in tests/live/test_days.py and test_faulty_days.py

DELAYED: Final = timedelta(seconds=30)
"""Quotes further apart than this are called delayed."""

_tracer = trace.get_tracer("usdcop.live")


class Quoter:
    """Buys and hands on the quotes of one session.

    Args:
        desk: the surroundings.
        book: the session's bars.
        on_change: called after every quote, so that others hear of the condition.
    """

    def __init__(self, desk: Desk, book: Book, on_change: Callable[[], Awaitable[None]]) -> None:
        self._desk, self._book, self._on_change = desk, book, on_change
        self._asked_at = desk.quoted_at
        self._gap = timedelta(0)

    async def run(self) -> None:
        """Until the market closes or the replay ends."""
        try:
            await self._run()
        finally:
            self._desk.spacing = None
            self._desk.condition.mend(Trouble.CREDITS, Trouble.VENDOR)  # nobody asks any more

    async def _run(self) -> None:
        desk, book = self._desk, self._book
        while desk.now() < book.closes:
            left = await desk.purse()
            due = desk.now() + MINUTE if left is None else self._plan(left)
            if not await desk.until(min(due, book.closes)) or desk.now() >= book.closes:
                return
            if desk.spacing is not None and left is not None:
                await self._turn()
            await self._on_change()

    def _plan(self, left: Purse) -> datetime:
        """When the next quote is due, or when to look again where none can be bought."""
        desk, book, now = self._desk, self._book, self._desk.now()
        need = needs([at + BAR for at in book.grid], len(book.have), now, desk.plan.recovery_credits)
        desk.spacing = interval(left, desk.plan.quote_poll, need, book.closes - now)
        if desk.spacing is None and book.closes - now > MINUTE:  # in the last one all are spent as planned
            desk.condition.fail(Trouble.CREDITS, _no_credits(left))
        if desk.spacing is None:
            return now + MINUTE
        return next_quote(self._asked_at, desk.spacing, left, now)

    async def _turn(self) -> None:
        """Buy one quote and hand it on; never faster than the rest allows, in real time."""
        desk, began = self._desk, self._desk.ports.wall.monotonic()
        now = desk.now()
        self._gap = now - self._asked_at if self._asked_at else timedelta(0)
        self._asked_at = now
        try:
            with _tracer.start_as_current_span("quote.fetch"):
                quote = await desk.ports.feed.quote(desk.market.symbol)
        except SourceError as error:
            desk.condition.fail(blamed(error), error)
            await desk.rest()
            return
        desk.condition.mend(Trouble.VENDOR, Trouble.CREDITS, Trouble.REDIS)
        with _tracer.start_as_current_span("quote.hand_on"):
            await self._hand_on(quote, 1000.0 * (desk.ports.wall.monotonic() - began))
        left = desk.plan.quote_rest.total_seconds() - (desk.ports.wall.monotonic() - began)
        if left > 0:
            await desk.ports.wall.sleep(timedelta(seconds=left))

    async def _hand_on(self, quote: Quote, latency_ms: float) -> None:
        desk, book = self._desk, self._book
        taken = take(book.forming, quote, desk.market.calendar)
        desk.quotes[taken.verdict] += 1
        if taken.bar is None or not taken.verdict.taken:
            return
        book.forming, desk.quoted_at = taken.bar, quote.at
        live = self._live(quote)
        try:
            await desk.stored(desk.ports.quotes.put, live)
            await self._publish(live, taken.bar, latency_ms)
            await desk.stored(desk.ports.matcher.on_quote, live, desk.now())
            frame = forming_frame(taken.bar, desk.market.calendar, desk.label.source)
            await desk.stored(desk.ports.bars.upsert, desk.market.symbol, frame)
        except UsdcopError:
            return  # the condition knows; the next quote takes its place

    def _live(self, quote: Quote) -> LiveQuote:
        """``quote`` with the time until the next: as planned, or longer where polls were missed."""
        spacing = max(self._desk.spacing or timedelta(0), self._gap)
        return LiveQuote(
            symbol=quote.symbol,
            price=Price(float(quote.price)),
            bid=None if quote.bid is None else Price(float(quote.bid)),
            ask=None if quote.ask is None else Price(float(quote.ask)),
            at=quote.at,
            source=self._desk.label.source,
            poll_interval_seconds=spacing.total_seconds(),
        )

    async def _publish(self, live: LiveQuote, bar: FormingBar, latency_ms: float) -> None:
        desk = self._desk
        body = quote_body(live, bar, latency_ms, self._quality(live))
        try:
            await desk.ports.events.publish(EventType.MARKET_DATA, body, live.at)
        except SourceError as error:
            desk.condition.fail(Trouble.REDIS, error)

    def _quality(self, live: LiveQuote) -> str:
        """``doubtful`` after a jump such as makes a bar suspect, ``delayed`` where quotes are far apart."""
        newest = max(self._book.have, default=None)
        if newest is not None:
            close = float(self._book.have[newest].close)
            if abs(live.price / close - 1.0) * BPS >= SpikeRule().jump:
                return "doubtful"
        return "delayed" if live.poll_interval_seconds > DELAYED.total_seconds() else "live"


def _no_credits(left: Purse) -> CreditsError:
    return CreditsError(
        f"The {left.day} vendor credits left today are kept for closed bars: no quotes are bought.",
        "Add a key to TWELVEDATA_API_KEYS, or wait until tomorrow (UTC).",
    )
