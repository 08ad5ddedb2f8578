"""Canonical JSON: the same evaluation always gives the same bytes."""

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime, time
from enum import Enum
from typing import TypeAlias

import numpy as np

Plain: TypeAlias = "bool | int | float | str | list[Plain] | dict[str, Plain] | None"


def plain(thing: object) -> Plain:
    """``thing`` in JSON's own types: dataclasses by field, instants in UTC with ``Z``, arrays as lists.

    Raises:
        TypeError: there is no rule for such a thing.
    """
    if is_dataclass(thing):
        return {field.name: plain(getattr(thing, field.name)) for field in fields(thing)}
    if isinstance(thing, Mapping):
        return {str(key): plain(value) for key, value in thing.items()}
    if isinstance(thing, list | tuple):
        return [plain(item) for item in thing]
    if isinstance(thing, np.ndarray | np.generic):
        return plain(thing.tolist())
    return _scalar(thing)


def _scalar(thing: object) -> Plain:
    if isinstance(thing, Enum):
        return _scalar(thing.value)
    if isinstance(thing, date | time):
        return _moment(thing)
    if thing is None or isinstance(thing, bool | int | float | str):
        return thing
    raise TypeError(f"no JSON for {type(thing).__name__}")


def canonical_json(thing: object) -> bytes:
    """UTF-8 bytes with sorted keys; a number that is not finite is an error, never ``NaN``."""
    text = json.dumps(plain(thing), sort_keys=True, ensure_ascii=False, allow_nan=False, indent=1)
    return f"{text}\n".encode()


def _moment(when: date | time) -> str:
    if isinstance(when, datetime):
        return when.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return when.isoformat()
