"""The clock of a file: what is asked of whoever brings one in whose clock is uncertain, in the words of that command."""

from usdcop.core.errors import DataError
from usdcop.pipeline.importing.findings import ImportFindings


def require_clock(findings: ImportFindings, command: str) -> None:
    """Let pass a file whose clock is sure, or was told.

    Args:
        findings: what was found in the file.
        command: what the person types, but for ``--clock``.

    Raises:
        DataError: it is uncertain; the cure is one sentence.
    """
    try:
        findings.must_be_sure()
    except DataError as error:
        raise DataError(
            error.sentence,
            f"Say it: {command} ZONE (utc, bogota, mt5, America/New_York and the like), "
            "or write the file's times with their offset.",
        ) from None


def up_with(file: str) -> str:
    """How a replay of ``file`` is brought up, both ways, up to the name of its clock."""
    return f"make run DATA={file} CLOCK=ZONE, or usdcop up --data {file} --clock"
