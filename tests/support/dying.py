"""An object store that ends in the middle of what is written to it."""

from collections.abc import Iterable, Mapping

from usdcop.adapters.objects import LocalObjects


class DyingObjects:
    """Objects of a folder that end the process's work after a number of changes, as kill -9 would."""

    def __init__(self, inner: LocalObjects, changes: int) -> None:
        self.inner = inner
        self.left = changes
        self.get, self.get_many = inner.get, inner.get_many
        self.keys, self.exists, self.written_at = inner.keys, inner.exists, inner.written_at

    def put(self, key: str, data: bytes) -> None:
        self._count()
        self.inner.put(key, data)

    def put_many(self, objects: Mapping[str, bytes]) -> None:
        for key, data in objects.items():
            self.put(key, data)

    def delete(self, keys: Iterable[str]) -> None:
        for key in keys:
            self._count()
            self.inner.delete([key])

    def _count(self) -> None:
        if self.left == 0:
            raise KeyboardInterrupt
        self.left -= 1
