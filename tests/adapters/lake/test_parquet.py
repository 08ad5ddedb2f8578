import json
from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from support.dying import DyingObjects
from support.storage import NOON, bars_of, lake_on, stored, weekdays, write_of
from usdcop.adapters.lake.parquet import ParquetLake, Versions
from usdcop.adapters.objects import LocalObjects
from usdcop.core.errors import (
    CorruptPartitionError,
    MissingPartitionError,
    UsageError,
)
from usdcop.core.layers import Layer
from usdcop.core.ports import PartitionWrite

DAY = date(2025, 10, 22)
QUARTERS = weekdays(date(2024, 3, 25), 12) + weekdays(date(2024, 6, 25), 8)
"""Sessions of 2024Q1, Q2 and Q3."""


def file_of(lake: ParquetLake, layer: Layer, day: date) -> str:
    manifest = lake.manifest(layer, day)
    assert manifest is not None
    return f"{manifest.bucket}/{manifest.prefix}/{manifest.files[0].filename}"


@pytest.mark.parametrize(
    ("layer", "expected"),
    [
        (Layer.L0, "00-raw-usdcop-marketdata/USDCOP/M5/2025/10/22/ohlcv_20251022_"),
        (Layer.L1, "01-l1-ds-usdcop-standardize/USDCOP/M5/2025/10/22/standardized_20251022_"),
        (Layer.L2, "02-l2-ds-usdcop-prepare/USDCOP/M5/2025/10/22/prepared_20251022_"),
        (Layer.L3, "03-l3-ds-usdcop-feature/USDCOP/M5/2025/10/22/features_20251022_"),
        (Layer.L4, "04-l4-ds-usdcop-rlready/episodes/2025/10/episode_20251022_session1_"),
        (Layer.L5, "05-l5-ds-usdcop-serving/predictions/2025/10/predictions_20251022_"),
        (Layer.L6, "usdcop-l6-backtest/results/2025/10/trades_20251022_"),
    ],
)
def test_keys_are_the_seeds_with_the_checksum_in_the_name(
    lake: ParquetLake, tmp_path: Path, layer: Layer, expected: str
) -> None:
    lake.write(layer, [write_of(DAY)])
    manifest = lake.manifest(layer, DAY)
    assert manifest is not None
    key = file_of(lake, layer, DAY)
    assert key == f"{expected}{manifest.files[0].checksum[7:19]}.parquet"
    assert_frame_equal(pl.read_parquet(tmp_path / key), bars_of(DAY))
    assert (tmp_path / key).parent.joinpath("manifest.json").is_file()


def test_what_was_written_is_read_in_order_of_date(lake: ParquetLake) -> None:
    lake.write(Layer.L1, [write_of(day) for day in reversed(QUARTERS)])
    whole = lake.read(Layer.L1)
    assert whole is not None
    assert_frame_equal(whole, pl.concat([bars_of(day) for day in QUARTERS]))
    assert list(lake.days(Layer.L1)) == QUARTERS


def test_what_is_not_there_is_none(lake: ParquetLake) -> None:
    assert lake.read(Layer.L1) is None
    assert lake.days(Layer.L1) == {}
    assert lake.manifest(Layer.L1, DAY) is None
    lake.write(Layer.L1, [write_of(DAY)])
    assert lake.read(Layer.L1, [DAY - timedelta(days=1)]) is None
    assert lake.read(Layer.L1, []) is None
    assert lake.read(Layer.L2) is None


def test_a_session_without_rows_exists(lake: ParquetLake) -> None:
    lake.write(Layer.L1, [write_of(DAY, rows=0), write_of(DAY + timedelta(days=1))])
    assert list(lake.days(Layer.L1)) == [DAY, DAY + timedelta(days=1)]
    empty = lake.read(Layer.L1, [DAY])
    assert empty is not None
    assert empty.height == 0
    assert empty.schema == bars_of(DAY).schema


def test_writing_the_same_again_touches_nothing(
    lake: ParquetLake, objects: LocalObjects, tmp_path: Path
) -> None:
    lake.write(Layer.L1, [write_of(day) for day in QUARTERS])
    lake.write(Layer.L4, [write_of(day) for day in QUARTERS])
    before = stored(tmp_path)
    later = lake_on(objects, NOON + timedelta(days=3))
    assert later.write(Layer.L1, [write_of(day) for day in QUARTERS]) == []
    assert later.write(Layer.L4, [write_of(day) for day in QUARTERS[3:5]]) == []
    assert stored(tmp_path) == before


