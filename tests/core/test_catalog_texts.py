import json
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.storage import NOON, weekdays
from usdcop.core.catalog_texts import (
    catalog_texts,
    files_named,
    index_bytes,
    index_of,
    is_part,
    named_by_catalogs,
    names_files,
    part_bytes,
    part_of,
    unreferenced,
)
from usdcop.core.catalogs import Index, Pack, Part, Partition, Quarter
from usdcop.core.errors import CorruptPartitionError
from usdcop.core.layers import FileEntry, Layer, Manifest
from usdcop.core.manifests import PackedManifest, checksum, manifest_bytes, packed_manifest_bytes
from usdcop.core.partitions import Layout

DAYS = weekdays(date(2024, 2, 1), 3)
INSTANTS = st.datetimes(timezones=st.just(UTC)).map(lambda at: at.replace(microsecond=0))
PARTITIONS = st.builds(Partition, st.text(), st.integers(0), INSTANTS, st.integers(0), st.text(), st.text())
PACKS = st.builds(Pack, st.text(), st.integers(0), st.text(), st.dictionaries(st.dates(), st.integers(0)))
QUARTERS = st.builds(Quarter, st.dictionaries(st.dates(), PARTITIONS, max_size=4), st.none() | PACKS)
PARTS = st.builds(Part, st.text(), st.text(), st.integers(0))
INDICES = st.builds(
    Index, st.sampled_from(Layer), st.text(), st.dictionaries(st.text(), PARTS, max_size=4), st.just({})
)


@given(INDICES)
def test_an_index_comes_back(one: Index) -> None:
    back = index_of(index_bytes(one), "here")
    assert back == one
    assert list(back.parts) == sorted(one.parts)


@given(st.sampled_from(Layer), QUARTERS)
def test_a_part_comes_back(layer: Layer, one: Quarter) -> None:
    back = part_of(part_bytes(layer, "USDCOP", one), "here")
    assert back == one
    assert list(back.partitions) == sorted(one.partitions)


@given(INDICES, st.data())
def test_an_index_with_one_changed_byte_is_refused(one: Index, data: st.DataObject) -> None:
    text = bytearray(index_bytes(one))
    text[data.draw(st.integers(0, len(text) - 1))] ^= data.draw(st.integers(1, 255))
    with pytest.raises(CorruptPartitionError, match="usdcop verify --repair"):
        index_of(bytes(text), "here")


@given(QUARTERS, st.integers(0, 300))
def test_a_torn_part_is_refused(one: Quarter, length: int) -> None:
    text = part_bytes(Layer.L1, "USDCOP", one)
    with pytest.raises(CorruptPartitionError, match="altered or torn"):
        part_of(text[: min(length, len(text) - 1)], "here")


def earlier_text(
    partitions: dict[str, list[Any]], packs: dict[str, Any] | None = None, layer: Layer = Layer.L0
) -> bytes:
    """A whole catalog in one text, as an earlier version wrote it."""
    fields = {"layer": layer, "symbol": "USDCOP", "partitions": partitions, "packs": packs or {}}
    body = json.dumps(fields).encode()
    return b'{"checksum": "%s",\n"catalog": %s}\n' % (checksum(body).encode(), body)


def test_a_catalog_that_an_earlier_version_wrote_is_read() -> None:
    rows = {
        day: [f"path/{day}", 100, "2024-07-01T12:00:00Z", 4, f"sha256:{day}", "sha256:m"]
        for day in ("2024-02-01", "2024-02-02", "2024-05-02")
    }
    index = index_of(earlier_text(rows), "here")
    assert index.parts == {}
    assert list(index.inline) == ["2024Q1", "2024Q2"]
    assert list(index.inline["2024Q1"].partitions) == [date(2024, 2, 1), date(2024, 2, 2)]
    expected = Partition("path/2024-05-02", 100, NOON, 4, "sha256:2024-05-02", "sha256:m")
    assert index.inline["2024Q2"] == Quarter({date(2024, 5, 2): expected})
    assert files_named("bucket/USDCOP/M5/catalog.json", earlier_text(rows)) == {
        f"bucket/path/{day}" for day in rows
    }


@pytest.mark.parametrize(
    ("layer", "members", "expected"),
    [
        (Layer.L0, ["sha256:1", "sha256:2"], True),
        (Layer.L0, ["sha256:1"], False),
        (Layer.L1, ["sha256:1", "sha256:2"], False),
    ],
)
def test_the_second_copies_that_an_earlier_version_made_are_copies_still(
    layer: Layer, members: list[str], expected: bool
) -> None:
    rows = {
        f"2024-02-0{number}": [f"path/{number}", 100, "2024-07-01T12:00:00Z", 4, f"sha256:{number}", "m"]
        for number in (1, 2)
    }
    packs = {"2024Q1": {"path": "packs/q", "size_bytes": 9, "checksum": "sha256:p", "members": members}}
    text = earlier_text(rows, packs, layer)
    pack = Pack("packs/q", 9, "sha256:p", {date(2024, 2, 1): 0, date(2024, 2, 2): 4})
    assert index_of(text, "here").inline["2024Q1"].pack == (pack if expected else None)
    assert ("bucket/packs/q" in files_named("bucket/USDCOP/M5/catalog.json", text)) is expected


def _partition(day: date) -> Partition:
    return Partition(f"single/{day}", 100, NOON, 4, "sha256:s", "sha256:m")


