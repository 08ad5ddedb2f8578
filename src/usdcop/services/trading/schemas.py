"""Bodies about the market. Prices in pesos a dollar; candle times in epoch milliseconds, all others in UTC."""

from typing import Annotated

from pydantic import Field, create_model

from usdcop.core.bars import BarState
from usdcop.core.indicators import INDICATORS, Indicator
from usdcop.core.sessions import MarketEvent
from usdcop.features.timeframes import Timeframe
from usdcop.services.kit.health import Health, Status
from usdcop.services.kit.marks import BarsChanged
from usdcop.services.kit.schemas import Instant, Model
from usdcop.services.trading.freshness import Freshness
from usdcop.services.trading.gaps import GapReason

# untested: declarations; the tests of the routes read and write them

Price = Annotated[float, Field(examples=[4107.25])]


class MarketStatus(Model):
    """Whether the market is open, and what comes next."""

    is_open: bool
    current_time: Instant
    """Market time: simulated in a replay."""
    timezone: str = Field(examples=["America/Bogota"])
    trading_hours: str = Field(examples=["08:00-13:00"])
    """In the market's time zone; the last bar opens five minutes before the end."""
    trading_days: str = Field(examples=["Monday-Friday, except Colombian holidays"])
    next_event: Instant
    next_event_type: MarketEvent
    time_to_next_event: float = Field(examples=[5400.0])
    """Seconds of market time."""


class TradingHealth(Health):
    """How the service is, and the market with it."""

    market_status: MarketStatus


class Latest(Model):
    """The newest price. `bid` and `ask` are quotes or null, never a bar's low and high."""

    symbol: str = Field(examples=["USDCOP"])
    price: Price
    timestamp: Instant
    """When the price was received, or the close of its bar."""
    open: float | None
    """Of the newest bar, as are `high`, `low`, `close` and `volume`; null where there is no bar."""
    high: float | None
    low: float | None
    close: float | None
    volume: float | None
    """Null: the feed has none."""
    bid: float | None
    ask: float | None
    spread: float | None
    """`ask` less `bid`."""
    source: str = Field(examples=["realtime"])
    state: Freshness
    age_seconds: float = Field(ge=0, examples=[3.2])
    """Age of the price, in market time."""
    seq: int | None
    """Number of the newest event in the market's stream; null where the stream is empty or away."""


class _Prices(Model):
    time: int = Field(examples=[1_741_964_100_000])
    """Opening instant, epoch milliseconds."""
    open: Price
    high: Price
    low: Price
    close: Price
    volume: float | None
    """Null: the feed has none."""


def _field(one: Indicator) -> tuple[object, object]:
    """Type and default of an indicator's field."""
    return float | None, Field(default=None, examples=[4105.61], description=one.description)


_WithIndicators = create_model(
    "_WithIndicators",
    __base__=_Prices,
    **{one.name: _field(one) for one in INDICATORS if one.in_candles},  # type: ignore[call-overload]
)


class Candle(_WithIndicators):  # type: ignore[misc, valid-type] # made from the declared indicators
    """A bar. Indicators are left out where they are not asked for, and null while they warm up."""

    state: BarState
    """`forming`: not complete yet; `revised`: the vendor corrected it."""


class GapBody(Model):
    """Expected bars in a row that are missing; a gap never spans two sessions."""

    start: Instant
    """Opening of the first missing bar."""
    end: Instant
    """Close of the last."""
    bars: int = Field(ge=1)
    reason: GapReason


class Candles(Model):
    """The newest bars of a range, oldest first, and what is missing among them."""

    symbol: str
    timeframe: Timeframe
    start_date: Instant | None
    """Start of the range: as asked for, else the first bar; null: there is none."""
    end_date: Instant
    """End of the range: as asked for, else now."""
    count: int = Field(ge=0)
    data: tuple[Candle, ...]
    gaps: tuple[GapBody, ...]


class DataRange(Model):
    """How far the stored five-minute bars reach, cold store included."""

    from_: Instant | None = Field(alias="from")
    to: Instant | None
    data_points: int = Field(ge=0)


class Stats(Model):
    """The 24 hours before the newest price: of a closed market, its last session."""

    symbol: str
    price: Price
    open_24h: float | None
    """Of the first bar of the 24 hours; null where there is none, as the next ones."""
    high_24h: float | None
    low_24h: float | None
    volume_24h: float | None
    """Null: the feed has none."""
    change_24h: float | None
    """`price` less `open_24h`."""
    change_percent_24h: float | None = Field(examples=[-0.0035])
    """The same as a fraction of `open_24h`, as all ratios are: -0.0035 is a fall by 0.35 %."""
    timestamp: Instant
    data_range: DataRange
    source: str


class MarketHealth(Model):
    """Whether prices come as they should."""

    symbol: str
    status: Status
    cause: str | None
    """Why, where it is not well."""
    next_step: str | None
    market_status: MarketStatus
    closed_because: str | None = Field(examples=["weekend"])
    """Why there is no session today: the weekend or the holiday's name."""
    state: Freshness | None
    """Of the newest price; null: there is none."""
    price_at: Instant | None
    age_seconds: float | None
    last_bar: Instant | None
    """Opening of the newest bar."""
    expected_bars: int
    """Bars of today's session that have closed."""
    missing_bars: int
    """Those of them that are not there."""


class Prediction(Model):
    """What a bundle said at the close of the bar that opens at `time`."""

    time: Instant
    session: str = Field(examples=["2025-03-14"])
    alias: str | None = Field(examples=["challenger"])
    """The role it had."""
    model_version: str
    bundle_hash: str
    target: int = Field(ge=-1, le=1)
    """The position it wants: -1 short, 0 flat, 1 long."""
    p_short: float | None
    """Probability of a short position; null where the bundle gives none, as the next ones."""
    p_flat: float | None
    p_long: float | None
    value: float | None
    """The bundle's estimate of what is still to be earned in the session, in bps."""
    data_kind: str = Field(examples=["replay"])
    bars_changed: BarsChanged | None
    """What changed bars of its session after it was said; null: nothing. One of an earlier version, of which it was not
    kept when it was said, is marked by every change of its session."""


class PredictionPage(Model):
    """Predictions of a market, newest first."""

    symbol: str
    data: tuple[Prediction, ...]
    next_cursor: str | None
    """Where the next page starts; null: this is the last."""
