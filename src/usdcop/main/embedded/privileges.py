"""Which user PostgreSQL runs as: it refuses root, so root hands it an identity that is not.

For root there are two ways. In a *user namespace* the server sees itself as nobody while the kernel still
treats it as root, so that folders only root can enter stay reachable. Where the container forbids
namespaces the server runs as the real *nobody*, which must be able to enter the home and the programs.
"""

import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from usdcop.core.errors import ServerError

NOBODY = 65534
"""The identity inside the namespace: the customary number of nobody."""

_NAMESPACE = ("unshare", "--user", f"--map-user={NOBODY}", f"--map-group={NOBODY}", "--")


@dataclass(frozen=True, slots=True)
class Identity:
    """How to run a program that refuses root. ``user`` is the owner its files must have, None: ourselves."""

    prefix: tuple[str, ...] = ()
    user: int | None = None
    group: int | None = None

    def run(
        self, command: Sequence[str], *, text: str | None = None, patience: float = 60.0
    ) -> subprocess.CompletedProcess[str]:
        """Run ``command`` to its end as this identity, with ``text`` as its input; output and errors in one.

        Raises:
            ServerError: it does not end within ``patience`` seconds.
        """
        whole = [*self.prefix, *command]
        groups: list[int] | None = None if self.user is None else []
        try:
            return subprocess.run(  # noqa: S603 - the command is ours
                whole,
                check=False,
                cwd="/",
                encoding="utf-8",
                errors="replace",
                extra_groups=groups,
                group=self.group,
                input=text or "",
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                timeout=patience,
                user=self.user,
                env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
            )
        except subprocess.TimeoutExpired as error:
            sentence = f"{Path(command[0]).name} did not end within {patience:.0f} s."
            raise ServerError(sentence, "The machine may be overloaded: try again.") from error

    def own(self, folder: Path) -> None:
        """Give ``folder`` and all in it to this identity, where root may and it is not so yet.

        What goes away meanwhile is nobody's: processes of a killed server may still remove their temporary tables.
        """
        if os.geteuid():
            return
        owner, group = self.user or 0, self.group or 0
        for path in _below(folder):
            with suppress(FileNotFoundError):
                if path.lstat().st_uid != owner:
                    os.chown(path, owner, group, follow_symlinks=False)


def _below(folder: Path) -> Iterator[Path]:
    """``folder`` and all in it, as it is walked through."""
    yield folder
    for parent, folders, files in os.walk(folder):
        yield from (Path(parent, name) for name in (*folders, *files))


def identity_for(programs: Path, home: Path, *, namespaces: bool | None = None) -> Identity:
    """Identity under which the PostgreSQL ``programs`` can keep their data in ``home``.

    ``namespaces`` False goes without user namespaces; None finds out whether they work.

    Raises:
        ServerError: we are root and neither way works.
    """
    if os.geteuid():
        return Identity()
    if namespaces or (namespaces is None and _namespaces_work()):
        return Identity(prefix=_NAMESPACE)
    nobody = pwd.getpwnam("nobody")
    identity = Identity(user=nobody.pw_uid, group=nobody.pw_gid)
    unreachable = [path for path in (programs, home) if not _enters(identity, path)]
    if unreachable:
        names = " and ".join(str(path) for path in unreachable)
        raise ServerError(
            f"PostgreSQL refuses to run as root, and the user nobody cannot enter {names}.",
            "Run as an ordinary user, or let every user enter these folders (chmod o+x, parents too).",
        )
    return identity


def _namespaces_work() -> bool:
    if shutil.which(_NAMESPACE[0], path=os.defpath) is None:
        return False
    return Identity(prefix=_NAMESPACE).run(["true"]).returncode == 0


def _enters(identity: Identity, folder: Path) -> bool:
    return identity.run(["sh", "-c", 'cd "$1"', "sh", str(folder)]).returncode == 0
