"""What was tried: every look at the judged sessions, in words. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from usdcop.backtest.serialise import Plain
from usdcop.core.metrics import SESSIONS_A_YEAR
from usdcop.core.trials import Look, LookKind
from usdcop.court.spending import look_level

KINDS: Final = {
    LookKind.TRIAL: "one bundle",
    LookKind.BATCH: "declared together",
    LookKind.EARLIER: "of an earlier version",
}
NOT_KEPT: Final = "—"


@dataclass(frozen=True, slots=True)
class Tried:
    """One bundle of one look."""

    look: int
    bundle_hash: str | None
    """None: of a version that kept none."""
    sharpe: float | None
    """A year."""
    chosen: bool
    """Whether the report is of it."""


def tried_in(looks: Sequence[Look], bundle_hash: str) -> list[Tried]:
    """Every bundle that was shown, look by look; an evaluation of an earlier version names none."""
    year = SESSIONS_A_YEAR**0.5
    found = []
    for look in looks:
        for trial in look.trials:
            ratio = trial.sharpe_per_session
            sharpe = None if ratio is None else year * ratio
            found.append(
                Tried(look.number, trial.bundle_hash, sharpe, chosen=trial.bundle_hash == bundle_hash)
            )
        if not look.trials:
            found.append(Tried(look.number, None, None, chosen=False))
    return found


def looks_table(looks: Sequence[Look], bundle_hash: str) -> list[list[Plain]]:
    """Rows of look, spent, how, bundle, Sharpe, sessions, when, and whether it is this bundle; a batch's first row names the look."""
    by_number = {look.number: look for look in looks}
    rows: list[list[Plain]] = []
    named: set[int] = set()
    for tried in tried_in(looks, bundle_hash):
        look = by_number[tried.look]
        told = _told(look) if look.number not in named else ["", "", ""]
        named.add(look.number)
        rows.append([*told, _bundle(tried), _sharpe(tried), *_when(look), tried.chosen])
    return rows


def _told(look: Look) -> list[Plain]:
    return [str(look.number), f"{100 * look_level(look.number):.2g} %", KINDS[look.kind]]


def _when(look: Look) -> list[Plain]:
    return [f"{look.first:%Y-%m-%d} to {look.last:%Y-%m-%d}", f"{look.at:%Y-%m-%d}"]


def _bundle(tried: Tried) -> str:
    return NOT_KEPT if tried.bundle_hash is None else tried.bundle_hash[:12]


def _sharpe(tried: Tried) -> str:
    return NOT_KEPT if tried.sharpe is None else f"{tried.sharpe:+.2f}".replace("-", "−")


def spread_of(tried: Sequence[Tried]) -> str:
    """How far the Sharpe ratios of all that was tried lie apart, in words."""
    known = [one.sharpe for one in tried if one.sharpe is not None]
    count = f"{len(tried)} bundle{'s' if len(tried) > 1 else ''} in {len({one.look for one in tried})} look"
    count += "s" if len({one.look for one in tried}) > 1 else ""
    if not known:
        return f"{count}; none has a Sharpe ratio."
    low, high = min(known), max(known)
    return f"{count}, with Sharpe ratios from {low:+.2f} to {high:+.2f}.".replace("-", "−")
