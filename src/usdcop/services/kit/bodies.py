"""Bodies are read whole before any route: in time, in bounds, and of text that can be stored."""

import asyncio
from typing import Final

import orjson
from starlette.types import Message, Receive, Scope

from usdcop.services.kit.callers import header
from usdcop.services.kit.errors import Fault, Refusal

PIECE_SECONDS: Final = 10.0
"""Longest wait for the next piece of a body."""
BODY_SECONDS: Final = 30.0
"""Longest wait for a whole one."""

NUL: Final = Refusal(
    400, "NUL", "The request holds a NUL character, which no text here can hold.", "Leave it out."
)
LATE: Final = Refusal(
    408, "BODY_LATE", "The body did not arrive in time.", "Send it at once.", {"Connection": "close"}
)
GONE: Final = Refusal(499, "GONE", "The client went away.")
_JSON: Final = "Send valid JSON in UTF-8: no NaN or Infinity, no half characters, not nested a thousand deep."
_FORM: Final = "application/x-www-form-urlencoded"


def too_large(most: int) -> Refusal:
    """The refusal of a body of more than ``most`` bytes."""
    return Refusal(
        413,
        "BODY_TOO_LARGE",
        f"The body is too large, at most {most:,} bytes are taken.",
        "Send less.",
        {"Connection": "close"},
    )


def has_body(scope: Scope) -> bool:
    """Whether a request says that it brings a body."""
    names = {name for name, _ in scope["headers"]}
    return b"transfer-encoding" in names or header(scope["headers"], b"content-length") not in {None, "0"}


async def body_of(receive: Receive, most: int) -> bytes | Refusal:
    """The whole body; a refusal where it is larger than ``most`` bytes, late or broken off."""
    pieces, size = [], 0
    loop = asyncio.get_running_loop()
    until = loop.time() + BODY_SECONDS
    while True:
        try:
            message = await asyncio.wait_for(receive(), min(PIECE_SECONDS, until - loop.time()))
        except TimeoutError:
            return LATE
        if message["type"] != "http.request":
            return GONE
        pieces.append(message.get("body", b""))
        size += len(pieces[-1])
        if size > most:
            return too_large(most)
        if not message.get("more_body", False):
            return b"".join(pieces)


def unusable(body: bytes, media: str) -> Refusal | None:
    """Why a ``body`` of the type ``media`` cannot be used; None: it can."""
    if holds_nul(body, percent=media.startswith(_FORM)):
        return NUL
    kind = media.partition(";")[0].strip()
    if not body or not (kind == "application/json" or kind.endswith("+json")):
        return None
    try:
        orjson.loads(body)
    except orjson.JSONDecodeError as error:
        said = str(error).partition(":")[0]
        fault = Fault(field="body", message=f"Not JSON: {said}")
        return Refusal(422, "INVALID", "The body is not JSON.", _JSON, faults=(fault,))
    return None


def holds_nul(data: bytes, *, percent: bool) -> bool:
    """Whether a target or a body holds a NUL, plain or escaped: PostgreSQL's texts cannot.

    Args:
        data: the target or body.
        percent: whether ``%00`` is one, as in targets and forms.
    """
    return b"\x00" in data or (b"%00" in data if percent else b"\\u0000" in data)


def replayed(body: bytes, receive: Receive) -> Receive:
    """A ``receive`` that gives ``body`` again, then what comes after it."""
    told = False

    async def again() -> Message:
        nonlocal told
        if told:
            return await receive()
        told = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again
