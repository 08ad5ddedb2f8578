"""What a bundle decided and filled in its paper account, as the figures are reckoned from it."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import Engine, text

from usdcop.adapters.postgres.database import transaction
from usdcop.core.ledger import Decision, Fill
from usdcop.core.policy_book import NO_LATER_BAR
from usdcop.core.sessions import Market
from usdcop.core.trading import MAIN_ACCOUNT
from usdcop.core.units import Cop, Price


@dataclass(frozen=True, slots=True)
class PaperLedger:
    """Everything a bundle did in the account of its role."""

    decisions: tuple[Decision, ...]
    fills: tuple[Fill, ...]
    first_closes: dict[date, Price]
    """First final close of each session it decided in."""
    shortest_delay: int | None
    """Fewest bars from a decision to its fill; None without a fill."""


@dataclass(frozen=True, slots=True)
class PostgresPaperRecord:
    """Reads the ledger of a bundle's own account: ``main`` repeats it in the sessions it was assigned."""

    engine: Engine

    def read(self, market: Market, bundle_hash: str) -> PaperLedger:
        """Decisions and fills of the bundle called ``bundle_hash``, in order of time."""
        values = {
            "symbol": market.symbol,
            "bundle": bundle_hash,
            "main": MAIN_ACCOUNT,
            "dropped": NO_LATER_BAR,
        }
        zone = market.calendar.hours.timezone
        with transaction(self.engine) as connection:
            decided = connection.execute(_DECISIONS, values).all()
            filled = connection.execute(_FILLS, values).all()
            opened = connection.execute(_FIRST_CLOSES, {**values, "zone": zone}).all()
        return PaperLedger(
            decisions=tuple(Decision(row.session, row.slot, float(row.target)) for row in decided),
            fills=tuple(
                Fill(
                    session=row.session,
                    slot=row.slot,
                    at=row.at,
                    units=row.units,
                    price=Price(row.price),
                    cost=Cop(row.cost_cop),
                    forced=row.forced,
                    in_price=row.in_price_cop,
                    slippage=row.slippage_cop,
                )
                for row in filled
            ),
            first_closes={row.session: Price(row.close) for row in opened},
            shortest_delay=min(
                (row.slot - row.decided_slot for row in filled if not row.forced), default=None
            ),
        )


_DECISIONS: Final = text(
    "SELECT session, slot, target FROM decisions"
    " WHERE symbol = :symbol AND bundle_hash = :bundle AND account <> :main"
    " AND refused IS DISTINCT FROM :dropped ORDER BY session, slot"
)
_FILLS: Final = text(
    "SELECT f.session, f.slot, f.at, f.units, f.price, f.cost_cop, f.in_price_cop, f.slippage_cop, f.forced, o.decided_slot"
    " FROM fills f JOIN orders o ON o.id = f.order_id"
    " WHERE f.symbol = :symbol AND o.bundle_hash = :bundle AND f.account <> :main ORDER BY f.session, f.slot, f.id"
)
_FIRST_CLOSES: Final = text("""
    SELECT DISTINCT ON (d.session) d.session, b.close::float8 AS close
    FROM (SELECT DISTINCT session FROM decisions
          WHERE symbol = :symbol AND bundle_hash = :bundle AND account <> :main) d
    JOIN usdcop_m5_ohlcv b ON b.symbol = :symbol AND b.state <> 'forming'
        AND b.time >= d.session::timestamp AT TIME ZONE :zone
        AND b.time < (d.session + 1)::timestamp AT TIME ZONE :zone
    ORDER BY d.session, b.time
""")
