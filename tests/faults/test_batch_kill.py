"""P1 and P6 for L0: a command killed in the middle is completed by the next one, as if nothing had happened."""

import signal
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import polars as pl
import pytest

from support.homes import built_home, market_file, settings_of, started, usdcop
from support.vendor import vendor
from usdcop.core.layers import Layer
from usdcop.main.embedded.servers import stop
from usdcop.main.modes import Mode
from usdcop.main.wiring import open_lake
from usdcop.simulator.faults import Fault, FaultKind

SPAN = ("--from", "2022-01-03", "--to", "2023-12-29")
"""Six requests or so."""
OF_A_RUN = ("run_id", "known_at", "row")
"""Columns that say when and by whom a row was fetched."""

_numbers = count()


@pytest.fixture
def root(servers_root: Path) -> Iterator[Path]:
    folder = servers_root / f"killed-{next(_numbers)}"
    yield folder
    for mode in Mode:
        stop(folder / mode)


def rows(root: Path, mode: Mode, layer: Layer) -> pl.DataFrame | None:
    frame = open_lake(settings_of(root, mode), "USDCOP").read(layer)
    return None if frame is None else frame.drop(OF_A_RUN, strict=False)


def wait_for_file(folder: Path, ended: Iterator[bool]) -> None:
    """Return as soon as the first file lies under ``folder``."""
    while not next(ended) and not (folder.exists() and any(folder.rglob("*.parquet"))):
        time.sleep(0.002)


def test_an_import_killed_while_it_writes_is_completed_by_the_next(
    servers_root: Path, root: Path, tmp_path: Path
) -> None:
    file = market_file(tmp_path / "bars.csv")
    with started(root, "import", file) as process:
        wait_for_file(
            root / "replay" / "objects" / Layer.L0.bucket, iter(lambda: process.poll() is not None, None)
        )
        process.send_signal(signal.SIGKILL)
        process.communicate(timeout=60)
    assert process.returncode == -signal.SIGKILL, "it ended before it was killed"
    usdcop(root, "import", file)
    usdcop(root, "run", "l1-l2")
    for layer in (Layer.L0, Layer.L1, Layer.L2):
        whole, undisturbed = (
            rows(root, Mode.REPLAY, layer),
            rows(built_home(servers_root), Mode.REPLAY, layer),
        )
        assert whole is not None
        assert undisturbed is not None
        assert whole.equals(undisturbed), layer
    assert usdcop(root, "verify", "--json").json["sound"] is True


def test_an_acquisition_killed_half_way_keeps_what_had_arrived_and_goes_on(root: Path) -> None:
    undisturbed = root / "undisturbed"
    with vendor() as served:
        settings = {
            "USDCOP_VENDOR_URL": served.url,
            "TWELVEDATA_API_KEYS": "demo",
            "USDCOP_CREDITS_PER_MINUTE": "1000",
            "USDCOP_CREDITS_PER_DAY": "100000",
        }
        served.faults.add(Fault(FaultKind.TIMEOUT, count=2, path="/time_series"))
        with started(root, "acquire", *SPAN, mode="real", **settings) as process:
            wait_for_file(
                root / "real" / "objects" / Layer.L0.bucket, iter(lambda: process.poll() is not None, None)
            )
            process.send_signal(signal.SIGKILL)
            process.communicate(timeout=60)
        assert process.returncode == -signal.SIGKILL, "it ended before it was killed"
        served.faults.clear()
        again = usdcop(root, "acquire", *SPAN, "--json", mode="real", variables=settings).json
        assert again["requests"] > 0
        usdcop(undisturbed, "acquire", *SPAN, mode="real", variables=settings)
    whole, expected = rows(root, Mode.REAL, Layer.L0), rows(undisturbed, Mode.REAL, Layer.L0)
    assert whole is not None
    assert expected is not None
    assert whole.equals(expected)
    assert usdcop(root, "verify", "--json", mode="real").json["sound"] is True
    stop(undisturbed / "real")
