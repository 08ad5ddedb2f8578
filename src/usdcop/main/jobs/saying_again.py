"""What bundles said, said again: the newest sessions of L5 are made anew by the bundles that have a role."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Final

import polars as pl

from usdcop.core.errors import ContractError
from usdcop.core.examination import Difference, Kind
from usdcop.core.layers import Layer
from usdcop.main.jobs.predicting import NEWEST_SESSIONS, Roles, predicted
from usdcop.main.wiring import System
from usdcop.pipeline.l5_serve import Deployed, serving_episodes
from usdcop.pipeline.said import KEY, unlike_frame

TOLERANCE: Final = 1e-6
"""Of probabilities and values: a home may have been brought to another machine since."""


def said_again(system: System) -> list[Difference]:
    """Where L5 is not what its bundles say of L4 now. Where either layer changes meanwhile, nothing is told.

    A session whose L4 was written after its L5 is left out, which is a note; so is a bundle with a session stop, since
    what it says depends on the costs that were in force.
    """
    before = _stand(system)
    found = list(_differences(system))
    return found if _stand(system) == before else []


def _differences(system: System) -> Iterator[Difference]:
    newest = list(system.lake.days(Layer.L4))[-NEWEST_SESSIONS:]
    days = [day for day in newest if day in system.lake.days(Layer.L5)]
    fitting = [day for day in days if _is_of_its_l4(system, day)]
    if len(fitting) < len(days):
        what = f"{len(days) - len(fitting)} sessions of L5 were written before their L4: they were not said again."
        yield Difference(Kind.NOT_RECORDED, "predictions", what)
    layer = system.lake.read(Layer.L5, fitting) if fitting else None
    if layer is None:
        return
    episodes = serving_episodes(system.lake, system.market, NEWEST_SESSIONS)
    for one in _able(system, layer):
        try:
            anew = predicted(system, one, episodes)
        except ContractError:
            continue  # it is silent, and L5 tells of that
        own = layer.filter(bundle_hash=one.bundle.digest, alias=one.alias)
        yield from unlike_frame(own, anew.join(own, on=KEY, how="semi"), "its bundle", TOLERANCE)


def _able(system: System, layer: pl.DataFrame) -> list[Deployed]:
    said = set(layer["bundle_hash"])
    able, _ = Roles(system).now()
    return [one for one in able if one.stop is None and one.bundle.digest in said]


def _is_of_its_l4(system: System, day: date) -> bool:
    made, said = _written_at(system, Layer.L4, day), _written_at(system, Layer.L5, day)
    return made is not None and said is not None and made <= said


def _written_at(system: System, layer: Layer, day: date) -> datetime | None:
    manifest = system.lake.manifest(layer, day)
    return None if manifest is None else max(entry.created_at for entry in manifest.files)


def _stand(system: System) -> tuple[Mapping[date, str], ...]:
    return tuple(dict(system.lake.days(layer)) for layer in (Layer.L4, Layer.L5))
