"""A small service with a route of each kind, for tests of what all services share."""

import time
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, FastAPI, Query

from usdcop.core.access import Principal, Role
from usdcop.core.errors import ConflictError, RiskRefusedError, ServerError, UnknownError
from usdcop.services.kit.access import Reader, signed_in
from usdcop.services.kit.app import About, Shared, create_app
from usdcop.services.kit.auth.routes import routers
from usdcop.services.kit.errors import documented
from usdcop.services.kit.paging import Page, PageCursor, PageLimit, after, cursor
from usdcop.services.kit.schemas import Finite, Instant, Model

_routes = APIRouter(prefix="/api", tags=["sample"])
LARGE = "0123456789" * 10_000


class Order(Model):
    """An order."""

    quantity: Annotated[float, Query(gt=0)]
    note: str = ""
    at: Instant | None = None


class Filter(Model):
    """What to look for."""

    since: Instant | None = None


class Row(Model):
    """A row of a list."""

    n: int


@_routes.get("/open", summary="Look")
def look(who: Reader) -> dict[str, str | None]:
    """Open to everybody."""
    return {"who": who.name if who else None}


@_routes.get("/latest/{symbol}", responses=documented(404))
def latest(symbol: str, _who: Reader, factor: Finite = 1.0) -> dict[str, str | float]:
    """A price."""
    if symbol != "USDCOP":
        raise UnknownError("There is no such symbol.", "Take USDCOP.")
    return {"symbol": symbol, "factor": factor}


@_routes.get("/filtered")
def filtered(wanted: Annotated[Filter, Query()], _who: Reader) -> Filter:
    """Gives back what it was asked for."""
    return wanted


@_routes.get("/list")
def listed(limit: PageLimit = 3, after_: Annotated[PageCursor, Query(alias="cursor")] = None) -> Page[Row]:
    """The numbers from 0 to 9."""
    key = after(after_, int)
    start = 0 if key is None else key[0] + 1
    rows = [Row(n=n) for n in range(start, min(10, start + limit))]
    more = bool(rows) and rows[-1].n < 9
    return Page[Row](data=tuple(rows), next_cursor=cursor(rows[-1].n) if more else None)


@_routes.post("/orders", status_code=201, responses=documented(409))
def order(body: Order, _who: Annotated[Principal, signed_in(Role.TRADER)]) -> Order:
    """Takes an order."""
    return body


@_routes.post("/echo")
def echo(body: Order) -> Order:
    """Gives back an order."""
    return body


@_routes.get("/items/{number}")
def item(number: UUID) -> UUID:
    """Gives back a number."""
    return number


@_routes.get("/large")
def large() -> str:
    """100 kB."""
    return LARGE


@_routes.get("/slow")
def slow() -> None:
    """Takes a while."""
    time.sleep(0.4)


@_routes.get("/broken/{how}")
def broken(how: str) -> None:
    """Fails."""
    match how:
        case "conflict":
            raise ConflictError("It differs.", "Send the same.", "SAME_ID")
        case "risk":
            raise RiskRefusedError("Trading is halted.", "Wait.", "HALTED")
        case "away":
            raise ServerError('PostgreSQL does not answer: host "db.internal" password=hunter2', "Try again.")
        case _:
            raise RuntimeError("password=hunter2 of the database")


def create(shared: Shared) -> FastAPI:
    """The service."""
    about = About("sample", "Sample <service>", "Routes of each kind.")
    return create_app(about, (*routers(), _routes), shared, None)
