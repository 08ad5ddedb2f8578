import pytest

from usdcop.core.errors import ColumnsError
from usdcop.pipeline.importing.headers import KLINES, Layout, fields, layout_of

HEAD = "time,open,high,low,close"
ROW = "2024-02-26 13:00,1,2,1,2"
FIVE = ("time", "open", "high", "low", "close")


def layout(*lines: str, **told: str) -> Layout:
    return layout_of("a.csv", lines, told)


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_the_commonest_sign(separator: str) -> None:
    found = layout(HEAD.replace(",", separator), ROW.replace(",", separator))
    assert (found.names, found.separator, found.skip) == (FIVE, separator, 1)


@pytest.mark.parametrize(
    "above",
    [
        ["# exported by a terminal"],
        ["https://www.CryptoDataDownload.com"],
        ["", "  "],
        ["Symbol: USD/COP, 5 minutes", "", "# note"],
        ["1,2,3,4,5"],
    ],
)
def test_lines_above_the_names_are_no_rows(above: list[str]) -> None:
    found = layout(*above, HEAD, ROW)
    assert (found.names, found.skip) == (FIVE, len(above) + 1)


@pytest.mark.parametrize("line", ["sep=;", '"sep=;"', "\ufeffSEP=;"])
def test_a_separator_that_is_said_counts_more(line: str) -> None:
    found = layout(line, "time;open;high;low;close;a,b,c,d,e,f,g", ROW)
    assert (found.separator, found.skip, found.names[-1]) == (";", 2, "a,b,c,d,e,f,g")


def test_a_line_below_the_names_is_no_row() -> None:
    assert layout(" time | open | high | low | close ", "------+------+---", "x | 1 | 1 | 1 | 1").skip == 2


def test_names_may_be_quoted_doubled_or_missing() -> None:
    assert layout(',"Open","High","Low","Close",Plot,Plot,', ROW).names[0] == ""
    assert layout("# " + HEAD, ROW).skip == 1


def test_three_lines_of_names_with_a_ticker() -> None:
    lines = ("Price,Close,High,Low,Open", "Ticker,COP=X,COP=X,COP=X,COP=X", "Datetime,,,,", "x,1,1,1,1")
    found = layout(*lines)
    assert found.names == ("Datetime", "Close", "High", "Low", "Open")
    assert (found.skip, found.claims.form, found.claims.symbol) == (3, "yfinance", "COP=X")
    two = layout(lines[0], "Ticker,COP=X,COP=X,EURUSD=X,EURUSD=X", *lines[2:])
    assert two.claims.symbol is None


@pytest.mark.parametrize(
    "lines",
    [
        ("Price,Close,High,Low,Open", "Ticker,A,A,A,A"),
        ("Price,Close,High,Low,Open", "Ticker,A,A,A,A", "Datetime,1,1,1,1"),
        ("Price,Close,High,Low,Open", "Ticker,A,A,A,A", "2024-02-26,,,,"),
        ("Price,Close,High,Low,Open", "x,A,A,A,A", "Datetime,,,,"),
    ],
)
def test_three_lines_that_are_no_names(lines: tuple[str, ...]) -> None:
    with pytest.raises(ColumnsError, match="lacks time"):
        layout(*lines)


@pytest.mark.parametrize(
    ("row", "form", "hint", "names"),
    [
        ("2024.02.26,15:00,1.5,2,1,2,120", "MetaTrader 4", "mt5", ("date", "time", "open", "high", "low", "close", "volume")),
        ("2024.02.26\t15:00:00\t1.5\t2\t1\t2", "MetaTrader 4", "mt5", ("date", "time", "open", "high", "low", "close")),
        ("20240226 080000;1.5;2;1;2;0", "HistData", "Etc/GMT+5", (*FIVE, "volume")),
        ("1708952400000,1,2,1,2,0,1708952699999,0,3,0,0,0", "Binance", "UTC", KLINES),
    ],
)  # fmt: skip
def test_rows_without_names_are_known_by_their_shape(
    row: str, form: str, hint: str, names: tuple[str, ...]
) -> None:
    found = layout(row, row)
    assert (found.names, found.skip) == (names, 0)
    assert (found.claims.form, found.claims.clock_hint) == (form, hint)


@pytest.mark.parametrize(
    "row",
    [
        ROW,
        "2024.02.26,15:00,1.5,2,1",
        "2024.02.26,15:00,1.5,2,x,2,120",
        "2024.02.26,noon,1.5,2,1,2,120",
        "20240226;1.5;2;1;2;0",
        "1708952400000,1,2,1,2,0,no,0,3,0,0,0",
    ],
)
def test_other_rows_without_names_are_refused_with_the_cure(row: str) -> None:
    with pytest.raises(ColumnsError, match=r"lacks open.*The first line must name .*--columns time=NAME"):
        layout(row, row)


def test_columns_told_by_number_need_no_names() -> None:
    told = {"time": "1", "open": "2", "high": "3", "low": "4", "close": "5"}
    found = layout("", ROW, ROW, **told)
    assert (found.names, found.skip) == (("1", "2", "3", "4", "5"), 1)
    with pytest.raises(ColumnsError, match=r"lacks close"):
        layout(ROW, **{**told, "close": "6"})


def test_columns_told_by_name_are_looked_for_in_every_line() -> None:
    found = layout("banner", "when,o1,high,low,close", "x,1,1,1,1", time="when", open="o1")
    assert found.skip == 2
    with pytest.raises(ColumnsError, match=r"lacks time; its columns are time, open, high, low, close"):
        layout(HEAD, ROW, time="when")


def test_metatrader_5_and_dukascopy_are_known_by_their_names() -> None:
    five = "<DATE>\t<TIME>\t<OPEN>\t<HIGH>\t<LOW>\t<CLOSE>\t<TICKVOL>\t<VOL>\t<SPREAD>"
    assert layout(five).claims.form == "MetaTrader 5"
    assert layout("<DATE>,<TIME>,<OPEN>,<HIGH>,<LOW>,<CLOSE>,<VOL>").claims.form is None
    assert layout("Gmt time,Open,High,Low,Close,Volume").claims.clock_hint == "UTC"
    assert layout("Time (EET),Open,High,Low,Close").claims.clock_hint == "EET"


def test_fields_that_cannot_be_read_are_none() -> None:
    assert fields("x" * 200_000, ",") == []
    assert fields("", ",") == []
    assert fields('"a,b",c', ",") == ["a,b", "c"]


def test_rows_without_names_have_prices_that_are_numbers() -> None:
    assert layout("2024.02.26,13:00,1,2,1,2,5").claims.form == "MetaTrader 4"
    for row in ("2024.02.26,13:00,a,2,1,2,5", "2024.02.26,13:00,1,2,1,b,5", "2024.02.26,13:00,1,2,1"):
        with pytest.raises(ColumnsError):
            layout(row)
