from usdcop.core.events import EventId, account_stream, market_stream


def test_a_number_reads_as_it_was_written() -> None:
    assert EventId.parse(str(EventId(3, 17))) == EventId(3, 17)


def test_numbers_are_ordered_by_epoch_then_by_seq() -> None:
    assert EventId(1, 900) < EventId(2, 1) < EventId(2, 2)


def test_what_follows_is_the_next_of_the_same_epoch() -> None:
    assert EventId(2, 5).follows(EventId(2, 4))
    assert not EventId(2, 6).follows(EventId(2, 4))
    assert not EventId(2, 4).follows(EventId(2, 4))
    assert not EventId(3, 5).follows(EventId(2, 4))
    assert not EventId(3, 1).follows(EventId(2, 4))


def test_the_first_of_an_epoch_follows_the_beginning() -> None:
    assert EventId(7, 1).follows(None)
    assert not EventId(7, 2).follows(None)


def test_streams_of_symbols_and_accounts_never_meet() -> None:
    assert market_stream("main") != account_stream("main")
