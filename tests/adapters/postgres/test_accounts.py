from datetime import date, timedelta

import pytest
from sqlalchemy import Engine, text

from support.orders import AT, SESSION, a_quote, a_request, new_order
from usdcop.adapters.postgres.accounts import PostgresAccounts, account_sums, exposure
from usdcop.adapters.postgres.database import transaction
from usdcop.adapters.postgres.order_rows import close_order, insert_fill, insert_order, open_account
from usdcop.adapters.postgres.quotes import PostgresQuotes
from usdcop.core.ledger import Fill, net_pnl
from usdcop.core.sessions import MARKETS
from usdcop.core.trading import NewFill, OrderStatus, Side
from usdcop.core.units import Cop, Price, Usd

MARKET = MARKETS["USDCOP"]
BEFORE = date(2024, 12, 30)


@pytest.fixture
def accounts(postgres: Engine) -> PostgresAccounts:
    with transaction(postgres) as connection:
        open_account(connection, "manual", "manual", AT)
        open_account(connection, "main", "main", AT)
    return PostgresAccounts(postgres, MARKETS)


def fill(accounts: PostgresAccounts, quantity: float, price: float, session: date = SESSION) -> None:
    with transaction(accounts.engine) as connection:
        number = connection.execute(text("SELECT count(*) FROM orders")).scalar_one()
        order = insert_order(connection, new_order(a_request(f"{number}", quantity=Usd(abs(quantity)))))
        insert_fill(
            connection,
            order,
            NewFill(session, 1, Usd(quantity), quantity / 1e5, Price(price), Cop(100.0), AT),
        )
        close_order(connection, order, OrderStatus.FILLED, AT)


def test_positions_are_averaged_and_valued_at_the_newest_quote(accounts: PostgresAccounts) -> None:
    assert accounts.positions() == []
    fill(accounts, 1_000, 4000.0)
    fill(accounts, 1_000, 4010.0)
    (unquoted,) = accounts.positions("USDCOP")
    assert unquoted.unrealised is None
    PostgresQuotes(accounts.engine).put(a_quote(price=4020.0))
    (held,) = accounts.positions("USDCOP")
    assert (held.account, held.quantity, held.average_price) == ("manual", Usd(2_000.0), Price(4005.0))
    assert (held.realised, held.unrealised, held.costs, held.fills) == (
        Cop(-200.0), Cop(30_000.0), Cop(200.0), 2,
    )  # fmt: skip
    assert accounts.positions("EURUSD") == []


def test_an_account_earned_today_what_changed_since_the_close_before(accounts: PostgresAccounts) -> None:
    fill(accounts, 1_000, 3900.0, BEFORE)
    fill(accounts, -400, 4020.0)
    with transaction(accounts.engine) as connection:
        connection.execute(
            text(
                "INSERT INTO usdcop_m5_ohlcv (time, symbol, close, state, known_at, open_reconstructed, doubtful, suspect)"
                " VALUES (:time, 'USDCOP', 4000, 'final', :time, false, false, false)"
            ),
            {"time": AT - timedelta(days=2)},
        )
    PostgresQuotes(accounts.engine).put(a_quote(price=4010.0))
    idle, manual = accounts.accounts(AT)
    assert (idle.id, idle.pnl_today, idle.pnl, idle.pnl_usd) == ("main", Cop(0.0), Cop(0.0), Usd(0.0))
    assert manual.pnl_today == pytest.approx(400 * 20 + 600 * 10 - 100)
    assert manual.pnl == pytest.approx(400 * 120 + 600 * 110 - 200)
    assert manual.pnl_usd == pytest.approx(manual.pnl / 4010)


def test_without_a_bar_before_the_session_the_last_fill_says_what_was_carried(
    accounts: PostgresAccounts,
) -> None:
    fill(accounts, 1_000, 3900.0, BEFORE)
    PostgresQuotes(accounts.engine).put(a_quote(price=3910.0))
    _, manual = accounts.accounts(AT)
    assert manual.pnl_today == pytest.approx(10_000)


def test_without_a_quote_the_last_fill_is_the_price(accounts: PostgresAccounts) -> None:
    fill(accounts, 1_000, 3900.0)
    _, manual = accounts.accounts(AT)
    assert manual.pnl == pytest.approx(-100)


def test_the_cash_that_sql_sums_is_that_of_the_ledger(accounts: PostgresAccounts) -> None:
    done = [(1_000.0, 4000.25), (-2_500.5, 4001.75), (1_500.5, 3999.1)]
    for quantity, price in done:
        fill(accounts, quantity, price)
    ledger = [Fill(SESSION, 1, AT, quantity / 1e5, Price(price), Cop(100.0)) for quantity, price in done]
    with transaction(accounts.engine) as connection:
        sums = account_sums(connection, "manual", "USDCOP", MARKET.calendar, AT)
    assert sums.cash == sums.cash_today == pytest.approx(net_pnl(ledger, Usd(1e5)))
    assert sums.position == Usd(0.0)


def test_an_exposure_counts_what_still_works(accounts: PostgresAccounts) -> None:
    fill(accounts, 1_000, 4000.0)
    with transaction(accounts.engine) as connection:
        insert_order(connection, new_order(a_request("sell", side=Side.SELL, quantity=Usd(300.0))))
        found = exposure(connection, "manual", MARKET, 4010.0, AT)
    assert (found.position, found.working) == (Usd(1_000.0), (-300.0,))
    assert found.session_pnl == pytest.approx(10_000 - 100)
