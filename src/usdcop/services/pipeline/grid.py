"""The grid: every session against every layer. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from usdcop.core.catalogs import Catalog
from usdcop.core.layers import Layer
from usdcop.core.sessions import Calendar
from usdcop.services.pipeline import schemas

# untested: here, but over HTTP in tests/services/pipeline/test_sessions.py

MADE_FROM: Final = {Layer.L1: Layer.L0, Layer.L2: Layer.L1, Layer.L3: Layer.L2, Layer.L4: Layer.L3}
"""The layer whose session each layer needs."""
WARM_UP_SESSIONS: Final = 2
"""Sessions at the beginning of the history whose features may not be warm yet."""


@dataclass(frozen=True, slots=True)
class Held:
    """What is stored, and what was said of it."""

    catalogs: Mapping[Layer, Catalog]
    verdicts: Mapping[date, Mapping[str, Any]]
    """Rows of ``sessions_quality``."""


def days_between(calendar: Calendar, held: Held, first: date, last: date) -> list[date]:
    """Expected sessions, and days with raw rows, from the newest to the oldest."""
    stored = (day for day in held.catalogs[Layer.L0].partitions if first <= day <= last)
    return sorted({*calendar.sessions(first, last), *stored}, reverse=True)


def session_row(calendar: Calendar, held: Held, day: date, now: datetime) -> schemas.SessionRow:
    """The row of ``day``."""
    said = held.verdicts.get(day, {})
    return schemas.SessionRow(
        session=day,
        expected=calendar.is_session(day),
        closed_because=calendar.closed_because(day),
        thin_because=calendar.thin_because(day),
        opens_at=calendar.opens_at(day),
        closes_at=calendar.closes_at(day),
        grade=said.get("grade"),
        stale=said.get("stale"),
        provisional=said.get("provisional"),
        bars=said.get("rows"),
        expected_bars=said.get("expected"),
        holes=said.get("holes"),
        largest_hole=said.get("largest_hole"),
        suspect=said.get("suspect"),
        doubtful=said.get("doubtful"),
        quarantined=said.get("quarantined"),
        layers=tuple(_cell(calendar, held, layer, day, now) for layer in Layer),
    )


def _cell(calendar: Calendar, held: Held, layer: Layer, day: date, now: datetime) -> schemas.Cell:
    part = held.catalogs[layer].partitions.get(day)
    if part is not None:
        state = "present" if now >= calendar.closes_at(day) else "provisional"
        return schemas.Cell.model_validate(
            {"layer": layer, "state": state, "records": part.records, "checksum": part.checksum}
        )
    state = _why_not(calendar, held, layer, day, now)
    return schemas.Cell.model_validate({"layer": layer, "state": state, "records": None, "checksum": None})


def _why_not(calendar: Calendar, held: Held, layer: Layer, day: date, now: datetime) -> str:
    if now < calendar.opens_at(day):
        return "future"
    if not calendar.is_session(day):
        return "absent"
    if layer is Layer.L0:
        return "missing"
    source = MADE_FROM.get(layer)
    if source is None or day not in held.catalogs[source].partitions:
        return "absent"
    cold = layer is Layer.L3 and day in _oldest(held.catalogs[Layer.L2])
    return "absent" if cold else "missing"


def _oldest(catalog: Catalog) -> Sequence[date]:
    return sorted(catalog.partitions)[:WARM_UP_SESSIONS]
