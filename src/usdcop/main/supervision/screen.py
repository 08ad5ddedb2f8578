"""The table of processes: live in a terminal, a line for each change elsewhere."""

from collections.abc import Sequence
from types import TracebackType
from typing import Protocol, Self

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.live import Live
from rich.table import Table

from usdcop.main.supervision.decide import State
from usdcop.main.supervision.record import Row

_STYLES = {State.READY: "green", State.FAILED: "bold red", State.UNWELL: "yellow", State.SILENT: "red"}


class Screen(Protocol):
    """Where the table is shown while a block runs."""

    def show(self, rows: Sequence[Row], title: str) -> None:
        """Show what has changed."""

    def say(self, text: str) -> None:
        """A sentence above the table."""

    def __enter__(self) -> Self:
        """Begin to show."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave the last table standing."""


def screen_of(console: Console) -> Screen:
    """A table that renews itself in a terminal, lines elsewhere."""
    return _Terminal(console) if console.is_terminal else _Lines(console)


def table_of(rows: Sequence[Row], title: str) -> Table:
    """The table as it is now."""
    table = Table(title=title, title_justify="left", title_style="bold", box=SIMPLE_HEAD, pad_edge=False)
    for name in ("process", "address", "state"):
        table.add_column(name, no_wrap=True)
    for name in ("pid", "memory", "restarts"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("")
    for row in rows:
        table.add_row(
            row.name, row.address, _coloured(row.state), *_numbers(row), row.why.replace("[", "\\[")
        )
    total = sum(row.memory_bytes or 0 for row in rows)
    table.add_row("", "", "", "", f"{total / 1e6:,.0f} MB", "", "", style="dim")
    return table


def line_of(row: Row) -> str:
    """The same of one process, in words."""
    pid, memory, restarts = _numbers(row)
    parts = [f"{row.name:<13}{row.state:<9}{row.address:<24}"]
    parts += [f"pid {pid}", memory] if row.pid is not None else []
    parts += [f"{restarts} restarts"] if row.restarts else []
    parts += [row.why] if row.why else []
    return "  ".join(parts).rstrip()


class _Terminal:
    """Keeps one table at the foot of the terminal."""

    def __init__(self, console: Console) -> None:
        self._live = Live(console=console, auto_refresh=False, transient=False)
        self._console = console
        self._shown: object = None

    def show(self, rows: Sequence[Row], title: str) -> None:
        now = (tuple(rows), title)
        if now != self._shown:
            self._shown = now
            self._live.update(table_of(rows, title), refresh=True)

    def say(self, text: str) -> None:
        self._console.print(text, soft_wrap=True)

    def __enter__(self) -> Self:
        self._live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._live.stop()


class _Lines:
    """Writes a line when the state or the process id of a process changes."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._shown: dict[str, tuple[State, int | None]] = {}

    def show(self, rows: Sequence[Row], title: str) -> None:  # noqa: ARG002 - the title changes every second
        for row in rows:
            if self._shown.get(row.name) != (row.state, row.pid):
                self._shown[row.name] = (row.state, row.pid)
                self.say(line_of(row))

    def say(self, text: str) -> None:
        self._console.print(text, soft_wrap=True, markup=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Nothing stands that would have to be left."""


def _coloured(state: State) -> str:
    style = _STYLES.get(state)
    return f"[{style}]{state}[/]" if style else str(state)


def _numbers(row: Row) -> tuple[str, str, str]:
    memory = f"{row.memory_bytes / 1e6:,.0f} MB" if row.memory_bytes else ""
    return str(row.pid or ""), memory, str(row.restarts)
