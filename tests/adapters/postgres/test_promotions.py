from datetime import UTC, datetime
from uuid import uuid4

import pytest
from sqlalchemy import Engine, text

from usdcop.adapters.postgres.database import transaction
from usdcop.adapters.postgres.promotions import NewPromotion, PostgresPromotions
from usdcop.core.errors import ConflictError, ForbiddenError, UnknownError

NOW = datetime(2025, 3, 3, 14, tzinfo=UTC)


def _new(*, override: bool) -> NewPromotion:
    return NewPromotion(3, "b" * 64, "champion", ("sharpe",) if override else (), override, "because", "olga")


def _actions(engine: Engine) -> list[str]:
    with transaction(engine) as connection:
        return list(connection.execute(text("SELECT action FROM audit_log ORDER BY seq")).scalars())


def test_what_needs_nobody_else_is_applied_at_once(postgres: Engine) -> None:
    promotions = PostgresPromotions(postgres)
    row = promotions.request(_new(override=False), NOW)
    assert (row.status, row.decided_by) == ("applied", None)
    assert _actions(postgres) == ["model.promoted"]
    with pytest.raises(ConflictError, match="applied already"):
        promotions.decide(row.id, "carla", NOW, agreed=True)
    assert [one.id for one in promotions.all()] == [row.id]


def test_an_override_is_decided_once_and_by_somebody_else(postgres: Engine) -> None:
    promotions = PostgresPromotions(postgres)
    row = promotions.request(_new(override=True), NOW)
    with pytest.raises(ForbiddenError):
        promotions.decide(row.id, "olga", NOW, agreed=True)
    assert promotions.waiting(row.id).status == "waiting"
    done = promotions.decide(row.id, "carla", NOW, agreed=False)
    assert (done.status, done.decided_by, done.decided_at) == ("refused", "carla", NOW)
    with pytest.raises(ConflictError):
        promotions.decide(row.id, "diego", NOW, agreed=True)
    assert _actions(postgres) == ["model.override_requested", "model.override_refused"]


def test_what_was_never_asked_for_is_unknown(postgres: Engine) -> None:
    promotions = PostgresPromotions(postgres)
    with pytest.raises(UnknownError):
        promotions.waiting(uuid4())
    with pytest.raises(UnknownError):
        promotions.decide(uuid4(), "carla", NOW, agreed=True)
