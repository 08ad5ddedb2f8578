"""Which bundles, verdicts and reports were made of bars that were changed since: they heal where the bars come back."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from usdcop.core.layers import Layer
from usdcop.core.manifests import manifests_of
from usdcop.core.partitions import Layout
from usdcop.core.ports import Lake, Objects
from usdcop.core.registry import RegisteredBundle
from usdcop.core.trials import TrainedBundle
from usdcop.main.jobs.verdict import StoredVerdict
from usdcop.pipeline.changes import ChangeRecord, Mark
from usdcop.pipeline.history import data_hash, stored_split


@dataclass(frozen=True, slots=True)
class StoredReport:
    """What is asked of a stored report."""

    id: str
    data: bytes
    """Its JSON."""
    made_at: datetime | None
    """Real time."""


@dataclass(frozen=True, slots=True)
class ModelMarks:
    """Marks of what was made of the episodes of ``lake``."""

    lake: Lake
    record: ChangeRecord

    def bundle(self, model: RegisteredBundle, made: TrainedBundle | None) -> Mark | None:
        """Of the bars that ``model`` was trained and chosen on; None for one that was trained elsewhere."""
        if made is None:
            return None
        split = made.split
        same = made.data_hash == data_hash(self.lake.days(Layer.L4), split)
        return self.record.marks().of_data(split.train[0], split.validation[1], model.created_at, same=same)

    def verdict(
        self, stored: StoredVerdict | None, stale: Sequence[str], made_at: datetime | None
    ) -> Mark | None:
        """Of the bars that a verdict of the real time ``made_at`` was made of; ``stale``: what is otherwise since."""
        if stored is None or stored.first is None or stored.last is None:
            return None
        return self.record.marks().of_data(stored.first, stored.last, made_at, same="data" not in stale)

    def stale(self, reports: Sequence[StoredReport]) -> dict[str, Mark | None]:
        """Those of ``reports`` whose episodes are others now, or doubted; None: no change of bars explains it."""
        checksums, found = self.lake.days(Layer.L4), {}
        for report in reports:
            is_same, mark = self._of_report(report, checksums)
            if mark is not None or not is_same:
                found[report.id] = mark
        return found

    def _of_report(self, report: StoredReport, checksums: Mapping[date, str]) -> tuple[bool, Mark | None]:
        """Whether the split that ``report`` tells of has its episodes still, and the mark; the same where it does not tell."""
        told = json.loads(report.data)
        data, split = told.get("data"), stored_split(self.lake, told["evaluation"]["split_id"])
        if not data or split is None:
            return True, None
        same = data["data_hash"] == data_hash(checksums, split)
        return same, self.record.marks().of_data(split.train[0], split.test[1], report.made_at, same=same)


def document_times(objects: Objects, layout: Layout, folder: str) -> dict[str, datetime]:
    """Real time at which each document directly in ``folder`` of a layer was written, by its path."""
    key = layout.manifest_key(layout.document(f"{folder}/any")[0])
    if not objects.exists(key):
        return {}
    return {
        f"{folder}/{name}": one.files[0].created_at
        for one in manifests_of(objects.get(key), key)
        if (name := one.metadata.get("document")) is not None
    }
