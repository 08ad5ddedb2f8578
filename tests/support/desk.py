"""The whole system with its dashboard for journeys in a browser: a replay whose history has a hole that can be filled."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from support.changes import a_change
from support.homes import built_home, market_file, settings_of
from support.whole_system import Up, brought_up
from usdcop.core.layers import Layer
from usdcop.main.embedded.servers import servers, stop
from usdcop.main.jobs.users import NewPassword, add_user
from usdcop.main.wiring import open_system
from usdcop.pipeline.changes import Deed, note_change

SPEED = 60
"""A bar closes every five seconds."""
LATER = datetime(2024, 5, 28, tzinfo=UTC)
"""End of a file with five sessions after those the built home knows, and ten to live through."""
EARLIER = datetime(2023, 7, 3, tzinfo=UTC)
"""Begin of that file: with it the chart can be panned over more than ten thousand bars."""
HOLED = date(2024, 5, 8)
"""A session of the history that lacks bars."""
_HOLE = ("2024-05-08T15:", "2024-05-08 15:")
USER, SECOND, PASSWORD = "maria", "pedro", "four words at random"


@dataclass(frozen=True)
class Desk:
    """A system with a dashboard, and where it is."""

    up: Up

    @property
    def url(self) -> str:
        return self.up.rows["dashboard"].address


@contextmanager
def desk(servers_root: Path) -> Iterator[Desk]:
    """Bring up a trained home whose history lacks an hour that the vendor has by now."""
    root = servers_root / "desk"
    shutil.copytree(built_home(servers_root), root)
    (root / "longer").mkdir()
    file = market_file(root / "longer" / "bars.csv", EARLIER, LATER)
    whole = file.read_text()
    file.write_text("".join(line for line in whole.splitlines(keepends=True) if not _holed(line)))
    try:
        _with_users(root)
        with brought_up(root, file, SPEED, USDCOP_DASHBOARD="true") as up:
            assert up.becomes(up.ready), up.logs()
            _vendor_has(up, file, whole)
            yield Desk(up)
    finally:
        stop(root / "replay")
        shutil.rmtree(root)


def _holed(line: str) -> bool:
    return any(words in line for words in _HOLE)


def _with_users(root: Path) -> None:
    """Two people who may sign in, and the note of a doubt about what the model was trained on."""
    with servers(root / "replay"), open_system(settings_of(root), writes=True) as system:
        for name in (USER, SECOND):
            add_user(system, name, ["admin"], NewPassword(PASSWORD, made=False))
        days = list(system.lake.days(Layer.L1))
        doubt = a_change(*days, recorded_at=system.wall.now())
        note_change(system.lake, replace(doubt, deed=Deed.DOUBTED, import_id="I-0001", why="noon is loud"))


def _vendor_has(up: Up, file: Path, whole: str) -> None:
    """The vendor finds the bars it lacked: its process starts anew and reads them."""
    file.write_text(whole)
    before = up.rows["simulator"].restarts
    up.kill("simulator")
    assert up.becomes(lambda: up.rows["simulator"].restarts > before and up.ready()), up.logs()
