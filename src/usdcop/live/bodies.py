"""What the feed's events say: bodies in JSON, as ``core.events`` and the stream document them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from usdcop.core.bars import BarState, VendorBar
from usdcop.core.sessions import Market
from usdcop.core.trading import LiveQuote, OrchestratorState, StateRow
from usdcop.live.forming import FormingBar

Body = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Told:
    """What ``system_status`` tells."""

    state: OrchestratorState
    since: datetime
    cause: str | None
    trading_state: StateRow | None
    data_kind: str
    """``real``, ``replay`` or ``synthetic``."""
    replay_ended: bool


def quote_body(quote: LiveQuote, bar: FormingBar, latency_ms: float, quality: str) -> Body:
    """Body of ``market_data``: prices of the forming bar, and bid and ask only where they were quoted."""
    spread = None if quote.bid is None or quote.ask is None else quote.ask - quote.bid
    data = {
        "price": quote.price,
        "open": float(bar.open),
        "high": float(bar.high),
        "low": float(bar.low),
        "close": float(bar.close),
        "volume": None,
        "bid": quote.bid,
        "ask": quote.ask,
        "spread": spread,
    }
    metadata = {"source": quote.source, "latency_ms": round(latency_ms, 3), "data_quality": quality}
    return {"symbol": quote.symbol, "timestamp": stamp(quote.at), "data": data, "metadata": metadata}


def bar_body(market: Market, bar: VendorBar, state: BarState) -> Body:
    """Body of ``bar``: a bar that has closed."""
    day = market.calendar.local_date(bar.time)
    data = {
        "time": round(bar.time.timestamp() * 1000),
        "open": float(bar.open),
        "high": float(bar.high),
        "low": float(bar.low),
        "close": float(bar.close),
        "volume": None if bar.volume is None else float(bar.volume),
        "state": state.value,
        "session": day.isoformat(),
        "slot": market.calendar.slot_of(bar.time),
    }
    return {"symbol": market.symbol, "timestamp": stamp(bar.time), "data": data}


def status_body(symbol: str, told: Told, at: datetime) -> Body:
    """Body of ``system_status``."""
    state = told.trading_state
    trading = None
    if state is not None:
        trading = {
            "state": state.state.value,
            "version": state.version,
            "actor": state.actor,
            "reason": state.reason,
            "at": stamp(state.at),
        }
    data = {
        "state": told.state.value,
        "since": stamp(told.since),
        "cause": told.cause,
        "trading_state": trading,
        "data_kind": told.data_kind,
        "replay_ended": told.replay_ended,
    }
    return {"symbol": symbol, "timestamp": stamp(at), "data": data}


def stamp(at: datetime) -> str:
    """``at`` as ISO-8601 in UTC with ``Z``."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")
