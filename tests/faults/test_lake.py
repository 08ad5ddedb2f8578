"""Promise P6: readers see complete partitions only, whatever a writer was doing when it was killed."""

import random
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from support.dying import DyingObjects
from support.storage import bars_of, lake_on, stored, weekdays, write_of
from usdcop.adapters.lake import ParquetLake
from usdcop.adapters.objects import LocalObjects
from usdcop.core.errors import StorageError
from usdcop.core.layers import Layer
from usdcop.pipeline.inventory import Fault
from usdcop.pipeline.repair import repair
from usdcop.pipeline.verify import verify

DAYS = weekdays(date(2024, 3, 18), 12)
"""Sessions of two quarters."""

SEED = 20240318
WRITER = """
import sys
from datetime import date
from pathlib import Path
from support.storage import lake_on, weekdays, write_of
from usdcop.adapters.objects import LocalObjects
from usdcop.core.layers import Layer

lake = lake_on(LocalObjects(Path(sys.argv[1])))
days = weekdays(date(2024, 3, 18), 12)
turn = 0
while True:
    turn += 1
    for layer in (Layer.L1, Layer.L4):
        lake.write(layer, [write_of(day, float(turn % 2)) for day in days])
    if turn == 2:
        print("writing", flush=True)
"""


def rows(shift: float) -> pl.DataFrame:
    return pl.concat([bars_of(day, shift=shift) for day in DAYS])


def state(lake: ParquetLake, layer: Layer) -> float:
    """0 if the lake holds the old rows, 1 if it holds the new ones; anything else fails."""
    found = lake.read(layer)
    assert found is not None
    shift = 0.0 if found["close"][0] == rows(0.0)["close"][0] else 1.0
    assert_frame_equal(found, rows(shift))
    return shift


@pytest.mark.parametrize("layer", [Layer.L1, Layer.L4])
def test_killed_after_any_change_the_old_state_stands_and_the_next_write_completes_it(
    tmp_path: Path, layer: Layer
) -> None:
    objects = LocalObjects(tmp_path)
    lake = lake_on(objects)
    lake.write(layer, [write_of(day) for day in DAYS])
    new = [write_of(day, 1.0) for day in DAYS]
    done = False
    changes = 0
    while not done:
        try:
            lake_on(DyingObjects(objects, changes)).write(layer, new)
            done = True
        except KeyboardInterrupt:
            assert state(lake, layer) == 0.0
        changes += 3
    assert changes > len(DAYS)
    assert state(lake, layer) == 1.0
    assert verify(objects, lake, "USDCOP").findings == ()


@pytest.mark.parametrize("layer", [Layer.L1, Layer.L4])
def test_killed_after_any_change_writing_what_stood_leaves_nothing_behind(
    tmp_path: Path, layer: Layer
) -> None:
    objects = LocalObjects(tmp_path)
    lake = lake_on(objects)
    old = [write_of(day) for day in DAYS]
    lake.write(layer, old)
    killed = 0
    while True:
        try:
            lake_on(DyingObjects(objects, killed)).write(layer, [write_of(day, 1.0) for day in DAYS])
        except KeyboardInterrupt:
            lake.write(layer, old)
            assert state(lake, layer) == 0.0
            assert verify(objects, lake, "USDCOP").findings == (), f"killed after {killed} changes"
        else:
            break
        killed += 1
    assert killed > len(DAYS)


@pytest.mark.parametrize("changes", [5, 14, 20, 24])
def test_killed_after_some_changes_repair_brings_manifests_and_catalog_together(
    tmp_path: Path, changes: int
) -> None:
    objects = LocalObjects(tmp_path)
    lake = lake_on(objects)
    lake.write(Layer.L1, [write_of(day) for day in DAYS])
    with pytest.raises(KeyboardInterrupt):
        lake_on(DyingObjects(objects, changes)).write(Layer.L1, [write_of(day, 1.0) for day in DAYS])
    told = {one.fault for one in verify(objects, lake, "USDCOP").findings}
    assert told == (set() if changes <= len(DAYS) else {Fault.CATALOG_DIFFERS})
    repair(objects, Layer.L1, "USDCOP")
    assert verify(objects, lake, "USDCOP").findings == ()
    renewed = max(0, changes - len(DAYS))
    found = lake.read(Layer.L1)
    assert found is not None
    assert_frame_equal(
        found, pl.concat([bars_of(day, shift=float(n < renewed)) for n, day in enumerate(DAYS)])
    )


def test_a_drop_that_was_killed_is_completed_by_the_next(tmp_path: Path) -> None:
    objects = LocalObjects(tmp_path)
    lake = lake_on(objects)
    lake.write(Layer.L1, [write_of(day) for day in DAYS])
    for changes in (0, 3, len(DAYS)):
        with pytest.raises(KeyboardInterrupt):
            lake_on(DyingObjects(objects, changes)).drop(Layer.L1, DAYS)
        assert state(lake, Layer.L1) == 0.0
    lake.drop(Layer.L1, DAYS)
    assert lake.read(Layer.L1) is None
    assert verify(objects, lake, "USDCOP").findings == ()


def test_a_reader_beside_a_writer_that_is_killed_sees_one_state_or_the_other(tmp_path: Path) -> None:
    objects = LocalObjects(tmp_path)
    lake = lake_on(objects)
    chance = random.Random(SEED)
    seen = []
    for _ in range(2):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, tmp_path],
            stdout=subprocess.PIPE,
            env={"PYTHONPATH": ":".join(sys.path)},
        )
        assert writer.stdout is not None
        with writer.stdout:
            assert writer.stdout.readline() == b"writing\n"
        until = time.monotonic() + 0.3 + chance.random() / 2
        while time.monotonic() < until:
            seen.append(state(lake, Layer.L1))
            state(lake, Layer.L4)
        writer.send_signal(signal.SIGKILL)
        writer.wait(timeout=10)
        state(lake, Layer.L1)
        state(lake, Layer.L4)
    assert set(seen) == {0.0, 1.0}, f"seed {SEED}: the reader never saw a change"
    for layer in (Layer.L1, Layer.L4):
        lake.write(layer, [write_of(day) for day in DAYS])
        assert state(lake, layer) == 0.0
    assert verify(objects, lake, "USDCOP").findings == ()


def test_a_full_disk_in_the_middle_of_a_write_changes_nothing_that_was_readable(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=600k", "tmpfs", disk], check=False, capture_output=True
    )
    if mounted.returncode:
        pytest.skip("needs the right to mount a small disk")
    try:
        lake = lake_on(LocalObjects(disk))
        lake.write(Layer.L1, [write_of(day) for day in DAYS])
        before = stored(disk)
        with pytest.raises(StorageError, match="has no room"):
            lake.write(Layer.L1, [write_of(day, rows=60) for day in weekdays(date(2023, 1, 2), 120)])
        after = stored(disk)
        assert {name: after[name] for name in before} == before
        assert state(lake, Layer.L1) == 0.0
        assert lake.write(Layer.L1, [write_of(day) for day in DAYS]) == []
    finally:
        subprocess.run(["umount", disk], check=True)
