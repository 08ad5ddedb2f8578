"""Modes: real, replayed and synthetic data never mix; each has a home of its own."""

import enum

# untested: three words


class Mode(enum.StrEnum):
    """Which home is used."""

    REAL = "real"
    REPLAY = "replay"
    SYNTHETIC = "synthetic"
