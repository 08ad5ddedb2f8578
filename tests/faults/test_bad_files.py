"""Bad input: each gets a sentence and a cure, or its rows go to quarantine with a reason."""

import gzip
import os
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest

from support.walk import raw_walk
from usdcop.core.bars import Reason
from usdcop.core.errors import (
    ColumnsError,
    DataError,
    TimeFormatError,
    UnreadableFileError,
    UsageError,
    UsdcopError,
)
from usdcop.core.sessions import Calendar
from usdcop.pipeline.importing import tables
from usdcop.pipeline.importing.read import ImportFile, read_file
from usdcop.pipeline.l1_standardise import Standardised, StandardiseSettings, standardise

NOW = datetime(2025, 5, 5, 14, 0, tzinfo=UTC)
HEADER = "time,open,high,low,close\n"
GOOD = HEADER + "2025-05-05T13:00:00Z,4000,4002,3999,4001\n2025-05-05T13:05:00Z,4001,4003,4000,4002\n"
NEXT = "2025-05-05T13:10:00Z,"


def read(path: Path) -> ImportFile:
    return read_file(path, "USDCOP", NOW)


def written(folder: Path, data: str | bytes) -> Path:
    path = folder / "bars.csv"
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


BAD: dict[str, tuple[bytes, type[UsdcopError], str]] = {
    "empty": (b"", UnreadableFileError, "is empty"),
    "blank": (b"\n\n  \n", UnreadableFileError, "holds no text"),
    "header alone": (HEADER.encode(), UnreadableFileError, "no rows"),
    "binary": (bytes(range(256)) * 20, UnreadableFileError, "is binary"),
    "binary after a good start": (GOOD.encode() + b"\x00\x01\x02", UnreadableFileError, "is binary"),
    "torn UTF-16": (GOOD.encode("utf-16")[:-1], UnreadableFileError, "is torn or not utf-16"),
    "UTF-32": (GOOD.encode("utf-32-le"), UnreadableFileError, "is binary"),
    "torn gzip": (gzip.compress(GOOD.encode() * 500)[:-40], UnreadableFileError, "is torn"),
    "gzip of nothing": (gzip.compress(b""), UnreadableFileError, "holds no text"),
    "damaged gzip": (b"\x1f\x8b" + b"x" * 200, UnreadableFileError, "is torn"),
    "torn Parquet": (b"PAR1" + b"x" * 200, UnreadableFileError, "torn Parquet"),
    "wrong columns": (b"a,b,c\n1,2,3\n", ColumnsError, "lacks open, high, low, close, time; its columns are a, b, c"),
    "no header": (GOOD.split("\n", 1)[1].encode(), ColumnsError, "The first line must name"),
    "HTML": (b"<html>\n<body>502 Bad Gateway</body>\n", ColumnsError, "lacks open"),
    "unparsable date": ((GOOD + "soon,1,2,1,2\n").encode(), TimeFormatError, "Line 4: the time 'soon'"),
    "dates in doubt": ((HEADER + "05/06/2025 13:00,1,2,1,2\n").encode(), TimeFormatError, "'05/06/2025 13:00' may be day first or month first, .* --columns time=NAME"),
    "ambiguous date": ((GOOD + "05/06/2025 13:00,1,2,1,2\n").encode(), TimeFormatError, "Line 4"),
    "mixed dates": ((GOOD + "2025-05-05 13:10:00,1,2,1,2\n").encode(), TimeFormatError, "mixes times"),
    "unconfigured symbol": (b"time,symbol,open,high,low,close\n2025-05-05T13:00:00Z,EURUSD,1,2,1,2\n", UsageError, "'EURUSD' is not configured"),
    "commas that may be either": (b"time;open;high;low;close\n2025-05-05T13:00:00Z;1,500;2,500;1,500;2,500\n", DataError, "four prices"),
    "days alone": (HEADER.encode() + b"2025-05-05,1,2,1,2\n", TimeFormatError, "a day without a time of day"),
    "a vendor's error": (b'{"code": 401, "message": "bad key", "status": "error"}', DataError, "vendor's error: bad key"),
    "JSON of no bars": (b'[{"a": 1}]', ColumnsError, "lacks open"),
    "torn JSON": (b'[{"a": 1}, {', UnreadableFileError, "begins like JSON and is none"),
    "deep JSON": (b"[" * 100_000, UnreadableFileError, "nested too deep"),
    "damaged bzip2": (b"BZh9" + b"x" * 200, UnreadableFileError, "is torn"),
    "damaged xz": (b"\xfd7zXZ\x00" + b"x" * 200, UnreadableFileError, "is torn"),
    "damaged zip": (b"PK\x03\x04" + b"x" * 200, UnreadableFileError, "is torn"),
    "torn Feather": (b"ARROW1" + b"x" * 200, UnreadableFileError, "torn Feather"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_file_that_cannot_be_used_is_refused_in_words_with_a_cure(name: str, tmp_path: Path) -> None:
    data, error, says = BAD[name]
    with pytest.raises(error, match=says) as refused:
        read(written(tmp_path, data))
    assert refused.value.sentence.endswith(".")
    assert refused.value.cure
    assert refused.value.exit_code == (2 if error is UsageError else 1)


def test_a_missing_file_and_a_folder_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match="There is no file"):
        read(tmp_path / "none.csv")
    with pytest.raises(UnreadableFileError, match="is a folder"):
        read(tmp_path)


def test_a_path_that_leads_nowhere_or_may_not_be_read_is_no_traceback(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match="cannot be read: Not a directory"):
        read(written(tmp_path, GOOD) / "inside.csv")
    locked = written(tmp_path, GOOD)
    locked.chmod(0)
    if os.access(locked, os.R_OK):  # root may read everything
        assert read(locked).findings.tally.rows == 2
    else:
        with pytest.raises(UnreadableFileError, match="Check its permissions"):
            read(locked)


def test_a_symbol_that_is_not_configured_cannot_be_asked_for(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="Configured symbols: USDCOP"):
        read_file(written(tmp_path, GOOD), "BTCUSD", NOW)


def judged(folder: Path, *lines: str) -> Standardised:
    """L1 of the good rows and ``lines``."""
    file = read(written(folder, GOOD + "".join(f"{line}\n" for line in lines)))
    raw = pl.concat(file.chunks())
    assert raw.height == file.findings.tally.rows == 2 + len(lines)
    done = standardise(raw, Calendar(), NOW, StandardiseSettings())
    assert done.bars.height + done.quarantine.height == raw.height
    return done


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ('"4,123.5",4124,4123,"4,123.5"', Reason.NOT_FINITE),
        ("4,123.5,4124,4123,4123", Reason.NOT_FINITE),
        ("abc,4002,4000,4001", Reason.NOT_FINITE),
        ("é,4002,4000,4001", Reason.NOT_FINITE),
        (",4002,4000,4001", Reason.NOT_FINITE),
        ("4001", Reason.NOT_FINITE),
        ("NaN,4002,4000,4001", Reason.NOT_FINITE),
        ("1e400,1e400,4000,4001", Reason.NOT_FINITE),
        ("-4001,4002,-4001,4001", Reason.OHLC_VIOLATION),
        ("0,4002,0,4001", Reason.OHLC_VIOLATION),
        ("4001,3999,4002,4001", Reason.OHLC_VIOLATION),
        ("4010,4002,4000,4001", Reason.OHLC_VIOLATION),
        ("40010,40020,40000,40010", Reason.SCALE),
        ("400.1,400.2,400,400.1", Reason.SCALE),
    ],
)
def test_a_bad_price_goes_to_quarantine_and_the_rest_is_kept(
    tmp_path: Path, row: str, reason: Reason
) -> None:
    done = judged(tmp_path, NEXT + row)
    assert done.quarantine["reason"].to_list() == [reason]
    assert done.bars.height == 2
    if reason is Reason.NOT_FINITE:
        assert done.quarantine["raw"].to_list() == [NEXT + row]
        assert done.quarantine["row"].to_list() == [4]


