"""Routes about imports: which files were brought in, by whom, and what became of each."""

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query

from usdcop.core.imports import ImportEntry, standing_of, superseded_by
from usdcop.pipeline.changes import Change, read_changes
from usdcop.pipeline.import_ledger import entry_named, read_entries
from usdcop.services.kit.access import Reader
from usdcop.services.kit.errors import PROBLEMS, documented
from usdcop.services.kit.paging import PageCursor, PageLimit, after, cursor
from usdcop.services.pipeline import schemas_imports as schemas
from usdcop.services.pipeline.asking import Ports

# untested: here, but over HTTP in tests/services/pipeline/test_imports.py

routes = APIRouter(prefix="/api/pipeline", tags=["imports"], responses={**PROBLEMS, **documented(404)})


@routes.get("/imports", summary="All imports, the newest first")
def imports(
    ports: Ports,
    _who: Reader,
    limit: PageLimit = 100,
    cursor_: Annotated[PageCursor, Query(alias="cursor")] = None,
) -> schemas.ImportPage:
    """Which file, by whom, by which clock, and whether it stands, was superseded, undone or is doubted."""
    entries, key = read_entries(ports.layers), after(cursor_, int)
    older = [entry for entry in reversed(entries) if key is None or entry.number < key[0]]
    shown = older[:limit]
    return schemas.ImportPage(
        data=tuple(schemas.ImportRow(**_told(entry, entries)) for entry in shown),
        next_cursor=cursor(shown[-1].number) if len(older) > limit else None,
    )


@routes.get("/imports/{import_id}", summary="One import, and what it changed")
def one_import(
    import_id: Annotated[str, Path(max_length=16, examples=["I-0007"], description="`id` of the import.")],
    ports: Ports,
    _who: Reader,
) -> schemas.ImportDetail:
    """Its changes tell from when on what was made of those sessions before is marked."""
    entries = read_entries(ports.layers)
    entry = entry_named(entries, import_id)
    changes = [_change(one) for one in read_changes(ports.layers) if one.import_id == entry.id]
    return schemas.ImportDetail(**_told(entry, entries), changes=tuple(changes))


def _told(entry: ImportEntry, entries: Sequence[ImportEntry]) -> dict[str, Any]:
    reckoned = {
        "state": standing_of(entry, entries),
        "superseded_by": superseded_by(entry, entries),
        "clock_found": entry.clock_in_words,
    }
    return {
        name: reckoned[name] if name in reckoned else getattr(entry, name)
        for name in schemas.ImportRow.model_fields
    }


def _change(change: Change) -> schemas.ImportChange:
    return schemas.ImportChange(**{name: getattr(change, name) for name in schemas.ImportChange.model_fields})
