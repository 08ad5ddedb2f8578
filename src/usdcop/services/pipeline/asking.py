"""What requests ask about: a symbol, a layer, a span of sessions."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Final

from fastapi import Depends, Query, Request

from usdcop.core.backfills import EARLIEST
from usdcop.core.errors import UnknownError, UsageError, UsdcopError
from usdcop.core.layers import Layer
from usdcop.core.sessions import market_of
from usdcop.services.pipeline.ports import PipelinePorts

# untested: here, but over HTTP in tests/services/pipeline/test_app.py

AHEAD: Final = timedelta(days=31)
"""How far into the future sessions may be asked about."""


def ports_of(request: Request) -> PipelinePorts:
    """The ports of the running service."""
    ports: PipelinePorts = request.app.state.ports
    return ports


Ports = Annotated[PipelinePorts, Depends(ports_of)]
SymbolQuery = Annotated[str, Query(max_length=16, description="A configured symbol.", examples=["USDCOP"])]
LayerQuery = Annotated[
    str, Query(max_length=16, description="A layer, `L0` to `L6`, or its deed, such as `standardise`.")
]
FirstQuery = Annotated[date | None, Query(description="First session; none: the first stored one.")]
LastQuery = Annotated[date | None, Query(description="Last session, included; none: today's.")]


def known_symbol(symbol: str) -> str:
    """Our spelling of ``symbol``. Raises ``UnknownError``."""
    try:
        return market_of(symbol).symbol
    except UsdcopError as error:
        raise UnknownError(error.sentence, error.cure) from None


def known_layer(name: str) -> Layer:
    """The layer called ``name``, such as ``L1``, ``l1`` or ``standardise``. Raises ``UnknownError``."""
    wanted = name.strip().lower()
    for layer in Layer:
        if wanted in {layer.value.lower(), layer.deed}:
            return layer
    raise UnknownError(f"There is no layer {name!r}.", f"The layers are {', '.join(Layer)}.")


@dataclass(frozen=True, slots=True)
class Asked:
    """A symbol and a span of sessions, both ends included."""

    symbol: str
    first: date
    last: date


def asked(
    ports: Ports, symbol: SymbolQuery = "USDCOP", first: FirstQuery = None, last: LastQuery = None
) -> Asked:
    """What the request asks about.

    Raises:
        UnknownError: the symbol is not configured.
        UsageError: the span is reversed or absurd.
    """
    name = known_symbol(symbol)
    today = ports.market.calendar.local_date(ports.clock.now())
    end = today if last is None else last
    beginning = first
    if beginning is None:
        beginning = min(next(iter(ports.layers.days(Layer.L0)), end), end)
    if end < beginning:
        raise UsageError(
            f"The span from {beginning} to {end} is reversed.",
            "Give first on or before last (by default today).",
        )
    if beginning < EARLIEST or end > today + AHEAD:
        raise UsageError(
            f"The span from {beginning} to {end} is out of reach.",
            f"Ask for sessions from {EARLIEST} to {today + AHEAD}.",
        )
    return Asked(name, beginning, end)


Span = Annotated[Asked, Depends(asked)]


def symbol_asked(symbol: SymbolQuery = "USDCOP") -> str:
    """The symbol of the request. Raises ``UnknownError``."""
    return known_symbol(symbol)


Symbol = Annotated[str, Depends(symbol_asked)]
