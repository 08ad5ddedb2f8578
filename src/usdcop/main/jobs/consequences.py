"""Consequences: what of the record used the bars of some sessions, said before they change and noted for after."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from usdcop.adapters.postgres.uses import PostgresUses
from usdcop.core.layers import Layer
from usdcop.core.uses import Uses
from usdcop.main.console import say
from usdcop.main.wiring import System
from usdcop.pipeline.alteration import Alteration
from usdcop.pipeline.changes import Change, Deed, note_change

_VERDICTS, _REPORTS, _SPLITS = "verdicts", "reports", "splits"


def say_consequences(system: System, altered: Alteration) -> Uses:
    """Say what ``altered`` makes of the bars, and what of the record used them."""
    for line in (altered.sentence, *altered.grades()):
        say(line)
    used = uses_of(system, altered.days)
    if altered.days:
        for line in used.lines():
            say(f"  {line}")
    return used


@dataclass(frozen=True, slots=True)
class Cause:
    """What changes bars, and who."""

    deed: Deed
    by: str
    import_id: str | None = None
    why: str = ""
    """The import's file, or why it is doubted."""


def note(system: System, cause: Cause, days: Sequence[date]) -> None:
    """Record that the bars of ``days`` are about to change: what was made of them before is stale from then on."""
    change = Change(
        deed=cause.deed,
        import_id=cause.import_id,
        why=cause.why,
        by=cause.by,
        at=system.clock.now(),
        recorded_at=system.wall.now(),
        sessions=tuple(days),
    )
    note_change(system.lake, change)


def uses_of(system: System, days: Sequence[date]) -> Uses:
    """What of the record used the bars of ``days``."""
    if not days:
        return Uses()
    table, symbol = PostgresUses(system.engine), system.market.symbol
    decisions, fills, predictions = table.counts(symbol, days)
    reports = [*_evaluations(system, days), *_splits(system, days)]
    reports += [f"compliance {first} to {last}" for first, last in table.compliance_reports(days)]
    return Uses(
        _bundles(system, days), tuple(_verdicts(system, days)), tuple(reports), decisions, fills, predictions
    )


def _bundles(system: System, days: Sequence[date]) -> tuple[str, ...]:
    made = system.court.trained().values()
    return tuple(
        one.bundle_hash[:12] for one in made if _any_in(days, one.split.train[0], one.split.validation[1])
    )


def _verdicts(system: System, days: Sequence[date]) -> Iterator[str]:
    for path in _json_in(system, Layer.L6, _VERDICTS):
        told = _told(system, Layer.L6, path)
        if told.get("first") and _any_in(days, _day(told["first"]), _day(told["last"])):
            yield _name(path)[:12]


def _evaluations(system: System, days: Sequence[date]) -> Iterator[str]:
    for path in _json_in(system, Layer.L6, _REPORTS):
        judged = _told(system, Layer.L6, path).get("evaluation", {}).get("sessions") or []
        if judged and _any_in(days, _day(judged[0]), _day(judged[-1])):
            yield f"evaluation {_name(path)}"


def _splits(system: System, days: Sequence[date]) -> Iterator[str]:
    for path in _json_in(system, Layer.L4, _SPLITS):
        told = _told(system, Layer.L4, path)
        if "data_hash" in told and _any_in(days, _day(told["train"][0]), _day(told["test"][1])):
            yield f"split {told['split_id']}"


def _json_in(system: System, layer: Layer, folder: str) -> list[str]:
    return [path for path in system.lake.documents(layer, folder) if path.endswith(".json")]


def _told(system: System, layer: Layer, path: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(system.lake.get_document(layer, path))
    return found


def _any_in(days: Sequence[date], first: date, last: date) -> bool:
    return any(first <= day <= last for day in days)


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _name(path: str) -> str:
    return path.rpartition("/")[2].removesuffix(".json")
