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
from usdcop.adapters.lake.parquet import ParquetLake
from usdcop.adapters.objects import LocalObjects
from usdcop.core.errors import StorageError
from usdcop.core.layers import Layer
from usdcop.pipeline.inventory import Fault
from usdcop.pipeline.repair import repair
from usdcop.pipeline.verify import verify

DAYS = weekdays(date(2024, 3, 18), 12)
"""Sessions of two quarters."""

LAYERS = [Layer.L0, Layer.L1, Layer.L4]
"""One that is kept twice, one of packs, one of packs and shared manifests."""

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


@pytest.mark.parametrize("layer", LAYERS)
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
        changes += 1
    assert changes > len(DAYS) / 2
    assert state(lake, layer) == 1.0
    assert verify(objects, lake, "USDCOP").findings == ()


@pytest.mark.parametrize("layer", LAYERS)
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
    assert killed > len(DAYS) / 2


@pytest.mark.parametrize("layer", LAYERS)
def test_killed_after_any_change_repair_brings_manifests_and_catalog_together(
    tmp_path: Path, layer: Layer
) -> None:
    renewed = [0]
    changes, done = 0, False
    while not done:
        objects = LocalObjects(tmp_path / str(changes))
        lake = lake_on(objects)
        lake.write(layer, [write_of(day) for day in DAYS])
        try:
            lake_on(DyingObjects(objects, changes)).write(layer, [write_of(day, 1.0) for day in DAYS])
            done = True
        except KeyboardInterrupt:
            told = {one.fault for one in verify(objects, lake, "USDCOP").findings}
            assert told <= {Fault.CATALOG_DIFFERS}
        repair(objects, layer, "USDCOP")
        assert verify(objects, lake, "USDCOP").findings == (), f"killed after {changes} changes"
        renewed.append(_renewed(lake, layer))
        changes += 1
    assert renewed == sorted(renewed), "what was written is not given up"
    assert set(renewed) > {0, len(DAYS)}


def _renewed(lake: ParquetLake, layer: Layer) -> int:
    """How many sessions hold their new rows; every other one must hold its old ones."""
    found = lake.read(layer)
    assert found is not None
    first = {day: found.filter(pl.col("session") == day)["close"][0] for day in DAYS}
    new = [day for day in DAYS if first[day] == bars_of(day, shift=1.0)["close"][0]]
    assert_frame_equal(found, pl.concat([bars_of(day, shift=float(day in new)) for day in DAYS]))
    return len(new)


@pytest.mark.parametrize("layer", LAYERS)
def test_a_session_that_leaves_its_pack_and_comes_back_survives_being_killed_at_any_point(
    tmp_path: Path, layer: Layer
) -> None:
    """As the bars of a day come in after a history was made at once, and then the quarter ends."""
    today, later = DAYS[-1], weekdays(date(2024, 7, 2), 1)[0]
    for changes in range(14):
        objects = LocalObjects(tmp_path / str(changes))
        lake = lake_on(objects)
        lake.write(layer, [write_of(day) for day in DAYS])
        for step in (write_of(today, 1.0), write_of(today, 2.0), write_of(later)):
            before = lake.read(layer)
            try:
                lake_on(DyingObjects(objects, changes)).write(layer, [step])
            except KeyboardInterrupt:
                after = lake.read(layer)
                assert before is not None
                assert after is not None
                assert_frame_equal(before, after)
                lake.write(layer, [step])
            assert verify(objects, lake, "USDCOP").findings == (), f"killed after {changes} changes"
        found = lake.read(layer)
        assert found is not None
        expected = [bars_of(day, shift=2.0 * (day == today)) for day in DAYS]
        assert_frame_equal(found, pl.concat([*expected, bars_of(later)]))


@pytest.mark.parametrize(("layer", "killed"), [(Layer.L0, 12), (Layer.L1, 14), (Layer.L4, 4)])
def test_a_drop_that_was_killed_is_completed_by_the_next(tmp_path: Path, layer: Layer, killed: int) -> None:
    objects = LocalObjects(tmp_path)
    lake = lake_on(objects)
    lake.write(layer, [write_of(day) for day in DAYS])
    for changes in (0, killed // 2, killed):
        with pytest.raises(KeyboardInterrupt):
            lake_on(DyingObjects(objects, changes)).drop(layer, DAYS)
        assert state(lake, layer) == 0.0
    lake.drop(layer, DAYS)
    assert lake.read(layer) is None
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
            lake.write(Layer.L0, [write_of(day, rows=60) for day in weekdays(date(2020, 1, 2), 480)])
        after = stored(disk)
        assert {name: after[name] for name in before} == before
        assert state(lake, Layer.L1) == 0.0
        assert lake.write(Layer.L1, [write_of(day) for day in DAYS]) == []
    finally:
        subprocess.run(["umount", disk], check=True)
