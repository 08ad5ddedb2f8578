from datetime import UTC, datetime

from sqlalchemy import Engine, text

from support.orders import SESSION, a_request, new_order
from usdcop.adapters.postgres.controls import PostgresControls
from usdcop.adapters.postgres.database import transaction
from usdcop.adapters.postgres.order_rows import insert_fill, insert_order, open_account
from usdcop.core.trading import NewFill, Origin
from usdcop.core.units import Cop, Price, Usd

AT = datetime(2025, 1, 2, 14, tzinfo=UTC)


def a_fill(slot: int, quantity: float) -> NewFill:
    return NewFill(SESSION, slot, Usd(quantity), quantity / 1e5, Price(4000.0), Cop(0.0), AT)


def test_an_empty_database_says_so(postgres: Engine) -> None:
    facts = PostgresControls(postgres, "USDCOP", "synthetic").measure()
    assert {kept.rows for kept in facts.kept.values()} == {0}
    assert (facts.largest.order, facts.largest.position, facts.state, facts.feed) == (None, None, None, None)
    assert facts.overrides.constraint is True
    assert facts.privileges.may_change_trail is True  # the owner may: it is not a role to serve as
    assert facts.privileges.owns > 20


def test_breaches_are_counted(postgres: Engine) -> None:
    with transaction(postgres) as connection:
        open_account(connection, "manual", "manual", AT)
        request = a_request("p", quantity=Usd(30_000.0))
        new = new_order(request, origin=Origin.POLICY, decided_slot=5, bundle_hash="b")
        order = insert_order(connection, new)
        insert_fill(connection, order, a_fill(5, 30_000.0))  # at the bar it was decided at
        other = insert_order(connection, new_order(a_request("q", quantity=Usd(50_000.0))))
        insert_fill(connection, other, a_fill(5, -50_000.0))
        for name, roles in (
            ("ann", "{trader,compliance}"),
            ("bob", "{viewer}"),
            ("cat", "{admin,compliance,trader}"),
        ):
            connection.execute(
                text(
                    "INSERT INTO users (name, password_hash, roles, created_by) VALUES (:name, 'x', :roles, 'test')"
                ),
                {"name": name, "roles": roles},
            )
        connection.execute(
            text(
                "INSERT INTO predictions (symbol, time, session, model_version, bundle_hash, target, data_kind)"
                " VALUES ('USDCOP', :at, :day, '1', 'b', 0, 'real')"
            ),
            {"at": AT, "day": SESSION},
        )
    facts = PostgresControls(postgres, "USDCOP", "synthetic").measure()
    assert (facts.early_fills, facts.conflicting_users, facts.other_kinds) == (1, 1, 1)
    assert (facts.largest.order, facts.largest.position) == (50_000.0, 30_000.0)
    assert facts.users == {"admin": 1, "compliance": 2, "trader": 2, "viewer": 1}
    assert facts.kept["fills"].rows == 2
