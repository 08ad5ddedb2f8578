"""Query parameters that a route does not know are refused, so that a slip of the pen is not passed over."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from fastapi import Request
from fastapi.dependencies.models import Dependant
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from pydantic import BaseModel


async def known_parameters(request: Request) -> None:
    """Refuse query parameters that the route does not name, and any that is sent twice."""
    route = request.scope.get("route")
    if not isinstance(route, APIRoute) or not request.query_params:
        return
    known = frozenset(_of(route.dependant))
    sent = Counter(name for name, _ in request.query_params.multi_items())
    wrong = [_fault(name, "Unknown parameter") for name in sent if name not in known]
    wrong += [
        _fault(name, "Sent more than once") for name, times in sent.items() if times > 1 and name in known
    ]
    if wrong:
        raise RequestValidationError(wrong)


def _fault(name: str, message: str) -> dict[str, Any]:
    return {"type": "extra_forbidden", "loc": ("query", name), "msg": message, "input": None}


def _of(dependant: Dependant) -> Iterator[str]:
    for one in dependant.query_params:
        kind = one.field_info.annotation
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            yield from (field.alias or name for name, field in kind.model_fields.items())
        else:
            yield one.alias
    for inner in dependant.dependencies:
        yield from _of(inner)
