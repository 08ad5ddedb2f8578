import io
from dataclasses import replace

from rich.console import Console

from usdcop.main.supervision.decide import State
from usdcop.main.supervision.record import Row
from usdcop.main.supervision.screen import screen_of

ROW = Row("trading", "http://127.0.0.1:8000", State.READY, 7, 84_000_000, 0)


def shown(*, terminal: bool) -> str:
    text = io.StringIO()
    console = Console(file=text, force_terminal=terminal, width=160)
    with screen_of(console) as screen:
        screen.show([ROW], "first")
        screen.show([replace(ROW, memory_bytes=99_000_000)], "second")
        screen.say("a sentence [as it is]")
        screen.show(
            [replace(ROW, state=State.WAITING, pid=None, restarts=1, why="exit code 1: [x]")], "third"
        )
    return text.getvalue()


def test_without_a_terminal_there_is_a_line_for_each_change_and_none_for_memory() -> None:
    lines = [line for line in shown(terminal=False).splitlines() if line.startswith("trading")]
    assert len(lines) == 2
    assert lines[0].split() == ["trading", "ready", "http://127.0.0.1:8000", "pid", "7", "84", "MB"]
    assert lines[1].endswith("1 restarts  exit code 1: [x]")


def test_in_a_terminal_there_is_one_table_that_is_renewed() -> None:
    text = shown(terminal=True)
    assert all(title in text for title in ("first", "second", "third"))
    assert "a sentence" in text
    assert "exit code 1" in text
