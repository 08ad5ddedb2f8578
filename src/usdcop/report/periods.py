"""Returns by year and month, and over a window that rolls: when something was earned. Pure."""

from collections.abc import Sequence
from datetime import date
from typing import Final

import numpy as np

from usdcop.backtest.serialise import Plain
from usdcop.core.episodes import Floats
from usdcop.core.metrics import NOTHING, SESSIONS_A_YEAR

ROLLING: Final = 60
"""Sessions of the rolling Sharpe ratio: about a quarter."""
NO_SESSION: Final = "·"
MONTHS: Final = 12


def months_table(sessions: Sequence[date], net: Floats, gross: Floats) -> list[list[Plain]]:
    """Two rows a year, net and gross: its name, 12 months and the year, each the sum of its session returns in %."""
    years = np.array([day.year for day in sessions], dtype=np.intp)
    months = np.array([day.month for day in sessions], dtype=np.intp)
    rows: list[list[Plain]] = []
    for year in sorted(set(years.tolist())):
        for name, returns in ((str(year), net), ("gross", gross)):
            inside = years == year
            cells = [_cell(returns[inside & (months == month)]) for month in range(1, MONTHS + 1)]
            rows.append([name, *cells, _cell(returns[inside])])
    return rows


def _cell(returns: Floats) -> str:
    if not len(returns):
        return NO_SESSION
    share = round(100.0 * float(returns.sum()), 2) + 0.0  # minus zero is zero
    return f"{share:+.2f}".replace("-", "−") if share else "0.00"


def rolling_sharpe(returns: Floats, window: int = ROLLING) -> Floats:
    """(n - window + 1,) yearly Sharpe ratio of each ``window`` sessions of ``returns`` (n,); NaN where nothing varies.

    √252 · mean/deviation, both of the window; the element i ends with session i + window - 1. Empty where there are
    fewer sessions than one window.
    """
    if len(returns) < window:
        return np.empty(0)
    windows = np.lib.stride_tricks.sliding_window_view(returns, window)
    spread = windows.std(axis=1, ddof=1)
    varies = spread > NOTHING
    ratios: Floats = np.full(len(windows), np.nan)
    ratios[varies] = np.sqrt(SESSIONS_A_YEAR) * windows.mean(axis=1)[varies] / spread[varies]
    return ratios
