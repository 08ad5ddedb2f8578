"""The batch path over a lake, without servers: what ``usdcop run`` does from L0 to L4."""

from collections.abc import Sequence
from datetime import datetime

import polars as pl

from usdcop.adapters.lake.parquet import ParquetLake
from usdcop.core.accounting import CostModel
from usdcop.core.sessions import MARKETS
from usdcop.pipeline.l0_store import store
from usdcop.pipeline.run import StageReport, run_stage
from usdcop.pipeline.stages import feature_stage, prepare_stage, rlready_stage, standardise_stage
from usdcop.pipeline.work import Made, Stage, Work

MARKET = MARKETS["USDCOP"]
CALENDAR = MARKET.calendar
COSTS = CostModel()


def stages() -> Sequence[Stage]:
    """L1 to L4 at the default costs."""
    return [standardise_stage(), prepare_stage(), feature_stage(), rlready_stage(COSTS)]


def bring(lake: ParquetLake, raw: pl.DataFrame, now: datetime) -> list[StageReport]:
    """Store ``raw`` rows in L0 and make what is stale of L1 to L4."""
    store(lake, MARKET, raw)
    return [run_stage(stage, MARKET, lake, now, _unserved, _untold) for stage in stages()]


def _unserved(made: Made, block: Work) -> None:
    """No PostgreSQL here."""


def _untold(done: int, total: int) -> None:
    """Nobody watches."""
