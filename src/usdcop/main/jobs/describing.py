"""Describing: the OpenAPI documents of all services, written without a server."""

import importlib
import importlib.util
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from usdcop.core.errors import StorageError
from usdcop.main.console import say
from usdcop.services.kit.app import undecided

SERVICES: Final = ("trading", "analytics", "pipeline", "compliance", "orchestrator")
"""Those that speak HTTP; the stream is described in its own words."""


def describe(folder: Path) -> list[Path]:
    """Write the document of each service into ``folder``; return the files.

    Raises:
        StorageError: the folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        written = [_write(folder / f"{name}.json", document) for name, document in documents()]
    except OSError as error:
        raise StorageError(
            f"{folder} cannot be written: {error.strerror}.", "Choose another --out."
        ) from error
    say(f"{len(written)} documents in {folder}: {', '.join(path.name for path in written)}.")
    return written


def documents() -> Iterator[tuple[str, dict[str, Any]]]:
    """Name and OpenAPI document of each service there is."""
    for name in SERVICES:
        module = f"usdcop.services.{name}.app"
        if importlib.util.find_spec(module) is not None:
            app = importlib.import_module(module).create(undecided(), None)
            yield name, app.openapi()


def _write(path: Path, document: dict[str, Any]) -> Path:
    path.write_text(json.dumps(document, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return path
