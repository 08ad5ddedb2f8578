"""Controls: what is measured of the rules the system holds itself to. A fact nobody can know is None."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from usdcop.core.trading import StateRow

# untested: here, these are declarations


@dataclass(frozen=True, slots=True)
class Kept:
    """How many records of a kind there are, and since when (market time)."""

    rows: int
    since: datetime | None


@dataclass(frozen=True, slots=True)
class Largest:
    """The most that was ever ordered and held, in dollars."""

    order: float | None
    order_at: datetime | None
    position: float | None
    """Largest absolute position of any account after any of its fills."""


@dataclass(frozen=True, slots=True)
class Overrides:
    """Promotions that gates had refused."""

    requested: int
    applied: int
    by_one_person: int
    """Applied overrides that nobody but the requester decided: there must be none."""
    constraint: bool
    """Whether the database itself refuses such a row."""


@dataclass(frozen=True, slots=True)
class Privileges:
    """What the database lets this service do."""

    role: str
    owns: int
    """Tables it owns."""
    superuser: bool
    may_change_trail: bool
    """Whether it may insert into, update, delete from or truncate ``audit_log`` directly."""
    may_change_fills: bool
    """Whether it may update, delete from or truncate ``fills``."""


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything measured at one instant."""

    kept: Mapping[str, Kept]
    """By table."""
    largest: Largest
    overrides: Overrides
    privileges: Privileges
    state: StateRow | None
    users: Mapping[str, int]
    """Active users by role."""
    conflicting_users: int
    """Active users, administrators apart, who both act (trade, operate) and check (compliance)."""
    early_fills: int
    """Fills of policies at or before the bar they were decided at, forced exits apart: there must be none."""
    other_kinds: int
    """Predictions of another kind of data than the home's: there must be none."""
    database_clock: datetime
    """Real time by the database's clock."""
    feed: Mapping[str, object] | None
    """What the live feed last told of itself; None where it never ran."""
    feed_at: datetime | None
    """Market time of that."""
