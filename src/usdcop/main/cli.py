"""The command line. Nothing heavy is imported here, so that ``usdcop --help`` answers at once."""

import errno
import os
import signal
import sys
from types import FrameType
from typing import Any, NoReturn

import typer
from typer.core import TyperGroup

from usdcop.core.errors import StorageError, UsdcopError
from usdcop.main.ambient import forget_postgres
from usdcop.main.commands import access, data, learning, models, system


class Commands(TyperGroup):
    """A group of commands whose failures are one sentence, a cure, and an exit code."""

    def invoke(self, ctx: Any) -> Any:  # noqa: ANN401 - the signature of the class above
        """Run the command; neither a ``UsdcopError`` nor a refusing disk becomes a traceback."""
        try:
            return super().invoke(ctx)
        except UsdcopError as error:
            _end(error)
        except OSError as error:
            if (
                error.errno == errno.EPIPE
            ):  # who reads our output has left: nothing to say, and nobody to say it to
                raise
            _end(_refused(error))


app = typer.Typer(
    name="usdcop",
    cls=Commands,
    help="Reinforcement-learning trading system for USD/COP: data, training, honest evaluation.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,
    rich_markup_mode=None,  # help in plain text: rich's takes three times as long to load as all the rest
)
data.add_to(app)
learning.add_to(app)
app.add_typer(models.app, name="models")
system.add_to(app)
access.add_to(app)


def main() -> None:
    """Entry point of the program."""
    for told in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(told, _leave)
    forget_postgres(os.environ)  # noqa: TID251 - no setting of ours: what libraries would read
    try:
        app()
    except Exception as error:  # noqa: BLE001 - whatever is not of the error tree is a mistake of ours
        from usdcop.main.mistakes import tell

        sys.exit(tell(error))


def _leave(number: int, _frame: FrameType | None) -> NoReturn:
    """End as after Ctrl-C: what was opened is closed, and the servers stop where nobody else uses them."""
    sys.exit(128 + number)


def _end(error: UsdcopError) -> NoReturn:
    from usdcop.main.console import report
    from usdcop.main.full_disk import cause_of

    found = cause_of(error)
    report(found)
    raise typer.Exit(found.exit_code) from None


def _refused(error: OSError) -> StorageError:
    what = error.filename or "The system"
    cures = {
        errno.ENOSPC: "Free some disk, or set USDCOP_HOME to a folder on another one.",
        errno.EROFS: "Set USDCOP_HOME to a folder that can be written.",
        errno.EACCES: "Give yourself the right to use it, or set USDCOP_HOME to a folder of your own.",
    }
    return StorageError(
        f"{what} refuses: {error.strerror or error}.", cures.get(error.errno or 0, "Try again.")
    )
