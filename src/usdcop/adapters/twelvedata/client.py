"""The market feed over HTTP: pages, keys, credits and retries."""

import asyncio
import random
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any, Final, TypeVar

import httpx

from usdcop.adapters.twelvedata.answers import (
    INTERVAL,
    DayQuote,
    KeyUsage,
    Page,
    Setback,
    Trouble,
    day_quote_of,
    page_of,
    payload_of,
    price_of,
    usage_of,
    without_empty_volume,
)
from usdcop.adapters.twelvedata.recovery import Bench, Decision, GiveUp, Rules, Wait, decide, vendor_error
from usdcop.core.bars import Quote, VendorBar
from usdcop.core.errors import CreditsError, UsageError, VendorError
from usdcop.core.gaps import MAX_BARS
from usdcop.core.ports import Clock, CreditLedger, Wall
from usdcop.core.retry import RetryRule
from usdcop.core.sessions import market_of

T = TypeVar("T")

_SECOND: Final = timedelta(seconds=1)
_URL_CURE: Final = "Set USDCOP_VENDOR_URL to one like https://api.twelvedata.com."
_LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})
"""Hosts that are never reached through a proxy."""


@dataclass(frozen=True, slots=True)
class VendorTerms:
    """How patient the client is, and how long a key is left alone."""

    retry: RetryRule = RetryRule()  # noqa: RUF009 - frozen
    """When the vendor fails: how often and after which waits the call is made again."""
    timeout: timedelta = timedelta(seconds=20)
    """Longest wait for an answer."""
    credit_patience: timedelta = timedelta(seconds=90)
    """Longest wait, in market time, for credits of a history request; beyond it ``CreditsError``."""
    refused_key_rest: timedelta = timedelta(hours=12)
    """How long a key the vendor refused (401, 403) is not used."""
    page_bars: int = MAX_BARS
    """Bars asked for at once: the vendor's most."""
    most_calls: int = 64
    """Calls made for one answer, with whatever keys, before it fails."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What time the vendor said it was, to the second, and when it was asked and had answered (real time)."""

    said: datetime
    asked: datetime
    answered: datetime


@asynccontextmanager
async def open_twelvedata(
    url: str, ledger: CreditLedger, clock: Clock, wall: Wall, terms: VendorTerms | None = None
) -> AsyncIterator["TwelveData"]:
    """The vendor at ``url``, while the block runs.

    Args:
        url: the vendor's address, or the simulator's.
        ledger: gives the keys and keeps account of their credits.
        clock: market time, which credits and receipt times are counted in.
        wall: real time, which retries wait in.
        terms: how patient to be.

    Raises:
        UsageError: ``url`` is no address, or the environment names a proxy that cannot be used.
    """
    chosen = terms or VendorTerms()
    try:
        address = httpx.URL(url)
    except httpx.InvalidURL as error:
        raise UsageError(f"{url!r} is no address: {error}.", _URL_CURE) from None
    if address.scheme not in {"http", "https"} or not address.host:
        raise UsageError(f"{url!r} is no address.", _URL_CURE)
    timeout, proxied = chosen.timeout.total_seconds(), address.host not in _LOOPBACK
    try:
        opened = httpx.AsyncClient(base_url=address, timeout=timeout, trust_env=proxied)
    except (ImportError, ValueError, httpx.InvalidURL) as error:  # what httpx raises of a proxy it cannot use
        raise UsageError(
            "The vendor cannot be asked through the proxy that ALL_PROXY or HTTPS_PROXY names: it is a SOCKS proxy, or "
            "no address.",
            "Set HTTPS_PROXY to the address of an HTTP proxy (http://host:port), and unset ALL_PROXY.",
        ) from error
    async with opened as http:
        yield TwelveData(http, ledger, clock, wall, terms=chosen)


