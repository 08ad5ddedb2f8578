"""Risk: what an order may do, given the trading state, the account and the market. Pure."""

from dataclasses import dataclass
from datetime import timedelta

from usdcop.core.units import Cop, Usd


@dataclass(frozen=True, slots=True)
class RiskLimits:
    """What no account may exceed."""

    position: Usd = Usd(500_000.0)
    """Largest position of an account, in dollars, either way, working orders included."""
    order: Usd = Usd(250_000.0)
    """Largest single order, in dollars."""
    daily_loss: Cop = Cop(20_000_000.0)
    """Loss of an account in a session, in pesos, open positions at the newest quote, after which it only reduces."""
    quote_age: timedelta = timedelta(seconds=30)
    """A quote older than this and than three planned polls carries no new risk."""
