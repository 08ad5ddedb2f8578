"""Routes of the orchestrator: what the feed does, what it waits for, what went wrong; and starting it by hand."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request

from usdcop.core.access import Principal, Role
from usdcop.services.kit.access import Reader, signed_in
from usdcop.services.kit.errors import PROBLEMS, documented
from usdcop.services.orchestrator import answers, schemas
from usdcop.services.orchestrator.ports import OrchestratorPorts

routes = APIRouter(tags=["feed"], responses=PROBLEMS)


def ports_of(request: Request) -> OrchestratorPorts:
    """The ports of the running service."""
    ports: OrchestratorPorts = request.app.state.ports
    return ports


Ports = Annotated[OrchestratorPorts, Depends(ports_of)]


@routes.get("/status", summary="What the live feed is doing")
def status(ports: Ports, _who: Reader) -> schemas.FeedStatus:
    """State and cause, the session's bars, quotes and their age, credits, trading state, skew of the clock."""
    return answers.status(ports.report(), ports.market)


@routes.get("/api/pipeline-dependency", summary="What the feed waits for")
def pipeline_dependency(ports: Ports, _who: Reader) -> schemas.Dependency:
    """The newest run of L0, since when the feed waits for one of this morning, and how long it still will."""
    return answers.dependency(ports.report())


@routes.get("/api/doctor", summary="Examine the system")
def doctor(ports: Ports, _who: Annotated[Principal, signed_in(Role.OPERATOR)]) -> schemas.Examination:
    """Clock skew, disk, ports, database, keys and credits, calendar, secrets. Takes the role operator."""
    return answers.examination(ports.report(), ports.doctor())


@routes.get("/api/errors", summary="What went wrong lately")
def errors(
    ports: Ports,
    _who: Reader,
    limit: Annotated[int, Query(ge=1, le=100, description="Most errors to give.")] = 20,
) -> schemas.Incidents:
    """The newest errors of the feed with their lines of the log, the newest first; the last 100 are kept."""
    return answers.incidents(ports.report(), limit)


@routes.post("/api/force-start", summary="Start without L0", responses=documented(409))
def force_start(ports: Ports, who: Annotated[Principal, signed_in(Role.OPERATOR)]) -> schemas.Started:
    """Let the feed of the session that waits for L0 start on the history that is stored; it is audited.

    409 where no session waits. Takes the role operator.
    """
    session = ports.force_start(who.name)
    report = ports.report()
    return schemas.Started(
        symbol=report.symbol,
        data_kind=report.data_kind,
        timestamp=report.at,
        session=session,
        actor=who.name,
    )
