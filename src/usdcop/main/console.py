"""What a person sees in the terminal: tables, progress, errors as one sentence and its cure."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Protocol

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)
from rich.table import Table

from usdcop.core.errors import UsdcopError

out = Console(highlight=False)
"""Results."""

err = Console(stderr=True, highlight=False)
"""Progress, notes and errors, so that results can be piped."""


class Advance(Protocol):
    """Moves a progress bar."""

    def __call__(self, done: float, total: float, note: str = "", /) -> None:
        """Show that ``done`` of ``total`` is done, with a ``note`` behind the bar."""


def say(text: str) -> None:
    """A note about what is going on."""
    err.print(text)


def report(error: UsdcopError) -> None:
    """The sentence of ``error`` and, below it, the cure."""
    err.print(f"[bold red]error[/] {_escaped(error.sentence)}")
    if error.cure:
        err.print(f"[bold]cure[/]  {_escaped(error.cure)}")


def print_json(value: object) -> None:
    """``value`` as JSON on the standard output; dates and enums as text."""
    out.print_json(json.dumps(value, default=str))


def print_table(title: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """A table; numbers are set to the right."""
    table = Table(title=title, title_justify="left", header_style="bold")
    for index, column in enumerate(columns):
        numeric = bool(rows) and all(
            isinstance(row[index], int | float) or row[index] is None for row in rows
        )
        table.add_column(column, justify="right" if numeric else "left")
    for row in rows:
        table.add_row(*(_cell(value) for value in row))
    out.print(table)


def print_facts(title: str, facts: Mapping[str, Any]) -> None:
    """Names and values, one a line."""
    print_table(title, ("", ""), [(name, _cell(value)) for name, value in facts.items()])


@contextmanager
def progress(what: str, *, unit: str = "") -> Iterator[Advance]:
    """A progress bar called ``what``; ``unit`` stands behind the counts."""
    bar = Progress(
        SpinnerColumn(finished_text="[green]✓[/]"),
        TextColumn("{task.description}"),
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        TextColumn(unit),
        TimeElapsedColumn(),
        TextColumn("{task.fields[note]}"),
        console=err,
    )
    with bar:
        task = bar.add_task(what, total=None, note="")

        def advance(done: float, total: float, note: str = "", /) -> None:
            bar.update(task, completed=done, total=total, note=note)

        yield advance
        for item in bar.tasks:
            bar.update(item.id, total=item.total or 1, completed=item.total or 1)


def _cell(value: object) -> str:
    if value is None:
        return "–"
    if isinstance(value, float):
        return f"{value:,.4g}" if abs(value) < 1000 else f"{value:,.0f}"  # noqa: PLR2004 - four digits
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}"
    return _escaped(str(value))


def _escaped(text: str) -> str:
    return text.replace("[", "\\[")
