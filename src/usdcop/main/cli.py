"""The command line. Nothing heavy is imported here, so that ``usdcop --help`` answers at once."""

from typing import Any

import typer
from typer.core import TyperGroup

from usdcop.core.errors import UsdcopError
from usdcop.main.commands import data, learning, models, system


class Commands(TyperGroup):
    """A group of commands whose failures are one sentence, a cure, and an exit code."""

    def invoke(self, ctx: Any) -> Any:  # noqa: ANN401 - the signature of the class above
        """Run the command; a ``UsdcopError`` never becomes a traceback."""
        try:
            return super().invoke(ctx)
        except UsdcopError as error:
            from usdcop.main.console import report

            report(error)
            raise typer.Exit(error.exit_code) from None


app = typer.Typer(
    name="usdcop",
    cls=Commands,
    help="Reinforcement-learning trading system for USD/COP: data, training, honest evaluation.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,
)
data.add_to(app)
learning.add_to(app)
app.add_typer(models.app, name="models")
system.add_to(app)


def main() -> None:
    """Entry point of the program."""
    app()
