"""Units: names for numbers that must not be confused."""

from typing import NewType

Price = NewType("Price", float)
"""Pesos for one dollar."""

Usd = NewType("Usd", float)
"""An amount of United States dollars."""

Cop = NewType("Cop", float)
"""An amount of Colombian pesos."""

Bps = NewType("Bps", float)
"""Basis points: 1 bps = 0.0001."""

BPS = 1e4
"""Basis points in one; multiply a ratio by it to get basis points."""
