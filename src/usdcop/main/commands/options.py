"""Options that several commands share."""

from datetime import date, datetime
from fractions import Fraction
from typing import Annotated

import typer

from usdcop.core.errors import UsageError
from usdcop.main.modes import Mode

# untested: declarations; the commands that use them are tested

ModeOption = Annotated[
    Mode | None, typer.Option("--mode", help="Which home to use (default: USDCOP_MODE, else real).")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON instead of tables.")]
SymbolOption = Annotated[str, typer.Option("--symbol", help="Symbol, as here or as at the vendor.")]
ClockOption = Annotated[
    str,
    typer.Option(
        "--clock",
        help="Clock of the file's times: auto finds it out; or utc, bogota, mt5, or a zone such as America/New_York.",
    ),
]
FromOption = Annotated[str | None, typer.Option("--from", metavar="DATE", help="First session, YYYY-MM-DD.")]
ToOption = Annotated[str | None, typer.Option("--to", metavar="DATE", help="Last session, YYYY-MM-DD.")]


def day_of(text: str | None) -> date | None:
    """The date written as ``text``.

    Raises:
        UsageError: it is not a date.
    """
    if text is None:
        return None
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007 - a date has no zone
    except ValueError:
        raise UsageError(
            f"{text!r} is not a date.", "Write it as YYYY-MM-DD, for example 2024-03-01."
        ) from None


def ratio_of(text: str) -> Fraction:
    """The positive number written as ``text``: ``30``, ``0.5`` or ``1/3``.

    Raises:
        UsageError: it is none.
    """
    try:
        ratio = Fraction(text.removeprefix("x"))
    except (ValueError, ZeroDivisionError):
        ratio = Fraction(0)
    if ratio <= 0:
        raise UsageError(f"{text!r} is no speed.", "Write a positive number, such as 30, 0.5 or 1/3.")
    return ratio