def test_write_returns_the_sessions_whose_content_changed(lake: ParquetLake) -> None:
    assert lake.write(Layer.L1, [write_of(day) for day in QUARTERS]) == QUARTERS
    changed = QUARTERS[4]
    assert lake.write(Layer.L1, [write_of(day, float(day == changed)) for day in QUARTERS]) == [changed]
    whole = lake.read(Layer.L1)
    assert whole is not None
    assert_frame_equal(whole, pl.concat([bars_of(day, shift=float(day == changed)) for day in QUARTERS]))


def test_equal_frames_have_equal_checksums_however_they_were_made(lake: ParquetLake) -> None:
    rows = bars_of(DAY, 30)
    pieces = pl.concat([rows[:7], rows[7:8], rows[8:]], rechunk=False)
    cut = pl.concat([bars_of(DAY - timedelta(days=1)), rows]).filter(pl.col("session") == DAY)
    sums = set()
    for frame in (rows, pieces, cut, rows.sort("close").sort("time"), rows.clone()):
        lake.write(Layer.L1, [PartitionWrite(DAY, frame, {}, {})])
        sums.add(lake.days(Layer.L1)[DAY])
    assert len(sums) == 1


def test_dropped_sessions_are_forgotten(lake: ParquetLake, tmp_path: Path) -> None:
    for layer in (Layer.L1, Layer.L4):
        lake.write(layer, [write_of(day) for day in QUARTERS])
        lake.drop(layer, [QUARTERS[0], QUARTERS[5], date(1999, 1, 4)])
        kept = [day for day in QUARTERS if day not in {QUARTERS[0], QUARTERS[5]}]
        assert list(lake.days(layer)) == kept
        assert lake.manifest(layer, QUARTERS[5]) is None
        whole = lake.read(layer)
        assert whole is not None
        assert_frame_equal(whole, pl.concat([bars_of(day) for day in kept]))
    lake.drop(Layer.L1, QUARTERS)
    lake.drop(Layer.L1, QUARTERS)
    assert lake.read(Layer.L1) is None
    assert not list((tmp_path / Layer.L1.bucket).rglob("manifest.json"))


def test_the_progress_ends_with_all(lake: ParquetLake) -> None:
    seen: list[tuple[int, int]] = []
    days = weekdays(date(2024, 1, 2), 70)
    lake.write(
        Layer.L1, [write_of(day, rows=1) for day in days], lambda done, total: seen.append((done, total))
    )
    assert seen[-1] == (70, 70)
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)


def test_an_altered_file_is_never_read(lake: ParquetLake, tmp_path: Path) -> None:
    lake.write(Layer.L1, [write_of(DAY)])
    path = tmp_path / file_of(lake, Layer.L1, DAY)
    whole = path.read_bytes()
    for wrong in (whole[:-1], whole + b"x", b"", whole[:50] + bytes([whole[50] ^ 1]) + whole[51:]):
        path.write_bytes(wrong)
        with pytest.raises(
            CorruptPartitionError, match=r"standardized_20251022.* altered or torn.*usdcop verify"
        ):
            lake.read(Layer.L1)


def test_a_missing_file_is_named(lake: ParquetLake, tmp_path: Path) -> None:
    lake.write(Layer.L1, [write_of(DAY)])
    (tmp_path / file_of(lake, Layer.L1, DAY)).unlink()
    with pytest.raises(MissingPartitionError, match="standardized_20251022"):
        lake.read(Layer.L1)


def test_files_are_collected_a_day_after_they_were_seen_unreferenced(
    lake: ParquetLake, tmp_path: Path
) -> None:
    for layer in (Layer.L1, Layer.L4):
        lake.write(layer, [write_of(day) for day in QUARTERS])
        lake.put_document(layer, "notes/a.json", b"old")
        (replaced,) = (tmp_path / layer.bucket).rglob("Q1/*.parquet")
        lake.write(layer, [write_of(QUARTERS[0], 1.0)])
        lake.put_document(layer, "notes/a.json", b"new")
        assert lake.collect(layer, NOON) == []
        assert lake.collect(layer, NOON + timedelta(hours=23)) == []
        assert replaced.is_file()
        collected = lake.collect(layer, NOON + timedelta(days=1))
        assert str(replaced.relative_to(tmp_path)) in collected
        assert [key for key in collected if "/notes/" in key]
        assert [key for key in collected if "/catalog/2024Q1" in key]
        assert len(collected) == 3
        assert lake.collect(layer, NOON + timedelta(days=2)) == []
        assert lake.get_document(layer, "notes/a.json") == b"new"
        assert lake.read(layer) is not None