def test_a_byte_that_is_not_utf8_spoils_only_its_field(tmp_path: Path) -> None:
    lines = [f"{line},sesión" for line in GOOD.splitlines()]
    found = read(written(tmp_path, "\n".join(lines).encode("cp1252")))
    assert (found.findings.tally.rows, found.findings.tally.unreadable) == (2, 0)


def test_the_same_row_twice_is_kept_once(tmp_path: Path) -> None:
    done = judged(tmp_path, GOOD.splitlines()[2])
    assert done.quarantine["reason"].to_list() == [Reason.DUPLICATE]
    assert done.bars.height == 2


def test_different_prices_at_one_time_refuse_both(tmp_path: Path) -> None:
    done = judged(tmp_path, "2025-05-05T13:05:00Z,4001,4013,4000,4012")
    assert done.quarantine["reason"].to_list() == [Reason.CONFLICT] * 2
    assert done.quarantine["row"].to_list() == [3, 4]
    assert done.bars.height == 1


def test_dates_in_the_future_are_counted_and_refused(tmp_path: Path) -> None:
    lines = ["2025-05-05T14:00:00Z,4001,4002,4000,4001", "2031-05-05T14:00:00Z,4001,4002,4000,4001"]
    assert judged(tmp_path, *lines).quarantine["reason"].to_list() == [Reason.FUTURE] * 2
    found = read(tmp_path / "bars.csv").findings
    assert found.tally.future == 2
    assert "rows of bars that are not closed yet: 2" in found.lines()


