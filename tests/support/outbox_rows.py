"""Rows of the outbox for tests, put there as the broker does."""

from datetime import datetime

from sqlalchemy import Engine, text

from usdcop.adapters.postgres.database import transaction


def put_rows(engine: Engine, account: str, kinds: str, at: datetime) -> None:
    """One row for each letter of ``kinds``: ``o`` an order, ``f`` a fill; the body tells its place."""
    with transaction(engine) as connection:
        connection.execute(text(_ACCOUNT), {"account": account, "at": at})
        for place, letter in enumerate(kinds):
            kind = {"o": "order", "f": "fill"}[letter]
            connection.execute(text(_ROW), {"account": account, "kind": kind, "place": place, "at": at})


_ACCOUNT = (
    "INSERT INTO accounts (id, kind, opened_at) VALUES (:account, 'manual', :at) ON CONFLICT DO NOTHING"
)
_ROW = """
    INSERT INTO outbox (account, kind, body, at)
    VALUES (:account, :kind, jsonb_build_object('account', CAST(:account AS text), 'place', CAST(:place AS int)), :at)
"""
