from datetime import UTC, datetime
from pathlib import Path

import pytest

from usdcop.core.errors import ColumnsError, DataError, TimeFormatError, UsageError
from usdcop.core.sessions import MARKETS
from usdcop.pipeline.importing.columns import Reading
from usdcop.pipeline.importing.day_order import DayOrder
from usdcop.pipeline.importing.names import MEANINGS
from usdcop.pipeline.importing.numbers import NumberStyle
from usdcop.pipeline.importing.read import read_file
from usdcop.pipeline.importing.reading import Told, reading_of, told_columns
from usdcop.pipeline.importing.tables import open_table

NOW = datetime(2026, 1, 1, tzinfo=UTC)
HEAD = "time,open,high,low,close\n"
MARKET = MARKETS["USDCOP"]
USUAL = Told()


def file(folder: Path, text: str, name: str = "a.csv") -> Path:
    path = folder / name
    path.write_text(text)
    return path


def reading(path: Path, told: Told = USUAL) -> Reading:
    return reading_of(open_table(path, told.columns), MARKET, told, NOW)


def lines(path: Path, told: Told = USUAL) -> list[str]:
    return read_file(path, told, NOW).findings.lines()


def test_columns_are_told_as_pairs() -> None:
    assert told_columns("time=when, open = o,close=5") == {"time": "when", "open": "o", "close": "5"}
    assert told_columns(None) == told_columns("") == {}


@pytest.mark.parametrize("text", ["time", "time=", "when=time", "time=a,", "=x", ","])
def test_what_is_no_pair_is_refused_with_the_meanings(text: str) -> None:
    with pytest.raises(UsageError, match=f"may be one of {', '.join(MEANINGS)}"):
        told_columns(text)


