"""What a verdict depends on. It holds only while all of this is in force; what differs is named."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date

from usdcop.core.accounting import CostModel, Stakes
from usdcop.core.trials import Look
from usdcop.core.units import Cop
from usdcop.court.gate import GateSettings
from usdcop.court.proof import ByEntry, Proof


@dataclass(frozen=True, slots=True)
class Binding:
    """Everything a verdict rests on, as text that can be compared."""

    bundle: str
    market: str
    """Symbol, hours and kind of data."""
    calendar: str
    costs: str
    notional: str
    daily_loss: str
    split: str
    sessions: str
    """First, last and number of the judged sessions."""
    data: str
    """SHA-256 over the checksums of their episodes."""
    thresholds: str
    code: str
    proof: str
    """Which look or entry, and what it may spend."""
    looks: str
    """SHA-256 over the looks that were taken before."""

    def to_fields(self) -> dict[str, str]:
        """For JSON."""
        return asdict(self)

    @classmethod
    def from_fields(cls, told: Mapping[str, str]) -> "Binding":
        """From JSON; what an earlier version did not tell is empty, so it differs."""
        return cls(**{field.name: str(told.get(field.name, "")) for field in fields(cls)})

    def differences(self, other: "Binding") -> tuple[str, ...]:
        """Names of what differs, in order."""
        return tuple(
            field.name for field in fields(self) if getattr(self, field.name) != getattr(other, field.name)
        )


def told_costs(costs: CostModel) -> str:
    """The cost model as a binding tells it."""
    return f"half-spread {costs.half_spread:g} bps, slippage {costs.slippage:g} bps"


def told_stakes(stakes: Stakes) -> str:
    """The notional as a binding tells it."""
    return f"{stakes.notional:,.2f} USD"


def told_loss(daily_loss: Cop) -> str:
    """The daily-loss limit as a binding tells it."""
    return f"{daily_loss:,.2f} COP"


def told_thresholds(settings: GateSettings) -> str:
    """The thresholds as a binding tells them."""
    return ", ".join(f"{name} {value:g}" for name, value in asdict(settings).items())


def told_sessions(sessions: tuple[date, ...]) -> str:
    """The judged sessions as a binding tells them."""
    return f"{sessions[0]} to {sessions[-1]}, {len(sessions)} sessions" if sessions else "none"


def told_proof(proof: Proof) -> str:
    """How the edge was asked for, as a binding tells it."""
    if isinstance(proof, ByEntry):
        return f"entry {proof.number}, stop {proof.stop:.6g}"
    return f"look {proof.number}" + (f", batch of {1 + len(proof.companions)}" if proof.companions else "")


def data_digest(checksums: Mapping[date, str], sessions: Iterable[date]) -> str:
    """SHA-256 over the checksums of the ``sessions``; one without a partition counts as such."""
    lines = (f"{day}={checksums.get(day, 'none')}" for day in sessions)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def looks_digest(before: Iterable[Look]) -> str:
    """SHA-256 over the looks that were taken ``before``: numbers, sessions and what each showed."""
    lines = (
        f"{look.id} {look.number} {look.first} {look.last} "
        + " ".join(sorted(f"{trial.bundle_hash}:{trial.series_hash}" for trial in look.trials))
        for look in before
    )
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