def test_unsorted_rows_are_sorted_and_said_so(tmp_path: Path) -> None:
    done = judged(tmp_path, "2025-05-05T13:20:00Z,4002,4002,4002,4002", NEXT + "4002,4004,4001,4003")
    assert done.bars["close"].to_list() == [4001.0, 4002.0, 4003.0, 4002.0]
    assert "rows are not in order of time: they are sorted" in read(tmp_path / "bars.csv").findings.lines()


def test_a_big_file_is_handed_over_in_small_chunks(tmp_path: Path) -> None:
    """A year's rows again and again: what is held at once is a block of text, not the file."""
    frame = raw_walk(Calendar(), date(2024, 5, 1), date(2025, 4, 30), seed=1).select(
        pl.col("time").dt.strftime("%Y-%m-%dT%H:%M:%SZ"), "open", "high", "low", "close"
    )
    text = frame.write_csv(include_header=False).encode()
    path = tmp_path / "big.csv"
    with path.open("wb") as file:
        file.write(HEADER.encode())
        for _ in range(25):
            file.write(text)
    assert path.stat().st_size > 2 * tables.BLOCK_BYTES
    found = read_file(path, "USDCOP", NOW)
    assert found.findings.tally.rows == 25 * frame.height
    heights = [chunk.height for chunk in found.chunks()]
    assert sum(heights) == 25 * frame.height
    assert max(heights) < 1.1 * tables.BLOCK_BYTES / (len(text) / frame.height)
    assert found.findings.refused["duplicate"] == 24 * (frame.height - found.findings.holiday_rows // 25)


def test_a_bomb_of_lines_that_are_no_rows_is_given_up_early(tmp_path: Path) -> None:
    path = tmp_path / "bars.csv.gz"
    path.write_bytes(gzip.compress(HEADER.encode() + b"x\n" * (32 << 20), compresslevel=1))
    seen: list[int] = []
    with pytest.raises(TimeFormatError, match=r"of .* lines are no rows"):
        read_file(path, "USDCOP", NOW, on_read=lambda done, _size: seen.append(done))
    assert sum(seen) < path.stat().st_size
