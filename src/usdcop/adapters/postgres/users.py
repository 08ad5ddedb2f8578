"""The table ``users``: who may sign in. Each change ends the sign-ins it concerns, and is audited with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Engine, Row, text

from usdcop.adapters.postgres.audit import append
from usdcop.adapters.postgres.database import transaction
from usdcop.core.access import Role, User, UserChange
from usdcop.core.errors import ConflictError, UnknownError


@dataclass(frozen=True, slots=True)
class PostgresUsers:
    """Users on PostgreSQL. ``at`` is market time, ``by`` who does it."""

    engine: Engine

    def all(self) -> Sequence[User]:
        """Every user, by name."""
        with transaction(self.engine) as connection:
            return [_user(row) for row in connection.execute(_ALL)]

    def find(self, name: str) -> tuple[User, str] | None:
        """The user ``name`` and the hash of its password; None where there is none."""
        with transaction(self.engine) as connection:
            row = connection.execute(_ONE, {"name": name}).one_or_none()
        return (_user(row), str(row.password_hash)) if row is not None else None

    def add(self, name: str, roles: frozenset[Role], password_hash: str, by: str, at: datetime) -> User:
        """Add a user.

        Raises:
            ConflictError: there is one of that name.
        """
        values = {"name": name, "roles": sorted(roles), "hash": password_hash, "by": by}
        with transaction(self.engine) as connection:
            row = connection.execute(_ADD, values).one_or_none()
            if row is None:
                raise ConflictError(f"There is a user {name} already.", "Choose another name.", "USER_EXISTS")
            _audited(connection, at, by, name, {"added": True, "roles": sorted(roles)})
        return _user(row)

    def add_first(self, name: str, password_hash: str, at: datetime) -> bool:
        """Add the administrator ``name`` unless there is any user; whether it was added."""
        with transaction(self.engine) as connection:
            connection.execute(_LOCK)
            if connection.execute(_ANY).scalar_one():
                return False
            roles = [Role.ADMIN.value]
            connection.execute(_ADD, {"name": name, "roles": roles, "hash": password_hash, "by": "system"})
            _audited(connection, at, "system", name, {"added": True, "roles": roles})
        return True

    def change(self, name: str, change: UserChange, by: str, at: datetime) -> User:
        """Change a user; his sign-ins end, so that no token says what is no longer so.

        Raises:
            UnknownError: there is none of that name.
            ConflictError: nobody would be left who may manage users.
        """
        values = {
            "name": name,
            "roles": sorted(change.roles) if change.roles is not None else None,
            "active": change.active,
            "hash": change.password_hash,
        }
        with transaction(self.engine) as connection:
            connection.execute(_LOCK)
            row = connection.execute(_CHANGE, values).one_or_none()
            if row is None:
                raise UnknownError(f"There is no user {name}.", "See 'usdcop users list'.")
            if not connection.execute(_ADMINISTRATORS).scalar_one():
                raise ConflictError(
                    "Nobody would be left who may manage users.",
                    "Make somebody else an administrator first.",
                    "LAST_ADMIN",
                )
            connection.execute(_END_ALL, {"name": name, "reason": "the user was changed"})
            _audited(connection, at, by, name, _told(change))
        return _user(row)


def _told(change: UserChange) -> dict[str, Any]:
    told: dict[str, Any] = {}
    if change.roles is not None:
        told["roles"] = sorted(change.roles)
    if change.active is not None:
        told["active"] = change.active
    if change.password_hash is not None:
        told["password"] = "changed"  # noqa: S105 - says that it was, not what it is
    return told


def _audited(connection: Connection, at: datetime, by: str, name: str, detail: Mapping[str, Any]) -> None:
    append(connection, at, by, "user.changed", f"user:{name}", detail)


def _user(row: Row[Any]) -> User:
    roles = frozenset(Role(role) for role in row.roles)
    return User(row.name, roles, row.active, row.created_by, row.recorded_at)


_LOCK: Final = text("SELECT pg_advisory_xact_lock(x'05DC0C'::int)")  # of changes of users: any number of ours
_COLUMNS: Final = "name, password_hash, roles, active, created_by, recorded_at"
_ALL: Final = text(f"SELECT {_COLUMNS} FROM users ORDER BY name")  # noqa: S608 - constants
_ONE: Final = text(f"SELECT {_COLUMNS} FROM users WHERE name = :name")  # noqa: S608 - constants
_ANY: Final = text("SELECT EXISTS (SELECT FROM users)")
_ADD: Final = text(
    "INSERT INTO users (name, password_hash, roles, created_by) VALUES (:name, :hash, :roles, :by)"  # noqa: S608
    f" ON CONFLICT DO NOTHING RETURNING {_COLUMNS}"
)
_CHANGE: Final = text(
    "UPDATE users SET roles = coalesce(CAST(:roles AS text[]), roles),"  # noqa: S608 - constants
    " active = coalesce(CAST(:active AS boolean), active),"
    " password_hash = coalesce(CAST(:hash AS text), password_hash)"
    f" WHERE name = :name RETURNING {_COLUMNS}"
)
_ADMINISTRATORS: Final = text("SELECT EXISTS (SELECT FROM users WHERE active AND 'admin' = ANY (roles))")
_END_ALL: Final = text(
    "UPDATE sign_ins SET revoked_at = clock_timestamp(), revoked_reason = :reason"
    " WHERE user_name = :name AND revoked_at IS NULL"
)
