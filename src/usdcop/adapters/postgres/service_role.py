"""The database role of the services: it owns nothing, and so cannot change the audit trail or the schema."""

from typing import Final

from sqlalchemy import text

from usdcop.adapters.postgres.database import open_database, transaction

SERVICE_ROLE: Final = "usdcop_service"

_LOCK: Final = 0x05DC0B  # any number that nobody else uses as an advisory lock


def admit_service(url: str, password: str) -> None:
    """Let the role of the services sign in with ``password`` at the server of ``url`` (the owner's address).

    Raises:
        ServerError: the server cannot be reached.
    """
    engine = open_database(url)
    try:
        with transaction(engine) as connection:
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
            let_in = text(
                "SELECT format('ALTER ROLE %I LOGIN PASSWORD %L', CAST(:role AS text), CAST(:password AS text))"
            )
            statement = connection.execute(let_in, {"role": SERVICE_ROLE, "password": password}).scalar_one()
            connection.exec_driver_sql(statement)
    finally:
        engine.dispose()
