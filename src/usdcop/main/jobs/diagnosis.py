"""Diagnosis: what facts mean for the health of a home. Pure but for file modes, which are looked at here."""

import os
import stat
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from usdcop.core.credits import KeyUse
from usdcop.core.errors import VerificationError
from usdcop.core.layers import Layer
from usdcop.core.ports import RunRow
from usdcop.core.sessions import Calendar
from usdcop.live.skew import Skew
from usdcop.main.supervision.decide import State
from usdcop.main.supervision.record import Row

LITTLE_DISK: Final = 2_000_000_000
NO_DISK: Final = 300_000_000
_SMALL: Final = 500_000
"""Less than this is no MB to be told of."""
SLOW_DATABASE: Final = 0.25
"""Seconds for the smallest question."""
FEWEST_HOLIDAYS: Final = 15
"""Colombia has 18 or so a year: fewer means that the library does not know that year."""
FEW_CREDITS: Final = 0.1
FULL_REDIS: Final = 0.9
SECRETS: Final = ("service.password", "jwt.secret", "secrets/postgres", "secrets/redis", "tokens.json")


class Level(StrEnum):
    """How bad it is."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was examined."""

    name: str
    level: Level
    cause: str
    """What was found."""
    next_step: str = ""
    """What to do, where something is to be done."""


def summary(found: Sequence[Finding]) -> str:
    """All of it in a line."""
    bad, doubtful = _count(found, Level.FAIL), _count(found, Level.WARN)
    return f"{len(found)} things examined: {bad} wrong, {doubtful} to look at."


def refuse(found: Sequence[Finding]) -> None:
    """Let pass a home in which nothing is wrong.

    Raises:
        VerificationError: something is; the first of it is told.
    """
    bad = [one for one in found if one.level is Level.FAIL]
    if bad:
        raise VerificationError(
            f"{len(bad)} things are wrong; {bad[0].name}: {bad[0].cause}.", bad[0].next_step
        )


def disk(free_bytes: int, taken: Mapping[str, int]) -> Finding:
    """Room for data, and what the home's bytes are ``taken`` by."""
    level = Level.FAIL if free_bytes < NO_DISK else Level.WARN if free_bytes < LITTLE_DISK else Level.OK
    step = "" if level is Level.OK else "Free some disk, or set USDCOP_HOME to a folder on another one."
    parts = ", ".join(f"{name} {size / 1e6:,.0f}" for name, size in taken.items() if size >= _SMALL)
    told = f"; the home takes {sum(taken.values()) / 1e6:,.0f} MB" + (f" ({parts})" if parts else "")
    return Finding("disk", level, f"{free_bytes / 1e9:,.1f} GB free{told}", step)


def processes(rows: Sequence[Row]) -> Iterator[Finding]:
    """The processes of a system that is up."""
    sick = [row for row in rows if row.state not in {State.READY, State.STOPPED}]
    for row in sick:
        level = Level.FAIL if row.state in {State.FAILED, State.SILENT} else Level.WARN
        step = f"See logs/{row.name}.log in the home; 'usdcop down' and 'usdcop up' start it anew."
        yield Finding(
            "processes", level, f"{row.name} is {row.state.value}: {row.why or 'no reason known'}", step
        )
    restarted = {row.name: row.restarts for row in rows if row.restarts}
    if restarted:
        told = ", ".join(f"{name} {count} times" for name, count in restarted.items())
        yield Finding("processes", Level.WARN, f"restarted: {told}", "See their logs for the reason.")
    if not sick:
        yield Finding("processes", Level.OK, f"{len(rows)} are ready")


def orphans(left: Mapping[str, int]) -> Finding:
    """What runs although no supervisor lives."""
    if not left:
        return Finding("supervisor", Level.OK, "the system is not up, and nothing was left running")
    told = ", ".join(f"{name} (process {pid})" for name, pid in left.items())
    return Finding("supervisor", Level.WARN, f"left by a killed supervisor: {told}", "Run 'usdcop down'.")


def file_modes(home: Path) -> Finding:
    """Whether secrets are their owner's alone."""
    open_ones = [name for name in SECRETS if (home / name).exists() and _open_to_others(home / name)]
    if open_ones:
        cure = f"Run chmod 600 on {', '.join(str(home / name) for name in open_ones)}, and change them."
        return Finding("file modes", Level.FAIL, f"others may read {', '.join(open_ones)}", cure)
    return Finding("file modes", Level.OK, "secrets are readable by their owner alone")


def calendar(today: date, holidays: Callable[[int], Mapping[date, str]]) -> Finding:
    """Whether the holidays of this year and the next are known."""
    unknown = [year for year in (today.year, today.year + 1) if len(holidays(year)) < FEWEST_HOLIDAYS]
    if not unknown:
        return Finding("calendar", Level.OK, f"holidays are known until {today.year + 1}")
    level = Level.FAIL if today.year in unknown else Level.WARN
    years = " and ".join(map(str, unknown))
    return Finding(
        "calendar", level, f"the holidays of {years} are not known", "Update the library 'holidays'."
    )


