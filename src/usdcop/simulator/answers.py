"""The vendor's answers: numbers as text, newest first, one shape for each endpoint."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import groupby
from typing import Any, Final

from usdcop.core.bars import VendorBar
from usdcop.core.sessions import BAR, Market
from usdcop.simulator.market import BarSource, visible
from usdcop.simulator.meter import Plan, Usage
from usdcop.simulator.query import INTERVALS, RefusedError, SeriesQuery, Style

NO_DATA: Final = "No data is available on the specified dates. Try setting different start/end dates."

_CURRENCIES: Final = {"USD": "US Dollar", "COP": "Colombian Peso"}
_YEAR: Final = timedelta(weeks=52)
_QUOTE_DAYS: Final = timedelta(days=14)
"""How far back the newest price may lie: further than any holiday season."""


def series(bars: Sequence[VendorBar], query: SeriesQuery, market: Market) -> dict[str, Any]:
    """Answer to ``/time_series``: the newest ``query.size`` of ``bars`` (given oldest first).

    Raises:
        RefusedError: there is no bar.
    """
    shown = _resampled(bars, query.interval, query.style)[-query.size :]
    if not shown:
        raise RefusedError(400, NO_DATA)
    rows = [_row(bar, query) for bar in (shown if query.ascending else reversed(shown))]
    return {"meta": _meta(market, query.interval), "values": rows, "status": "ok"}


def series_csv(answer: dict[str, Any], delimiter: str) -> str:
    """The same answer as lines of text."""
    rows = answer["values"]
    lines = [delimiter.join(rows[0]), *(delimiter.join(row.values()) for row in rows)]
    return "\n".join(lines) + "\n"


def price(source: BarSource, style: Style, now: datetime) -> dict[str, Any]:
    """Answer to ``/price``: the newest price, without a time."""
    return {"price": _text(_recent(source, now)[-1].close, style)}


def quote(source: BarSource, style: Style, now: datetime) -> dict[str, Any]:
    """Answer to ``/quote``: the newest day, the close before it, and the range of a year."""
    bars = _recent(source, now)
    days = [_joined(list(group)) for _, group in groupby(bars, key=lambda bar: _local(bar, source.market))]
    today, before = days[-1], days[-2] if len(days) > 1 else days[-1]
    change = today.close - before.close
    base, currency = source.market.vendor_symbol.split("/")
    return {
        "symbol": source.market.vendor_symbol,
        "name": f"{_CURRENCIES.get(base, base)} / {_CURRENCIES.get(currency, currency)}",
        "exchange": "Forex",
        "datetime": _local(today, source.market).isoformat(),
        "timestamp": int(today.time.timestamp()),
        "last_quote_at": int(min(now, bars[-1].time + BAR).timestamp()),
        **{name: _text(getattr(today, name), style) for name in ("open", "high", "low", "close")},
        "previous_close": _text(before.close, style),
        "change": _text(change, style),
        "percent_change": _text(100 * change / before.close, style),
        "is_market_open": source.market.calendar.is_open(now),
        "fifty_two_week": _year(source, today, style, now),
    }


def usage(used: Usage, plan: Plan) -> dict[str, Any]:
    """Answer to ``/api_usage``."""
    return {
        "timestamp": f"{used.at:%Y-%m-%d %H:%M:%S}",
        "current_usage": used.minute,
        "plan_limit": plan.per_minute,
        "daily_usage": used.day,
        "plan_daily_limit": plan.per_day,
        "plan_category": "basic",
    }


def _recent(source: BarSource, now: datetime) -> list[VendorBar]:
    bars = visible(source, now - _QUOTE_DAYS, now + BAR, now)
    if not bars:
        raise RefusedError(400, NO_DATA)
    return bars


def _year(source: BarSource, today: VendorBar, style: Style, now: datetime) -> dict[str, str]:
    bars = visible(source, now - _YEAR, now + BAR, now)
    low, high = min(bar.low for bar in bars), max(bar.high for bar in bars)
    return {
        "low": _text(low, style),
        "high": _text(high, style),
        "low_change": _text(today.close - low, style),
        "high_change": _text(today.close - high, style),
        "low_change_percent": _text(100 * (today.close - low) / low, style),
        "high_change_percent": _text(100 * (today.close - high) / high, style),
        "range": f"{_text(low, style)} - {_text(high, style)}",
    }


def _meta(market: Market, interval: str) -> dict[str, str]:
    base, currency = market.vendor_symbol.split("/")
    return {
        "symbol": market.vendor_symbol,
        "interval": interval,
        "currency_base": _CURRENCIES.get(base, base),
        "currency_quote": _CURRENCIES.get(currency, currency),
        "type": "Physical Currency",
    }


def _row(bar: VendorBar, query: SeriesQuery) -> dict[str, str]:
    local = bar.time.astimezone(query.style.zone)
    stamp = f"{local:%Y-%m-%d}" if query.interval == "1day" else f"{local:%Y-%m-%d %H:%M:%S}"
    style = query.style
    return {
        "datetime": stamp,
        "open": _text(bar.open, style),
        "high": _text(bar.high, style),
        "low": _text(bar.low, style),
        "close": _text(bar.close, style),
    }


def _text(number: Decimal, style: Style) -> str:
    return "n/a" if number.is_nan() else f"{number:.{style.places}f}"


def _local(bar: VendorBar, market: Market) -> date:
    return market.calendar.local_date(bar.time)


def _resampled(bars: Sequence[VendorBar], interval: str, style: Style) -> list[VendorBar]:
    length = INTERVALS[interval]
    if length == BAR:
        return list(bars)

    def bucket(bar: VendorBar) -> datetime:
        local = bar.time.astimezone(style.zone)
        midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
        return (midnight + (local - midnight) // length * length).astimezone(UTC)

    return [replace(_joined(list(group)), time=at) for at, group in groupby(bars, key=bucket)]


def _joined(bars: Sequence[VendorBar]) -> VendorBar:
    """One bar for several, oldest first."""
    return replace(
        bars[0],
        high=max(bar.high for bar in bars),
        low=min(bar.low for bar in bars),
        close=bars[-1].close,
    )
