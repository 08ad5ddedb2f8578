"""Orders, fills, positions, accounts and the switch: from our types to bodies, and a new order the other way."""

from usdcop.core.accounting import CostModel
from usdcop.core.costs import named
from usdcop.core.risk import RiskLimits
from usdcop.core.trading import MANUAL_ACCOUNT, OrderRequest, PaperAccount, Position, StateRow
from usdcop.core.units import Price, Usd
from usdcop.services.trading import schemas_orders as schemas

# untested: here, but over HTTP in test_orders_over_http.py and test_state_over_http.py


def request_of(order: schemas.NewOrder, symbol: str) -> OrderRequest:
    """``order`` as it was sent, for our spelling of its ``symbol``."""
    return OrderRequest(
        account=order.account,
        client_order_id=order.client_order_id,
        symbol=symbol,
        side=order.side,
        type=order.type,
        quantity=Usd(order.quantity_usd),
        limit_price=None if order.limit_price is None else Price(order.limit_price),
        stop_price=None if order.stop_price is None else Price(order.stop_price),
        time_in_force=order.time_in_force,
        reduce_only=order.reduce_only,
    )


def position_body(held: Position, price: float | None) -> schemas.PositionBody:
    """``held`` as it is answered, at the newest ``price``."""
    profit = None if held.unrealised is None else held.realised + held.unrealised
    return schemas.PositionBody(
        account=held.account,
        symbol=held.symbol,
        quantity_usd=held.quantity,
        average_price=held.average_price,
        realised_cop=held.realised,
        unrealised_cop=held.unrealised,
        costs_cop=held.costs,
        **named(held.parts),
        pnl_cop=profit,
        pnl_usd=None if profit is None or price is None else profit / price,
        price=price,
        fills=held.fills,
    )


def account_body(account: PaperAccount) -> schemas.AccountBody:
    """``account`` as it is answered."""
    return schemas.AccountBody(
        id=account.id,
        kind=account.kind,
        opened_at=account.opened_at,
        pnl_today_cop=account.pnl_today,
        pnl_cop=account.pnl,
        pnl_usd=account.pnl_usd,
    )


def limits_body(limits: RiskLimits, costs: CostModel) -> schemas.LimitsBody:
    """``limits`` and ``costs`` as they are answered."""
    return schemas.LimitsBody(
        account=MANUAL_ACCOUNT,
        order_usd=limits.order,
        position_usd=limits.position,
        daily_loss_cop=limits.daily_loss,
        working_orders=limits.working,
        quote_age_seconds=limits.quote_age.total_seconds(),
        half_spread_bps=costs.half_spread,
        slippage_bps=costs.slippage,
    )


def state_body(row: StateRow) -> schemas.StateBody:
    """``row`` as it is answered."""
    return schemas.StateBody(
        state=row.state,
        version=row.version,
        actor=row.actor,
        reason=row.reason,
        at=row.at,
        recorded_at=row.recorded_at,
    )
