from datetime import UTC, date, datetime

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from support.storage import NOON, bars_of, weekdays
from usdcop.core.catalogs import (
    Catalog,
    Pack,
    Partition,
    bare_manifest,
    catalog_bytes,
    catalog_of,
    entry_of,
    files_named,
    names_files,
    packed,
    partition_of,
    partitions_of,
    sessions_in,
    unreferenced,
)
from usdcop.core.errors import CorruptPartitionError
from usdcop.core.layers import FileEntry, Layer, Manifest, quarter_of
from usdcop.core.manifests import checksum, manifest_bytes
from usdcop.core.partitions import Layout, frame_of

LAYOUT = Layout(Layer.L1, "USDCOP")
Q1, Q2 = weekdays(date(2024, 2, 1), 5), weekdays(date(2024, 5, 2), 4)
INSTANTS = st.datetimes(timezones=st.just(UTC)).map(lambda at: at.replace(microsecond=0))
PARTS = st.builds(Partition, st.text(), st.integers(0), INSTANTS, st.integers(0), st.text(), st.text())
PACKS = st.builds(Pack, st.text(), st.integers(0), st.text(), st.lists(st.text(), max_size=3).map(tuple))
CATALOGS = st.builds(
    Catalog,
    st.sampled_from(Layer),
    st.text(),
    st.dictionaries(st.dates(), PARTS, max_size=4),
    st.dictionaries(st.text(), PACKS, max_size=3),
)


def part(day: date, records: int = 4) -> Partition:
    digest = checksum(day.isoformat().encode())
    return Partition(LAYOUT.path(day, digest), 100, NOON, records, digest, "sha256:m")


def catalog(*quarters: str) -> Catalog:
    """Sessions of two quarters, of which ``quarters`` are packed."""
    bare = Catalog(Layer.L1, "USDCOP", {day: part(day) for day in Q1 + Q2})
    packs = {one: Pack(one, 1, "sha256:p", bare.members(bare.quarters()[one])) for one in quarters}
    return Catalog(Layer.L1, "USDCOP", bare.partitions, packs)


@given(CATALOGS)
def test_a_catalog_comes_back(one: Catalog) -> None:
    back = catalog_of(catalog_bytes(one), "here")
    assert back == one
    assert list(back.partitions) == sorted(one.partitions)


@given(CATALOGS, st.data())
def test_a_catalog_with_one_changed_byte_is_refused(one: Catalog, data: st.DataObject) -> None:
    text = bytearray(catalog_bytes(one))
    text[data.draw(st.integers(0, len(text) - 1))] ^= data.draw(st.integers(1, 255))
    with pytest.raises(CorruptPartitionError, match="usdcop verify --repair"):
        catalog_of(bytes(text), "here")


@given(CATALOGS, st.integers(0, 300))
def test_a_torn_catalog_is_refused(one: Catalog, length: int) -> None:
    text = catalog_bytes(one)
    with pytest.raises(CorruptPartitionError, match="altered or torn"):
        catalog_of(text[: min(length, len(text) - 1)], "here")


def test_sessions_are_grouped_by_quarter_in_order() -> None:
    assert catalog().quarters() == {"2024Q1": tuple(Q1), "2024Q2": tuple(Q2)}
    assert catalog().quarters([Q2[1], Q1[0], date(1999, 1, 4)]) == {"2024Q1": (Q1[0],), "2024Q2": (Q2[1],)}


def test_the_newest_quarter_is_packed_only_when_it_is_all_at_hand() -> None:
    assert catalog().to_pack(set()) == {"2024Q1": tuple(Q1)}
    assert catalog("2024Q1").to_pack(set(Q2[:-1])) == {}
    assert catalog("2024Q1").to_pack(set(Q2)) == {"2024Q2": tuple(Q2)}
    assert catalog("2024Q1", "2024Q2").to_pack(set(Q1 + Q2)) == {}


def test_a_pack_counts_only_while_its_members_are_todays() -> None:
    whole = catalog("2024Q1")
    assert whole.pack_of("2024Q1", Q1) is not None
    assert whole.pack_of("2024Q1", Q1[:-1]) is None
    assert whole.pack_of("2024Q2", Q2) is None
    changed = Catalog(Layer.L1, "USDCOP", {**whole.partitions, Q1[2]: part(Q1[3])}, whole.packs)
    assert changed.pack_of("2024Q1", Q1) is None
    assert list(changed.to_pack(set())) == ["2024Q1"]


@given(st.lists(st.integers(0, 5), min_size=5, max_size=5), st.sets(st.sampled_from(Q1), min_size=1))
def test_sessions_are_cut_out_of_a_pack_where_they_lie(lengths: list[int], chosen: set[date]) -> None:
    rows = {day: bars_of(day, length) for day, length in zip(Q1, lengths, strict=True)}
    one = Catalog(Layer.L1, "USDCOP", {day: part(day, frame.height) for day, frame in rows.items()})
    wanted = sorted(chosen)
    cut = sessions_in(pl.concat(rows.values()), one, Q1, wanted)
    assert_frame_equal(cut, pl.concat([rows[day] for day in wanted]))


def test_a_pack_is_named_after_its_content() -> None:
    rows = pl.concat([bars_of(day) for day in Q1])
    pack, data = packed(LAYOUT, "2024Q1", rows, ("sha256:a",))
    assert pack == Pack(LAYOUT.pack_path("2024Q1", checksum(data)), len(data), checksum(data), ("sha256:a",))
    assert_frame_equal(frame_of(data, "here"), rows)


def test_a_bare_manifest_says_of_the_file_what_the_catalog_says() -> None:
    one = part(Q1[0])
    bare = bare_manifest(LAYOUT, Q1[0], one)
    assert bare.files == (entry_of(one),)
    ((day, back),) = partitions_of([bare]).items()
    assert day == Q1[0]
    assert (back.path, back.checksum, back.records) == (one.path, one.checksum, one.records)
    assert back == partition_of(bare)


def test_what_neither_manifests_nor_catalogs_name_is_unreferenced() -> None:
    one, pack = part(Q1[0]), Pack("USDCOP/M5/packs/p", 1, "sha256:p", ())
    listed = Catalog(Layer.L1, "USDCOP", {Q1[0]: one}, {quarter_of(Q1[0]): pack})
    entry = FileEntry("note_0123456789ab.json", 1, datetime(2024, 1, 1, tzinfo=UTC), 1, "sha256:n")
    note = Manifest("bucket", "notes", (entry,), {"document": "note.json"}, "1", "co")
    texts = {
        "bucket/USDCOP/M5/catalog.json": catalog_bytes(listed),
        "bucket/notes/manifest.json": manifest_bytes([note], shared=True),
    }
    named = [
        f"bucket/{one.path}",
        "bucket/USDCOP/M5/packs/p",
        "bucket/notes/note_0123456789ab.json",
        "bucket/unreferenced.json",
    ]
    keys = sorted([*texts, *named, "bucket/notes/stray", "bucket/USDCOP/M5/packs/older"])
    assert [key for key in keys if names_files(key)] == sorted(texts)
    told = set().union(*(files_named(key, text) for key, text in texts.items()))
    assert told == set(named[:-1])
    assert unreferenced(keys, told) == ["bucket/USDCOP/M5/packs/older", "bucket/notes/stray"]
    for key in texts:
        with pytest.raises(CorruptPartitionError):
            files_named(key, b"torn")
