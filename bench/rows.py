"""Rows of the table: what was measured, what it is held against, and how a bench prints itself."""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from rich.console import Console
from rich.table import Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the table.

    The goal is held against ``ratio`` where there is one, else against ``ours``.
    """

    work: str
    ours: float | None
    """None where it could not be measured; ``note`` then says why."""
    unit: str
    peer: float | None = None
    """The peer's figure, in the same unit."""
    ratio: float | None = None
    """How many times better ours is; median of rounds, so not always the quotient of the two medians."""
    goal: float | None = None
    at_most: bool = False
    """Whether the goal is a ceiling; a floor otherwise."""
    note: str = ""

    @property
    def met(self) -> bool | None:
        """Whether the goal is met; None without a goal or without a figure."""
        figure = self.ours if self.ratio is None else self.ratio
        if self.goal is None or figure is None:
            return None
        return figure <= self.goal if self.at_most else figure >= self.goal

    def as_json(self) -> dict[str, Any]:
        """Fields and verdict."""
        return {**asdict(self), "met": self.met}


def row_from(fields: dict[str, Any]) -> Row:
    """The row that ``as_json`` wrote."""
    return Row(**{name: value for name, value in fields.items() if name != "met"})


def unmeasured(work: str, why: str) -> Row:
    """A row that could not be measured."""
    return Row(work=work, ours=None, unit="", note=f"not measured: {why}")


def run_bench(
    description: str | None,
    measure: Callable[[argparse.Namespace], list[Row]],
    *options: tuple[str, Any, str],
) -> int:
    """Command line of one bench: measure, print a table or JSON; 1 if a goal is missed.

    Args:
        description: what ``--help`` says.
        measure: makes the rows from the options.
        options: flag, default (its type is the option's, None: text) and help of each.
    """
    parser = argparse.ArgumentParser(description=description)
    for flag, default, text in options:
        kind = str if default is None else type(default)
        parser.add_argument(flag, type=kind, default=default, help=text)
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    chosen = parser.parse_args()
    rows = measure(chosen)
    if chosen.json:
        sys.stdout.write(json.dumps([row.as_json() for row in rows], indent=1) + "\n")
    else:
        print_table(rows, Console())
    return 1 if any(row.met is False for row in rows) else 0


def print_table(rows: Sequence[Row], console: Console) -> None:
    """Work, ours, peer, ratio, goal, met or not, note."""
    table = Table(show_lines=False)
    table.add_column("work")
    for heading in ("ours", "peer", "ratio", "goal"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("met")
    table.add_column("note")
    for row in rows:
        table.add_row(
            row.work, _amount(row.ours, row.unit), _amount(row.peer, row.unit), _times(row.ratio), _goal(row),
            {True: "[green]yes[/]", False: "[bold red]NO[/]", None: ""}[row.met], row.note,
        )  # fmt: skip
    console.print(table)


def _amount(figure: float | None, unit: str) -> str:
    return "" if figure is None else f"{_short(figure)} {unit}"


def _times(ratio: float | None) -> str:
    return "" if ratio is None else f"× {_short(ratio)}"


def _goal(row: Row) -> str:
    if row.goal is None:
        return ""
    sign = "≤" if row.at_most else "≥"
    return (
        f"{sign} × {_short(row.goal)}" if row.ratio is not None else f"{sign} {_short(row.goal)} {row.unit}"
    )


def _short(figure: float) -> str:
    """Three digits that say something; thousands in full."""
    return f"{figure:,.0f}" if abs(figure) >= 1000 else f"{figure:.3g}"  # noqa: PLR2004 - a thousand
