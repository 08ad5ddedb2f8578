"""The same bars written as programs and vendors write them: one writer for each row of the README's table."""

import bz2
import gzip
import io
import json
import lzma
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import polars as pl

from support.walk import raw_walk
from usdcop.core.sessions import Calendar

NAMES = ("open", "high", "low", "close")
BARS = raw_walk(Calendar(), date(2024, 2, 26), date(2024, 3, 1), seed=4).select(
    "time", *(pl.col(name).round(2) for name in NAMES)
)

Row = tuple[datetime, str, str, str, str]


@dataclass(frozen=True, slots=True)
class Written:
    """A file, and by how much its stamps, read as they stand, differ from UTC."""

    data: bytes
    late: timedelta = timedelta(0)
    hint: str | None = None
    rows: int = BARS.height
    """Rows in the file."""
    refused: int = 0
    """Lines that are no rows."""


def rows(late: timedelta = timedelta(0)) -> Iterator[Row]:
    """Each bar's stamp, as a clock that is ``late`` shows it, and its prices as text."""
    for time, *prices in BARS.iter_rows():
        opened, high, low, close = (f"{price:.2f}" for price in prices)
        yield time + late, opened, high, low, close


def text(
    form: str, head: str = "time,open,high,low,close\n", tail: str = "", late: timedelta = timedelta(0)
) -> Written:
    """A line for each bar: ``form`` has ``{t}`` (a datetime) and ``{p}`` (four prices between commas)."""
    lines = (form.format(t=time, p=",".join(prices)) for time, *prices in rows(late))
    return Written((head + "\n".join(lines) + "\n" + tail).encode(), late)


def swapped(made: Written, old: str, new: str) -> Written:
    """``made`` with one sign for another."""
    return Written(
        made.data.replace(old.encode(), new.encode()), made.late, made.hint, made.rows, made.refused
    )


PLAIN = text("{t:%Y-%m-%dT%H:%M:%SZ},{p}")
_TWO = timedelta(hours=2)
_EST = timedelta(hours=-5)


def metatrader_5() -> Written:
    head = "<DATE>,<TIME>,<OPEN>,<HIGH>,<LOW>,<CLOSE>,<TICKVOL>,<VOL>,<SPREAD>\r\n"
    made = swapped(text("{t:%Y.%m.%d},{t:%H:%M:%S},{p},120,0,350\r", head, late=_TWO), ",", "\t")
    return Written(made.data, _TWO, "mt5")


def metatrader_4() -> Written:
    return Written(text("{t:%Y.%m.%d},{t:%H:%M},{p},120\r", "", late=_TWO).data, _TWO, "mt5")


def histdata() -> Written:
    """Bars of a minute: the first opens and the last closes each bar of five, and it touches both ends."""
    lines = []
    for time, opened, high, low, close in rows(_EST):
        parts = (
            (opened,) * 4,
            (opened, high, opened, high),
            (high, high, low, low),
            (low, low, low, low),
            (low, close, low, close),
        )
        lines += [
            f"{time + timedelta(minutes=minute):%Y%m%d %H%M%S};{';'.join(part)};0"
            for minute, part in enumerate(parts)
        ]
    return Written("\r\n".join(lines).encode(), _EST, "Etc/GMT+5", 5 * BARS.height)


def dukascopy() -> Written:
    made = text("{t:%d.%m.%Y %H:%M:%S}.000,{p},1.5", "Gmt time,Open,High,Low,Close,Volume\n")
    return Written(made.data, hint="UTC")


def dukascopy_local() -> Written:
    made = text(
        "{t:%d.%m.%Y %H:%M:%S}.000 GMT-0500,{p},1.5", "Local time,Open,High,Low,Close,Volume\n", late=_EST
    )
    return Written(made.data)


def zone_in_the_name() -> Written:
    made = text("{t:%Y-%m-%d %H:%M},{p}", "Time (EET),Open,High,Low,Close\n", late=_TWO)
    return Written(made.data, _TWO, "EET")


def tradingview() -> Written:
    return text(
        "{t:%s},{p},1,NaN".replace("%s", "%Y-%m-%dT%H:%M:%SZ"), "time,open,high,low,close,Plot,Plot\n"
    )


