"""What is due after the close: revisions, retention, L6."""

import json
import subprocess
import sys
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Final

import structlog

from usdcop.adapters.postgres.audit import PostgresAudit
from usdcop.adapters.postgres.outbox import PostgresOutbox
from usdcop.core.audit import Anchor
from usdcop.core.errors import GateRefusedError, MissingInputError, ServerError
from usdcop.core.layers import Layer
from usdcop.core.registry import Alias
from usdcop.main.embedded.files import exclusive
from usdcop.main.jobs.anchoring import LOCK, anchor
from usdcop.main.jobs.batch import BatchJob, run
from usdcop.main.jobs.history import history_of
from usdcop.main.jobs.reconciling import Reconciled, reconcile_vendor
from usdcop.main.jobs.registering import registry_of
from usdcop.main.jobs.retiring import Retired, retire
from usdcop.main.jobs.running import Done, run_layer
from usdcop.main.scheduling.plan import Due
from usdcop.main.supervision.environment import inherited
from usdcop.main.wiring import System, writing

MADE: Final = (Layer.L1, Layer.L2, Layer.L3, Layer.L4, Layer.L5)
JUDGED: Final = "judged.json"
"""Document of L6: what the newest judgement was made from."""

EVENTS_KEPT: Final = timedelta(days=7)
"""How long, in real time, the outbox keeps what was relayed; orders and fills themselves stay for good."""

_log = structlog.get_logger("usdcop.scheduler")


def anchor_now(system: System) -> Anchor | None:
    """Anchor the head of the audit trail; a backup is waited for.

    Raises:
        VerificationError: the trail is broken, or not the one that was anchored.
        StorageError: the object store refuses.
    """
    with exclusive(system.settings.home / LOCK):
        return anchor(PostgresAudit(system.engine), system.objects, system.wall.now(), system.clock.now())


def reconcile_tonight(system: System, _one: Due) -> Reconciled:
    """Fetch the newest sessions again; where the vendor corrected a bar, make the layers again.

    Raises:
        UsdcopError: the vendor or a layer failed.
    """
    with writing(system.settings, quietly=True):
        found: list[Reconciled] = []

        def deed() -> Done:
            found.append(reconcile_vendor(system))
            return Done(len(found[0].revised), found[0].sessions_changed, note="reconciled with the vendor")

        run_layer(system, Layer.L0, deed)
        run(system, BatchJob(system.market.symbol, MADE))
    if found[0].revised:
        _log.warning("the vendor corrected bars", count=len(found[0].revised))
    return found[0]


def retire_tonight(system: System, _one: Due) -> Retired:
    """Take old bars and events that were relayed long ago out of PostgreSQL.

    Raises:
        DataError: the object store does not hold them.
    """
    with writing(system.settings, quietly=True):
        done = retire(system)
    events = PostgresOutbox(system.engine).forget(system.wall.now() - EVENTS_KEPT)
    _log.info("retention", bars=done.bars, hot_from=done.hot_from, events=events)
    return done


@dataclass(slots=True)
class Judging:
    """L6 in a process of its own, and only where something new is to be judged."""

    system: System
    log: Path
    _process: subprocess.Popen[bytes] | None = None

    def __call__(self, _one: Due) -> None:
        """Begin, unless the newest bundle was judged on this history before and nothing else waits for new sessions.

        Raises:
            UsdcopError: the history cannot be read.
        """
        system = self.system
        if self._process is not None and self._process.poll() is None:
            return
        with writing(system.settings, quietly=True):  # a split may be renewed
            mark = mark_of(system)
        if mark is None or (mark == _read_mark(system) and not proofs_run(system)):
            note = "no bundle is registered" if mark is None else "up to date"
            run_layer(system, Layer.L6, lambda: Done(0, 0, note=note))
            return
        settings, command = system.settings, (sys.executable, "-m", "usdcop.main.scheduling.judge")
        told = {"USDCOP_HOME": str(settings.environment.home), "USDCOP_MODE": settings.mode.value}
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(command, env=inherited(told), stdout=log, stderr=log)  # noqa: S603 - ours

    def look(self) -> None:
        """See whether it has ended.

        Raises:
            GateRefusedError, ServerError: it failed.
        """
        if self._process is None or self._process.poll() is None:
            return
        code, self._process = self._process.returncode, None
        if code == GateRefusedError.exit_code:
            raise GateRefusedError("L6 was refused by a gate.", f"See {self.log}.", ())
        if code:
            raise ServerError(f"L6 ended with exit code {code}.", f"See {self.log}.")

    def end(self) -> None:
        """Stop it, if it runs: the next night begins again."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()


def mark_of(system: System) -> dict[str, str] | None:
    """What a judgement now would be made from; None where there is nothing to judge."""
    versions = registry_of(system).versions()
    if not versions:
        return None
    try:
        history = history_of(system)
    except MissingInputError:
        return None
    return {
        "bundle": versions[0].digest,
        "split": history.split.split_id,
        "data": history.data_hash,
        "looks": str(len(system.court.looks(system.market.symbol))),
    }


def proofs_run(system: System) -> bool:
    """Whether there is something that every new session adds to: an entry of the forward proof, or a champion."""
    entries = system.court.entries(system.market.symbol)
    return bool(entries) or registry_of(system).by_alias(Alias.CHAMPION) is not None


def judged_before(system: System) -> bool:
    """Whether the newest bundle was judged on this history."""
    mark = mark_of(system)
    return mark is not None and mark == _read_mark(system)


def _read_mark(system: System) -> dict[str, str] | None:
    """What the newest judgement was made from."""
    if JUDGED not in [path.rpartition("/")[2] for path in system.lake.documents(Layer.L6, "marks")]:
        return None
    found: dict[str, str] = json.loads(system.lake.get_document(Layer.L6, f"marks/{JUDGED}"))
    return found


def write_mark(system: System) -> None:
    """Remember that the newest bundle was judged on this history."""
    mark = mark_of(system)
    if mark is not None:
        system.lake.put_document(Layer.L6, f"marks/{JUDGED}", json.dumps(mark).encode())
