from datetime import date

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from support.storage import bars_of
from usdcop.core.errors import CorruptPartitionError, UsageError
from usdcop.core.layers import Layer
from usdcop.core.manifests import checksum
from usdcop.core.partitions import Layout, bytes_as_stored, frame_bytes, frame_of, missing_partition, proven

DAY = date(2025, 10, 22)


def test_a_sessions_folder_is_its_date_and_later_layers_share_the_months() -> None:
    assert Layout(Layer.L1, "USDCOP").folder(DAY) == "USDCOP/M5/2025/10/22"
    assert Layout(Layer.L4, "USDCOP").folder(DAY) == "episodes/2025/10"
    assert [layer for layer in Layer if Layout(layer, "USDCOP").shared] == [Layer.L4, Layer.L5, Layer.L6]


def test_another_symbol_has_folders_of_its_own() -> None:
    for layer in Layer:
        ours, theirs = Layout(layer, "USDCOP"), Layout(layer, "USDMXN")
        assert theirs.folder(DAY).startswith("USDMXN/")
        assert ours.catalog_key != theirs.catalog_key
        assert ours.document("splits/main.json") != theirs.document("splits/main.json")


def test_keys_begin_with_the_bucket() -> None:
    layout = Layout(Layer.L4, "USDCOP")
    assert layout.catalog_key == "04-l4-ds-usdcop-rlready/episodes/catalog.json"
    assert layout.manifest_key("splits") == "04-l4-ds-usdcop-rlready/splits/manifest.json"
    digest = "sha256:0123456789abcdef"
    assert layout.pack_path("2025Q4", digest) == "episodes/2025/Q4/episode_2025Q4_0123456789ab.parquet"
    assert layout.part_path("2025Q4", digest) == "episodes/catalog/2025Q4_0123456789ab.json"
    assert Layout(Layer.L1, "USDCOP").quarter_folder("2025Q4") == "USDCOP/M5/2025/Q4"


def test_where_sessions_lie_is_known_for_any_symbol() -> None:
    for layer in Layer:
        ours, theirs = Layout(layer, "USDCOP"), Layout(layer, "USDMXN")
        for path in (
            ours.path(DAY, "sha256:0"),
            theirs.path(DAY, "sha256:0"),
            theirs.pack_path("2025Q4", "x"),
        ):
            assert ours.lies_with_sessions(path)
            assert theirs.lies_with_sessions(path)
        for path in ("splits/main.json", "USDMXN/blocks/2025/2025Q4.json"):
            assert not ours.lies_with_sessions(path)


@pytest.mark.parametrize("path", ["", "name", "..", "a/../b", "/a/b"])
def test_a_document_needs_a_folder_inside_the_layer(path: str) -> None:
    with pytest.raises(UsageError, match="folder/name"):
        Layout(Layer.L4, "USDCOP").document(path)


@pytest.mark.parametrize("rows", [0, 1, 60])
def test_a_frame_comes_back_with_its_types(rows: int) -> None:
    frame = bars_of(DAY, rows).with_columns(
        pl.lit([1.0, -0.0], dtype=pl.List(pl.Float64)).alias("list"), pl.lit(float("nan")).alias("nan")
    )
    assert_frame_equal(frame_of(frame_bytes(frame), "here"), frame)


def test_equal_frames_have_equal_bytes() -> None:
    whole = bars_of(DAY, 60)
    apart = pl.concat([whole[:10], whole[10:]], rechunk=False)
    assert frame_bytes(apart) == frame_bytes(whole) == frame_bytes(frame_of(frame_bytes(whole), "here"))


def test_rows_are_known_again_in_the_bytes_of_this_version_and_of_the_one_before() -> None:
    rows = bars_of(DAY, 60)
    for data in (frame_bytes(rows), frame_bytes(rows, statistics=True)):
        assert bytes_as_stored(rows[:30].vstack(rows[30:]), checksum(data)) == data
    assert bytes_as_stored(rows[1:], checksum(frame_bytes(rows))) is None


@pytest.mark.parametrize("data", [b"", b"PAR1", b"not parquet at all", frame_bytes(bars_of(DAY))[:-9]])
def test_what_is_no_parquet_is_refused_with_its_place(data: bytes) -> None:
    with pytest.raises(CorruptPartitionError, match=r"bucket/a.* is not a Parquet file.*usdcop verify"):
        frame_of(data, "bucket/a")


def test_bytes_are_proven_by_their_checksum() -> None:
    assert proven(b"data", checksum(b"data"), "here") == b"data"
    with pytest.raises(CorruptPartitionError, match="bucket/a differs from its checksum"):
        proven(b"Data", checksum(b"data"), "bucket/a")


def test_a_missing_file_is_named_with_its_cure() -> None:
    assert str(missing_partition("bucket/a")).startswith(
        "bucket/a is not there. Run 'usdcop verify --repair'"
    )
