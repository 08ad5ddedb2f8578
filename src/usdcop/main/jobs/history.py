"""The history of a home; where that takes a new split, it is announced: the test set is another one from then on."""

from usdcop.adapters.postgres.audit import PostgresAudit
from usdcop.core.layers import Layer
from usdcop.main.console import say
from usdcop.main.wiring import System
from usdcop.pipeline.history import History, load_history, split_document, split_fields

SPLIT_MADE = "split.made"
"""Action of the audit trail."""


def history_of(system: System) -> History:
    """The history of ``system`` with the split in force; a new one is said, and told in the audit trail.

    Raises:
        MissingInputError: L4 has not been made, or has too few sessions to divide.
        CorruptPartitionError: episodes or a split were altered.
    """
    known = system.lake.documents(Layer.L4, "splits")
    history = load_history(system.lake, system.market, system.clock.now(), system.settings.splits)
    split = history.split
    if known and split_document(split.split_id) not in known:
        say(
            f"A new split: the test set is {split.test[0]} to {split.test[1]} from now on. Bundles are judged on it by a "
            "look at it, and looks count at it that share more than a tenth of its sessions or theirs."
        )
        subject = f"split:{split.split_id}"
        PostgresAudit(system.engine).append(
            system.clock.now(), "home", SPLIT_MADE, subject, split_fields(split)
        )
    return history
