"""The history of runs: every run of a layer, as ``pipeline_status`` keeps it."""

from dataclasses import dataclass
from datetime import datetime

from usdcop.core.layers import Layer

# untested: here, these are declarations


@dataclass(frozen=True, slots=True)
class LayerRun:
    """One run of a layer. ``started_at`` and ``completed_at`` are market time, ``recorded_at`` is real time."""

    id: int
    pipeline_name: str
    layer: Layer
    symbol: str
    status: str
    """``running``, ``completed``, ``failed`` or ``interrupted``."""
    started_at: datetime
    completed_at: datetime | None
    records: int | None
    error: str | None
    host: str
    pid: int
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class RunQuery:
    """Which runs: of a symbol, and where given of one layer, of one status, older than run ``before``."""

    symbol: str
    layer: Layer | None = None
    status: str | None = None
    before: int | None = None
