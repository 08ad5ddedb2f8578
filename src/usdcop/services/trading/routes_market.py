"""The market: health, latest price, candles, figures of the day, predictions."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import JSONResponse

from usdcop.core.errors import MissingInputError
from usdcop.core.registry import Alias
from usdcop.core.sessions import Market
from usdcop.pipeline.changes import Marks
from usdcop.services.kit import paging
from usdcop.services.kit.access import Reader
from usdcop.services.kit.errors import documented
from usdcop.services.kit.marks import bars_changed
from usdcop.services.trading import schemas
from usdcop.services.trading.asked import Asked, Service, Serving, SymbolPath, SymbolQuery
from usdcop.services.trading.candles import Candles
from usdcop.services.trading.freshness import Freshness, freshness
from usdcop.services.trading.prices import Extent, LastPrice, day_figures, last_price, missing_bars
from usdcop.services.trading.status import feed_verdict, market_status

# untested: here, but over HTTP in test_market_over_http.py and test_candles_over_http.py

routes = APIRouter(tags=["market"], responses=documented(404))


@routes.get("/api/latest/{symbol}", summary="The newest price")
def latest(serving: Serving, _who: Reader, symbol: SymbolPath) -> schemas.Latest:
    """A closed market answers with its last price and the price's age."""
    market, now = serving.market(symbol), serving.now
    remembered = serving.ports.remembered(market.symbol)
    last = last_price(serving.ports, market, now, remembered.newest)
    bid, ask = (last.quote.bid, last.quote.ask) if last.quote else (None, None)
    bar = last.bar
    return schemas.Latest(
        symbol=market.symbol,
        price=last.price,
        timestamp=last.at,
        open=bar.open if bar else None,
        high=bar.high if bar else None,
        low=bar.low if bar else None,
        close=bar.close if bar else None,
        volume=bar.volume if bar else None,
        bid=bid,
        ask=ask,
        spread=None if bid is None or ask is None else ask - bid,
        source=last.source,
        state=_fresh(serving, market, last, now),
        age_seconds=_age(last, now),
        seq=remembered.seq,
    )


@routes.get(
    "/api/candlesticks/{symbol}",
    summary="Bars with indicators",
    response_model=schemas.Candles,
    response_class=JSONResponse,  # for the document; the body is written by hand, for speed
)
def candlesticks(
    serving: Serving, request: Request, _who: Reader, symbol: SymbolPath, asked: Asked
) -> Response:
    """The newest `limit` bars of the range, oldest first.

    A bar belongs to the range in which it opens. A longer bar never spans two sessions. Five-minute bars carry the
    stored indicators (null until layer L2 has seen the bar), longer ones those computed on bars of their own. Old
    ranges come from the object store unasked.
    """
    return _candles(serving, request, symbol, asked)


@routes.get(
    "/api/market/historical",
    summary="Bars with indicators, the symbol in the query",
    response_model=schemas.Candles,
    response_class=JSONResponse,  # for the document; the body is written by hand, for speed
)
def historical(
    serving: Serving, request: Request, _who: Reader, asked: Asked, symbol: SymbolQuery = "USDCOP"
) -> Response:
    """The same as `/api/candlesticks/{symbol}`."""
    return _candles(serving, request, symbol, asked)


@routes.get("/api/stats/{symbol}", summary="The last 24 hours")
def stats(serving: Serving, _who: Reader, symbol: SymbolPath) -> schemas.Stats:
    """The 24 hours before the newest price: of a closed market, its last session."""
    market = serving.market(symbol)
    day = day_figures(serving.ports, market, serving.now)
    change = None if day.open is None else day.last.price - day.open
    return schemas.Stats(
        symbol=market.symbol,
        price=day.last.price,
        open_24h=day.open,
        high_24h=day.high,
        low_24h=day.low,
        volume_24h=day.volume,
        change_24h=change,
        change_percent_24h=None if change is None or not day.open else change / day.open,
        timestamp=day.last.at,
        data_range=_data_range(day.extent),
        source=day.last.source,
    )


@routes.get("/api/market/health", summary="Whether prices come as they should")
def market_health(serving: Serving, _who: Reader, symbol: SymbolQuery = "USDCOP") -> schemas.MarketHealth:
    """Age of the newest price, and bars of today that are missing."""
    market, now = serving.market(symbol), serving.now
    calendar, today = market.calendar, market.calendar.local_date(now)
    try:
        last: LastPrice | None = last_price(serving.ports, market, now)
    except MissingInputError:
        last = None
    state = _fresh(serving, market, last, now) if last else None
    with serving.ports.hot.snapshot(market.symbol, calendar.hours.timezone) as snapshot:
        bars = snapshot.rows([(calendar.opens_at(today), calendar.closes_at(today))])
    expected, missing = missing_bars(bars, market, now)
    status, cause, step = feed_verdict(state, missing)
    return schemas.MarketHealth(
        symbol=market.symbol,
        status=status,
        cause=cause,
        next_step=step,
        market_status=market_status(market, now),
        closed_because=calendar.closed_because(today),
        state=state,
        price_at=last.at if last else None,
        age_seconds=_age(last, now) if last else None,
        last_bar=last.bar.time if last and last.bar else None,
        expected_bars=expected,
        missing_bars=missing,
    )


@routes.get("/api/predictions/{symbol}", summary="What the deployed bundles said")
def predictions(
    serving: Serving,
    _who: Reader,
    symbol: SymbolPath,
    alias: Annotated[Alias | None, Query(description="Only of this role.")] = None,
    session: Annotated[
        date | None, Query(description="Only of this session: a date of the market's calendar.")
    ] = None,
    limit: Annotated[int, Query(ge=1, le=10_000, description="Most rows of the answer.")] = 100,
    cursor: paging.PageCursor = None,
) -> schemas.PredictionPage:
    """Newest first, page by page."""
    market = serving.market(symbol)
    after = paging.after(cursor, datetime, str)
    rows = serving.ports.predictions.page(market.symbol, alias, after, limit, session)
    marks = serving.ports.marks()
    found = tuple(_prediction(row, marks) for row in rows.drop("symbol").iter_rows(named=True))
    last = found[-1] if len(found) == limit else None
    return schemas.PredictionPage(
        symbol=market.symbol,
        data=found,
        next_cursor=paging.cursor(last.time, last.bundle_hash) if last else None,
    )


def _prediction(row: Mapping[str, Any], marks: Marks) -> schemas.Prediction:
    said = {name: value for name, value in row.items() if name != "recorded_at"}
    mark = bars_changed(marks.since(row["session"], row["session"], row["recorded_at"]))
    return schemas.Prediction(**{**said, "session": row["session"].isoformat(), "bars_changed": mark})


def _candles(serving: Service, request: Request, symbol: str, asked: Asked) -> Response:
    market = serving.market(symbol)
    answers: Candles = request.app.state.candles[market.symbol]
    body = answers.answer(asked.query(market.calendar), serving.now)
    return Response(body, media_type="application/json")


def _data_range(extent: Extent) -> schemas.DataRange:
    reach = {"from": extent.first, "to": extent.last, "data_points": extent.bars}
    return schemas.DataRange.model_validate(reach)


def _fresh(serving: Service, market: Market, last: LastPrice, now: datetime) -> Freshness:
    is_open = market.calendar.is_open(now)
    return freshness(now - last.at, last.poll, serving.ports.limits, is_open=is_open)


def _age(last: LastPrice, now: datetime) -> float:
    return max(now - last.at, timedelta(0)).total_seconds()
