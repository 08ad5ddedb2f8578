"""Skew: how far the machine's clock is from another one. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Reading:
    """What another clock said, and when by ours (real time) it was asked and had answered."""

    reference: str
    """Whose clock, such as ``PostgreSQL``."""
    said: datetime
    asked: datetime
    answered: datetime
    resolution: timedelta = timedelta(0)
    """How coarse the other clock tells: it means ``said`` up to ``said + resolution``."""


@dataclass(frozen=True, slots=True)
class Skew:
    """How far ours is behind (positive) or ahead (negative), at least: what may be delay is left out."""

    reference: str
    least: timedelta


def skew(reading: Reading) -> Skew:
    """What a reading proves: the other clock said it at some instant between question and answer."""
    earliest, latest = reading.said - reading.answered, reading.said + reading.resolution - reading.asked
    if earliest > timedelta(0):
        return Skew(reading.reference, earliest)
    return Skew(reading.reference, min(timedelta(0), latest))


def worst(readings: Iterable[Reading], largest: timedelta) -> Skew | None:
    """The largest proven skew, where it is beyond ``largest``."""
    found = max((skew(reading) for reading in readings), key=lambda one: abs(one.least), default=None)
    return found if found is not None and abs(found.least) > largest else None
