"""L0 to L5 of the newest bar, by a worker that stays warm.

The first run after a start, and the one at an opening, look back over the holes of some days, over every
quarter, and hold L0 against its gate. The others bring only today, so that a bar is through all layers while
the next one is forming.
"""

import asyncio
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from usdcop.core.layers import Layer
from usdcop.main.jobs.acquiring import Keeper
from usdcop.main.jobs.batch import make_layer
from usdcop.main.jobs.predicting import Roles, predict
from usdcop.main.jobs.replaying import read_replay
from usdcop.main.jobs.running import Done, LayerReport, run_layer
from usdcop.main.scheduling.plan import Due
from usdcop.main.wiring import System, writing
from usdcop.pipeline.gates import acquire_gates
from usdcop.pipeline.l0_acquire import AcquireSettings, Plan, Run, fetch, plan
from usdcop.pipeline.l0_store import read_absent, stored_bars, write_absent

# untested: here; tests/main/scheduling/test_service.py lives through a session with it

LAYERS: Final = (Layer.L0, Layer.L1, Layer.L2, Layer.L3, Layer.L4, Layer.L5)
LOOK_BACK: Final = timedelta(days=10)
"""How far back holes are looked for at an opening: further than the vendor is asked again for a bar."""


@dataclass(slots=True)
class BarRuns:
    """Brings every layer of ``system`` up to now, time and again."""

    system: System
    roles: Roles = field(init=False)
    _opened: date | None = None

    def __post_init__(self) -> None:
        self.roles = Roles(self.system)

    def __call__(self, one: Due) -> list[LayerReport]:
        """Bring what is due at the slot of ``one``, and all before it.

        Raises:
            GateRefusedError: L0 is not fit for use.
            UsdcopError: a layer failed; those before it stand.
        """
        system = self.system
        day = system.market.calendar.local_date(one.slot)
        thorough = self._opened != day
        with writing(system.settings, quietly=True):
            reports = self.bring(day, thorough=thorough)
        self._opened = day
        return reports

    def bring(self, day: date, *, thorough: bool) -> list[LayerReport]:
        """L0 to L5 up to now, in order."""
        return [self._layer(layer, day, thorough=thorough) for layer in LAYERS]

    def _layer(self, layer: Layer, day: date, *, thorough: bool) -> LayerReport:
        def deed() -> Done:
            match layer:
                case Layer.L0:
                    return acquire_newest(self.system, day, thorough=thorough)
                case Layer.L5:
                    return predict(self.system, self.roles)
                case _:
                    return make_layer(self.system, layer, _silent, None if thorough else day)

        return run_layer(self.system, layer, deed, collect=False)


def acquire_newest(system: System, day: date, *, thorough: bool) -> Done:
    """L0 of ``day``, with ``thorough`` of the days before as well, held against the gate.

    Raises:
        VendorError, CreditsError: the vendor failed; what had arrived is kept.
    """
    settings, now, calendar = AcquireSettings(), system.clock.now(), system.market.calendar
    first = first_day(system, day) if thorough else day
    have = stored_bars(system.lake, calendar.sessions(first, day))
    planned = plan(system.market, (first, day), have, read_absent(system.lake), now, settings)
    keeper = Keeper(system, planned.credits, _silent)
    try:
        asyncio.run(_fetch(system, planned, settings, keeper))
    finally:
        if keeper.done:
            write_absent(system.lake, keeper.absent - stored_bars(system.lake, calendar.sessions(first, day)))
    raw = system.lake.read(Layer.L0) if thorough else None
    gates = () if raw is None else acquire_gates(raw, system.market, now, system.settings.gates)
    return Done(keeper.rows, len(keeper.changed), gates)


def first_day(system: System, day: date) -> date:
    """How far back holes are looked for: in a replay not into the history, which is the file's as it stands."""
    replay = read_replay(system.settings.home)
    earliest = next(iter(system.lake.days(Layer.L0)), day) if replay is None else replay.first
    return min(day, max(day - LOOK_BACK, earliest))


async def _fetch(system: System, planned: Plan, settings: AcquireSettings, keep: Keeper) -> None:
    if not planned.requests:
        return
    run = Run(system.clock, system.run_id, system.source, settings)
    async with system.feed() as feed:
        await fetch(feed, system.market, planned.requests, run, keep)


def _silent(_done: float, _total: float, _note: str = "", /) -> None:
    """Nobody watches a progress bar here."""
