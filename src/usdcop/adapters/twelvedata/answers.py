"""What the vendor's answers mean: bytes in, a payload, a refusal or a failure out. No I/O, no clock."""

import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, Final

from usdcop.core.bars import VendorBar
from usdcop.core.sessions import BAR

_PRICES: Final = ("open", "high", "low", "close")
_NO_NUMBER: Final = Decimal("NaN")
_NO_DATA: Final = "no data is available"
_NUMBER: Final = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_OF_THE_DAY: Final = re.compile(r"\b(for the day|daily|per day)\b")
_SHOWN: Final = 120
"""Characters of a strange answer that an error quotes."""
_PLAN: Final = re.compile(
    r"available (?:starting )?(?:with|on|in|for) (?:the )?([\w ]+?) plans?\b", re.IGNORECASE
)
INTERVAL: Final = "5min"
"""The only interval that is asked for."""
_BAD_REQUEST: Final = 400
_NOT_ALLOWED: Final = frozenset({401, 403})
_TOO_MANY: Final = 429
_SERVER: Final = 500


class Trouble(StrEnum):
    """What kind of answer it was that is not a payload, and so what to do about it."""

    NO_DATA = "no data"
    """The vendor has no bars there: not an error."""
    KEY_REFUSED = "key refused"
    """401 and 403: this key will not work soon; another may."""
    MINUTE_SPENT = "minute spent"
    """429: this key has no credits before the next minute."""
    DAY_SPENT = "day spent"
    """429: this key has no credits before the next UTC day."""
    PLAN = "plan"
    """The key's plan has no right to this; asking again does not help."""
    OTHER = "other data"
    """The answer says itself, or shows, that it is of another symbol or interval than was asked for."""
    REFUSED = "refused"
    """The question is wrong; asking again does not help."""
    FAILED = "failed"
    """The vendor failed or answered nonsense; asking again may help."""


@dataclass(frozen=True, slots=True)
class Setback:
    """An answer that carries no payload; ``text`` says in a few words what came instead."""

    trouble: Trouble
    text: str
    code: int | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """Bars of one answer, oldest first, all rows as received; ``received`` counts those outside its dates too."""

    bars: tuple[VendorBar, ...]
    received: int


@dataclass(frozen=True, slots=True)
class DayQuote:
    """The newest trading day as the vendor sums it up; ``opened`` is its start."""

    symbol: str
    opened: datetime
    open: Decimal
    high: Decimal
    low: Decimal
    close: Decimal
    previous_close: Decimal
    is_market_open: bool


@dataclass(frozen=True, slots=True)
class KeyUsage:
    """Credits one key has used, and may use, in this minute and on this UTC day."""

    minute: int
    minute_limit: int
    day: int
    day_limit: int


def payload_of(status: int, body: bytes) -> Mapping[str, Any] | Setback:
    """The object in an answer, or what it was instead. Errors come under HTTP 200 as well."""
    text = body.decode("utf-8", errors="replace").strip()
    try:
        found = json.loads(text, parse_float=Decimal)
    except (ValueError, ArithmeticError, RecursionError):
        return _no_json(status, text)
    if not isinstance(found, dict):
        return Setback(Trouble.FAILED, f"JSON that is no object: {_shown(text)}")
    if found.get("status") == "error" or {"code", "message"} <= found.keys() or status >= _BAD_REQUEST:
        return _setback(status, found)
    return found


def page_of(payload: Mapping[str, Any], start: datetime, end: datetime, vendor_symbol: str) -> Page | Setback:
    """The bars of a ``/time_series`` answer for ``[start, end)`` of ``vendor_symbol``.

    What the answer says of itself (``meta``) must be what was asked for, and most of its bars must open on the grid.

    Duplicates, inverted bars and prices that are no numbers (or too large for one) are kept: L1 judges them. A row without a
    readable time has no place in the history, so such an answer is a failure as a whole; so is one in
    which no bar is of the dates asked for.
    """
    rows = payload.get("values")
    if not isinstance(rows, list):
        return Setback(Trouble.FAILED, "an answer without a list of bars")
    other = _other_data(payload.get("meta"), vendor_symbol)
    if other:
        return Setback(Trouble.OTHER, other)
    try:
        bars = [_bar(row) for row in rows]
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
        return Setback(Trouble.FAILED, "a row of bars without a readable time")
    inside = sorted((bar for bar in bars if start <= bar.time < end), key=lambda bar: bar.time)
    if bars and not inside:
        return Setback(Trouble.FAILED, "only bars outside the dates asked for")
    if 2 * sum(bar.time.timestamp() % BAR.total_seconds() != 0 for bar in bars) > len(bars):
        return Setback(Trouble.OTHER, "bars of another length than 5 minutes")
    return Page(tuple(inside), len(bars))


