import pytest

from usdcop.pipeline.importing.names import clock_of, places, plain, told_places, unique


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("<OPEN>", "open"),
        ("1. open", "open"),
        (" Open_Time ", "open time"),
        ("Time (EET)", "time"),
        ("__index_level_0__", "index level 0"),
        ("\ufeff# time", "time"),
        ("Adj Close", "adj close"),
        ("Unnamed: 0", "unnamed: 0"),
        ("", ""),
    ],
)
def test_a_name_is_what_is_left_without_ornament(name: str, bare: str) -> None:
    assert plain(name) == bare


def test_the_name_that_says_most_is_the_time() -> None:
    prices = ["open", "high", "low", "close"]
    assert places(["date", "unix", *prices])["time"] == [1]
    assert places(["date", "timestamp", *prices])["time"] == [1]
    assert places(["", *prices])["time"] == [0]
    assert "time" not in places([*prices, ""])


def test_one_letter_names_count_only_together() -> None:
    assert places(["t", "o", "h", "l", "c", "v"]) == {
        "time": [0], "open": [1], "high": [2], "low": [3], "close": [4], "volume": [5]
    }  # fmt: skip
    assert "open" not in places(["t", "o", "h", "l"])
    assert places(["time", "open", "high", "low", "close", "o", "h", "l", "c"])["open"] == [1]


def test_doubled_names_stand_in_several_places() -> None:
    assert places(["time", "open", "high", "low", "close", "Close"])["close"] == [4, 5]
    assert unique(["a", "b", "a", "a", "a (2)"]) == ("a", "b", "a (2)", "a (3)", "a (2) (2)")


def test_told_columns_are_found_by_name_then_case_then_number() -> None:
    told = {"time": "When", "open": "2", "high": "9", "low": "0", "close": "C"}
    found = told_places(["when", "x", "2", "c", "C"], told)
    assert found == {"time": [0], "open": [2], "high": [], "low": [], "close": [4]}
    assert told_places(["a", "b"], {"time": "1", "open": "2", "high": "3"}) == {
        "time": [0],
        "open": [1],
        "high": [],
    }


@pytest.mark.parametrize(
    ("name", "clock"),
    [("Gmt time", "UTC"), ("Time (EET)", "EET"), ("Date (America/New_York)", "America/New_York"), ("Time (UTC)", "UTC"),
     ("Time (server)", None), ("time", None), ("Local time", None)],
)  # fmt: skip
def test_a_name_may_tell_its_clock(name: str, clock: str | None) -> None:
    assert clock_of(name) == clock
