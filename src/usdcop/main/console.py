"""What a person sees in the terminal: tables, progress, errors as one sentence and its cure."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, Protocol

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    SpinnerColumn,
    TaskProgressColumn,
    TextColumn,
    TimeElapsedColumn,
)
from rich.table import Table

from usdcop.core.errors import UsdcopError

PIPED_WIDTH = 120
"""Columns where there is no terminal to ask."""

out = Console(highlight=False, width=None if Console().is_terminal else PIPED_WIDTH)
"""Results."""

err = Console(stderr=True, highlight=False, soft_wrap=True)
"""Progress, notes and errors, so that results can be piped; sentences are broken by the terminal, not by us."""


class Advance(Protocol):
    """Moves a progress bar."""

    def __call__(self, done: float, total: float, note: str = "", /) -> None:
        """Show that ``done`` of ``total`` is done, with a ``note`` behind the bar."""


LONGEST_UNBROKEN = 28
"""Characters of a cell that is never broken."""


def say(text: str) -> None:
    """A note about what is going on."""
    err.print(text)


def report(error: UsdcopError) -> None:
    """The sentence of ``error`` and, below it, the cure."""
    err.print(f"[bold red]error[/] {_escaped(error.sentence)}")
    if error.cure:
        err.print(f"[bold]cure[/]  {_escaped(error.cure)}")


def print_json(value: object) -> None:
    """``value`` as JSON on the standard output: instants in UTC with ``Z``; paths, dates and enums as text."""
    print_json_text(json.dumps(value, default=_plain, allow_nan=False, ensure_ascii=False, indent=2))


def print_json_text(text: str) -> None:
    """``text``, which is JSON, in colours where a person reads it."""
    if out.is_terminal:
        out.print_json(text)
    else:
        out.file.write(f"{text.rstrip()}\n")


def print_table(title: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """A table; numbers are set to the right, and only long texts are broken over lines."""
    table = Table(
        show_header=any(columns),
        title=title,
        title_justify="left",
        title_style="bold",
        box=SIMPLE_HEAD,
        pad_edge=False,
    )
    for index, column in enumerate(columns):
        values = [row[index] for row in rows]
        numeric = bool(values) and all(isinstance(value, int | float) or value is None for value in values)
        short = max((len(str(value)) for value in values), default=0) <= LONGEST_UNBROKEN
        table.add_column(column, justify="right" if numeric else "left", no_wrap=short)
    for row in rows:
        table.add_row(*(_cell(value) for value in row))
    out.print(table)


def print_facts(title: str, facts: Mapping[str, Any]) -> None:
    """Names and values, one a line."""
    print_table(title, ("", ""), [(name, _cell(value)) for name, value in facts.items()])


@contextmanager
def progress(what: str) -> Iterator[Advance]:
    """A progress bar called ``what``, complete when the block ends."""
    bar = Progress(
        SpinnerColumn(finished_text="[green]✓[/]"),
        TextColumn("{task.description:<22}"),
        BarColumn(bar_width=16),
        TaskProgressColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[note]}"),
        console=err,
    )
    with bar:
        task = bar.add_task(what, total=None, note="")

        def advance(done: float, total: float, note: str = "", /) -> None:
            bar.update(task, completed=done, total=total, note=note)

        yield advance
        total = bar.tasks[0].total or 1
        bar.update(task, total=total, completed=total)


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return str(value)


def _cell(value: object) -> str:
    if value is None:
        return "–"
    if isinstance(value, float):
        return f"{value:,.4g}" if abs(value) < 1000 else f"{value:,.2f}"  # noqa: PLR2004 - four digits
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}"
    return _escaped(str(value))


def _escaped(text: str) -> str:
    return text.replace("[", "\\[")
