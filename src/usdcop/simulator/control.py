"""``/_faults``: the switchboard of what goes wrong."""

from collections.abc import Awaitable, Callable
from dataclasses import asdict, fields
from datetime import UTC, datetime
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from usdcop.simulator.faults import Fault, FaultKind, Faults

_INSTANTS: Final = frozenset({"start", "end"})
_FIELDS: Final = tuple(each.name for each in fields(Fault))


def control(faults: Faults) -> Callable[[Request], Awaitable[Response]]:
    """GET lists the faults in force, POST adds one (an object) or several (a list), DELETE ends all.

    A fault is written as ``{"kind": "html", "count": 3}``; the other fields are those of ``Fault``.
    """

    async def answer(request: Request) -> Response:
        if request.method == "DELETE":
            faults.clear()
        elif request.method == "POST":
            try:
                asked = await request.json()
                faults.add(*(_fault(item) for item in (asked if isinstance(asked, list) else [asked])))
            except (ValueError, TypeError, KeyError, AttributeError) as wrong:
                return JSONResponse(
                    {"error": str(wrong), "kinds": list(FaultKind), "fields": _FIELDS}, status_code=422
                )
        return JSONResponse([_shown(fault) for fault in faults.active()])

    return answer


def _fault(item: dict[str, Any]) -> Fault:
    values = dict(item)
    for name in _INSTANTS & values.keys():
        at = datetime.fromisoformat(values[name])
        values[name] = at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    return Fault(**{**values, "kind": FaultKind(values["kind"])})


def _shown(fault: Fault) -> dict[str, Any]:
    return {**asdict(fault), "start": fault.start.isoformat(), "end": fault.end.isoformat()}
