"""The tables ``sign_ins`` and ``refresh_tokens``: who is signed in. Their times are real ones.

``now`` is real time, ``at`` market time (for the trail).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Engine, Row, text

from usdcop.adapters.postgres.audit import append
from usdcop.adapters.postgres.database import transaction
from usdcop.core.access import Renewal, Role, SignIn, renewal


@dataclass(frozen=True, slots=True)
class PostgresSignIns:
    """Sign-ins on PostgreSQL."""

    engine: Engine

    def open(self, sign_in: SignIn, digest: str, now: datetime, at: datetime, address: str) -> None:
        """Record ``sign_in`` with its first refresh token, of which ``digest`` is kept."""
        values = {"id": sign_in.id, "user": sign_in.user, "expires": sign_in.expires_at}
        with transaction(self.engine) as connection:
            connection.execute(_FORGET, {"now": now})
            connection.execute(_OPEN, values)
            connection.execute(_ISSUE, {"digest": digest, "sign_in": sign_in.id, "now": now})
            detail = {"sign_in": str(sign_in.id), "address": address}
            append(connection, at, sign_in.user, "user.signed_in", f"user:{sign_in.user}", detail)

    def refused(self, name: str, at: datetime, address: str, why: str) -> None:
        """Record that somebody tried to sign in as ``name`` and was refused."""
        detail = {"address": address, "why": why}
        with transaction(self.engine) as connection:
            append(connection, at, "anonymous", "user.sign_in_refused", f"user:{name}", detail)

    def renew(
        self, digests: tuple[str, str], now: datetime, grace: timedelta, at: datetime
    ) -> tuple[Renewal, SignIn | None]:
        """Use a refresh token.

        Args:
            digests: of the token, and of its successor.
            now: real time.
            grace: how long a used token gives its successor again.
            at: market time.

        Returns:
            What became of it, and the sign-in it belongs to; None where the token is unknown.
        """
        with transaction(self.engine) as connection:
            row = connection.execute(_SHOWN, {"digest": digests[0]}).one_or_none()
            if row is None:
                return Renewal.REFUSE, None
            ended = row.revoked_at is not None or now >= row.expires_at or not row.active
            verdict = renewal(ended=ended, used_at=row.used_at, now=now, grace=grace)
            if verdict is Renewal.RENEW:
                connection.execute(_USE, {"digest": digests[0], "now": now})
                connection.execute(_ISSUE, {"digest": digests[1], "sign_in": row.id, "now": now})
            elif verdict is Renewal.REVOKE:
                why = "a refresh token was used twice"
                connection.execute(_END, {"id": row.id, "now": now, "reason": why})
                detail = {"sign_in": str(row.id), "why": why}
                append(connection, at, row.user_name, "user.signed_out", f"user:{row.user_name}", detail)
            return verdict, _sign_in(row)

    def close(self, sign_in: UUID, by: str, now: datetime, at: datetime) -> None:
        """End ``sign_in``, if it has not ended."""
        with transaction(self.engine) as connection:
            values: Mapping[str, Any] = {"id": sign_in, "now": now, "reason": "signed out"}
            if connection.execute(_END, values).rowcount:
                append(connection, at, by, "user.signed_out", f"user:{by}", {"sign_in": str(sign_in)})

    def stands(self, sign_in: UUID, now: datetime) -> bool:
        """Whether ``sign_in`` has neither expired nor been revoked, and its user may still sign in."""
        with transaction(self.engine) as connection:
            return bool(connection.execute(_STANDS, {"id": sign_in, "now": now}).scalar_one())


def _sign_in(row: Row[Any]) -> SignIn:
    return SignIn(row.id, row.user_name, frozenset(Role(role) for role in row.roles), row.expires_at)


_FORGET: Final = text(
    "DELETE FROM sign_ins WHERE expires_at < CAST(:now AS timestamptz) - interval '30 days'"
)
_OPEN: Final = text("INSERT INTO sign_ins (id, user_name, expires_at) VALUES (:id, :user, :expires)")
_ISSUE: Final = text(
    "INSERT INTO refresh_tokens (token_hash, sign_in, issued_at) VALUES (:digest, :sign_in, :now)"
    " ON CONFLICT DO NOTHING"
)
_USE: Final = text("UPDATE refresh_tokens SET used_at = :now WHERE token_hash = :digest")
_END: Final = text(
    "UPDATE sign_ins SET revoked_at = :now, revoked_reason = :reason WHERE id = :id AND revoked_at IS NULL"
)
_SHOWN: Final = text(
    "SELECT s.id, s.user_name, s.expires_at, s.revoked_at, u.roles, u.active, t.used_at FROM refresh_tokens t"
    " JOIN sign_ins s ON s.id = t.sign_in JOIN users u ON u.name = s.user_name"
    " WHERE t.token_hash = :digest FOR UPDATE OF t, s"
)
_STANDS: Final = text(
    "SELECT EXISTS (SELECT FROM sign_ins s JOIN users u ON u.name = s.user_name"
    " WHERE s.id = :id AND s.revoked_at IS NULL AND s.expires_at > :now AND u.active)"
)
