"""Files that failed when people gave them: each now gives the right bars, or is refused in words."""

import polars as pl
import pytest

from support.real_files import NOW, case_path
from usdcop.core.errors import TimeFormatError, UsageError
from usdcop.pipeline.importing.read import ImportFile, read_file
from usdcop.pipeline.importing.reading import Told

RIGHT = "00-plain/bars.csv"
FILES = (
    "01-mt5-export/USDCOP_M5.csv",
    "03-mt4-no-header/USDCOP5.csv",
    "04-histdata/DAT_ASCII_USDCOP_M1_202403.csv",
    "20-parquet/HISTDATA_COM_ASCII_USDCOP_M1.zip",
    "07-twelvedata/time_series_bogota.csv",
            "06-tradingview/FX_IDC_USDCOP_5_indicators.csv",
            "06-tradingview/FX_IDC_USDCOP_5_iso.csv",
            "06-tradingview/FX_IDC_USDCOP_5_unix.csv",
            "07-twelvedata/time_series.csv",
            "07-twelvedata/time_series.json",
            "08-yfinance/COP=X_multi.csv",
            "08-yfinance/COP=X_old.csv",
            "15-concatenated/jan_feb.csv",
            "15-concatenated/pandas_range_index.csv",
            "15-concatenated/pandas_unnamed_index.csv",
            *(
                f"20-parquet/{name}"
                for name in (
                    "USDCOP-5m.feather", "bars.csv.bz2", "bars.csv.xz", "categorical_symbol.parquet", "decimal.parquet",
                    "float32.parquet", "float_s.parquet", "gzip_named.csv", "int64_ms.parquet", "int64_ns.parquet",
                    "multi_member.csv.gz", "nautilus_ts_event.parquet", "ns_utc.parquet", "null_volume.parquet",
                    "pandas_unnamed_index.parquet", "tz_new_york.parquet",
                )
            ),
            *(
                f"21-dates/{name}"
                for name in (
                    "ampm.csv", "both_columns.csv", "cdd_banner.csv", "comment.csv", "compact.csv", "compact12.csv",
                    "cp1252.csv", "cr_only.csv", "date_and_datetime.csv", "dmy_dot_points.csv", "footer.csv",
                    "index_time_unix.csv", "mdy.csv", "na.csv", "nano_frac.csv", "offset_dst.csv", "offset_hour.csv",
                    "one_digit.csv", "polygon.csv", "psql.txt", "quoted.csv", "rfc.csv", "trailing_comma.csv",
                    "trailing_comma2.csv",
                )
            ),
)  # fmt: skip
REFUSED = {
    "15-concatenated/jan_feb.csv": [(602, "time,open,high,low,close")],
    "21-dates/footer.csv": [(1202, "(1200 rows)")],
    "21-dates/psql.txt": [(1203, "(1200 rows)")],
}
HINTS = {
    "01-mt5-export/USDCOP_M5.csv": "mt5",
    "03-mt4-no-header/USDCOP5.csv": "mt5",
    "04-histdata/DAT_ASCII_USDCOP_M1_202403.csv": "Etc/GMT+5",
    "20-parquet/HISTDATA_COM_ASCII_USDCOP_M1.zip": "Etc/GMT+5",
}
USUAL = Told()
ROUNDED = 0.006
"""Exports of MetaTrader have two decimals, those of float32 seven digits."""


def read(name: str, told: Told = USUAL) -> ImportFile:
    return read_file(case_path(name), told, NOW)


def bars(found: ImportFile) -> pl.DataFrame:
    """Its closes at their corrected times."""
    at = pl.col("time") + pl.duration(minutes=pl.col("clock_shift_minutes"))
    return pl.concat(found.chunks()).select(at, "close").sort("time")


@pytest.mark.parametrize("name", FILES)
def test_a_file_gives_the_right_closes_at_the_right_times(name: str) -> None:
    right, found = bars(read(RIGHT)), read(name)
    made = bars(found)
    assert made["time"].to_list() == right["time"].to_list()
    assert float((made["close"] - right["close"]).abs().max()) < ROUNDED  # type: ignore[arg-type]
    assert found.refused.select("row", "raw").rows() == REFUSED.get(name, [])
    assert found.clock_hint == HINTS.get(name)
    assert found.findings.uncertain is None


def test_days_without_a_time_stay_refused_in_words() -> None:
    with pytest.raises(TimeFormatError, match="The times are days without a time of day"):
        read("20-parquet/dates.parquet")


@pytest.mark.parametrize("number", range(11))
def test_every_spelling_of_the_symbol_is_the_symbol_and_said(number: int) -> None:
    found = read(f"19-symbols/s{number}.csv")
    right = bars(read(RIGHT)).head(120)
    assert bars(found)["close"].to_list() == right["close"].to_list()
    assert any("is taken for USDCOP" in line for line in found.findings.notes) == (number != 0)


def test_another_symbol_is_refused_by_name_and_may_be_overridden() -> None:
    with pytest.raises(UsageError, match="'BZ' is not configured"):
        read("19-symbols/s11.csv")
    found = read("19-symbols/s11.csv", Told(symbol_told=True))
    assert "symbol: BZ is taken for USDCOP, as told" in found.findings.lines()
    assert found.findings.tally.rows == 120
