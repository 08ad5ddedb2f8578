from typing import Annotated

from fastapi import APIRouter, FastAPI
from sqlalchemy import Engine

from support.services import running_service
from usdcop.core.access import Principal, Role
from usdcop.services.kit.access import Reader, signed_in
from usdcop.services.kit.app import About, Shared, create_app
from usdcop.services.kit.schemas import Model

router = APIRouter(prefix="/api")


class Body(Model):
    a: float


@router.get("/open")
def look(who: Reader) -> dict[str, str | None]:
    return {"who": who.name if who else None}


@router.post("/written")
def write(body: Body, who: Annotated[Principal, signed_in(Role.TRADER)]) -> dict[str, str]:
    return {"who": who.name}


def create(shared: Shared) -> FastAPI:
    return create_app(About("trading", "Title", "Text."), [router], shared, None)


def test_reading_is_open_and_writing_takes_a_role(postgres: Engine, redis_url: str) -> None:
    with running_service(create, postgres, redis_url) as service:
        assert service.client.get("/api/open").json() == {"who": None}
        assert service.client.post("/api/written", json={"a": 1}).status_code == 401
        refused = service.client.post("/api/written", json={"a": 1}, headers=service.headers(Role.VIEWER))
        assert refused.status_code == 403
        done = service.client.post("/api/written", json={"a": 1}, headers=service.headers(Role.TRADER))
        assert done.json() == {"who": "trader"}
