"""Bad input through the command line: the right exit code, one sentence, and nothing that is stored changes."""

import contextlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from support.homes import copied_home, market_file, settings_of, usdcop
from support.storage import stored
from support.vendor import Vendor, vendor
from usdcop.core.layers import Layer
from usdcop.main.embedded.servers import servers, stop
from usdcop.main.modes import Mode
from usdcop.main.wiring import open_lake
from usdcop.simulator.faults import Fault, FaultKind

WEEK = (datetime(2024, 3, 4, tzinfo=UTC), datetime(2024, 3, 9, tzinfo=UTC))
HEADER = "time,symbol,open,high,low,close\n"
GOOD = "2024-05-07T14:00:00Z,USD/COP,3900,3901,3899,3900\n"


def row(
    time: str = "2024-05-07T14:05:00Z", symbol: str = "USD/COP", prices: str = "3900,3901,3899,3900"
) -> str:
    return f"{HEADER}{GOOD}{time},{symbol},{prices}\n"


UNREADABLE = {
    "empty": b"",
    "binary": bytes(range(256)) * 20,
    "only a header": HEADER.encode(),
    "wrong columns": b"a,b,c\n1,2,3\n",
    "no closing prices": b"time,open,high,low\n2024-05-07T14:00:00Z,1,2,3\n",
    "no times": row(time="never").encode(),
    "mixed dates": row(time="07/05/2024 09:05").encode(),
    "a directory": None,
}
QUARANTINED = {
    "negative": (row(prices="-3900,3901,3899,3900"), None),
    "a comma": (row(prices='"3,900","3,901","3,899","3,900"'), "not_finite"),
    "zero": (row(prices="0,0,0,0"), None),
    "NaN": (row(prices="NaN,NaN,NaN,NaN"), "not_finite"),
    "1e400": (row(prices="1e400,1e400,1e400,1e400"), "not_finite"),
    "high below low": (row(prices="3900,3899,3901,3900"), "ohlc_violation"),
    "another price at the same time": (
        row(time="2024-05-07T14:00:00Z", prices="3950,3951,3949,3950"),
        "conflict",
    ),
    "the future": (row(time="2090-05-08T14:05:00Z"), "future"),
}


@pytest.fixture(scope="module")
def home(servers_root: Path) -> Iterator[Path]:
    with copied_home(servers_root, "faults-cli", running=True) as root:
        yield root


def days(root: Path, mode: Mode = Mode.REPLAY) -> dict[date, str]:
    return open_lake(settings_of(root, mode), "USDCOP").days(Layer.L0)


@contextmanager
def nothing_changes(root: Path) -> Iterator[None]:
    objects = root / "replay" / "objects"
    before, kept = stored(objects), days(root)
    yield
    assert days(root) == kept
    assert stored(objects) == before


@pytest.mark.parametrize("name", UNREADABLE)
def test_a_file_that_cannot_be_read_is_refused_and_nothing_changes(
    home: Path, tmp_path: Path, name: str
) -> None:
    file, data = tmp_path / "bars.csv", UNREADABLE[name]
    if data is None:
        file.mkdir()
    else:
        file.write_bytes(data)
    with nothing_changes(home):
        told = usdcop(home, "import", file, code=1)
    assert "bars.csv" in told.err or "Line 3: the time" in told.err
    assert "cure  " in told.err
    assert told.out == ""


