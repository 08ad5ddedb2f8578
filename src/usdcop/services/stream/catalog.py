"""What can be subscribed to in this process."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from usdcop.services.stream.protocol import Target
from usdcop.services.stream.window import Window


@dataclass(slots=True)
class Catalog:
    """Windows of all streams that are served, by name. Only ever grows."""

    size: int
    """Events each window keeps."""
    windows: dict[str, Window] = field(default_factory=dict)

    def admit(self, targets: Iterable[Target]) -> list[Window]:
        """Serve ``targets`` too; the windows of those that are new."""
        fresh = [target for target in targets if target.stream not in self.windows]
        for target in fresh:
            self.windows[target.stream] = Window(target, self.size)
        return [self.windows[target.stream] for target in fresh]
