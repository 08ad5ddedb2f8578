from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from usdcop.core.sessions import MARKETS
from usdcop.simulator.query import RefusedError, SeriesQuery, series_query, style_of

NOW = datetime(2024, 7, 10, 15, 2, 30, tzinfo=UTC)
MARKET = MARKETS["USDCOP"]
ASKED = {"symbol": "USD/COP", "interval": "5min"}
DATED = {"start_date": "2024-07-01", "end_date": "2024-07-02 12:00:00"}


def query(**asked: str) -> SeriesQuery:
    return series_query({**ASKED, **asked}, MARKET, NOW)


def test_dates_are_read_in_the_time_zone_asked_for() -> None:
    utc, bogota = query(**DATED, timezone="UTC"), query(**DATED)
    assert (utc.start, utc.end) == (datetime(2024, 7, 1, tzinfo=UTC), datetime(2024, 7, 2, 12, tzinfo=UTC))
    assert bogota.start - utc.start == timedelta(hours=5)
    assert query(**DATED, timezone="Asia/Tokyo").style.zone == ZoneInfo("Asia/Tokyo")


def test_an_offset_in_a_date_wins() -> None:
    assert query(start_date="2024-07-01T08:00:00-05:00", timezone="Asia/Tokyo").start == datetime(
        2024, 7, 1, 13, tzinfo=UTC
    )


@pytest.mark.parametrize(("date", "day"), [("2024-07-08", 8), ("today", 10), ("yesterday", 9)])
def test_one_day_is_that_local_day(date: str, day: int) -> None:
    found = query(date=date)
    assert found.start == datetime(2024, 7, day, 5, tzinfo=UTC)
    assert found.end == found.start + timedelta(days=1, seconds=-1)


def test_without_dates_there_are_thirty_bars_up_to_now_newest_first() -> None:
    found = query()
    assert (found.size, found.end, found.ascending) == (30, NOW, False)
    assert NOW - found.start > timedelta(days=30)


def test_with_dates_there_are_as_many_bars_as_the_vendor_gives() -> None:
    assert query(**DATED).size == 5000
    assert query(**DATED, outputsize="7", order="ASC") == SeriesQuery(
        "5min", query(**DATED).start, query(**DATED).end, 7, ascending=True, style=query(**DATED).style
    )


def test_a_start_alone_reaches_to_now() -> None:
    assert query(start_date="2024-07-01").end == NOW


def test_how_the_answer_is_to_look() -> None:
    style = style_of({**ASKED, "dp": "2", "format": "csv", "delimiter": ","}, MARKET)
    assert (style.places, style.csv, style.delimiter) == (2, True, ",")


@pytest.mark.parametrize(
    ("asked", "code", "names"),
    [
        ({"symbol": ""}, 400, "symbol"),
        ({"symbol": "EUR/USD"}, 404, "EUR/USD"),
        ({"interval": "2min"}, 400, "interval"),
        ({"order": "sideways"}, 400, "order"),
        ({"outputsize": "0"}, 400, "outputsize"),
        ({"outputsize": "5001"}, 400, "outputsize"),
        ({"outputsize": "many"}, 400, "outputsize"),
        ({"dp": "12"}, 400, "dp"),
        ({"timezone": "Mars/Olympus"}, 400, "timezone"),
        ({"timezone": "../etc/passwd"}, 400, "timezone"),
        ({"start_date": "someday"}, 400, "start_date"),
        ({"end_date": "2024-13-01"}, 400, "end_date"),
        ({"date": "x"}, 400, "date"),
        ({"start_date": "2024-07-02", "end_date": "2024-07-01"}, 400, "start_date"),
    ],
)
def test_a_wrong_parameter_is_refused_by_name(asked: dict[str, str], code: int, names: str) -> None:
    with pytest.raises(RefusedError) as caught:
        query(**asked)
    assert caught.value.code == code
    assert names in caught.value.message
