from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import text

from support.homes import settings_of
from usdcop.adapters.postgres.audit import PostgresAudit
from usdcop.adapters.postgres.database import transaction
from usdcop.adapters.postgres.promotions import PostgresPromotions
from usdcop.core.errors import ConflictError, ForbiddenError, GateRefusedError, UnknownError, UsageError
from usdcop.core.registry import Alias
from usdcop.main.serve.deployment import SystemDeployment
from usdcop.main.serve.studio import SystemStudio
from usdcop.main.wiring import System, open_system


@pytest.fixture
def system(own_home: Path) -> Iterator[System]:
    with open_system(settings_of(own_home), as_service=True) as opened:
        yield opened


@pytest.fixture
def deployment(system: System) -> SystemDeployment:
    promotions, trail = PostgresPromotions(system.engine), PostgresAudit(system.engine)
    return SystemDeployment(system, SystemStudio(system), promotions, trail)


def _trail(system: System) -> list[tuple[str, str]]:
    with transaction(system.engine) as connection:
        rows = connection.execute(text("SELECT actor, action FROM audit_log ORDER BY seq")).all()
    return [(row.actor, row.action) for row in rows]


def test_an_override_takes_two_people_and_every_step_is_in_the_trail(
    system: System, deployment: SystemDeployment
) -> None:
    with pytest.raises(GateRefusedError):
        deployment.request(1, Alias.CHAMPION, "looks good", "olga", override=False)
    assert deployment.all() == []
    asked = deployment.request(1, Alias.CHAMPION, "looks good", "olga", override=True)
    assert (asked.status, asked.override) == ("waiting", True)
    assert asked.failed_gates
    assert deployment.registry.by_alias(Alias.CHAMPION) is None
    with pytest.raises(ForbiddenError):
        deployment.approve(asked.id, "olga")
    assert deployment.approve(asked.id, "carla").decided_by == "carla"
    held = deployment.registry.by_alias(Alias.CHAMPION)
    assert held is not None
    assert held[0] == 1
    with pytest.raises(ConflictError):
        deployment.approve(asked.id, "diego")
    assert _trail(system)[-4:] == [
        ("olga", "model.override_requested"),
        ("carla", "model.override_approved"),
        ("carla", "model.promoted"),
        ("carla", "title.won"),
    ]


def test_a_refused_override_changes_no_role(deployment: SystemDeployment) -> None:
    asked = deployment.request(1, Alias.CHAMPION, "please", "olga", override=True)
    assert deployment.refuse(asked.id, "carla").status == "refused"
    assert deployment.registry.by_alias(Alias.CHAMPION) is None
    with pytest.raises(ConflictError):
        deployment.approve(asked.id, "carla")


def test_other_roles_need_no_gate_and_a_role_goes_back(system: System, deployment: SystemDeployment) -> None:
    done = deployment.request(1, Alias.SHADOW, "watch it", "olga", override=False)
    assert (done.status, done.override) == ("applied", False)
    assert [one.id for one in deployment.all()] == [done.id]
    with pytest.raises(UsageError, match="before"):
        deployment.rollback(Alias.SHADOW, "back", "olga")
    assert ("olga", "model.promoted") in _trail(system)


def test_what_does_not_exist_is_unknown(deployment: SystemDeployment) -> None:
    with pytest.raises(UnknownError):
        deployment.request(99, Alias.SHADOW, "watch it", "olga", override=False)
    with pytest.raises(UnknownError):
        deployment.approve(uuid4(), "carla")
