"""Tokens: short-lived JWTs that say who somebody is, and opaque refresh tokens that are kept as hashes."""

import hashlib
import hmac
import secrets
import uuid
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import UUID

import jwt
from jwt.types import Options

from usdcop.core.access import Principal, Role, SignIn, is_user_name
from usdcop.core.errors import UnauthenticatedError

ISSUER: Final = "usdcop"
LONGEST: Final = 4096
"""Characters of a token that is looked at."""

_ALGORITHM: Final = "HS256"
_CLAIMS: Final = ("iss", "aud", "sub", "roles", "sid", "exp", "iat", "jti")
_OPTIONS: Final[Options] = {
    "require": list(_CLAIMS),
    "verify_exp": False,  # times are judged below, on the clock that is handed in
    "verify_iat": False,
    "verify_nbf": False,
}
_SKEW: Final = timedelta(seconds=60)
"""How far the clock of another process of ours may be ahead."""
_CURE: Final = "Sign in again with POST /api/auth/token, or renew with POST /api/auth/refresh."


@dataclass(frozen=True, slots=True)
class Tokens:
    """Makes and reads the tokens of one home.

    Args:
        secret: the key, at least 32 bytes.
        audience: whom access tokens are for: those of one home are not valid in another.
        lifetime: of an access token.
    """

    secret: str
    audience: str
    lifetime: timedelta

    def access(self, sign_in: SignIn, now: datetime) -> tuple[str, Principal]:
        """An access token for ``sign_in``, valid from ``now``, and what it proves."""
        expires_at = min(now + self.lifetime, sign_in.expires_at).replace(microsecond=0)
        claims: dict[str, Any] = {
            "iss": ISSUER,
            "aud": self.audience,
            "sub": sign_in.user,
            "roles": sorted(sign_in.roles),
            "sid": str(sign_in.id),
            "iat": int(now.timestamp()),
            "exp": int(expires_at.timestamp()),
            "jti": uuid.uuid4().hex,
        }
        token = jwt.encode(claims, self.secret, algorithm=_ALGORITHM)
        return token, Principal(sign_in.user, sign_in.roles, sign_in.id, expires_at)

    def read(self, token: str, now: datetime) -> Principal:
        """Whoever the access token proves at ``now``; whether the sign-in still stands is another question.

        Raises:
            UnauthenticatedError: it is malformed, forged, meant for others, not yet valid or expired.
        """
        principal, issued_at = _principal(self._verified(token))
        if now >= principal.expires_at:
            raise UnauthenticatedError("The token has expired.", _CURE, "TOKEN_EXPIRED")
        if issued_at > now + _SKEW:
            raise _invalid()
        return principal

    def refresh(self) -> str:
        """A new refresh token, at random."""
        return secrets.token_urlsafe(32)

    def successor(self, refresh: str) -> str:
        """The one refresh token that follows ``refresh``; only who has the key can tell it."""
        mac = hmac.new(self.secret.encode(), b"refresh:" + refresh.encode(), hashlib.sha256)
        return urlsafe_b64encode(mac.digest()).rstrip(b"=").decode()

    def digest(self, refresh: str) -> str:
        """What is kept of ``refresh``: enough to know it again, not to use it."""
        return hashlib.sha256(refresh.encode()).hexdigest()

    def _verified(self, token: str) -> Mapping[str, Any]:
        if len(token) > LONGEST:
            raise _invalid()
        try:
            found: Mapping[str, Any] = jwt.decode(
                token,
                self.secret,
                algorithms=[_ALGORITHM],
                audience=self.audience,
                issuer=ISSUER,
                options=_OPTIONS,
            )
        except (jwt.InvalidTokenError, ValueError, TypeError, RecursionError):
            raise _invalid() from None
        return found


def _principal(claims: Mapping[str, Any]) -> tuple[Principal, datetime]:
    try:
        roles = frozenset(Role(role) for role in claims["roles"])
        times = [datetime.fromtimestamp(claims[name], UTC) for name in ("exp", "iat")]
        if not is_user_name(claims["sub"]):
            raise _invalid()
        return Principal(claims["sub"], roles, UUID(claims["sid"]), times[0]), times[1]
    except (ValueError, TypeError, AttributeError, OverflowError, OSError):
        raise _invalid() from None


def _invalid() -> UnauthenticatedError:
    return UnauthenticatedError("The token is not valid.", _CURE, "TOKEN_INVALID")
