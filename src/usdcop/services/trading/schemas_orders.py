"""Bodies about orders, fills, positions, accounts and the switch. Quantities in dollars, profit in pesos."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from usdcop.core.trading import OrderType, Side, TimeInForce, TradingState
from usdcop.services.kit.ledger import CostBody
from usdcop.services.kit.schemas import Instant, Model

# untested: declarations; the tests of the routes read and write them

LARGEST = 1e12
"""Dollars, or pesos a dollar, beyond which a number is a mistake."""
Amount = Annotated[float, Field(gt=0, le=LARGEST)]
AccountName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]{0,31}$", examples=["manual"])]


class NewOrder(Model):
    """An order. A limit order has a `limit_price`, a stop order a `stop_price`, a market order neither."""

    account: AccountName = "manual"
    client_order_id: str = Field(pattern=r"^[!-~]{1,64}$", examples=["desk-1-0001"])
    """Chosen by the client, once for each order: sent again, it has no second effect."""
    symbol: str = Field(min_length=1, max_length=16, examples=["USDCOP"])
    side: Side
    type: OrderType
    quantity_usd: Amount = Field(examples=[50_000])
    """Dollars, more than zero, whole cents."""
    limit_price: Amount | None = Field(default=None, examples=[None])
    """Pesos a dollar."""
    stop_price: Amount | None = Field(default=None, examples=[None])
    """Pesos a dollar."""
    time_in_force: TimeInForce = TimeInForce.DAY
    reduce_only: bool = Field(default=False, strict=True)
    """Refused where it could make the position larger."""

    @model_validator(mode="after")
    def _prices_fit_the_type(self) -> Self:
        for kind, price in ((OrderType.LIMIT, self.limit_price), (OrderType.STOP, self.stop_price)):
            if (price is not None) != (self.type is kind):
                raise ValueError(f"a {kind} price belongs to a {kind} order, and only there")
        return self


class PositionBody(CostBody):
    """What an account holds of a symbol, reckoned from its fills."""

    account: str
    symbol: str
    quantity_usd: float
    """Positive long, negative short, 0 flat."""
    average_price: float | None
    """Null where it is flat."""
    realised_cop: float
    """Of closed trades, net of costs."""
    unrealised_cop: float | None
    """At the newest quote, before the cost of closing; null where there is no quote."""
    costs_cop: float
    """Charged beside the prices of its fills; what `realised_cop` subtracts."""
    pnl_cop: float | None
    """Realised and unrealised."""
    pnl_usd: float | None
    """The same at the newest quote."""
    price: float | None
    """The newest quote."""
    fills: int


class Positions(Model):
    """Positions of all accounts, flat ones included."""

    timestamp: Instant
    data: tuple[PositionBody, ...]


class AccountBody(Model):
    """A paper account, and what it earned, net of costs."""

    id: str
    kind: str = Field(examples=["manual"])
    """`main`, `manual` or `policy`: the account of a deployed role."""
    opened_at: Instant
    pnl_today_cop: float
    pnl_cop: float
    pnl_usd: float


class Accounts(Model):
    """All paper accounts."""

    timestamp: Instant
    data: tuple[AccountBody, ...]


class LimitsBody(Model):
    """What the order of a person must keep to, and what its fill costs: the settings this service runs with."""

    account: AccountName
    """The one that people trade."""
    order_usd: float = Field(examples=[250_000.0])
    """Largest single order; what reduces may be as large as the position."""
    position_usd: float = Field(examples=[500_000.0])
    """Largest position of an account, either way, all its working orders filled."""
    daily_loss_cop: float = Field(examples=[20_000_000.0])
    """Loss of an account in a session, open positions at the newest quote, from which on it only reduces."""
    working_orders: int = Field(examples=[200])
    """Most working orders of an account."""
    quote_age_seconds: float = Field(examples=[30.0])
    """A quote older than this, and than three planned polls, carries no new risk."""
    half_spread_bps: float = Field(examples=[2.5])
    """What crossing from the price to the bid or the ask costs where none is quoted, in basis points."""
    slippage_bps: float = Field(examples=[0.5])
    """Charged beside the price of a fill, in basis points of it; with the spread it is what the fill costs."""


class StateBody(Model):
    """What may be traded, who decided so, and why."""

    state: TradingState
    version: int
    """Rises with every change."""
    actor: str
    reason: str
    at: Instant
    """Market time."""
    recorded_at: Instant
    """Real time."""


class StateChange(Model):
    """What may be traded from now on."""

    state: TradingState
    reason: str = Field(
        pattern=r"^\S[^\x00-\x1f\x7f]*$", min_length=3, max_length=300, examples=["prices look wrong"]
    )
    """Why: it goes into the audit trail."""