@pytest.mark.parametrize(
    ("layer", "expected"),
    [
        (Layer.L1, {"bucket/single/2024-02-01", "bucket/pack"}),
        (Layer.L0, {*(f"bucket/single/{day}" for day in DAYS), "bucket/pack"}),
    ],
)
def test_a_part_names_packs_and_the_files_beside_them(layer: Layer, expected: set[str]) -> None:
    quarter = Quarter(
        {day: _partition(day) for day in DAYS}, Pack("pack", 1, "sha256:p", dict.fromkeys(DAYS[1:], 0))
    )
    key = "bucket/USDCOP/M5/catalog/2024Q1_0123456789ab.json"
    assert files_named(key, part_bytes(layer, "USDCOP", quarter)) == expected
    assert files_named(key, part_bytes(layer, "USDCOP", Quarter())) == set()


def test_what_neither_manifests_nor_catalogs_name_is_unreferenced() -> None:
    entry = FileEntry("note_0123456789ab.json", 1, datetime(2024, 1, 1, tzinfo=UTC), 1, "sha256:n")
    note = Manifest("bucket", "notes", (entry,), {"document": "note.json"}, "1", "co")
    pack = FileEntry("pack_0123456789ab.parquet", 1, datetime(2024, 1, 1, tzinfo=UTC), 1, "sha256:p")
    part = Part("USDCOP/M5/catalog/2024Q1_0123456789ab.json", "sha256:p", 1)
    texts = {
        "bucket/USDCOP/M5/catalog.json": index_bytes(Index(Layer.L1, "USDCOP", {"2024Q1": part})),
        "bucket/USDCOP/M5/2024/Q1/manifest.json": packed_manifest_bytes(
            PackedManifest("USDCOP/M5/2024/Q1", pack, (note,), (0,))
        ),
        "bucket/notes/manifest.json": manifest_bytes([note], shared=True),
    }
    named = [
        "bucket/USDCOP/M5/catalog/2024Q1_0123456789ab.json",
        "bucket/USDCOP/M5/2024/Q1/pack_0123456789ab.parquet",
        "bucket/notes/note_0123456789ab.json",
    ]
    keys = sorted(
        [*texts, *named, "bucket/unreferenced.json", "bucket/notes/stray", "bucket/USDCOP/M5/packs/older"]
    )
    assert [key for key in keys if names_files(key)] == sorted(texts)
    assert [key for key in keys if is_part(key)] == named[:1]
    told = set().union(*(files_named(key, text) for key, text in texts.items()))
    assert told == set(named)
    assert unreferenced(Layout(Layer.L0, "USDCOP"), keys, told) == [
        "bucket/USDCOP/M5/packs/older",
        "bucket/notes/stray",
    ]
    for key in (*texts, *named[:1]):
        with pytest.raises(CorruptPartitionError):
            files_named(key, b"torn")


def test_documents_without_a_manifest_are_not_unreferenced() -> None:
    beside = "bucket/notes/note_0123456789ab.json"
    orphan, strays = "bucket/imports/1_0123456789ab.json", ["bucket/imports/stray", "bucket/notes/x"]
    keys = [*strays, beside, orphan, "bucket/notes/manifest.json"]
    assert unreferenced(Layout(Layer.L0, "USDCOP"), keys, set()) == [*strays, beside]


def test_what_catalogs_name_is_found_index_first_and_whatever_cannot_be_read_is_told() -> None:
    quarter = Quarter(
        {date(2024, 3, 4): Partition("a/file", 1, datetime(2024, 1, 1, tzinfo=UTC), 1, "c", "m")}
    )
    parts = [f"{symbol}/M5/catalog/2024Q1_0123456789ab.json" for symbol in ("USDCOP", "USDMXN", "USDPEN")]
    texts: dict[str, bytes | None] = {
        f"bucket/{path.partition('/')[0]}/M5/catalog.json": index_bytes(
            Index(Layer.L0, path.partition("/")[0], {"2024Q1": Part(path, "sha256:p", 1)})
        )
        for path in parts
    }
    indices = sorted(texts)
    texts |= {f"bucket/{parts[0]}": part_bytes(Layer.L0, "USDCOP", quarter), f"bucket/{parts[1]}": None}
    texts[indices[2]] = b"torn"
    asked: list[list[str]] = []

    def read(keys: Sequence[str]) -> list[bytes | None]:
        asked.append(list(keys))
        return [texts[key] for key in keys]

    found = named_by_catalogs(["bucket/notes/manifest.json", *indices], read)
    assert asked == [indices, [f"bucket/{path}" for path in parts[:2]]]
    assert found.files == {"bucket/a/file", *(f"bucket/{path}" for path in parts[:2])}
    assert found.garbled == {
        indices[2]: f"The catalog {indices[2]} was altered or torn.",
        f"bucket/{parts[1]}": f"The catalog bucket/{parts[1]} is not there.",
    }


def test_the_texts_of_a_catalog_are_its_changed_parts_and_an_index_of_all() -> None:
    quarter = Quarter(
        {date(2024, 3, 4): Partition("a/file", 1, datetime(2024, 1, 1, tzinfo=UTC), 1, "c", "m")}
    )
    layout = Layout(Layer.L0, "USDCOP")
    kept = {name: Part(f"parts/{name}", "sha256:p", 7) for name in ("2023Q4", "2024Q1", "2024Q2")}
    made = catalog_texts(layout, kept, {"2024Q1": quarter, "2024Q2": Quarter()})
    ((key, text),) = made.parts.items()
    assert part_of(text, key) == quarter
    index = index_of(made.index, "here")
    assert index.quarters == ["2023Q4", "2024Q1"]
    assert index.parts["2023Q4"] == kept["2023Q4"]
    part = index.parts["2024Q1"]
    assert (layout.key(part.path), part.checksum, part.alone) == (key, checksum(text), 1)
