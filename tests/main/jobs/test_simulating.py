import signal
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from support.homes import market_file, started, usdcop

WEEK = (datetime(2024, 3, 4, tzinfo=UTC), datetime(2024, 3, 9, tzinfo=UTC))
ASKED = {"symbol": "USD/COP", "interval": "5min", "outputsize": "3", "apikey": "demo"}
CLOCK = "sim:2024-03-08T15:00:00Z,x1"


@contextmanager
def simulator(root: Path, *arguments: str | Path) -> Iterator[str]:
    """The address of a simulator in a process of its own; it ends with Ctrl-C and says nothing more."""
    with started(root, "simulate", "--port", "0", *arguments) as process:
        assert process.stderr is not None
        said = process.stderr.readline()
        while " at http" not in said and process.poll() is None:
            said = process.stderr.readline()
        try:
            yield said.split(" at ")[1].split(";")[0].strip()
        finally:
            process.send_signal(signal.SIGINT)
            out, err = process.communicate(timeout=30)
    assert process.returncode in {0, 130}
    assert "Traceback" not in out + err


def test_a_file_is_served_as_the_vendor_would(tmp_path: Path) -> None:
    file = market_file(tmp_path / "week.csv", *WEEK)
    with simulator(tmp_path, "--data", file, "--clock", CLOCK) as url:
        answer = httpx.get(f"{url}/time_series", params=ASKED)
        values = answer.json()["values"]
        assert answer.headers["x-usdcop-data-kind"] == "replay"
        assert values[0]["datetime"].startswith("2024-03-08")
        assert isinstance(values[0]["close"], str)
        assert float(httpx.get(f"{url}/price", params=ASKED).json()["price"]) == pytest.approx(3640, abs=30)
        httpx.post(f"{url}/_faults", json={"kind": "html"})
        assert "<html" in httpx.get(f"{url}/price", params=ASKED).text.lower()
    assert list(tmp_path.iterdir()) == [file], "a simulator needs no home"


def test_what_cannot_be_served_is_refused(tmp_path: Path) -> None:
    assert (
        "no readable time" in usdcop(tmp_path, "simulate", "--clock", "sim:never", "--port", "0", code=2).err
    )
    usdcop(tmp_path, "simulate", "--data", tmp_path / "none.csv", code=1)
    usdcop(tmp_path, "simulate", "--port", "70000", code=2)


@pytest.mark.parametrize("empty", [b"", b"time,open\n"])
def test_a_file_without_bars_is_refused(tmp_path: Path, empty: bytes) -> None:
    file = tmp_path / "empty.csv"
    file.write_bytes(empty)
    usdcop(tmp_path, "simulate", "--data", file, code=1)
