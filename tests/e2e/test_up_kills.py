"""P1, P2, P4, P7 and P9 of the whole system at once: any process killed at any moment of live sessions.

Eight kills in one session; ``FAULT_ROUNDS=300`` kills through as many sessions as it takes, at a slower pace
of market time. ``FAULT_SEED`` repeats the chances of a run.
"""

import os
import signal
import time
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from random import Random, SystemRandom

import psutil
import pytest

from support import soak_checks as checks
from support.homes import settings_of
from support.persistent_trader import PersistentTrader
from support.soak import PACE, Killer, at_work, begun, deploy_restless
from support.stream_witness import Witness
from support.whole_system import PATIENCE, Up, brought_up, replay_home
from usdcop.adapters.postgres.audit import PostgresAudit
from usdcop.main.embedded.servers import servers
from usdcop.main.jobs.anchoring import verify
from usdcop.main.supervision.record import supervised
from usdcop.main.wiring import open_system

KILLS = int(os.environ.get("FAULT_ROUNDS", "8"))  # noqa: TID251 - how long a test runs is no setting
SPEED = 600 if KILLS <= 24 else 300
"""A session in half a minute, or in one: nights and weekends, which take as long, are lived through as well."""
SEED = int(os.environ.get("FAULT_SEED", "0")) or SystemRandom().randrange(1, 10**6)  # noqa: TID251 - the same


@pytest.mark.timeout(4 * PATIENCE + 4 * PACE * KILLS)
def test_sessions_in_which_any_process_is_killed_at_any_moment(servers_root: Path) -> None:
    with replay_home(servers_root, "kills") as (root, file):
        deploy_restless(root)
        with brought_up(root, file, SPEED) as up:
            assert up.becomes(up.ready), up.logs()
            family = psutil.Process(up.process.pid).children(recursive=True)
            days, trader, witness = _live_through(up)
            _end(up, family)
        with servers(up.home), open_system(settings_of(root)) as system:
            checks.check_orders(system, days, trader)
            checks.check_fills(system)
            for day in days:
                checks.check_bars(system, day)
                checks.check_policy(system, day)
            assert verify(PostgresAudit(system.engine), system.objects).broken is None
        _nothing_was_kept_from(witness)


def _live_through(up: Up) -> tuple[Sequence[date], PersistentTrader, Witness]:
    """Kill, and wait until all is well again and the sessions that have begun are over; those sessions."""
    killer = Killer(up, Random(SEED))
    with at_work(up, Random(SEED + 1)) as (trader, witness):
        killer.run(KILLS)
        days = begun(up)
        assert up.becomes(up.ready), (SEED, killer.done, up.logs())
        with open_system(settings_of(up.root)) as system:
            length = PATIENCE + 18_000 / SPEED
            assert up.becomes(lambda: checks.closed(system, days), length), (SEED, killer.done, up.logs())
            assert up.becomes(lambda: checks.complete(system, days)), (SEED, killer.done, up.logs())
    print(f"FAULT_SEED={SEED}, {len(days)} sessions, killed: {Counter(killer.done)}")  # noqa: T201 - pytest shows it where the test fails
    print(trader.troubles, Counter(trader.refused.values()), witness.counts)  # noqa: T201 - the same
    return days, trader, witness


def _nothing_was_kept_from(witness: Witness) -> None:
    """P7: each number once and in order, or a gap and a snapshot."""
    assert witness.broken == []
    assert len(witness.seen) > KILLS


def _end(up: Up, family: Sequence[psutil.Process]) -> None:
    """All are well at last, and Ctrl-C ends them all."""
    assert up.becomes(up.ready), (SEED, up.logs())
    everybody = {*family, *psutil.Process(up.process.pid).children(recursive=True)}
    told = time.monotonic()
    up.process.send_signal(signal.SIGINT)
    assert up.process.wait(timeout=30) == 0
    assert time.monotonic() - told < 10
    assert supervised(up.home) is None
    assert not [one for one in everybody if one.is_running() and one.status() != psutil.STATUS_ZOMBIE]