def test_the_order_of_dates_is_decided_by_the_whole_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first day above twelve stands far behind the first rows and the first block."""
    monkeypatch.setattr("usdcop.pipeline.importing.tables.BLOCK_BYTES", 4096)
    monkeypatch.setattr("usdcop.pipeline.importing.lines.SAMPLE_BYTES", 4096)
    days = [f"{month:02}/{day:02}/2024" for month in (3, 4) for day in range(1, 29)]
    rows = [f"{day} {13 + n // 12}:{n % 12 * 5:02},1,2,1,2" for day in days for n in range(48)]
    path = file(tmp_path, HEAD + "\n".join(rows))
    assert reading(path).times.order is DayOrder.MONTH
    found = read_file(path, "USDCOP", NOW)
    assert "dates: month first, as 02/26/2024" in found.findings.lines()
    months = {time.month for chunk in found.chunks() for time in chunk["time"]}
    assert months == {3, 4}
    assert found.findings.tally.ordered


def test_dates_in_doubt_are_refused(tmp_path: Path) -> None:
    with pytest.raises(TimeFormatError, match="no date of the file decides"):
        reading(file(tmp_path, HEAD + "03/04/2024 13:00,1,2,1,2\n03/05/2024 13:00,1,2,1,2\n"))


def test_an_epoch_may_lie_in_the_next_year_and_not_after_it(tmp_path: Path) -> None:
    path = file(tmp_path, HEAD + "1708952400,1,2,1,2\n")
    assert reading(path).times.last_year == 2027
    assert (
        reading_of(open_table(path), MARKET, Told(), datetime.max.replace(tzinfo=UTC)).times.last_year == 2199
    )


def test_the_style_of_prices_is_decided_by_the_first_rows_and_said(tmp_path: Path) -> None:
    path = file(tmp_path, HEAD.replace(",", ";") + "2024-02-26T13:00:00Z;3910,5;3911,5;3910,5;3911,25\n")
    assert reading(path).style is NumberStyle.COMMA
    assert "prices: written with a decimal comma" in lines(path)


def test_a_symbol_that_is_told_overrides_what_the_file_says(tmp_path: Path) -> None:
    path = file(tmp_path, "time,symbol,open,high,low,close\n2024-02-26T13:00:00Z,EURUSD,1,2,1,2\n")
    assert "symbol: EURUSD is taken for USDCOP, as told" in lines(path, Told(symbol_told=True))
    with pytest.raises(UsageError, match="'EURUSD' is not configured"):
        lines(path)


def test_rows_of_several_symbols_are_refused_whatever_is_told(tmp_path: Path) -> None:
    row = "2024-02-26T13:0{}:00Z,{},1,2,1,2\n"
    head = "time,symbol,open,high,low,close\n"
    path = file(tmp_path, head + row.format(0, "EURUSD") + row.format(5, "USDCOP"))
    with pytest.raises(UsageError, match="several symbols: EURUSD, USDCOP"):
        lines(path, Told(symbol_told=True))
    # Other spellings of one symbol, and the names that stand again, are no other symbols.
    path = file(tmp_path, head + row.format(0, "EUR/USD") + head + row.format(5, "EURUSD"))
    assert "symbol: EUR/USD, EURUSD is taken for USDCOP, as told" in lines(path, Told(symbol_told=True))


def test_claims_of_the_file_are_checked_unless_the_symbol_is_told(tmp_path: Path) -> None:
    text = '{"meta": {"symbol": "%s", "interval": "%s"}, "values": [{"datetime": "2024-02-26 13:00", "open": 1, "high": 1, "low": 1, "close": 1}]}'
    other = file(tmp_path, text % ("EUR/USD", "5min"))
    with pytest.raises(UsageError, match="'EUR/USD' is not configured"):
        reading(other)
    assert "symbol: EUR/USD is taken for USDCOP, as told" in lines(other, Told(symbol_told=True))
    with pytest.raises(DataError, match="bars are of 1h"):
        reading(file(tmp_path, text % ("USD/COP", "1h")), Told(symbol_told=True))


def test_the_name_of_another_pair_is_said_and_refuses_nothing(tmp_path: Path) -> None:
    path = file(tmp_path, HEAD + "2024-02-26T13:00:00Z,1,2,1,2\n", "EURUSD5.csv")
    assert "symbol: the name of the file says EURUSD; its rows are taken for USDCOP" in lines(path)


def test_a_hint_of_the_clock_is_said(tmp_path: Path) -> None:
    found = read_file(
        file(tmp_path, "Time (EET),Open,High,Low,Close\n2024-02-26 13:00,1,2,1,2\n"), "USDCOP", NOW
    )
    assert "clock hint: EET, by the shape or the words of the file" in found.findings.lines()
    assert found.clock_hint == "EET"


def test_columns_that_are_told_are_read(tmp_path: Path) -> None:
    numbers = {"time": "2", "open": "3", "high": "4", "low": "5", "close": "6"}
    path = file(tmp_path, "x,2024-02-26T13:00:00Z,1,4,0.5,2,7\n")
    found = read_file(path, Told(columns={**numbers, "volume": "7"}), NOW)
    assert next(found.chunks()).select("open", "close", "volume").row(0) == (1.0, 2.0, 7.0)
    arrays = file(tmp_path, '[[0, "2024-02-26T13:00:00Z", 1, 4, 0.5, 2]]', "a.json")
    with pytest.raises(ColumnsError, match="its columns are 1, 2, 3, 4, 5, 6"):
        lines(arrays)
    found = read_file(arrays, Told(columns=numbers), NOW)
    assert next(found.chunks()).select("open", "high", "low", "close").row(0) == (1.0, 4.0, 0.5, 2.0)


def test_a_line_that_is_no_row_is_told_and_kept_aside(tmp_path: Path) -> None:
    rows = [f"2024-02-26T13:{n:02}:00Z,1,2,1,2" for n in range(0, 60, 5)]
    path = file(tmp_path, HEAD + "\n".join([*rows[:6], "time,open,high,low,close", *rows[6:], "(12 rows)"]))
    found = read_file(path, "USDCOP", NOW)
    assert (
        "lines that are no rows: 2 (8: 'time,open,high,low,close', 15: '(12 rows)')" in found.findings.lines()
    )
    assert found.refused.select("row", "raw").rows() == [(8, HEAD.strip()), (15, "(12 rows)")]
    assert (found.findings.tally.rows, found.findings.tally.refused) == (12, 2)
    list(found.chunks())
    assert found.refused.height == 2


def test_an_empty_table_has_a_reading_and_no_rows(tmp_path: Path) -> None:
    assert reading(file(tmp_path, HEAD)).style is NumberStyle.POINT
