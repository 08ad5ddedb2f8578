from itertools import islice

import orjson
from hypothesis import given
from hypothesis import strategies as st

from support.stream_sessions import add, events, loaded, shown, state_of
from usdcop.core.events import EventId
from usdcop.services.stream.cursor import Cursor
from usdcop.services.stream.tally import Tally
from usdcop.services.stream.window import Window


def due(cursor: Cursor) -> list[str]:
    return shown(cursor.due(Tally()))


def test_a_new_client_starts_with_a_snapshot() -> None:
    cursor = Cursor(loaded("tb"))
    assert due(cursor) == ["snapshot@2"]
    assert due(cursor) == []


def test_the_next_event_takes_the_short_way() -> None:
    window = loaded("tb")
    cursor = Cursor(window)
    due(cursor)
    add(window, "t")
    assert cursor.takes(window.at(3))
    assert not cursor.takes(window.at(3))
    assert due(cursor) == []


def test_who_is_due_a_snapshot_does_not_take_the_short_way() -> None:
    window = loaded()
    cursor = Cursor(window)
    add(window, "t")
    assert not cursor.takes(window.at(1))
    assert due(cursor) == ["snapshot@1"]


def test_who_comes_back_gets_every_event_since_ticks_too() -> None:
    window, tally = loaded("tttbttt"), Tally()
    assert shown(Cursor(window, EventId(1, 2)).due(tally)) == ["3", "4", "5", "6", "7"]
    assert (tally.replayed, tally.conflated) == (5, 0)


def test_who_missed_nothing_gets_nothing() -> None:
    assert due(Cursor(loaded("ttt"), EventId(1, 3))) == []


def test_who_comes_back_to_another_epoch_or_too_late_gets_a_gap_and_a_snapshot() -> None:
    full = loaded("t", size=3)
    add(full, "t" * 20)
    for window, seen in (
        (loaded("ttt", epoch=2), EventId(1, 2)),
        (loaded("ttt"), EventId(2, 2)),
        (full, EventId(1, 2)),
        (loaded("ttt"), EventId(1, 2_000)),
        (loaded(), EventId(1, 2)),
    ):
        assert due(Cursor(window, seen)) == ["gap", f"snapshot@{window.seq or None}"]


def test_a_gap_says_what_was_seen_and_where_the_stream_is() -> None:
    first = next(Cursor(loaded("ttt", epoch=2), EventId(1, 7)).due(Tally()))
    assert orjson.loads(first) == {
        "type": "gap",
        "symbol": "USDCOP",
        "seen": {"epoch": 1, "seq": 7},
        "now": {"epoch": 2, "seq": 3},
    }


def test_a_process_that_is_a_little_behind_another_waits_for_the_rest() -> None:
    window = loaded("ttt")
    cursor = Cursor(window, EventId(1, 5))
    assert due(cursor) == []
    add(window, "ttt")
    assert due(cursor) == ["6"]


def test_until_the_stream_was_read_nothing_is_due() -> None:
    window = Window(loaded().target, 10)
    cursor = Cursor(window, EventId(1, 1))
    assert due(cursor) == []
    window.catch_up(state_of(events("tt")))
    assert due(cursor) == ["2"]


def test_a_slow_client_gets_the_newest_tick_and_everything_else() -> None:
    window, tally = loaded("t"), Tally()
    cursor = Cursor(window)
    due(cursor)
    add(window, "ttbttot" + "t")
    assert shown(cursor.due(tally)) == ["4 skips 2", "7 skips 5", "9 skips 8"]
    assert tally.conflated == 5


def test_what_comes_after_the_newest_tick_is_whole() -> None:
    window = loaded("t")
    cursor = Cursor(window)
    due(cursor)
    add(window, "ttbo")
    assert due(cursor) == ["3 skips 2", "4", "5"]


def test_a_replay_is_not_conflated_what_came_during_it_is() -> None:
    window = loaded("tttt")
    cursor = Cursor(window, EventId(1, 1))
    assert shown(islice(cursor.due(Tally()), 1)) == ["2"]
    add(window, "ttt")
    assert due(cursor) == ["3", "4", "7 skips 5"]


def test_who_was_live_when_the_window_started_anew_gets_a_gap_and_a_snapshot() -> None:
    window = loaded("tt")
    cursor = Cursor(window)
    due(cursor)
    window.catch_up(state_of(events("b", epoch=2)))
    assert due(cursor) == ["gap", "snapshot@1"]


def test_a_gap_left_in_the_middle_goes_on_with_the_snapshot() -> None:
    window = loaded("tt")
    cursor = Cursor(window, EventId(9, 9))
    assert shown(islice(cursor.due(Tally()), 1)) == ["gap"]
    assert due(cursor) == ["snapshot@2"]


def test_lag_counts_what_is_unsent_but_not_a_replay() -> None:
    window = loaded("tttt")
    replaying, live = Cursor(window, EventId(1, 0)), Cursor(window)
    list(islice(replaying.due(Tally()), 1))
    due(live)
    assert (replaying.lag, live.lag) == (0, 0)
    add(window, "bbb")
    assert (replaying.lag, live.lag) == (3, 3)


@given(st.lists(st.tuples(st.text("tbo", max_size=6), st.integers(0, 4)), max_size=30), st.integers(0, 5))
def test_each_event_comes_once_in_order_or_is_a_tick_that_was_skipped(
    steps: list[tuple[str, int]], resume: int
) -> None:
    """Whatever a client takes and when: what it sees is the stream, less ticks it is told of."""
    window = loaded("tbttb", size=1_000)
    cursor, seen = Cursor(window, EventId(1, resume)), resume
    for letters, taken in [*steps, ("", 10_000)]:
        add(window, letters)
        for data in islice(cursor.due(Tally()), taken):
            message = orjson.loads(data)
            assert message["seq"] == seen + 1 or message["skipped_from"] == seen + 1
            assert all(window.at(seq).type == "market_data" for seq in range(seen + 1, message["seq"]))
            assert message["seq"] == seen + 1 or message["seq"] > 5  # a replay is whole
            seen = message["seq"]
    assert seen == window.seq
