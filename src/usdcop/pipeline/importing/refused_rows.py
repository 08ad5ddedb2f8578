"""Rows that L1 refuses, in words: how many for which reason, and what to do where it refuses all or nearly all of a file."""

from collections.abc import Iterator, Mapping
from typing import Final

from usdcop.core.bars import Reason

WORDS: Final[Mapping[Reason, str]] = {
    Reason.FAR: "far from all other rows or from those beside them, and kept aside",
    Reason.UNREADABLE: "lines that are no rows",
    Reason.OUT_OF_SESSION: "outside of sessions",
    Reason.HOLIDAY: "rows on holidays",
    Reason.CLOCK_SHIFT: "outside of sessions after their clock was corrected",
    Reason.OFF_GRID: "rows off the grid of five minutes",
    Reason.OHLC_VIOLATION: "rows whose high and low do not hold their open and close",
    Reason.SCALE: "rows whose prices do not fit those accepted before them",
    Reason.SPIKE_REVERT: "rows that jumped, and the next bar went back",
    Reason.DUPLICATE: "duplicate rows of a bar",
    Reason.SUPERSEDED: "rows of bars of which a version counts that ranks before them",
    Reason.SHIFTED_TWIN: "captures of a bar by another clock",
    Reason.CONFLICT: "rows of one bar with different closes",
    Reason.STALE_SESSION: "rows of sessions that hardly move",
    Reason.NOT_FINITE: "rows with a price that cannot be read",
    Reason.FUTURE: "rows of bars that are not closed yet",
    Reason.FORMING: "rows captured while the bar was forming",
}
"""What the rows of each reason are."""

_STORED_WIN = "Bars that are there already win over it: to let the file win, import it with --supersede."
_LATER = "Import it again once its bars are closed."
_PLACE = "Look at its dates and at the clock of its times; to say the clock: --clock ZONE."
CURES: Final[Mapping[Reason, str]] = {
    Reason.FAR: "Look at its dates.",
    Reason.UNREADABLE: "Write each row as time, open, high, low and close.",
    Reason.OUT_OF_SESSION: _PLACE,
    Reason.HOLIDAY: _PLACE,
    Reason.CLOCK_SHIFT: _PLACE,
    Reason.OFF_GRID: "Write the instant at which each bar opens, such as 13:00:00 and 13:05:00.",
    Reason.OHLC_VIOLATION: "High and low may be swapped, or columns mixed up: name them with --columns high=NAME,low=NAME.",
    Reason.SCALE: "They may be off by a power of ten, or be of another pair: write pesos for one dollar, such as 3950.25.",
    Reason.SPIKE_REVERT: "Look at its prices: they go up and down from row to row.",
    Reason.DUPLICATE: _STORED_WIN,
    Reason.SUPERSEDED: _STORED_WIN,
    Reason.SHIFTED_TWIN: _STORED_WIN,
    Reason.CONFLICT: "Leave one row of each bar in the file.",
    Reason.STALE_SESSION: "Look at its prices: they hardly move.",
    Reason.NOT_FINITE: "Write prices as plain numbers, such as 3950.25.",
    Reason.FUTURE: _LATER,
    Reason.FORMING: _LATER,
}
"""What to do where most rows of a file are refused for each reason."""
NEARLY_ALL: Final = 0.9
"""Share of a file's rows that are refused for one reason from which its cause and cure are said."""
_BEHIND: Final = frozenset({Reason.DUPLICATE, Reason.SUPERSEDED, Reason.SHIFTED_TWIN})
"""Reasons of rows that stand behind another one of their bar."""


def counts_in_words(counts: Mapping[str, int]) -> Iterator[str]:
    """One line for each reason of which there are rows."""
    yield from (f"{name}: {counts[reason]:,}" for reason, name in WORDS.items() if counts.get(reason))


def mostly_refused(refused: Mapping[str, int], rows: int, *, around: bool) -> Iterator[str]:
    """That none of the ``rows`` of a file is accepted, or hardly any, why and what to do; nothing where they are.

    Rows that stand behind another one of their bar are no fault of a file some of whose rows are accepted.

    Args:
        refused: rows by ``Reason``.
        rows: all that L1 is asked about.
        around: whether the feed quotes around the clock: most of its rows are then outside of sessions, as they should.
    """
    counts = dict(refused)
    if around and counts.get(Reason.OUT_OF_SESSION, 0) < rows:
        rows -= counts.pop(Reason.OUT_OF_SESSION, 0)
    if not rows or not counts:
        return
    most = Reason(max(counts, key=lambda reason: counts[reason]))
    none = sum(counts.values()) >= rows
    if none or (most not in _BEHIND and counts[most] >= NEARLY_ALL * rows):
        told = "no bar of this file is accepted" if none else "hardly any bar of this file is accepted"
        yield f"{told}; {counts[most]:,} of {rows:,} are {WORDS[most]}. {CURES[most]}"
