"""A court's record with one row of each kind, and the session returns of its trial."""

import hashlib
from dataclasses import replace
from datetime import date

import numpy as np
from sqlalchemy import Engine

from support.tables import OPEN
from usdcop.adapters.postgres.court_record import PostgresCourtRecord
from usdcop.core.episodes import Split
from usdcop.core.ports import Objects
from usdcop.core.trials import (
    LookTrial,
    NewEntry,
    NewLook,
    Series,
    Title,
    TitleEvent,
    TrainedBundle,
    series_key,
)

TRAINED, FOREIGN = "a" * 64, "b" * 64
SPLIT = Split(
    "chrono",
    (date(2020, 1, 2), date(2023, 1, 2)),
    (date(2023, 1, 3), date(2023, 6, 1)),
    (date(2023, 6, 12), date(2024, 6, 28)),
    5,
)
DAYS = (date(2024, 6, 26), date(2024, 6, 27), date(2024, 6, 28))
SERIES = Series(TRAINED, DAYS, np.array([0.01, -0.002, 0.003]))
DIGEST = hashlib.sha256(SERIES.to_bytes()).hexdigest()
MADE = TrainedBundle(TRAINED, "USDCOP", SPLIT, "d" * 64, "c" * 64, '{"seeds": [0, 1]}', "usdcop-0.1.0")
LOOK = NewLook(
    "USDCOP", DAYS[0], DAYS[-1], 3, (LookTrial(TRAINED, DIGEST, SERIES.sharpe_per_session),), "cli:me"
)
ENTRY = NewEntry(
    "USDCOP", FOREIGN, 0.012, trained_here=False, entered_at=OPEN, vendor_at=OPEN, actor="cli:me"
)
WON = Title("USDCOP", TRAINED, TitleEvent.WON, "look 1", 0.02, 0.001, date(2024, 7, 2), "cli:me")
LOST = replace(WON, event=TitleEvent.LOST, reason="decay", cap=None, kept_mean=None, actor="home")


def fill_court(engine: Engine, objects: Objects | None = None) -> None:
    """Record one of each, as the system does; with ``objects``, the trial's session returns as well."""
    record = PostgresCourtRecord(engine)
    if objects is not None:
        objects.put(series_key(DIGEST), SERIES.to_bytes())
    record.record_trained(MADE, OPEN)
    record.take_look(LOOK, lambda _looks: 1, OPEN)
    record.enter(ENTRY, OPEN)
    record.add_title(WON, OPEN)
    record.add_title(LOST, OPEN)