def epochs(ticks: int, head: str = "time,open,high,low,close\n") -> Written:
    lines = (f"{int(time.timestamp()) * ticks},{','.join(prices)}" for time, *prices in rows())
    return Written((head + "\n".join(lines)).encode())


def twelve_data_csv() -> Written:
    lines = [f"{time:%Y-%m-%d %H:%M:%S};{';'.join(prices)}" for time, *prices in rows()]
    return Written("\n".join(["datetime;open;high;low;close", *reversed(lines)]).encode())


def twelve_data_json(
    symbol: str = "USD/COP", interval: str = "5min", zone: str | None = "America/Bogota"
) -> Written:
    late = _EST if zone else timedelta(0)
    values = [
        {"datetime": f"{time:%Y-%m-%d %H:%M:%S}", **dict(zip(NAMES, prices, strict=True))}
        for time, *prices in rows(late)
    ]
    meta = {"symbol": symbol, "interval": interval} | ({"exchange_timezone": zone} if zone else {})
    return Written(json.dumps({"meta": meta, "values": values[::-1], "status": "ok"}).encode(), late, zone)


def oanda(instrument: str = "USD_COP", granularity: str = "M5") -> Written:
    candles = [
        {
            "complete": True,
            "volume": 9,
            "time": f"{time:%Y-%m-%dT%H:%M:%S}.000000000Z",
            "mid": dict(zip("ohlc", prices, strict=True)),
        }
        for time, *prices in rows()
    ]
    return Written(
        json.dumps({"instrument": instrument, "granularity": granularity, "candles": candles}).encode()
    )


def yfinance() -> Written:
    return text("{t:%Y-%m-%d %H:%M:%S}+00:00,{p},0,0", "Datetime,Open,High,Low,Close,Adj Close,Volume\n")


def yfinance_3() -> Written:
    head = "Price,Open,High,Low,Close\nTicker,COP=X,COP=X,COP=X,COP=X\nDatetime,,,,\n"
    return text("{t:%Y-%m-%d %H:%M:%S}+00:00,{p}", head)


def klines(ticks: int) -> list[list[object]]:
    return [
        [
            int(time.timestamp()) * ticks,
            *prices,
            "0",
            (int(time.timestamp()) + 300) * ticks - 1,
            "0",
            3,
            "0",
            "0",
            "0",
        ]
        for time, *prices in rows()
    ]


def binance(ticks: int = 1_000) -> Written:
    lines = (",".join(map(str, line)) for line in klines(ticks))
    return Written("\n".join(lines).encode(), hint="UTC")


def binance_json() -> Written:
    return Written(json.dumps(klines(1_000)).encode(), hint="UTC")


def polygon() -> Written:
    return epochs(1_000, "t,o,h,l,c\n")


def crypto_data_download() -> Written:
    head = "https://www.CryptoDataDownload.com\nunix,date,symbol,open,high,low,close\n"
    lines = (
        f"{int(time.timestamp())},{time:%Y-%m-%d %H:%M:%S},USD/COP,{','.join(prices)}"
        for time, *prices in rows()
    )
    return Written((head + "\n".join(lines)).encode())


def pandas_csv() -> Written:
    return text("{t:%Y-%m-%d %H:%M:%S},{p}", ",Open,High,Low,Close\n")


def pandas_parquet() -> Written:
    return typed(BARS.rename({"time": "__index_level_0__"}))


def range_index() -> Written:
    return text("7,{t:%Y-%m-%d %H:%M:%S},{p}", ",time,open,high,low,close\n")


def nautilus() -> Written:
    return typed(BARS.select(pl.col("time").dt.epoch("ns").alias("ts_event"), *NAMES))


def psql() -> Written:
    head = " time | open | high | low | close \n------+------+------+------+------\n"
    made = swapped(text(" {t:%Y-%m-%d %H:%M:%S}+00,{p}", head, f"({BARS.height} rows)\n"), ",", " | ")
    return Written(made.data, refused=1)