class TwelveData:
    """The vendor as a ``MarketFeed``. Many calls may be under way at once in one event loop.

    The key travels in a header, never in the address, which logs and proxies keep.
    """

    def __init__(
        self,
        http: httpx.AsyncClient,
        ledger: CreditLedger,
        clock: Clock,
        wall: Wall,
        *,
        terms: VendorTerms,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._http, self._ledger, self._clock, self._wall = http, ledger, clock, wall
        self._terms, self._chance = terms, chance
        self._rules = Rules(terms.retry, terms.refused_key_rest)
        self._heard: Heard | None = None

    @property
    def heard(self) -> Heard | None:
        """The vendor's clock, as its newest answer told it; None where none did."""
        return self._heard

    def with_terms(self, terms: VendorTerms) -> "TwelveData":
        """The same vendor, asked with other patience."""
        return TwelveData(self._http, self._ledger, self._clock, self._wall, terms=terms, chance=self._chance)

    async def bars(self, symbol: str, start: datetime, end: datetime) -> list[VendorBar]:
        """Bars that open in ``[start, end)``, oldest first, as received: duplicates and odd prices included.

        Pages backwards, because the vendor cuts an answer to its newest bars. Waits for credits up to
        ``credit_patience``.

        Raises:
            VendorError: the vendor refused, failed or answered nonsense, after all retries.
            CreditsError: no key has credits soon enough.
            UsageError: the symbol is not configured.
        """
        vendor_symbol = market_of(symbol).vendor_symbol
        pages: list[Page] = []
        until = end
        while start < until:
            page = await self._page(vendor_symbol, start, until)
            pages.append(page)
            if page.received < self._terms.page_bars:
                break
            until = page.bars[0].time
        return without_empty_volume([bar for page in reversed(pages) for bar in page.bars])

    async def quote(self, symbol: str) -> Quote:
        """The newest price. The vendor gives it no time, so ``at`` is when it was received.

        Does not wait for credits: a price is wanted now or not at all. Raises as ``bars`` does.
        """
        market = market_of(symbol)
        price = await self._answer("/price", {"symbol": market.vendor_symbol}, price_of, timedelta(0))
        return Quote(market.symbol, price, self._clock.now())

    async def day_quote(self, symbol: str) -> DayQuote:
        """The newest trading day with the close before it. Raises as ``bars`` does."""
        market = market_of(symbol)

        def parse(payload: Mapping[str, Any]) -> DayQuote | Setback:
            return day_quote_of(payload, market.symbol)

        return await self._answer("/quote", {"symbol": market.vendor_symbol}, parse, timedelta(0))

    async def usage(self, key: str) -> KeyUsage:
        """What ``key`` has used, as the vendor counts it; the ledger learns it. Costs that key one credit.

        Raises:
            VendorError: the vendor refused the key, or failed.
        """
        found = await self._once("/api_usage", {}, key, usage_of)
        if isinstance(found, Setback):
            raise vendor_error(found)
        await asyncio.to_thread(self._ledger.observe, key, found.day, self._clock.now())
        return found

    async def _page(self, vendor_symbol: str, start: datetime, until: datetime) -> Page:
        """The newest bars of ``[start, until)``; empty where the vendor has none."""
        asked = {
            "symbol": vendor_symbol,
            "interval": INTERVAL,
            "timezone": "UTC",
            "order": "ASC",
            "outputsize": str(self._terms.page_bars),
            "start_date": _stamp(start),
            # whether the vendor includes the end or not, no bar opens in the second before the next one
            "end_date": _stamp(max(start, until - _SECOND)),
        }

        def parse(payload: Mapping[str, Any]) -> Page | Setback:
            return page_of(payload, start, until, vendor_symbol)

        try:
            return await self._answer("/time_series", asked, parse, self._terms.credit_patience)
        except _NoDataError:
            return Page((), 0)

    async def _answer(
        self, path: str, asked: Mapping[str, str], parse: "Parse[T]", credit_patience: timedelta
    ) -> T:
        """The parsed answer, with another key or another try where that may help."""
        patience, failures, last = _Patience(credit_patience), 0, None
        for _ in range(self._terms.most_calls):
            key = await self._key(patience, last)
            last = await self._once(path, asked, key, parse)
            if not isinstance(last, Setback):
                return last
            if last.trouble is Trouble.NO_DATA:
                raise _NoDataError(last)
            failures += last.trouble is Trouble.FAILED
            await self._recover(decide(last, failures, self._clock.now(), self._chance(), self._rules), key)
        raise VendorError(f"No key brought an answer in {self._terms.most_calls} calls.", "Try again later.")

    async def _recover(self, decision: Decision, key: str) -> None:
        match decision:
            case Wait(duration):
                await self._wall.sleep(duration)
            case Bench(until, why):
                await asyncio.to_thread(self._ledger.bench, key, until, why)
            case GiveUp(error):
                raise error

    async def _once(self, path: str, asked: Mapping[str, str], key: str, parse: "Parse[T]") -> T | Setback:
        """One call. Never raises for what the vendor or the network does."""
        limit, asked_at = self._terms.timeout.total_seconds(), self._wall.now()
        try:
            async with asyncio.timeout(limit):  # httpx limits each read, not a vendor that drips
                reply = await self._http.get(path, params=asked, headers={"Authorization": f"apikey {key}"})
        except (httpx.TimeoutException, TimeoutError):
            return Setback(Trouble.FAILED, f"no answer within {limit:g} s")
        except (httpx.LocalProtocolError, UnicodeEncodeError):
            return Setback(Trouble.KEY_REFUSED, "the key has characters that cannot be sent")
        except httpx.HTTPError as error:
            return Setback(Trouble.FAILED, f"no connection ({type(error).__name__})")
        self._hear(reply, asked_at)
        payload = payload_of(reply.status_code, reply.content)
        found = payload if isinstance(payload, Setback) else parse(payload)
        return _without_key(found, key) if isinstance(found, Setback) else found

    def _hear(self, reply: httpx.Response, asked: datetime) -> None:
        """Note the date in the head of ``reply``, where there is one that can be read."""
        try:
            said = parsedate_to_datetime(reply.headers.get("date", ""))
        except ValueError:
            return
        if said.tzinfo is not None:
            self._heard = Heard(said, asked, self._wall.now())

    async def _key(self, patience: "_Patience", last: object) -> str:
        """A key with a credit reserved; waits for one while ``patience`` lasts."""
        while True:
            now = self._clock.now()
            try:
                return await asyncio.to_thread(self._ledger.reserve, 1, now)
            except CreditsError as error:
                wait = None if error.free_at is None else max(_SECOND, error.free_at - now)
                if wait is None or not patience.allows(wait):
                    if isinstance(last, Setback) and last.trouble is Trouble.KEY_REFUSED:
                        raise vendor_error(last) from error
                    raise
            await self._clock.sleep(wait)


Parse = Callable[[Mapping[str, Any]], T | Setback]


@dataclass(slots=True)
class _Patience:
    """Time one call may still spend waiting for credits."""

    left: timedelta

    def allows(self, wait: timedelta) -> bool:
        """Take ``wait`` out of what is left, if it fits."""
        if wait > self.left:
            return False
        self.left -= wait
        return True


class _NoDataError(VendorError):
    """The vendor has nothing there."""

    def __init__(self, setback: Setback) -> None:
        super().__init__(f"The vendor has nothing: {setback.text}", "Choose other dates.", setback.code)


def _without_key(setback: Setback, key: str) -> Setback:
    return replace(setback, text=setback.text.replace(key, "[key]")) if key else setback


def _stamp(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M:%S}"
