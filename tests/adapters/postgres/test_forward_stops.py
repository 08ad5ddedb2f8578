from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Engine, make_url, text

from usdcop.adapters.postgres.database import open_database
from usdcop.adapters.postgres.forward_stops import PostgresForwardStops
from usdcop.adapters.postgres.service_role import SERVICE_ROLE, admit_service

AT = datetime(2026, 1, 5, 14, 0, tzinfo=UTC)


def entry(number: int, bundle: str, stop: float) -> dict[str, Any]:
    return {"number": number, "bundle": bundle, "stop": stop, "at": AT}


def enter(engine: Engine, *entries: dict[str, Any]) -> None:
    with engine.begin() as connection:
        connection.execute(_ENTER, list(entries))


def test_an_entered_bundle_has_its_stop_and_no_other_has_one(postgres: Engine) -> None:
    known = PostgresForwardStops(postgres)
    assert known.stops() == {}
    enter(postgres, entry(1, "ab" * 32, 0.0123456789012345), entry(2, "cd" * 32, 0.02))
    assert known.stops() == {"ab" * 32: 0.0123456789012345, "cd" * 32: 0.02}


def test_the_role_of_the_services_may_read_them(postgres: Engine, postgres_url: str) -> None:
    enter(postgres, entry(1, "ab" * 32, 0.01))
    admit_service(postgres_url, "secret")
    service = open_database(_as_service(postgres_url))
    assert PostgresForwardStops(service).stops() == {"ab" * 32: 0.01}
    service.dispose()


def _as_service(url: str) -> str:
    own = make_url(url).set(username=SERVICE_ROLE, password="secret")
    return own.render_as_string(hide_password=False)


_ENTER = text(
    "INSERT INTO forward_entries (number, symbol, bundle_hash, stop, trained_here, entered_at, actor, at)"
    " VALUES (:number, 'USDCOP', :bundle, :stop, false, :at, 'operator', :at)"
)
