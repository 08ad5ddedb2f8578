"""What of the record used the bars of some sessions: named before they change, marked after."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

NAMED: Final = 3
"""Names told of each kind; the rest is counted."""


@dataclass(frozen=True, slots=True)
class Uses:
    """What is kept that was made from the bars of some sessions."""

    bundles: tuple[str, ...] = ()
    """Trained or chosen on one of them."""
    verdicts: tuple[str, ...] = ()
    """Bundles judged on one of them."""
    reports: tuple[str, ...] = ()
    """Evaluations of L6, split reports of L4 and compliance reports that tell of one of them."""
    decisions: int = 0
    fills: int = 0
    predictions: int = 0

    @property
    def any(self) -> bool:
        """Whether there is anything."""
        return bool(self.bundles or self.verdicts or self.reports) or bool(
            self.decisions or self.fills or self.predictions
        )

    def lines(self) -> Iterator[str]:
        """One line for each kind, as people read it."""
        if not self.any:
            yield "nothing that is kept used those bars"
            return
        kinds = (
            ("bundles trained on them", self.bundles),
            ("verdicts, which are stale until judged anew", self.verdicts),
            ("reports, which are marked stale", self.reports),
        )
        for what, names in kinds:
            if names:
                yield f"used by {len(names):,} {what}: {_named(names)}"
        counts = (
            (self.decisions, "decisions"), (self.fills, "fills"), (self.predictions, "predictions")
        )  # fmt: skip
        told = ", ".join(f"{count:,} {what}" for count, what in counts if count)
        if told:
            yield f"used by {told}, which stay as they are and are marked"


def _named(names: Sequence[str]) -> str:
    more = len(names) - NAMED
    return ", ".join(names[:NAMED]) + (f" and {more:,} more" if more > 0 else "")
