from datetime import UTC, date, datetime

import pytest

from usdcop.core.accounting import entry_after
from usdcop.core.ledger import Fill, net_pnl
from usdcop.core.policy_book import NEVER, Book
from usdcop.core.units import Cop, Price, Usd

DAY = date(2025, 4, 1)


def fill(units: float, price: float) -> Fill:
    return Fill(DAY, 5, datetime(2025, 4, 1, 14, tzinfo=UTC), units, Price(price), Cop(abs(units) * 10.0))


def test_a_book_begins_empty() -> None:
    book = Book("champion")
    assert (book.position, book.pending, book.decided, book.bundle_hash) == (0.0, (), NEVER, None)


def test_fills_make_position_entry_and_cash() -> None:
    fills = [fill(1.0, 4000.1), fill(-2.0, 4010.7), fill(1.0, 4005.3)]
    book = Book("champion").after_all(fills)
    assert book.position == 0.0
    assert book.costs == 40.0
    assert book.cash * 100_000 - book.costs == pytest.approx(net_pnl(fills, Usd(100_000.0)))


def test_the_entry_has_the_engines_bits() -> None:
    """``entry + (price - entry)`` need not be ``price``: the engine's own function makes it."""
    book = Book("champion").after_all([fill(1.0, 4000.1), fill(-2.0, 4010.7)])
    first = entry_after(0.0, 4000.1, 1.0, 0.0)
    assert book.entry == entry_after(first, 4010.7, -1.0, 1.0)