def footer() -> Written:
    made = text(
        "{t:%Y-%m-%dT%H:%M:%SZ},{p}",
        "# exported\nA banner\ntime,open,high,low,close\n",
        "time,open,high,low,close\nEnd of file\n",
    )
    return Written(made.data, refused=2)


def records() -> list[dict[str, object]]:
    return [
        {"time": f"{time:%Y-%m-%dT%H:%M:%SZ}", **dict(zip(NAMES, prices, strict=True))}
        for time, *prices in rows()
    ]


def json_columns() -> Written:
    indexed = {
        name: {str(int(time.timestamp() * 1000)): float(prices[at]) for time, *prices in rows()}
        for at, name in enumerate(NAMES)
    }
    return Written(json.dumps(indexed).encode())


def json_lines() -> Written:
    return Written("\n".join(map(json.dumps, records())).encode())


def typed(frame: pl.DataFrame, feather: bool = False) -> Written:
    made = io.BytesIO()
    frame.write_ipc(made) if feather else frame.write_parquet(made)
    return Written(made.getvalue())


def zipped(made: Written) -> Written:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("DAT_ASCII.csv", made.data)
        file.writestr("DAT_ASCII.txt", "a report of gaps")
    return Written(packed.getvalue(), made.late, made.hint, made.rows, made.refused)


def decimal_comma() -> Written:
    lines = (
        f"{time:%d/%m/%Y %H:%M};" + ";".join(price.replace(".", ",") for price in prices)
        for time, *prices in rows()
    )
    return Written(
        ("sep=;\nfecha;open;high;low;close\n".replace("fecha", "time") + "\n".join(lines)).encode("utf-16")
    )


FORMATS: dict[str, tuple[Callable[[], Written], ...]] = {
    "MetaTrader 5": (metatrader_5,),
    "MetaTrader 4": (metatrader_4,),
    "HistData": (histdata, lambda: zipped(histdata())),
    "Dukascopy": (dukascopy, dukascopy_local),
    "TradingView": (tradingview, lambda: epochs(1)),
    "Twelve Data": (twelve_data_csv, twelve_data_json),
    "yfinance": (yfinance, yfinance_3),
    "OANDA": (oanda,),
    "Binance": (binance, lambda: binance(1_000_000), binance_json),
    "Polygon": (polygon,),
    "CryptoDataDownload": (crypto_data_download,),
    "pandas": (pandas_csv, pandas_parquet, range_index),
    "Nautilus": (nautilus,),
    "psql": (psql,),
    "Excel": (
        decimal_comma,
        lambda: Written(PLAIN.data.replace(b"\n", b"\r")),
        lambda: text("{t:%m/%d/%Y %I:%M %p},{p}"),
    ),
    "JSON": (lambda: Written(json.dumps(records()).encode()), json_columns, json_lines),
    "Parquet, Feather": (lambda: typed(BARS), lambda: typed(BARS, feather=True)),
    "gzip, bzip2, xz, zip": (
        lambda: Written(gzip.compress(PLAIN.data)),
        lambda: Written(bz2.compress(PLAIN.data)),
        lambda: Written(lzma.compress(PLAIN.data)),
        lambda: zipped(PLAIN),
    ),
    "epochs": tuple(lambda ticks=ticks: epochs(ticks) for ticks in (1, 1_000, 1_000_000, 1_000_000_000)),  # type: ignore[misc]
    "written times": tuple(
        lambda form=form: text(form)  # type: ignore[misc]
        for form in (
            "{t:%Y%m%d %H%M%S},{p}", "{t:%Y%m%d%H%M},{p}", "{t:%Y%m%d%H%M%S},{p}", "{t:%Y-%m-%dT%H:%M:%S}.000000000Z,{p}",
            "{t:%Y-%m-%d %I:%M:%S %p},{p}", '"{t:%a, %d %b %Y %H:%M:%S} GMT",{p}', "{t:%Y/%m/%d %H:%M},{p}",
        )
    ),
    "banners, footers, comments": (footer,),
    "a zone in the name": (zone_in_the_name,),
}  # fmt: skip
NOW = datetime(2026, 1, 1, tzinfo=UTC)
