"""What to do about one process: start it, wait, kill it, give it up. Pure; times are seconds of one clock."""

from dataclasses import dataclass, replace
from enum import StrEnum


class State(StrEnum):
    """Where a process is, as the table shows it."""

    WAITING = "waiting"
    """For its turn, or for the pause after a crash to end."""
    STARTING = "starting"
    """It runs and has not answered yet."""
    READY = "ready"
    UNWELL = "unwell"
    """It answers that it cannot serve."""
    SILENT = "silent"
    """It ran and answered, and now does not."""
    FAILED = "FAILED"
    """It crashed too often; nothing is tried any more."""
    STOPPED = "stopped"


class Health(StrEnum):
    """What ``/health`` said."""

    WELL = "well"
    UNWELL = "unwell"
    SILENT = "silent"


class Act(StrEnum):
    """What the shell is to do."""

    NOTHING = "nothing"
    START = "start"
    KILL = "kill"


@dataclass(frozen=True, slots=True)
class Rules:
    """How patient the supervisor is."""

    crashes: int = 5
    """So many crashes within ``window`` are too many."""
    window: float = 60.0
    first_pause: float = 0.5
    """Seconds before a crashed process is started again; doubled with each crash in the window."""
    longest_pause: float = 8.0
    start_patience: float = 180.0
    """Seconds in which a started process must have answered: a busy machine is slow, a hung one never comes."""
    silence: int = 3
    """Questions in a row without an answer that make it silent."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a process from one look to the next."""

    state: State = State.WAITING
    since: float = 0.0
    """When it got into its state."""
    not_before: float = 0.0
    """When it may be started."""
    crashes: tuple[float, ...] = ()
    """When it crashed, as far back as the window."""
    restarts: int = 0
    unanswered: int = 0
    answered: bool = False
    """Whether it ever was ready: those of later waves wait for that."""

    @property
    def settled(self) -> bool:
        """Whether later waves need not wait for it any more."""
        return self.answered or self.state is State.FAILED


@dataclass(frozen=True, slots=True)
class Seen:
    """What one look shows."""

    running: bool
    turn: bool
    """Whether everything before it is settled."""
    health: Health | None
    """None: not asked since the last look."""


def decide(known: Known, seen: Seen, now: float, rules: Rules) -> tuple[Known, Act]:
    """What is known after a look, and what is to be done."""
    match known.state:
        case State.FAILED | State.STOPPED:
            return known, Act.NOTHING
        case State.WAITING if seen.turn and now >= known.not_before:
            return _entered(replace(known, unanswered=0), State.STARTING, now), Act.START
        case State.WAITING:
            return known, Act.NOTHING
        case _ if not seen.running:
            return _crashed(known, now, rules), Act.NOTHING
        case _:
            return _heard(known, seen.health, now, rules)


def _heard(known: Known, health: Health | None, now: float, rules: Rules) -> tuple[Known, Act]:
    """A process that runs, after what it answered."""
    match health:
        case Health.WELL:
            return _entered(replace(known, unanswered=0, answered=True), State.READY, now), Act.NOTHING
        case Health.UNWELL:
            return _entered(replace(known, unanswered=0, answered=True), State.UNWELL, now), Act.NOTHING
        case Health.SILENT if known.state is not State.STARTING:
            unanswered = known.unanswered + 1
            state = State.SILENT if unanswered >= rules.silence else known.state
            return _entered(replace(known, unanswered=unanswered), state, now), Act.NOTHING
        case _:
            late = known.state is State.STARTING and now - known.since > rules.start_patience
            return known, Act.KILL if late else Act.NOTHING


def _crashed(known: Known, now: float, rules: Rules) -> Known:
    crashes = (*(at for at in known.crashes if now - at < rules.window), now)
    if len(crashes) >= rules.crashes:
        return _entered(replace(known, crashes=crashes), State.FAILED, now)
    pause = min(rules.longest_pause, rules.first_pause * 2 ** (len(crashes) - 1))
    waiting = replace(known, crashes=crashes, restarts=known.restarts + 1, not_before=now + pause)
    return _entered(waiting, State.WAITING, now)


def _entered(known: Known, state: State, now: float) -> Known:
    return known if known.state is state else replace(known, state=state, since=now)
