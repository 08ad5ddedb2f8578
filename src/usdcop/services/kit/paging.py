"""Pages by key: a cursor is the key of the last row of a page, opaque to the client.

A list sorted by ``(accepted_at, id)`` gives ``cursor(row.accepted_at, row.id)`` and takes the next page where
``(accepted_at, id) < after(text, datetime, UUID)``: rows that arrive meanwhile shift nothing.
"""

import base64
import binascii
import json
from datetime import UTC, date, datetime
from typing import Annotated, Any, Final, Generic, TypeAlias, TypeVar
from uuid import UUID

from fastapi import Query

from usdcop.core.errors import UsageError
from usdcop.services.kit.schemas import Model

Item = TypeVar("Item")
Key: TypeAlias = str | int | float | date | datetime | UUID
"""A value that a cursor can carry."""

LONGEST: Final = 512
"""Characters of a cursor."""
_CURE: Final = "Take it from 'next_cursor' of the page before, or leave it out to start over."

PageLimit = Annotated[int, Query(ge=1, le=10_000, description="Most rows of the answer.")]
PageCursor = Annotated[
    str | None,
    Query(max_length=LONGEST, description="`next_cursor` of the page before; none: the first page."),
]


class Page(Model, Generic[Item]):
    """A page of a list."""

    data: tuple[Item, ...]
    """The rows, in the order of the list."""
    next_cursor: str | None
    """Where the next page starts; null: this is the last."""


def cursor(*key: Key) -> str:
    """The opaque text of ``key``."""
    written = [_written(part) for part in key]
    return base64.urlsafe_b64encode(json.dumps(written, separators=(",", ":")).encode()).rstrip(b"=").decode()


def after(text: str | None, *kinds: type[Key]) -> tuple[Any, ...] | None:
    """The key in the cursor ``text``, one value of each of ``kinds``; None where there is no cursor.

    Raises:
        UsageError: it is none of ours.
    """
    if text is None:
        return None
    try:
        parts = json.loads(base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True))
        if not isinstance(parts, list) or len(parts) != len(kinds):
            raise UsageError("The cursor is not of this list.", _CURE)
        return tuple(_read(part, kind) for part, kind in zip(parts, kinds, strict=True))
    except (ValueError, TypeError, binascii.Error, RecursionError, OverflowError):
        raise UsageError("The cursor cannot be read.", _CURE) from None


def _written(part: Key) -> str | int | float:
    match part:
        case datetime():
            return part.astimezone(UTC).isoformat()
        case date():
            return part.isoformat()
        case UUID():
            return str(part)
        case _:
            return part


def _read(part: object, kind: type[Key]) -> Key:
    if kind in {datetime, date, UUID} and not isinstance(part, str):
        raise TypeError
    text = str(part)
    if kind is datetime:
        at = datetime.fromisoformat(text)
        return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    if kind is date:
        return date.fromisoformat(text)
    if kind is UUID:
        return UUID(text)
    if type(part) is not kind:
        raise TypeError
    return part
