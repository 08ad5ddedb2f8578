"""Where the computation of a quarter starts: the one rule of the batch path and the live path.

TA-Lib's recursions forget their start, its running sums do not. Starting each calendar quarter at the same
bar makes a value the same to the last bit, whoever computes it and however much is computed at once.
"""

from datetime import date
from typing import Final

from usdcop.core.layers import quarter_start
from usdcop.core.sessions import Calendar

WARM_UP_SESSIONS: Final = 20
"""Expected sessions before a quarter that its computation reads; recursions have converged by then."""


def warm_up_sessions(day: date, calendar: Calendar) -> list[date]:
    """The sessions read before the quarter that holds ``day``, oldest first; they may lack bars."""
    return calendar.sessions_before(quarter_start(day), WARM_UP_SESSIONS)


def anchor(day: date, calendar: Calendar) -> date:
    """First session read to compute anything in the quarter that holds ``day``."""
    return warm_up_sessions(day, calendar)[0]
