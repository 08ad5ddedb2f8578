"""What is remembered as the newest: written and read alike, and believed only as long as it may be the newest."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from usdcop.core.bars import BarState
from usdcop.core.newest import Newest, StoredBar, newest_bytes, newest_of
from usdcop.core.sessions import BAR, Calendar
from usdcop.core.trading import LiveQuote
from usdcop.core.units import Price

CALENDAR = Calendar()
AT = datetime(2025, 1, 2, 14, 0, tzinfo=UTC)
QUOTE = LiveQuote("USDCOP", Price(4000.0), None, Price(4000.25), AT + timedelta(seconds=7), "test", 5.0)
FORMING = StoredBar(AT, 4000.0, 4001.5, 3999.75, 4000.125, None, BarState.FORMING, "test")
CLOSES = CALENDAR.closes_at(AT.date())


@pytest.mark.parametrize("quote", [QUOTE, None])
@pytest.mark.parametrize("bar", [FORMING, replace(FORMING, volume=12.5, state=BarState.REVISED), None])
def test_it_is_read_as_it_was_written(quote: LiveQuote | None, bar: StoredBar | None) -> None:
    assert newest_of(newest_bytes(Newest(quote, bar))) == Newest(quote, bar)


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b'{"quote": null, "bar": {"time": "2025"}}', b"7"])
def test_anything_else_is_refused(data: bytes) -> None:
    with pytest.raises((ValueError, KeyError, TypeError)):
        newest_of(data)


@pytest.mark.parametrize(
    ("bar", "now", "believed"),
    [
        (FORMING, AT, True),
        (FORMING, AT + 2 * BAR - timedelta(seconds=1), True),
        (FORMING, AT + 2 * BAR, False),
        (FORMING, AT - timedelta(seconds=1), False),
        (replace(FORMING, time=CLOSES - BAR), CLOSES + timedelta(hours=1), False),
        (replace(FORMING, time=CLOSES - BAR, state=BarState.FINAL), CLOSES + timedelta(hours=1), True),
    ],
)
def test_a_bar_is_believed_until_another_must_be_there(bar: StoredBar, now: datetime, believed: bool) -> None:
    assert Newest(QUOTE, bar).may_be_newest(now, CALENDAR) == believed


def test_without_a_bar_nothing_is_believed() -> None:
    assert not Newest(QUOTE, None).may_be_newest(AT, CALENDAR)