def test_a_symbol_that_is_not_configured_is_wrong_usage(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "bars.csv"
    file.write_text(row(symbol="EUR/USD"))
    with nothing_changes(home):
        told = usdcop(home, "import", file, code=2)
    assert "'EUR/USD' is not configured" in told.err


@pytest.mark.parametrize("name", QUARANTINED)
def test_a_row_that_cannot_be_is_kept_in_quarantine_with_its_reason(
    empty: Path, tmp_path: Path, name: str
) -> None:
    text, reason = QUARANTINED[name]
    file = tmp_path / "bars.csv"
    file.write_text(text)
    usdcop(empty, "import", file)
    usdcop(empty, "run", "l1")
    report = usdcop(empty, "quality", "--json").json
    refused = report["quarantine"] | report["refused_at_import"]
    assert report["bars"] + sum(refused.values()) == 2
    assert refused, "refused with a reason"
    if reason is not None:
        assert reason in refused


@pytest.fixture
def empty(servers_root: Path) -> Iterator[Path]:
    root = servers_root / "faults-empty"
    with servers(root / "replay"):
        yield root
    stop(root / "replay")
    shutil.rmtree(root)


def test_unsorted_rows_are_the_same_rows(empty: Path, tmp_path: Path) -> None:
    file = market_file(tmp_path / "bars.csv", *WEEK)
    usdcop(empty, "import", file)
    usdcop(empty, "run", "l1")
    made = open_lake(settings_of(empty), "USDCOP").days(Layer.L1)
    header, *lines = file.read_text().splitlines()
    file.write_text("\n".join([header, *reversed(lines)]))
    told = usdcop(empty, "import", file, "--json").json
    assert told["bars"] == {"added": 0, "changed": 0, "removed": 0}
    usdcop(empty, "run", "l1")
    assert open_lake(settings_of(empty), "USDCOP").days(Layer.L1) == made


@contextmanager
def mounted(folder: Path, *options: str) -> Iterator[Path]:
    """A small file system of its own at ``folder``, where this may be made."""
    folder.mkdir()
    mount = shutil.which("mount")
    command = [mount or "mount", "-t", "tmpfs", "-o", ",".join(options), "tmpfs", str(folder)]
    if os.geteuid() or mount is None or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("only root can mount a small disk, and not everywhere")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.parametrize("command", [("status",), ("verify",), ("run", "l1")])
def test_a_home_that_cannot_be_made_is_one_sentence(tmp_path: Path, command: tuple[str, ...]) -> None:
    (tmp_path / "file").write_text("in the way")
    told = usdcop(tmp_path / "file", *command, code=1)
    assert "cannot be made" in told.err
    assert "USDCOP_HOME" in told.err


@pytest.mark.parametrize("command", [("status",), ("run", "l1"), ("models", "list")])
def test_a_read_only_home_is_one_sentence(tmp_path: Path, command: tuple[str, ...]) -> None:
    with mounted(tmp_path / "disk", "size=1m", "ro") as disk:
        told = usdcop(disk, *command, code=1)
        assert "Read-only file system" in told.err
        assert "USDCOP_HOME" in told.err


def test_a_full_disk_is_one_sentence_and_nothing_stored_is_lost(empty: Path, tmp_path: Path) -> None:
    first = market_file(tmp_path / "first.csv", *WEEK)
    more = market_file(tmp_path / "more.csv")
    with mounted(tmp_path / "disk", "size=300k") as disk:
        store = {"USDCOP_OBJECT_STORE_URL": disk.as_uri()}
        usdcop(empty, "import", first, variables=store)
        told = usdcop(empty, "import", more, code=1, variables=store)
        assert "full" in told.err or "No space left" in told.err
        assert usdcop(empty, "import", first, "--json", variables=store).json["sessions_changed"] == 0
        assert "sound" in usdcop(empty, "verify", "--json", variables=store).out


def test_a_disk_that_is_full_is_named_through_postgresql_too(tmp_path: Path) -> None:
    """The objects lie elsewhere; the server refuses, ends, or cannot start again, and each time the disk is named."""
    week, more = market_file(tmp_path / "week.csv", *WEEK), market_file(tmp_path / "more.csv")
    store = {"USDCOP_OBJECT_STORE_URL": (tmp_path / "objects").as_uri()}
    with mounted(tmp_path / "disk", "size=400m", "mode=755") as disk:
        home, filler = disk / "home", disk / "filler"
        usdcop(home, "import", week, variables=store)
        with servers(home / "replay"):
            with contextlib.suppress(OSError), filler.open("wb", buffering=0) as file:
                while True:
                    file.write(b"0" * 65536)
            usdcop(home, "import", more, variables=store, code=1)
            told = [usdcop(home, "run", "l1", variables=store, code=1).err for _ in range(3)]
            filler.unlink()
        assert all("disk" in one.lower() and "full" in one for one in told), told
        assert all("Free some disk" in one for one in told), told
        usdcop(home, "run", "l1", variables=store)
        assert usdcop(home, "quality", "--json", variables=store).json["bars"] >= 300


@pytest.fixture(scope="module")
def vendor_home(servers_root: Path) -> Iterator[tuple[Path, Vendor]]:
    root = servers_root / "faults-vendor"
    with vendor() as running, servers(root / "real"):
        yield root, running
    stop(root / "real")
    shutil.rmtree(root)


def asked(root: Path, served: Vendor, code: int = 0) -> str:
    settings = {
        "USDCOP_VENDOR_URL": served.url,
        "TWELVEDATA_API_KEYS": "demo",
        "USDCOP_CREDITS_PER_MINUTE": "1000",
        "USDCOP_CREDITS_PER_DAY": "100000",
    }
    span = ("--from", "2024-03-04", "--to", "2024-03-08")
    told = usdcop(root, "acquire", *span, "--json", code=code, mode="real", variables=settings)
    return told.err if code else told.out


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (Fault(FaultKind.HTML), "a web page instead of data"),
        (Fault(FaultKind.ERROR_BODY, code=400), "Something went wrong"),
        (Fault(FaultKind.ERROR_BODY, code=401), "401"),
    ],
    ids=lambda value: getattr(value, "kind", None),
)
def test_a_vendor_that_answers_nonsense_is_one_sentence(
    vendor_home: tuple[Path, Vendor], fault: Fault, said: str
) -> None:
    root, served = vendor_home
    before = days(root, Mode.REAL)
    served.faults.add(fault)
    try:
        assert said in asked(root, served, code=1)
    finally:
        served.faults.clear()
    assert days(root, Mode.REAL) == before
