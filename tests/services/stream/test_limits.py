import pytest

from usdcop.services.stream.limits import Bucket, ClientBook


def test_a_bucket_gives_a_minutes_worth_at_once_then_evenly() -> None:
    bucket = Bucket(6, 6.0, 0.0)
    assert [bucket.take(0.0) for _ in range(6)] == [0.0] * 6
    assert bucket.take(0.0) == pytest.approx(10.0)
    assert bucket.take(5.0) == pytest.approx(5.0)
    assert bucket.take(10.0) == 0.0


def test_a_bucket_never_holds_more_than_a_minutes_worth() -> None:
    bucket = Bucket(2, 2.0, 0.0)
    assert [bucket.take(1e6) > 0 for _ in range(3)] == [False, False, True]


def test_a_client_has_only_so_many_connections_others_have_their_own() -> None:
    book = ClientBook(2, 10)
    assert [book.enter("a", 0), book.enter("a", 0), book.enter("a", 0), book.enter("b", 0)] == [
        True,
        True,
        False,
        True,
    ]
    book.leave("a", 0)
    assert book.enter("a", 0)


def test_connections_of_a_client_share_its_messages() -> None:
    book = ClientBook(2, 2)
    book.enter("a", 0)
    book.enter("a", 0)
    assert [book.message("a", 0) > 0 for _ in range(3)] == [False, False, True]


def test_to_come_back_does_not_fill_the_bucket_a_minute_does() -> None:
    book = ClientBook(2, 1)
    book.enter("a", 0)
    assert book.message("a", 0) == 0
    book.leave("a", 1)
    book.enter("a", 2)
    assert book.message("a", 2) > 0
    book.leave("a", 3)
    book.enter("a", 70)
    assert book.message("a", 70) == 0


def test_clients_that_left_are_forgotten() -> None:
    book = ClientBook(1, 1)
    for number in range(100):
        book.enter(f"client {number}", number * 10.0)
        book.leave(f"client {number}", number * 10.0)
    assert len(book._left) <= 7
    assert not book._clients
