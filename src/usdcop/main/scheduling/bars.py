"""L0 to L5 of the newest bar, by a worker that stays warm."""

from usdcop.core.layers import Layer
from usdcop.main.jobs.batch import BatchJob, run
from usdcop.main.scheduling.plan import Due
from usdcop.main.wiring import System, writing

LAYERS = (Layer.L0, Layer.L1, Layer.L2, Layer.L3, Layer.L4, Layer.L5)


def bring_bars(system: System, one: Due) -> None:
    """Bring every layer up to now."""
    day = system.market.calendar.local_date(one.slot)
    with writing(system.settings):
        run(system, BatchJob(system.market.symbol, LAYERS, first=day))
