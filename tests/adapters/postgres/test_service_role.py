import pytest
from sqlalchemy import make_url, text

from usdcop.adapters.postgres.database import open_database, transaction
from usdcop.adapters.postgres.service_role import SERVICE_ROLE, admit_service
from usdcop.core.errors import ServerError

APPEND = "SELECT audit_append('2025-01-02T13:00:00Z', 'test', 'did', 'thing:1', '{\"a\": 1}')"


def test_the_role_may_append_to_the_trail_and_neither_change_nor_cut_it(postgres_url: str) -> None:
    admit_service(postgres_url, "it's \\ a 'secret'")
    address = make_url(postgres_url).set(username=SERVICE_ROLE, password="it's \\ a 'secret'")
    engine = open_database(address.render_as_string(hide_password=False))
    try:
        with transaction(engine) as connection:
            assert connection.execute(text(APPEND)).scalar_one() == 1
        for statement in (
            "UPDATE audit_log SET actor = 'nobody'",
            "DELETE FROM audit_log",
            "TRUNCATE audit_log",
            "INSERT INTO audit_log SELECT 2, at, recorded_at, actor, action, subject, record, hash, 'x' FROM audit_log",
            "DELETE FROM fills",
            "DROP TABLE audit_log",
            "CREATE TABLE mine (a int)",
            "CREATE OR REPLACE FUNCTION sealed() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        ):
            with (
                pytest.raises(Exception, match=r"permission denied|must be owner"),
                transaction(engine) as connection,
            ):
                connection.execute(text(statement))
    finally:
        engine.dispose()


def test_a_wrong_password_is_refused(postgres_url: str) -> None:
    admit_service(postgres_url, "right")
    address = make_url(postgres_url).set(username=SERVICE_ROLE, password="wrong")
    engine = open_database(address.render_as_string(hide_password=False))
    with pytest.raises(ServerError), transaction(engine):
        pass
    engine.dispose()
