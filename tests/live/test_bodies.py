from datetime import UTC, date, datetime
from decimal import Decimal

from usdcop.core.bars import BarState, VendorBar
from usdcop.core.sessions import MARKETS
from usdcop.core.trading import LiveQuote, OrchestratorState, StateRow, TradingState
from usdcop.core.units import Price
from usdcop.live.bodies import Told, bar_body, quote_body, status_body
from usdcop.live.forming import FormingBar

MARKET = MARKETS["USDCOP"]
OPENS = MARKET.calendar.opens_at(date(2024, 7, 10))
AT = datetime(2024, 7, 10, 13, 0, 2, 500_000, tzinfo=UTC)


def test_a_quote_tells_bid_and_ask_only_where_they_were_quoted() -> None:
    price = Decimal("4000.25")
    forming = FormingBar(OPENS, price, price, price, price, AT)
    bare = LiveQuote("USDCOP", Price(4000.25), None, None, AT, "realtime", 26.5)
    both = LiveQuote("USDCOP", Price(4000.25), Price(4000.0), Price(4000.5), AT, "realtime", 26.5)
    body = quote_body(bare, forming, 12.34567, "live")
    assert body["timestamp"] == "2024-07-10T13:00:02.500000Z"
    assert body["data"] == {
        "price": 4000.25,
        "open": 4000.25,
        "high": 4000.25,
        "low": 4000.25,
        "close": 4000.25,
        "volume": None,
        "bid": None,
        "ask": None,
        "spread": None,
    }
    assert body["metadata"] == {"source": "realtime", "latency_ms": 12.346, "data_quality": "live"}
    assert quote_body(both, forming, 1, "live")["data"]["spread"] == 0.5


def test_a_bar_tells_its_session_and_slot_and_chart_time() -> None:
    bar = VendorBar(OPENS, Decimal(4000), Decimal(4002), Decimal(3999), Decimal(4001), None)
    data = bar_body(MARKET, bar, BarState.FINAL)["data"]
    assert (data["session"], data["slot"], data["state"]) == ("2024-07-10", 0, "final")
    assert data["time"] == 1_720_616_400_000
    assert data["volume"] is None


def test_a_status_tells_the_trading_state_or_that_it_is_unknown() -> None:
    state = StateRow(TradingState.HALTED, 4, "maria", "odd quotes", AT, AT)
    told = Told(OrchestratorState.COLLECTING, AT, None, state, "replay", replay_ended=False)
    data = status_body("USDCOP", told, AT)["data"]
    assert data["trading_state"]["state"] == "HALTED"
    assert data["trading_state"]["version"] == 4
    assert data["state"] == "COLLECTING"
    unknown = Told(OrchestratorState.CLOSED, AT, "why", None, "replay", replay_ended=True)
    assert status_body("USDCOP", unknown, AT)["data"]["trading_state"] is None
