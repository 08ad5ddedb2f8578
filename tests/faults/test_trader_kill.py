"""P1 and P4 for the trader: killed without warning at random points, it ends with the decisions of the backtest."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import polars as pl
import pytest
from sqlalchemy import Engine, text

from support.batch import CALENDAR
from support.trade_until_killed import desk_in, lay_out
from support.trading import DAYS, Desk, Shelf, backtested, episodes_in, hard_raw, layers_at, restless
from usdcop.core.registry import Alias
from usdcop.core.sessions import BAR
from usdcop.policy.bundle import Bundle

SEED = 20_250_404
KILLS = 4
"""Before it is let to its end."""
BARS = 18
"""Of each session: a kill after many bars says no more than one after few."""
SESSIONS = DAYS[1:]
TESTS = Path(__file__).parents[1]


def short_raw() -> pl.DataFrame:
    """The hard market, its sessions to be replayed cut short."""
    cut = [
        pl.col("time").is_between(CALENDAR.opens_at(day) + BARS * BAR, CALENDAR.closes_at(day))
        for day in SESSIONS
    ]
    return hard_raw().filter(~pl.any_horizontal(cut))


@contextmanager
def started(folder: Path, url: str) -> Iterator[subprocess.Popen[str]]:
    places = os.pathsep.join([str(TESTS), str(TESTS.parent / "src")])
    with subprocess.Popen(
        [sys.executable, "-m", "support.trade_until_killed", str(folder), url],
        stdout=subprocess.PIPE,
        text=True,
        env={"PYTHONPATH": places, "PATH": os.defpath},
    ) as process:
        yield process


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    raw = short_raw()
    lake = layers_at(tmp_path / "lake", raw)
    shelf = Shelf()
    for seed, alias in enumerate((Alias.CHAMPION, Alias.CHALLENGER)):
        shelf.deploy(alias, restless(episodes_in(lake), seed))
    lay_out(tmp_path, shelf, raw, SESSIONS)
    return tmp_path


@pytest.mark.parametrize("times", [1, pytest.param(40, marks=[pytest.mark.slow, pytest.mark.timeout(3600)])])
def test_killed_at_random_points_it_ends_as_if_nothing_had_happened(
    folder: Path, postgres: Engine, postgres_url: str, times: int
) -> None:
    desk, chance, killed = desk_in(folder, postgres_url), random.Random(SEED), 0
    for _ in range(times):
        _forget(postgres)
        desk.state.ensure_active("test", CALENDAR.opens_at(DAYS[0]))
        killed += sum(_killed(folder, postgres_url, chance.uniform(0.0, 0.6)) for _ in range(KILLS))
        with started(folder, postgres_url) as process:
            process.communicate(timeout=120)
        assert process.returncode == 0, f"seed {SEED}"
        _assert_as_in_the_backtest(desk)
        _assert_told_once(postgres)
    assert killed > times, "the process always ended before it was killed"


def _killed(folder: Path, url: str, after: float) -> bool:
    """Start the process, kill it ``after`` seconds from its first bar; whether it was killed in its work."""
    with started(folder, url) as process:
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(after)
        process.send_signal(signal.SIGKILL)
        process.communicate(timeout=60)
    return process.returncode == -signal.SIGKILL


def _forget(postgres: Engine) -> None:
    with postgres.begin() as connection:
        connection.execute(
            text("TRUNCATE accounts, assignments, audit_log, predictions, trading_state CASCADE")
        )


def _assert_as_in_the_backtest(desk: Desk) -> None:
    for day in SESSIONS:
        for alias, holder in desk.shelf.roles.items():
            bundle = Bundle.load(desk.shelf.load(holder.bundle_hash))
            expected = backtested(desk.lake, bundle, day)
            assert len(expected.fills) > 3
            assert desk.hash_of(day, alias.value) == expected.decision_hash, f"seed {SEED}"


def _assert_told_once(postgres: Engine) -> None:
    """Every fill has one event and one audit row, every order one of each for every change."""
    with postgres.connect() as connection:
        fills, fill_events, order_events, audited, sealed = connection.execute(_COUNTS).one()
        orders = connection.execute(text("SELECT count(*) FROM orders")).scalar_one()
    assert fills == fill_events
    assert order_events == 2 * orders
    assert audited == order_events
    assert sealed == len(SESSIONS)


_COUNTS = text("""
    SELECT (SELECT count(*) FROM fills), (SELECT count(*) FROM outbox WHERE kind = 'fill'),
           (SELECT count(*) FROM outbox WHERE kind = 'order'),
           (SELECT count(*) FROM audit_log WHERE action LIKE 'order.%'),
           (SELECT count(*) FROM audit_log WHERE action = 'session.closed')
""")
