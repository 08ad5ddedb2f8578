from datetime import date, datetime, timedelta
from decimal import Decimal

from usdcop.core.bars import BarState, VendorBar
from usdcop.core.sessions import BAR, Calendar
from usdcop.live.book import Book, Revision, open_book
from usdcop.live.plan import LiveSettings
from usdcop.live.poll import Arrival

CALENDAR, PLAN = Calendar(), LiveSettings()
DAY = date(2024, 7, 10)
GRID = CALENDAR.grid(DAY)


def bar(slot: int, close: int = 4000) -> VendorBar:
    price = Decimal(close)
    return VendorBar(GRID[slot], price, price, price, price, None)


def opened(*stored: VendorBar) -> Book:
    return open_book(DAY, CALENDAR, {one.time: one for one in stored})


def answered(book: Book, *bars: VendorBar, closed: int, seconds: float = 3) -> None:
    """An answer when ``closed`` bars have closed, so many seconds after the last of them."""
    at: datetime = GRID[closed - 1] + BAR + timedelta(seconds=seconds)
    book.enter(bars, at, at, PLAN)


def settled(book: Book) -> None:
    book.to_store.clear()
    book.to_publish.clear()
    book.to_audit.clear()
    book.untold = False
    assert book.settled


def test_a_new_bar_waits_to_be_stored_published_and_told() -> None:
    book = opened()
    assert book.settled
    answered(book, bar(0), closed=1)
    assert book.to_store == book.to_publish == {GRID[0]: BarState.FINAL}
    assert (book.seen, book.settled) == ([bar(0)], False)
    assert book.counts[Arrival.NEW] == 1


def test_the_same_answer_again_changes_nothing() -> None:
    book = opened()
    answered(book, bar(0), closed=1)
    settled(book)
    answered(book, bar(0), closed=1, seconds=9)
    assert book.settled


def test_a_late_bar_takes_its_place_among_the_others() -> None:
    book = opened()
    answered(book, bar(0), closed=1)
    answered(book, bar(0), closed=2)
    assert book.missing(GRID[2]) == [GRID[1]]
    answered(book, bar(0), bar(2), closed=3)
    answered(book, bar(0), bar(1), bar(2), closed=4)
    assert [one.time for one in book.seen] == GRID[:3]
    assert (book.late, book.recovered, book.revised) == (1, 0, 0)


def test_other_prices_are_a_revision_that_is_audited_once() -> None:
    book = opened()
    answered(book, bar(0), closed=1)
    settled(book)
    answered(book, bar(0, 4001), closed=2)
    assert book.to_audit == [Revision(bar(0), bar(0, 4001))]
    assert book.to_store == book.to_publish == {GRID[0]: BarState.REVISED}
    assert book.untold
    settled(book)
    answered(book, bar(0, 4001), closed=2, seconds=9)
    assert book.settled


def test_what_the_table_has_already_is_told_and_only_a_difference_is_a_revision() -> None:
    book = opened(bar(0), bar(1))
    answered(book, bar(0), bar(1, 4002), closed=2, seconds=100)
    assert book.to_store == {GRID[0]: BarState.FINAL, GRID[1]: BarState.REVISED}
    assert book.to_audit == [Revision(bar(1), bar(1, 4002))]
    assert [one.close for one in book.seen] == [Decimal(4000), Decimal(4002)]
