from datetime import UTC, date, datetime, timedelta

from sqlalchemy import Engine, text

from usdcop.adapters.postgres.database import transaction
from usdcop.adapters.postgres.order_rows import close_order, insert_fill, insert_order, open_account
from usdcop.adapters.postgres.paper_record import PostgresPaperRecord
from usdcop.core.sessions import market_of
from usdcop.core.trading import NewFill, NewOrder, OrderRequest, OrderStatus, OrderType, Origin, Side
from usdcop.core.units import Cop, Price, Usd

DAY, OPENED = date(2025, 3, 3), datetime(2025, 3, 3, 13, tzinfo=UTC)
BUNDLE = "b" * 64


def _trade(engine: Engine, account: str, slot: int, side: Side, price: float) -> None:
    """Decide in ``slot`` and fill at the next bar."""
    at = OPENED + (slot + 1) * timedelta(minutes=5)
    request = OrderRequest(account, f"c-{slot}", "USDCOP", side, OrderType.MARKET, Usd(100_000.0))
    with transaction(engine) as connection:
        open_account(connection, account, "main" if account == "main" else "policy", OPENED)
        new = NewOrder(request, Origin.POLICY, BUNDLE[:8], DAY, at, decided_slot=slot, bundle_hash=BUNDLE)
        order = insert_order(connection, new)
        connection.execute(
            _DECIDE, {"day": DAY, "slot": slot, "account": account, "at": at, "target": side.sign}
        )
        fill = NewFill(
            n=1,
            session=DAY,
            slot=slot + 1,
            quantity=Usd(request.signed),
            units=float(side.sign),
            price=Price(price),
            cost=Cop(120_000.0),
            forced=False,
            at=at + timedelta(minutes=5),
        )
        insert_fill(connection, order, fill)
        close_order(connection, order, OrderStatus.FILLED, fill.at)


_DECIDE = text(
    "INSERT INTO decisions (symbol, session, slot, account, bundle_hash, wanted, target, held, late, at)"
    f" VALUES ('USDCOP', :day, :slot, :account, '{BUNDLE}', :target, :target, 0, false, :at)"
)
_NO_LATER_BAR = text(
    "INSERT INTO decisions (symbol, session, slot, account, bundle_hash, wanted, target, held, refused, late, at)"
    f" VALUES ('USDCOP', :day, 57, 'challenger', '{BUNDLE}', 0, 0, 0, 'NO_LATER_BAR', false, :at)"
)
_BAR = text(
    "INSERT INTO usdcop_m5_ohlcv (time, symbol, close, state, known_at, open_reconstructed, doubtful, suspect)"
    " VALUES (:at, 'USDCOP', :close, :state, :at, false, false, false)"
)


def test_the_ledger_of_a_bundle_is_that_of_its_own_account(postgres: Engine) -> None:
    for account in ("challenger", "main"):
        _trade(postgres, account, 3, Side.BUY, 4000.0)
        _trade(postgres, account, 8, Side.SELL, 4010.0)
    with transaction(postgres) as connection:
        for minutes, close, state in ((0, 3999.5, "final"), (5, 4001.0, "final"), (-1440, 1.0, "final")):
            connection.execute(
                _BAR, {"at": OPENED + timedelta(minutes=minutes), "close": close, "state": state}
            )
        connection.execute(_NO_LATER_BAR, {"day": DAY, "at": OPENED})
    ledger = PostgresPaperRecord(postgres).read(market_of("USDCOP"), BUNDLE)
    assert [(one.slot, one.target) for one in ledger.decisions] == [(3, 1.0), (8, -1.0)]
    assert [(one.slot, one.units, one.price) for one in ledger.fills] == [(4, 1.0, 4000.0), (9, -1.0, 4010.0)]
    assert ledger.first_closes == {DAY: 3999.5}
    assert ledger.shortest_delay == 1


def test_another_bundle_did_nothing(postgres: Engine) -> None:
    _trade(postgres, "challenger", 3, Side.BUY, 4000.0)
    ledger = PostgresPaperRecord(postgres).read(market_of("USDCOP"), "c" * 64)
    assert (ledger.decisions, ledger.fills, ledger.shortest_delay) == ((), (), None)
