"""The tables of the court: rows are added by the owner, never changed, and told in the audit trail as they are added."""

# untested: here, but held by the suite of its port, tests/ports/test_court_record.py

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Engine, Row, text

from usdcop.adapters.postgres.audit import AuditEntry, append_all
from usdcop.adapters.postgres.database import transaction
from usdcop.core.episodes import Split
from usdcop.core.errors import ConflictError
from usdcop.core.trials import (
    ForwardEntry,
    Look,
    LookKind,
    LookTrial,
    NewEntry,
    NewLook,
    Title,
    TitleEvent,
    TrainedBundle,
)

BY_HOME: Final = "home"
"""Actor of what the system does by itself."""


@dataclass(frozen=True, slots=True)
class PostgresCourtRecord:
    """``core.trials.CourtRecord`` on PostgreSQL."""

    engine: Engine

    def record_trained(self, made: TrainedBundle, at: datetime) -> None:
        """See ``CourtRecord.record_trained``."""
        told = trained_facts(made)
        with transaction(self.engine) as connection:
            if connection.execute(_ADD_TRAINED, {**told, "at": at}).rowcount:
                subject = f"bundle:{made.bundle_hash}"
                append_all(connection, [AuditEntry(at, BY_HOME, "bundle.trained", subject, told)])

    def trained(self) -> Mapping[str, TrainedBundle]:
        """See ``CourtRecord.trained``."""
        with transaction(self.engine) as connection:
            return {row.bundle_hash: trained_from(row) for row in connection.execute(_TRAINED)}

    def looks(self, symbol: str) -> list[Look]:
        """See ``CourtRecord.looks``."""
        with transaction(self.engine) as connection:
            return _looks(connection, symbol)

    def take_look(self, new: NewLook, number: Callable[[Sequence[Look]], int], at: datetime) -> Look:
        """See ``CourtRecord.take_look``."""
        with transaction(self.engine) as connection:
            connection.execute(_LOCK)
            values = {
                "symbol": new.symbol,
                "number": number(_looks(connection, new.symbol)),
                "kind": new.kind.value,
                "first": new.first,
                "last": new.last,
                "sessions": new.sessions,
                "actor": new.actor,
                "at": at,
            }
            look = connection.execute(_ADD_LOOK, values).scalar_one()
            trials = [_trial_values(look, trial) for trial in new.trials]
            connection.execute(_ADD_TRIAL, trials)
            made = next(one for one in _looks(connection, new.symbol) if one.id == look)
            entry = AuditEntry(at, new.actor, "court.looked", f"look:{look}", look_facts(new.symbol, made))
            append_all(connection, [entry])
        return made

    def enter(self, new: NewEntry, at: datetime) -> ForwardEntry:
        """See ``CourtRecord.enter``."""
        values = {
            "symbol": new.symbol,
            "bundle_hash": new.bundle_hash,
            "stop": new.stop,
            "trained_here": new.trained_here,
            "entered_at": new.entered_at,
            "vendor_at": new.vendor_at,
            "actor": new.actor,
            "at": at,
        }
        with transaction(self.engine) as connection:
            connection.execute(_LOCK)
            if connection.execute(_ENTERED, {"bundle_hash": new.bundle_hash}).first() is not None:
                raise ConflictError(
                    "The bundle is entered already; an entry is never given back.",
                    "See 'usdcop models list'.",
                    "ENTERED",
                )
            row = connection.execute(_ADD_ENTRY, values).one()
            made, subject = entry_of(row), f"bundle:{new.bundle_hash}"
            entry = AuditEntry(at, new.actor, "forward.entered", subject, entry_facts(row))
            append_all(connection, [entry])
        return made

    def entries(self, symbol: str) -> list[ForwardEntry]:
        """See ``CourtRecord.entries``."""
        with transaction(self.engine) as connection:
            return [entry_of(row) for row in connection.execute(_ENTRIES, {"symbol": symbol})]

    def add_title(self, title: Title, at: datetime) -> None:
        """See ``CourtRecord.add_title``."""
        with transaction(self.engine) as connection:
            row = connection.execute(_ADD_TITLE, {**_title_values(title), "at": at}).one()
            told = title_facts(row)
            subject = f"bundle:{title.bundle_hash}"
            append_all(connection, [AuditEntry(at, title.actor, f"title.{title.event}", subject, told)])

    def titles(self, symbol: str) -> list[Title]:
        """See ``CourtRecord.titles``."""
        with transaction(self.engine) as connection:
            return [title_from(row) for row in connection.execute(_TITLES, {"symbol": symbol})]

    def demoted(self) -> set[str]:
        """See ``CourtRecord.demoted``."""
        with transaction(self.engine) as connection:
            return {row.bundle_hash for row in connection.execute(_DEMOTED)}


