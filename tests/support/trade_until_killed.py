"""A process that replays sessions through the trader and tells each bar; the test kills it without warning."""

import asyncio
import json
import sys
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import polars as pl

from support.batch import CALENDAR
from support.lakes import lake_at
from support.trading import DELAY, Desk, Shelf, vendor_bars
from usdcop.adapters.postgres.database import open_database
from usdcop.core.policy_book import Holder
from usdcop.core.registry import Alias
from usdcop.core.sessions import BAR


def lay_out(folder: Path, shelf: Shelf, raw: pl.DataFrame, days: Sequence[date]) -> None:
    """Write what the process needs into ``folder``, beside the layers in ``folder/lake``."""
    raw.write_parquet(folder / "raw.parquet")
    for digest, data in shelf.bundles.items():
        (folder / f"{digest}.onnx").write_bytes(data)
    roles = [[one.alias.value, one.version, one.bundle_hash] for one in shelf.held()]
    (folder / "job.json").write_text(json.dumps({"roles": roles, "days": [f"{day}" for day in days]}))


def desk_in(folder: Path, url: str) -> Desk:
    """The desk that ``lay_out`` described."""
    job = json.loads((folder / "job.json").read_text())
    roles = {Alias(alias): Holder(Alias(alias), version, digest) for alias, version, digest in job["roles"]}
    bundles = {path.stem: path.read_bytes() for path in folder.glob("*.onnx")}
    return Desk(open_database(url), lake_at(folder / "lake"), Shelf(bundles, roles))


async def trade(folder: Path, desk: Desk) -> None:
    """Replay the sessions of the job from the first on: what was done before is found, and left."""
    raw = pl.read_parquet(folder / "raw.parquet")
    trader = desk.trader()
    for text in json.loads((folder / "job.json").read_text())["days"]:
        day = date.fromisoformat(text)
        await trader.open_session(day, CALENDAR.opens_at(day) - timedelta(minutes=10))
        bars = vendor_bars(raw, day)
        for number, bar in enumerate(bars, 1):
            await trader.on_bars(bars[:number], bar.time + BAR + DELAY)
            print(bar.time, flush=True)  # noqa: T201 - the test reads it
        await trader.close_session(day, CALENDAR.closes_at(day) + DELAY)


if __name__ == "__main__":
    home = Path(sys.argv[1])
    asyncio.run(trade(home, desk_in(home, sys.argv[2])))
