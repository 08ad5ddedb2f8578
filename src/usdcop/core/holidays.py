"""Public holidays: Colombian ones close the market, those of the United States only thin it."""

from datetime import date
from functools import lru_cache
from importlib.metadata import version

import holidays


@lru_cache(maxsize=256)
def colombian_holidays(year: int) -> dict[date, str]:
    """Colombian public holidays of ``year`` (Ley Emiliani moves many to Monday), with their names."""
    return dict(holidays.country_holidays("CO", years=year, language="en_US"))


@lru_cache(maxsize=256)
def united_states_holidays(year: int) -> dict[date, str]:
    """United States federal holidays of ``year``, with their names."""
    return dict(holidays.country_holidays("US", years=year))


@lru_cache(maxsize=1)
def holidays_version() -> str:
    """Version of the holiday rules, part of the calendar's version."""
    return f"holidays-{version('holidays')}"
