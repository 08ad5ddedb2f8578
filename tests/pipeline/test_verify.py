from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from support.storage import lake_on, weekdays, write_of
from usdcop.adapters.lake.parquet import ParquetLake
from usdcop.adapters.objects import LocalObjects
from usdcop.adapters.postgres.bars import PostgresBars
from usdcop.core.layers import Layer
from usdcop.pipeline.inventory import Fault
from usdcop.pipeline.verify import Served, VerifyReport, verify

DAYS = weekdays(date(2024, 3, 25), 6)


@pytest.fixture
def objects(tmp_path: Path) -> LocalObjects:
    return LocalObjects(tmp_path)


@pytest.fixture
def lake(objects: LocalObjects) -> ParquetLake:
    lake = lake_on(objects)
    for layer in (Layer.L0, Layer.L1, Layer.L4):
        lake.write(layer, [write_of(day) for day in DAYS])
    lake.put_document(Layer.L4, "splits/main.json", b"{}")
    return lake


def test_an_empty_home_is_sound(objects: LocalObjects) -> None:
    assert verify(objects, lake_on(objects), "USDCOP") == VerifyReport((), (), 0, 0, 0)


def test_every_file_of_every_layer_is_counted(
    objects: LocalObjects, lake: ParquetLake, tmp_path: Path
) -> None:
    report = verify(objects, lake, "USDCOP")
    files = list(tmp_path.rglob("*.parquet"))
    assert report.sound
    assert report.files == len(files) + 1
    assert report.size_bytes > 0
    assert report.rows_compared == 0


def test_a_flipped_bit_anywhere_is_found(objects: LocalObjects, lake: ParquetLake, tmp_path: Path) -> None:
    for path in sorted(path for path in tmp_path.rglob("*") if path.is_file()):
        whole = path.read_bytes()
        path.write_bytes(
            whole[: len(whole) // 2] + bytes([whole[len(whole) // 2] ^ 4]) + whole[len(whole) // 2 + 1 :]
        )
        report = verify(objects, lake, "USDCOP")
        assert not report.sound, path
        assert all(finding.cure for finding in report.findings)
        path.write_bytes(whole)
    assert verify(objects, lake, "USDCOP").sound


def test_a_lost_file_of_any_kind_is_found(objects: LocalObjects, lake: ParquetLake, tmp_path: Path) -> None:
    for path in sorted(path for path in tmp_path.rglob("*") if path.is_file()):
        whole = path.read_bytes()
        path.unlink()
        assert not verify(objects, lake, "USDCOP").sound, path
        path.write_bytes(whole)


def test_what_is_left_over_is_noted_and_sound(objects: LocalObjects, lake: ParquetLake) -> None:
    lake.write(Layer.L1, [write_of(DAYS[0], 1.0)])
    report = verify(objects, lake, "USDCOP")
    assert report.sound
    assert {note.fault for note in report.notes} == {Fault.UNREFERENCED}


def test_postgresql_is_compared_where_it_is_given(
    objects: LocalObjects, lake: ParquetLake, postgres: Engine
) -> None:
    bars = PostgresBars(postgres)
    rows = lake.read(Layer.L1)
    assert rows is not None
    bars.upsert("USDCOP", rows)
    report = verify(objects, lake, "USDCOP", Served(bars))
    assert report.sound
    assert report.rows_compared == rows.height
    with postgres.begin() as connection:
        connection.execute(
            text(
                "UPDATE usdcop_m5_ohlcv SET close = close + 1 WHERE time = (SELECT max(time) FROM usdcop_m5_ohlcv)"
            )
        )
    assert [one.fault for one in verify(objects, lake, "USDCOP", Served(bars)).findings] == [
        Fault.ROW_DIFFERS
    ]


def test_the_progress_names_each_layer(objects: LocalObjects, lake: ParquetLake) -> None:
    seen: dict[Layer, tuple[int, int]] = {}
    verify(objects, lake, "USDCOP", None, lambda layer, done, total: seen.update({layer: (done, total)}))
    assert seen.keys() == {Layer.L0, Layer.L1, Layer.L4}
    assert all(done == total for done, total in seen.values())