def test_a_document_is_kept_with_a_manifest_and_checked(lake: ParquetLake, tmp_path: Path) -> None:
    name = "results/2025/10/backtest_report_20251022.json"
    key = lake.put_document(Layer.L6, name, b'{"a": 1}', {"L4/x": "sha256:22"})
    assert key.startswith("usdcop-l6-backtest/results/2025/10/backtest_report_20251022_")
    assert lake.get_document(Layer.L6, name) == b'{"a": 1}'
    manifest = json.loads((tmp_path / key).parent.joinpath("manifest.json").read_text())
    assert manifest["files"][0]["size_bytes"] == 8
    assert manifest["members"][0]["inputs"] == {"L4/x": "sha256:22"}
    (tmp_path / key).write_bytes(b'{"a": 2}')
    with pytest.raises(CorruptPartitionError, match="backtest_report"):
        lake.get_document(Layer.L6, name)


def test_documents_and_sessions_share_a_folder_without_harm(lake: ParquetLake) -> None:
    lake.put_document(Layer.L6, "results/2025/10/report.json", b"{}")
    lake.write(Layer.L6, [write_of(DAY)])
    lake.put_document(Layer.L6, "results/2025/10/report.pdf", b"%PDF")
    assert lake.get_document(Layer.L6, "results/2025/10/report.pdf") == b"%PDF"
    lake.drop(Layer.L6, [DAY])
    assert lake.documents(Layer.L6, "results/2025/10") == [
        "results/2025/10/report.json",
        "results/2025/10/report.pdf",
    ]
    lake.write(Layer.L6, [write_of(DAY)])
    assert lake.get_document(Layer.L6, "results/2025/10/report.pdf") == b"%PDF"
    assert lake.manifest(Layer.L6, DAY) is not None


def test_the_same_document_again_touches_nothing(lake: ParquetLake, tmp_path: Path) -> None:
    lake.put_document(Layer.L4, "splits/main.json", b"{}")
    before = stored(tmp_path)
    lake.put_document(Layer.L4, "splits/main.json", b"{}")
    assert stored(tmp_path) == before


def test_a_document_that_is_not_there_is_named(lake: ParquetLake) -> None:
    assert lake.documents(Layer.L4, "splits") == []
    with pytest.raises(MissingPartitionError, match=r"splits/main\.json"):
        lake.get_document(Layer.L4, "splits/main.json")


@pytest.mark.parametrize("path", ["main.json", "../other/main.json", "/splits/main.json", ""])
def test_a_document_cannot_leave_its_layer(lake: ParquetLake, path: str) -> None:
    with pytest.raises(UsageError, match="no path of a document"):
        lake.put_document(Layer.L4, path, b"{}")


def test_another_symbol_keeps_to_itself(objects: LocalObjects, lake: ParquetLake) -> None:
    other = ParquetLake(objects, "USDMXN", Versions("1.0", "mx"), lambda: NOON)
    for layer in Layer:
        lake.write(layer, [write_of(DAY)])
        other.write(layer, [write_of(DAY, 5.0)])
        other.put_document(layer, "blocks/2025Q4.json", b"{}")
        assert lake.documents(layer, "blocks") == []
        for one, shift in ((lake, 0.0), (other, 5.0)):
            rows = one.read(layer)
            assert rows is not None
            assert_frame_equal(rows, bars_of(DAY, shift=shift))
        lake.collect(layer, NOON)
        assert lake.collect(layer, NOON + timedelta(days=2)) == []


def test_a_folder_of_documents_whose_manifest_is_gone_is_neither_read_nor_written_nor_collected(
    lake: ParquetLake, tmp_path: Path
) -> None:
    key = lake.put_document(Layer.L0, "imports/000001.json", b"{}")
    manifest = tmp_path / key.rpartition("/")[0] / "manifest.json"
    manifest.unlink()
    for deed in (
        lambda: lake.documents(Layer.L0, "imports"),
        lambda: lake.put_document(Layer.L0, "imports/000001.json", b"[]"),
    ):
        with pytest.raises(CorruptPartitionError, match=r"manifest.json is gone.*verify --repair"):
            deed()
    assert not manifest.exists()
    for later in range(3):
        assert lake.collect(Layer.L0, NOON + timedelta(days=later)) == []
    assert (tmp_path / key).exists()


def test_a_first_document_whose_writing_was_killed_is_written_by_the_next_try(
    objects: LocalObjects, lake: ParquetLake
) -> None:
    for changes in range(3):
        dying = lake_on(DyingObjects(objects, changes))
        with pytest.raises(KeyboardInterrupt):
            dying.put_document(Layer.L0, f"notes{changes}/a.json", b"{}")
        assert lake.documents(Layer.L0, f"notes{changes}") == []
        lake.put_document(Layer.L0, f"notes{changes}/a.json", b"{}")
        assert lake.get_document(Layer.L0, f"notes{changes}/a.json") == b"{}"
