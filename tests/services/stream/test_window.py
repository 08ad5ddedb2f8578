import orjson

from support.stream_sessions import SYMBOL, add, events, loaded, state_of
from usdcop.core.events import EventId, StreamState
from usdcop.services.stream.window import Window


def test_a_window_that_read_nothing_yet_takes_nothing() -> None:
    window = Window(SYMBOL, 10)
    assert window.add(events("t")[0]) is None
    assert (window.generation, window.last) == (0, None)


def test_events_that_follow_are_kept_once_encoded() -> None:
    window = loaded("tb")
    add(window, "t")
    assert [window.at(seq).id.seq for seq in (1, 2, 3)] == [1, 2, 3]
    assert orjson.loads(window.at(3).data) == {
        "type": "market_data",
        "epoch": 1,
        "seq": 3,
        "symbol": "USDCOP",
    }
    assert (window.base, window.seq, window.newest_tick, window.generation) == (1, 3, 3, 1)


def test_what_does_not_follow_is_not_kept() -> None:
    window = loaded("tb")
    for other in (*events("t", first=4), *events("t", first=2), *events("t", epoch=2)):
        assert window.add(other) is None
    assert window.seq == 2


def test_a_window_that_is_full_forgets_the_oldest_and_keeps_at_least_its_size() -> None:
    window = loaded("t", size=4)
    add(window, "t" * 30)
    assert window.seq == 31
    assert 4 <= window.seq - window.base + 1 <= 8
    assert window.at(window.base).id.seq == window.base


def test_the_snapshot_has_the_newest_of_each_type_and_where_the_stream_stands() -> None:
    window = loaded("btb")
    first = orjson.loads(window.snapshot())
    assert (first["symbol"], first["epoch"], first["seq"]) == ("USDCOP", 1, 3)
    assert {kind: event["seq"] for kind, event in first["data"].items()} == {"market_data": 2, "bar": 3}
    add(window, "t")
    assert orjson.loads(window.snapshot())["data"]["market_data"]["seq"] == 4


def test_the_snapshot_of_an_empty_stream_says_so() -> None:
    told = orjson.loads(loaded().snapshot())
    assert told == {"type": "snapshot", "symbol": "USDCOP", "epoch": None, "seq": None, "data": {}}


def test_after_a_pause_what_was_missed_follows() -> None:
    window = loaded("tb")
    missed = window.catch_up(state_of(events("tbtt")))
    assert missed is not None
    assert [event.id.seq for event in missed] == [3, 4]
    assert window.generation == 1


def test_a_hole_or_a_new_epoch_starts_the_window_anew() -> None:
    for now in (events("tt", first=5), events("tt", epoch=2)):
        window = loaded("tb")
        assert window.catch_up(state_of(now)) is None
        assert (window.generation, window.last, window.base) == (2, now[-1].id, now[0].id.seq)


def test_only_the_unbroken_end_of_a_stream_is_kept() -> None:
    window = Window(SYMBOL, 10)
    window.catch_up(state_of([*events("ttt"), *events("bt", epoch=2)]))
    assert (window.base, window.last) == (1, EventId(2, 2))


def test_a_stream_that_lost_its_end_changes_nothing_until_its_writer_starts_a_new_epoch() -> None:
    window = loaded("tbt")
    for less in (StreamState(None, {}, ()), state_of(events("tb"))):
        assert window.catch_up(less) == ()
    assert (window.generation, window.seq) == (1, 3)


def test_ticks_of_an_older_epoch_are_none_of_the_new_one() -> None:
    window = loaded("ttt")
    window.catch_up(state_of(events("b", epoch=2)))
    assert window.newest_tick == 0
