"""A client of our own services: signed in with ``usdcop login``, its tokens kept in the home and renewed."""

import json
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

import httpx

from usdcop.core.errors import ServerError, UnauthenticatedError, UsageError
from usdcop.core.ports import Wall
from usdcop.main.embedded.files import write_private
from usdcop.main.settings import Settings
from usdcop.main.supervision.record import read_record, supervised

EARLY: Final = timedelta(seconds=30)
"""How long before its end an access token is renewed."""
PATIENCE: Final = 20.0
_EVERYWHERE: Final = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}  # noqa: S104 - is called, not bound


@dataclass(frozen=True, slots=True)
class KeptTokens:
    """The tokens of a sign-in, as the home keeps them."""

    user: str
    access: str
    refresh: str
    expires_at: datetime
    """When ``access`` ends (real time)."""


def address_of(settings: Settings, service: str) -> str:
    """Where the service ``service`` of the home is called: where its supervisor says, else where the settings do."""
    record = read_record(settings.home) if supervised(settings.home) is not None else None
    found = {row.name: row.address for row in record.rows} if record is not None else {}
    if found.get(service):
        return found[service]
    port = getattr(settings.environment, f"{service}_port")
    host = _EVERYWHERE.get(settings.services.host, settings.services.host)
    return f"http://[{host}]:{port}" if ":" in host.strip("[]") else f"http://{host}:{port}"


@contextmanager
def authorised(settings: Settings, wall: Wall, service: str = "trading") -> Iterator[httpx.Client]:
    """A client of ``service`` that sends the tokens of the home, and renews them where it must.

    Raises:
        UsageError: nobody is signed in.
    """
    signed_in = SignedIn(tokens_file(settings), wall, f"{address_of(settings, 'trading')}/api/auth/refresh")
    signed_in.read()
    with service_client(settings, service, signed_in) as client:
        yield client


def service_client(settings: Settings, service: str, auth: httpx.Auth | None = None) -> httpx.Client:
    """A client of ``service``, which is on this machine: never asked through a proxy of the environment."""
    return httpx.Client(base_url=address_of(settings, service), auth=auth, timeout=PATIENCE, trust_env=False)


def tokens_file(settings: Settings) -> Path:
    """Where the home keeps the tokens."""
    return settings.home / "sign-in.json"


def keep(path: Path, answer: dict[str, Any], now: datetime) -> KeptTokens:
    """Keep the tokens of the service's ``answer``, readable by their owner alone."""
    kept = KeptTokens(
        user=answer["user"],
        access=answer["access_token"],
        refresh=answer["refresh_token"],
        expires_at=now + timedelta(seconds=answer["expires_in"]),
    )
    write_private(path, json.dumps(asdict(kept), default=str))
    return kept


def request(client: httpx.Client, method: str, path: str, **options: Any) -> httpx.Response:  # noqa: ANN401 - httpx's
    """The answer of a service.

    Raises:
        ServerError: it does not answer, or fails.
        UnauthenticatedError: it wants a sign-in.
        UsageError: it refuses what was sent; says what it says.
    """
    try:
        answer = client.request(method, path, **options)
    except httpx.HTTPError as error:
        base = str(client.base_url).rstrip("/")
        raise ServerError(f"Nothing answers at {base} ({error}).", "Start it with 'usdcop up'.") from error
    if answer.is_success:
        return answer
    problem = _problem(answer)
    detail, cure = str(problem.get("detail", answer.reason_phrase)), str(problem.get("cure", ""))
    if answer.status_code == httpx.codes.UNAUTHORIZED:
        raise UnauthenticatedError(detail, "Sign in with 'usdcop login'.", str(problem.get("code", "")))
    raise (ServerError if answer.is_server_error else UsageError)(detail, cure)


class SignedIn(httpx.Auth):
    """Sends the kept access token; renews it shortly before its end, and when it is refused."""

    requires_response_body = True

    def __init__(self, path: Path, wall: Wall, renew_at: str) -> None:
        self._path = path
        self._wall = wall
        self._renew_at = renew_at

    def read(self) -> KeptTokens:
        """The tokens kept.

        Raises:
            UsageError: there are none that can be read.
        """
        try:
            found = json.loads(self._path.read_text())
            return KeptTokens(**{**found, "expires_at": datetime.fromisoformat(found["expires_at"])})
        except (OSError, ValueError, TypeError, KeyError):
            raise UsageError("Nobody is signed in here.", "Sign in with 'usdcop login'.") from None

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Sign ``request``, renewing first where the token is about to end."""
        kept = self.read()
        if self._wall.now() >= kept.expires_at - EARLY:
            kept = yield from self._renewed(kept)
        answer = yield _signed(request, kept)
        if answer.status_code == httpx.codes.UNAUTHORIZED:
            yield _signed(request, (yield from self._renewed(kept)))

    def _renewed(self, kept: KeptTokens) -> Generator[httpx.Request, httpx.Response, KeptTokens]:
        answer = yield httpx.Request("POST", self._renew_at, json={"refresh_token": kept.refresh})
        if not answer.is_success:
            return kept  # the service then refuses the request itself, and says why
        return keep(self._path, answer.json(), self._wall.now())


def _signed(request: httpx.Request, kept: KeptTokens) -> httpx.Request:
    request.headers["Authorization"] = f"Bearer {kept.access}"
    return request


def _problem(answer: httpx.Response) -> dict[str, Any]:
    try:
        found = answer.json()
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