def database(seconds: float, size_bytes: int) -> Finding:
    """Whether PostgreSQL answers soon."""
    told = f"answers in {seconds * 1000:.0f} ms, {size_bytes / 1e6:,.0f} MB"
    if seconds > SLOW_DATABASE:
        return Finding("database", Level.WARN, told, "The machine may be overloaded: see what else it does.")
    return Finding("database", Level.OK, told)


def migrations(stands: str, newest: str) -> Finding:
    """Whether the schema is the newest."""
    if stands == newest:
        return Finding("migrations", Level.OK, f"at {stands}")
    return Finding(
        "migrations", Level.FAIL, f"at {stands}, not at {newest}", "Run 'usdcop status': it migrates."
    )


def redis(memory: Mapping[str, Any], persistence: Mapping[str, Any]) -> Finding:
    """Whether Redis has room and writes its file."""
    used, most = int(memory["used_memory"]), int(memory.get("maxmemory", 0))
    told = f"uses {used / 1e6:,.0f} MB" + (f" of {most / 1e6:,.0f}" if most else "")
    if persistence.get("aof_enabled") and persistence.get("aof_last_write_status", "ok") != "ok":
        return Finding("redis", Level.FAIL, "it cannot write its file", "Free some disk.")
    if most and used > FULL_REDIS * most:
        return Finding("redis", Level.WARN, told, "Old entries are dropped; see who writes so much.")
    return Finding("redis", Level.OK, told)


def clock(found: Skew, largest: timedelta) -> Finding:
    """How far this machine's clock is from that of ``found.reference``."""
    seconds = found.least.total_seconds()
    told = f"within {abs(seconds):.3f} s of {found.reference}"
    if abs(found.least) > largest:
        cause = f"{seconds:+.1f} s from {found.reference}: the live feed is degraded"
        return Finding("clock", Level.FAIL, cause, "Let NTP set the clock of this machine.")
    return Finding("clock", Level.OK, told)


def keys(count: int, uses: Mapping[str, KeyUse], per_day: int) -> Finding:
    """Whether there are vendor keys, and credits."""
    if not count:
        return Finding("vendor keys", Level.FAIL, "none is set", "Set TWELVEDATA_API_KEYS.")
    known = [use for use in uses.values() if use.day_known]
    left = sum(max(0, per_day - use.in_day) for use in known)
    told = f"{count} keys, {left} credits left today"
    if len(known) < len(uses):
        told += f", {len(uses) - len(known)} not observed yet"
    elif left < FEW_CREDITS * per_day * count:
        return Finding("vendor keys", Level.WARN, told, "Quotes become rare until the next UTC day.")
    return Finding("vendor keys", Level.OK, told)


def runs(newest: Sequence[RunRow]) -> Iterator[Finding]:
    """The newest run of each layer."""
    bad = [row for row in newest if row.status in {"failed", "interrupted"}]
    for row in bad:
        cause = f"the newest run of {row.layer} {row.status}: {row.error_message or 'no reason known'}"
        yield Finding("layers", Level.WARN, cause, f"Run 'usdcop run {row.layer.lower()}'.")
    if not bad:
        yield Finding("layers", Level.OK, f"the newest runs of {len(newest)} layers are well")


def reach(newest: Mapping[Layer, date | None], market: Calendar, now: datetime) -> Finding:
    """Whether the layers reach as far as L0, and L0 as far as the market."""
    first = newest[Layer.L0]
    if first is None:
        return Finding(
            "data", Level.WARN, "there are no bars yet", "Run 'usdcop up' or 'usdcop import FILE'."
        )
    behind = [layer for layer in (Layer.L1, Layer.L2, Layer.L3, Layer.L4) if newest[layer] != first]
    if behind:
        names = ", ".join(behind)
        return Finding(
            "data", Level.WARN, f"{names} do not reach {first} as L0 does", "Run 'usdcop run l1-l4'."
        )
    missed = [day for day in market.sessions(first, market.local_date(now)) if market.closes_at(day) <= now]
    late = len([day for day in missed if day > first])
    if late:
        return Finding("data", Level.WARN, f"L0 ends {late} sessions ago, on {first}", "Run 'usdcop run'.")
    return Finding("data", Level.OK, f"all layers reach {first}")


def _count(found: Sequence[Finding], level: Level) -> int:
    return sum(one.level is level for one in found)


def _open_to_others(path: Path) -> bool:
    status = path.stat()
    return bool(stat.S_IMODE(status.st_mode) & 0o077) or (status.st_uid != os.geteuid() and os.geteuid() != 0)
