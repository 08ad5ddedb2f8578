"""Homes for tests of the command line: one is built by ``usdcop up --once``, and copied by whoever changes it."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from typer.testing import CliRunner

from usdcop.main.cli import app
from usdcop.main.embedded.files import exclusive
from usdcop.main.embedded.servers import servers, stop
from usdcop.main.modes import Mode
from usdcop.main.settings import Settings, read_settings
from usdcop.main.supervision.programs import PROGRAMS
from usdcop.simulator.synthetic import SyntheticMarket

SEED = 6
"""A market with twelve stale sessions in the span below: not two in a hundred, as the gate of L0 suffers."""
SPAN = (datetime(2021, 10, 20, tzinfo=UTC), datetime(2024, 5, 4, tzinfo=UTC))
SESSIONS = 622
"""Sessions of the span with bars; a fifth is enough to judge by, and a chart of 10,000 bars can be filled."""
EXPECTED = 623
"""Sessions of the span: one has no bar."""
TINY = ("--steps", "3000", "--seeds", "2")
ANY_PORT = {program.port_setting: "0" for program in PROGRAMS}
"""For commands that ask whether ports are free: another system may hold the usual ones."""
PROGRAM = str(Path(sys.executable).with_name("usdcop"))


@dataclass(frozen=True)
class Told:
    """What a command told: exit code, results, and notes with errors."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:  # noqa: ANN401 - as the standard library's json
        """The results as JSON; ``NaN`` is none."""
        return json.loads(self.out, parse_constant=_refuse)


def environment(root: Path, mode: str = "replay", **settings: str) -> dict[str, str]:
    """The variables of a command that works in ``root``."""
    return {"USDCOP_HOME": str(root), "USDCOP_MODE": mode, **settings}


def usdcop(
    root: Path,
    *arguments: str | Path,
    code: int | None = 0,
    mode: str = "replay",
    variables: Mapping[str, str] | None = None,
    **settings: str,
) -> Told:
    """Run a command in this process; it must end with ``code`` (None: any) and never in a traceback."""
    given = environment(root, mode, **settings, **(variables or {}))
    environ: dict[str, str | None] = {"TWELVEDATA_API_KEYS": None, **given}
    ended = CliRunner().invoke(app, [str(one) for one in arguments], env=environ)
    told = Told(ended.exit_code, ended.stdout, ended.stderr)
    if ended.exception is not None and not isinstance(ended.exception, SystemExit):
        raise ended.exception
    assert code in {None, told.code}, f"{arguments} ended with {told.code}:\n{told.out}\n{told.err}"
    if code:
        assert "error " in told.err or "Error: " in told.err
    return told


def started(
    root: Path, *arguments: str | Path, mode: str = "replay", **settings: str
) -> subprocess.Popen[str]:
    """A command in a process and a process group of its own."""
    return subprocess.Popen(
        [PROGRAM, *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env={"PATH": os.defpath, "PYTHONUNBUFFERED": "1", **environment(root, mode, **settings)},
    )


def settings_of(root: Path, mode: Mode = Mode.REPLAY) -> Settings:
    """Settings of the home under ``root``, as the command line has them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("USDCOP_HOME", str(root))
        return read_settings(mode)


def market_file(path: Path, start: datetime = SPAN[0], end: datetime = SPAN[1]) -> Path:
    """A CSV of synthetic bars as a vendor's export would have them."""
    bars = SyntheticMarket(SEED).bars(start, end)
    columns = ("time", "open", "high", "low", "close")
    frame = pl.DataFrame({name: [getattr(bar, name) for bar in bars] for name in columns}).with_columns(
        pl.col("open", "high", "low", "close").cast(pl.Float64), symbol=pl.lit("USD/COP")
    )
    frame.write_csv(path)
    return path


def other_file(file: Path, name: str, by: float, day: date = date(2024, 3, 6)) -> Path:
    """``file`` under another name, its bars of ``day`` (in UTC) ``by`` pesos higher."""
    frame = pl.read_csv(file, try_parse_dates=True)
    of_day = pl.when(pl.col("time").dt.date() == day).then(by).otherwise(0.0)
    frame.with_columns(pl.col("open", "high", "low", "close") + of_day).write_csv(file.with_name(name))
    return file.with_name(name)


@cache
def built_home(root: Path) -> Path:
    """A finished replay home beside ``root``, its servers stopped; nobody may change it.

    It is built once in a run, by the process that first asks for it.
    """
    built = root.parent / "built"
    finished = built / "finished"
    with exclusive(built / "building.lock"):
        if not finished.exists():
            usdcop(built, "up", "--once", "--data", market_file(built / "bars.csv"), *TINY)
            finished.touch()
    return built


@contextmanager
def copied_home(root: Path, name: str, *, running: bool) -> Iterator[Path]:
    """A copy of the built home; with ``running``, its servers are up for as long as the block runs."""
    copy = root / name
    shutil.copytree(built_home(root), copy)
    home = copy / "replay"
    try:
        if running:
            with servers(home):
                yield copy
        else:
            yield copy
    finally:
        stop(home)
        shutil.rmtree(copy)


def _refuse(constant: str) -> float:
    raise AssertionError(f"{constant} is no JSON")