def _other_data(meta: object, vendor_symbol: str) -> str:
    """What ``meta`` says that is not what was asked for; empty where nothing is."""
    told = meta if isinstance(meta, dict) else {}
    asked = {"symbol": vendor_symbol, "interval": INTERVAL}
    return " and ".join(
        f"{name} {_shown(str(told[name]))} instead of {wanted}"
        for name, wanted in asked.items()
        if told.get(name) is not None and str(told[name]).upper() != wanted.upper()
    )


def price_of(payload: Mapping[str, Any]) -> Decimal | Setback:
    """The price of a ``/price`` answer."""
    price = _decimal(payload.get("price"))
    return price if price.is_finite() else Setback(Trouble.FAILED, "an answer without a price")


def day_quote_of(payload: Mapping[str, Any], symbol: str) -> DayQuote | Setback:
    """The day of a ``/quote`` answer."""
    numbers = {name: _decimal(payload.get(name)) for name in (*_PRICES, "previous_close")}
    opened, is_open = payload.get("timestamp"), payload.get("is_market_open")
    whole = all(number.is_finite() for number in numbers.values())
    if not whole or type(opened) is not int or not isinstance(is_open, bool):
        return Setback(Trouble.FAILED, "an answer without a quote")
    try:
        at = datetime.fromtimestamp(opened, UTC)
    except (OverflowError, ValueError, OSError):
        return Setback(Trouble.FAILED, "a quote with an impossible time")
    return DayQuote(symbol, at, **numbers, is_market_open=is_open)


def usage_of(payload: Mapping[str, Any]) -> KeyUsage | Setback:
    """The credits of an ``/api_usage`` answer."""
    names = ("current_usage", "plan_limit", "daily_usage", "plan_daily_limit")
    numbers = [payload.get(name) for name in names]
    if not all(isinstance(number, int) for number in numbers):
        return Setback(Trouble.FAILED, "an answer without credits")
    return KeyUsage(*(int(str(number)) for number in numbers))


def without_empty_volume(bars: Sequence[VendorBar]) -> list[VendorBar]:
    """``bars`` with no volume where none of them has any: zero everywhere means that the feed has none."""
    if any(bar.volume for bar in bars):
        return list(bars)
    return [bar if bar.volume is None else replace(bar, volume=None) for bar in bars]


def _no_json(status: int, text: str) -> Setback:
    if not text:
        what = "an empty answer"
    elif text.lstrip().lower().startswith(("<!doctype", "<html")):
        what = "a web page instead of data"
    else:
        what = f"no JSON: {_shown(text)}"
    code = status if status >= _BAD_REQUEST else None
    # A page that forbids comes from what stands before the vendor: it says nothing of the key.
    trouble = _trouble(code, "") if code and code not in _NOT_ALLOWED else Trouble.FAILED
    return Setback(trouble, f"{what} (HTTP {status})", code)


def _setback(status: int, found: Mapping[str, Any]) -> Setback:
    code = found.get("code")
    if not isinstance(code, int) or isinstance(code, bool):
        code = status if status >= _BAD_REQUEST else None
    message = str(found.get("message", "an error without a message"))
    if code in _NOT_ALLOWED and "message" not in found:  # as with a page that forbids
        return Setback(Trouble.FAILED, message, code)
    return Setback(_trouble(code, message), _shown(message), code)


def _trouble(code: int | None, message: str) -> Trouble:
    text = message.lower()
    if plan_of(message):
        return Trouble.PLAN
    if code == _BAD_REQUEST and _NO_DATA in text:
        return Trouble.NO_DATA
    if code in _NOT_ALLOWED:
        return Trouble.KEY_REFUSED
    if code == _TOO_MANY:
        return Trouble.DAY_SPENT if _OF_THE_DAY.search(text) else Trouble.MINUTE_SPENT
    return Trouble.FAILED if code is None or code >= _SERVER else Trouble.REFUSED


def plan_of(message: str) -> str:
    """The plan that the vendor says is needed; empty where it names none."""
    found = _PLAN.search(message)
    return found[1] if found else ""


def _bar(row: Mapping[str, Any]) -> VendorBar:
    open_, high, low, close = prices = [_decimal(row.get(name)) for name in _PRICES]
    has_volume = row.get("volume") not in {None, ""}
    volume = _decimal(row["volume"]) if has_volume else Decimal(0)
    readable = all(math.isfinite(number) for number in (*prices, volume))  # as float64, which the layers use
    raw = None if readable else json.dumps(row, default=str, sort_keys=True)
    kept = volume if has_volume and volume.is_finite() else None
    return VendorBar(_time(row["datetime"]), open_, high, low, close, kept, raw)


def _time(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)


def _decimal(value: object) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        return _NO_NUMBER
    if isinstance(value, str) and not _NUMBER.fullmatch(value):
        return _NO_NUMBER
    try:
        return Decimal(value)
    except InvalidOperation:
        return _NO_NUMBER


def _shown(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN]}…"
