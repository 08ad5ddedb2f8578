"""What the pipeline service is handed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

import polars as pl

from usdcop.core.backfills import Backfill, BackfillPlan, BackfillStatus
from usdcop.core.catalogs import Catalog
from usdcop.core.layers import Layer
from usdcop.core.ports import Clock, Lake
from usdcop.core.run_history import LayerRun, RunQuery
from usdcop.core.sessions import Market
from usdcop.pipeline.gates import LayerGateSettings
from usdcop.pipeline.layer_summary import Summary

# untested: here, these are declarations


class Runs(Protocol):
    """The history of ``pipeline_status``."""

    def newest(self, symbol: str) -> dict[Layer, LayerRun]:
        """The newest run of each layer that ever ran."""

    def newest_completed(self, symbol: str) -> dict[Layer, LayerRun]:
        """The newest run of each layer that came to its end."""

    def page(self, query: RunQuery, limit: int) -> list[LayerRun]:
        """At most ``limit`` runs, the newest first."""


class Backfills(Protocol):
    """The queue of backfills."""

    def request(self, plan: BackfillPlan, actor: str, at: datetime) -> Backfill:
        """Queue ``plan``; where nothing is missing it is completed at once.

        Raises:
            ConflictError: one of the same sessions is under way, or too many wait.
        """

    def get(self, backfill: UUID) -> Backfill | None:
        """One backfill, if there is such a one."""

    def page(
        self, status: BackfillStatus | None, before: tuple[datetime, UUID] | None, limit: int
    ) -> list[Backfill]:
        """At most ``limit`` backfills older than ``before``, the newest first."""


@dataclass(frozen=True, slots=True)
class PipelinePorts:
    """Everything the service is handed."""

    market: Market
    data_kind: str
    clock: Clock
    layers: Lake
    catalog: Callable[[Layer], Catalog]
    """What a layer holds, one entry a session."""
    summary: Callable[[Layer], Summary]
    """How much that is, at a cost that the history does not raise."""
    verdicts: Callable[[date, date], pl.DataFrame]
    """Rows of ``sessions_quality`` from one session to another, both included."""
    runs: Runs
    backfills: Backfills
    gates: LayerGateSettings
