"""Gates of the layers: whether what a layer made may be used. Thresholds are settings."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import polars as pl

from usdcop.core.bars import BarState
from usdcop.core.errors import GateRefusedError
from usdcop.core.layers import Layer
from usdcop.core.sessions import BAR, Market
from usdcop.pipeline.quality import GradeRule


@dataclass(frozen=True, slots=True)
class LayerGateSettings:
    """Thresholds of the layers' gates."""

    min_coverage: float = 0.95
    """L0: least share of the expected bars that must be stored."""
    max_stale: float = 0.02
    """L0: largest share of rows that may lie in stale sessions."""
    min_training_episodes: int = 500
    """L4: fewest training episodes."""


@dataclass(frozen=True, slots=True)
class LayerGate:
    """One check of one layer."""

    layer: Layer
    name: str
    value: float
    threshold: float
    operator: str
    passed: bool

    def __str__(self) -> str:
        verdict = "passed" if self.passed else "refused"
        return f"{self.name} {self.value:.4g} {self.operator} {self.threshold:g}: {verdict}"


def at_least(layer: Layer, name: str, value: float, threshold: float) -> LayerGate:
    """A gate that asks for ``value`` to reach ``threshold``."""
    return LayerGate(layer, name, value, threshold, "≥", value >= threshold)


def at_most(layer: Layer, name: str, value: float, threshold: float) -> LayerGate:
    """A gate that asks for ``value`` not to pass ``threshold``."""
    return LayerGate(layer, name, value, threshold, "≤", value <= threshold)


def acquire_gates(
    raw: pl.DataFrame, market: Market, now: datetime, settings: LayerGateSettings
) -> tuple[LayerGate, LayerGate]:
    """L0's gates over all stored raw rows: coverage of the calendar's grid, and staleness.

    Coverage counts each expected, closed bar between the first and the last stored session once, however
    many versions of it are stored, and whatever else L1 may say of it.
    """
    corrected = pl.col("time") + pl.duration(minutes=pl.col("clock_shift_minutes"))
    zone = market.calendar.hours.timezone
    rows = (
        raw.filter(pl.col("state") != BarState.FORMING)
        .select(at=corrected, close="close")
        .unique("at", keep="last", maintain_order=True)
        .with_columns(day=pl.col("at").dt.convert_time_zone(zone).dt.date())
    )
    grid = _grid(rows, market, now)
    present = rows.join(grid, on="at", how="semi")
    coverage = present.height / grid.height if grid.height else 0.0
    return (
        at_least(Layer.L0, "coverage", coverage, settings.min_coverage),
        at_most(Layer.L0, "rows in stale sessions", _stale_share(present), settings.max_stale),
    )


def rlready_gate(training_episodes: int, settings: LayerGateSettings) -> LayerGate:
    """L4's gate: enough to learn from. A policy trained on less stays UNPROVEN (``docs/adr/0008``)."""
    return at_least(Layer.L4, "training episodes", training_episodes, settings.min_training_episodes)


def enforce(gates: Iterable[LayerGate]) -> None:
    """Let pass where every gate does.

    Raises:
        GateRefusedError: one does not.
    """
    refused = [gate for gate in gates if not gate.passed]
    if refused:
        sentence = f"{refused[0].layer} is not fit for use: " + "; ".join(map(str, refused)) + "."
        cure = (
            "Fetch what is missing with 'usdcop acquire' or import better data; 'usdcop run l1' and 'usdcop quality'"
            " show the sessions. The thresholds are USDCOP_L0_MIN_COVERAGE and USDCOP_L0_MAX_STALE."
        )
        raise GateRefusedError(sentence, cure, [gate.name for gate in refused])


def _grid(rows: pl.DataFrame, market: Market, now: datetime) -> pl.DataFrame:
    days = rows.filter(pl.col("at") + BAR <= now)[
        "day"
    ].drop_nulls()  # what is of the future is no coverage to ask for
    if days.is_empty():
        return pl.DataFrame(schema={"at": rows.schema["at"]})
    first, last = days.min(), days.max()
    sessions = market.calendar.sessions(first, last)  # type: ignore[arg-type] # a column of dates
    expected = [at for day in sessions for at in market.calendar.grid(day) if at + BAR <= now]
    return pl.DataFrame({"at": expected}, schema={"at": rows.schema["at"]})


def _stale_share(rows: pl.DataFrame) -> float:
    sessions = rows.group_by("day").agg(rows=pl.len(), distinct=pl.col("close").n_unique())
    stale = sessions.filter(pl.col("distinct") < GradeRule().stale_share * pl.col("rows"))
    return float(stale["rows"].sum()) / rows.height if rows.height else 0.0
