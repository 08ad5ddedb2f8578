"""Round trips: the fills of an account as trades that can be named, from an entry to flat or to a reversal.

A trade is called ``<account>-<id of the fill that entered it>``: fills are never changed, so neither is the name.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from usdcop.core.errors import UnknownError
from usdcop.core.ledger import FLAT_UNITS, Fill, Trade, trades
from usdcop.core.trading import OrderFill
from usdcop.core.units import Usd

LARGEST_FILL = 2**63 - 1


@dataclass(frozen=True, slots=True)
class RoundTrip:
    """One trade with the fills that made it. A reversing fill belongs to the trade it ends and to the next."""

    account: str
    symbol: str
    entry: OrderFill
    fills: tuple[OrderFill, ...]
    """In order; the first is the entry."""
    trade: Trade | None
    """None while it is open."""

    @property
    def id(self) -> str:
        """Its name."""
        return f"{self.account}-{self.entry.id}"

    @property
    def last(self) -> OrderFill:
        """Its newest fill."""
        return self.fills[-1]


def round_trips(fills: Sequence[OrderFill], notional: Usd) -> Iterator[RoundTrip]:
    """The trades of ``fills``, which are those of one account and symbol in order; the last may be open.

    P&L and where a trade ends are those of ``core.ledger.trades``; this adds which fills belong to it.
    """
    taken: list[OrderFill] = []

    def passing() -> Iterator[Fill]:
        for fill in fills:
            taken.append(fill)
            yield ledger_fill(fill)

    carried = 0.0
    for trade in trades(passing(), notional):
        own = _own(taken, carried)
        rest = carried + sum(fill.units for fill in taken[1 if carried else 0 :])
        yield RoundTrip(own[0].account, own[0].symbol, own[0], own, trade)
        reversed_ = abs(rest) > FLAT_UNITS
        carried = rest if reversed_ else 0.0
        taken = taken[-1:] if reversed_ else []
    if own := _own(taken, carried):
        yield RoundTrip(own[0].account, own[0].symbol, own[0], own, None)


def ledger_fill(fill: OrderFill) -> Fill:
    """``fill`` as the ledger reckons with it."""
    return Fill(
        session=fill.session,
        slot=fill.slot,
        at=fill.at,
        units=fill.units,
        price=fill.price,
        cost=fill.cost,
        forced=fill.forced,
        in_price=fill.in_price,
        slippage=fill.slippage,
    )


def parse_trade_id(text: str) -> tuple[str, int]:
    """Account and entry fill of the trade called ``text``.

    Raises:
        UnknownError: no trade can be called so.
    """
    account, _, number = text.rpartition("-")
    if not account or not (number.isascii() and number.isdigit()) or not 0 < int(number[:20]) <= LARGEST_FILL:
        raise UnknownError(
            f"There is no trade {text!r}.",
            "A trade is called after its account and the fill that entered it.",
        )
    return account, int(number)


def _own(taken: Sequence[OrderFill], carried: float) -> tuple[OrderFill, ...]:
    """Those of ``taken`` from the fill that entered: dust before it opens nothing."""
    if carried:
        return tuple(taken)
    start = next((at for at, fill in enumerate(taken) if abs(fill.units) > FLAT_UNITS), len(taken))
    return tuple(taken[start:])
