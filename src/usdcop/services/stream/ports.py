"""What the stream needs from outside."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from usdcop.core.events import EventReader
from usdcop.core.sessions import Market

# untested: declarations only


@dataclass(frozen=True, slots=True)
class StreamPorts:
    """Where events come from, and what there is."""

    markets: Mapping[str, Market]
    """Symbols that are served."""
    accounts: Callable[[], frozenset[str]]
    """Accounts that exist. May take a while: it is called in a thread. Raises ``ServerError``."""
    reader: Callable[[str], EventReader]
    """A reader of a stream, by its name."""