def trained_facts(made: TrainedBundle) -> dict[str, Any]:
    """A row of ``trained_bundles`` as the audit trail tells it."""
    split = made.split
    parts = {"train": split.train, "validation": split.validation, "test": split.test}
    days = {
        f"{name}_{end}": day.isoformat()
        for name, part in parts.items()
        for end, day in zip(("first", "last"), part, strict=True)
    }
    return {
        "bundle_hash": made.bundle_hash,
        "symbol": made.symbol,
        "split_id": split.split_id,
        **days,
        "embargo_sessions": split.embargo_sessions,
        "data_hash": made.data_hash,
        "recipe_hash": made.recipe_hash,
        "recipe": made.recipe,
        "code_version": made.code_version,
    }


def look_facts(symbol: str, look: Look) -> dict[str, Any]:
    """A row of ``looks`` with its trials as the audit trail tells it."""
    return {
        "symbol": symbol,
        "number": look.number,
        "kind": look.kind.value,
        "first": look.first.isoformat(),
        "last": look.last.isoformat(),
        "sessions": look.sessions,
        "trials": {trial.bundle_hash: trial.series_hash for trial in look.trials},
    }


def entry_facts(row: Row[Any]) -> dict[str, Any]:
    """A row of ``forward_entries`` as the audit trail tells it."""
    return {
        "symbol": row.symbol,
        "number": row.number,
        "bundle_hash": row.bundle_hash,
        "stop": row.stop,
        "trained_here": row.trained_here,
        "entered_at": row.entered_at.isoformat(),
        "vendor_at": None if row.vendor_at is None else row.vendor_at.isoformat(),
    }


def title_facts(row: Row[Any]) -> dict[str, Any]:
    """A row of ``titles`` as the audit trail tells it; its number tells their order."""
    return {"number": row.id, **_title_values(title_from(row))}


def _title_values(title: Title) -> dict[str, Any]:
    return {
        "symbol": title.symbol,
        "bundle_hash": title.bundle_hash,
        "event": title.event.value,
        "reason": title.reason,
        "cap": title.cap,
        "kept_mean": title.kept_mean,
        "since": title.since.isoformat(),
        "actor": title.actor,
    }


def _looks(connection: Connection, symbol: str) -> list[Look]:
    trials = trials_of(connection.execute(_TRIALS, {"symbol": symbol}))
    return [look_of(row, trials) for row in connection.execute(_LOOKS, {"symbol": symbol})]


def trials_of(rows: Iterable[Row[Any]]) -> dict[int, list[LookTrial]]:
    """Rows of ``look_trials`` by the look they belong to."""
    found: dict[int, list[LookTrial]] = {}
    for row in rows:
        made = LookTrial(row.bundle_hash, row.series_hash, row.sharpe_per_session)
        found.setdefault(row.look, []).append(made)
    return found


def look_of(row: Row[Any], trials: Mapping[int, Sequence[LookTrial]]) -> Look:
    """A row of ``looks`` with those of the ``trials`` that it showed."""
    return Look(
        row.id,
        row.number,
        LookKind(row.kind),
        row.test_first,
        row.test_last,
        row.sessions,
        tuple(trials.get(row.id, ())),
        row.actor,
        row.at,
    )


def _trial_values(look: int, trial: LookTrial) -> dict[str, Any]:
    return {
        "look": look,
        "bundle_hash": trial.bundle_hash,
        "series_hash": trial.series_hash,
        "sharpe": trial.sharpe_per_session,
    }


def trained_from(row: Row[Any]) -> TrainedBundle:
    """A row of ``trained_bundles``."""
    split = Split(
        row.split_id,
        (row.train_first, row.train_last),
        (row.validation_first, row.validation_last),
        (row.test_first, row.test_last),
        row.embargo_sessions,
    )
    return TrainedBundle(
        row.bundle_hash, row.symbol, split, row.data_hash, row.recipe_hash, row.recipe, row.code_version
    )


def entry_of(row: Row[Any]) -> ForwardEntry:
    """A row of ``forward_entries``."""
    return ForwardEntry(
        row.number, row.bundle_hash, row.stop, row.trained_here, row.entered_at, row.actor, row.at
    )


def title_from(row: Row[Any]) -> Title:
    """A row of ``titles``."""
    return Title(
        row.symbol,
        row.bundle_hash,
        TitleEvent(row.event),
        row.reason,
        row.cap,
        row.kept_mean,
        row.since,
        row.actor,
    )


_LOCK: Final = text("SELECT pg_advisory_xact_lock(x'05DC0C'::int)")
_ADD_TRAINED: Final = text(
    "INSERT INTO trained_bundles (bundle_hash, symbol, split_id, train_first, train_last, validation_first,"
    " validation_last, test_first, test_last, embargo_sessions, data_hash, recipe_hash, recipe, code_version, at)"
    " VALUES (:bundle_hash, :symbol, :split_id, :train_first, :train_last, :validation_first, :validation_last,"
    " :test_first, :test_last, :embargo_sessions, :data_hash, :recipe_hash, :recipe, :code_version, :at)"
    " ON CONFLICT (bundle_hash) DO NOTHING"
)
_TRAINED: Final = text("SELECT * FROM trained_bundles")
_LOOKS: Final = text("SELECT * FROM looks WHERE symbol = :symbol ORDER BY id")
_TRIALS: Final = text(
    "SELECT look_trials.* FROM look_trials JOIN looks ON looks.id = look_trials.look WHERE looks.symbol = :symbol"
    " ORDER BY look, bundle_hash"
)
_ADD_LOOK: Final = text(
    "INSERT INTO looks (symbol, number, kind, test_first, test_last, sessions, actor, at)"
    " VALUES (:symbol, :number, :kind, :first, :last, :sessions, :actor, :at) RETURNING id"
)
_ADD_TRIAL: Final = text(
    "INSERT INTO look_trials (look, bundle_hash, series_hash, sharpe_per_session)"
    " VALUES (:look, :bundle_hash, :series_hash, :sharpe)"
)
_ENTERED: Final = text("SELECT 1 FROM forward_entries WHERE bundle_hash = :bundle_hash")
_ADD_ENTRY: Final = text(
    "INSERT INTO forward_entries (number, symbol, bundle_hash, stop, trained_here, entered_at, vendor_at, actor, at)"
    " SELECT coalesce(max(number), 0) + 1, :symbol, :bundle_hash, :stop, :trained_here, :entered_at, :vendor_at,"
    " :actor, :at FROM forward_entries RETURNING *"
)
_ENTRIES: Final = text("SELECT * FROM forward_entries WHERE symbol = :symbol ORDER BY number")
_ADD_TITLE: Final = text(
    "INSERT INTO titles (symbol, bundle_hash, event, reason, cap, kept_mean, since, actor, at)"
    " VALUES (:symbol, :bundle_hash, :event, :reason, :cap, :kept_mean, :since, :actor, :at) RETURNING *"
)
_DEMOTED: Final = text(
    "SELECT bundle_hash FROM (SELECT DISTINCT ON (bundle_hash) bundle_hash, event FROM titles ORDER BY bundle_hash,"
    " id DESC) AS newest WHERE event = 'lost'"
)
_TITLES: Final = text("SELECT * FROM titles WHERE symbol = :symbol ORDER BY id")
