from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from support.storage import NOON, bars_of, weekdays
from usdcop.core.catalogs import (
    Catalog,
    Index,
    Pack,
    Part,
    Partition,
    Quarter,
    bare_manifest,
    by_quarter,
    entry_of,
    packed,
    packs_now,
    partition_of,
    partitions_of,
    sessions_in,
)
from usdcop.core.layers import Layer
from usdcop.core.manifests import checksum
from usdcop.core.partitions import Layout, frame_of

LAYOUT = Layout(Layer.L1, "USDCOP")
Q1, Q2 = weekdays(date(2024, 2, 1), 5), weekdays(date(2024, 5, 2), 4)


def part(day: date, records: int = 4) -> Partition:
    digest = checksum(day.isoformat().encode())
    return Partition(LAYOUT.path(day, digest), 100, NOON, records, digest, "sha256:m")


def quarter(days: list[date], packed_ones: list[date]) -> Quarter:
    rows = {day: 4 * number for number, day in enumerate(packed_ones)}
    return Quarter({day: part(day) for day in days}, Pack("p", 1, "sha256:p", rows) if rows else None)


def test_sessions_are_grouped_by_quarter_in_order() -> None:
    assert by_quarter([*Q2, *reversed(Q1), Q1[0]]) == {"2024Q1": Q1, "2024Q2": Q2}
    assert by_quarter([]) == {}


def test_a_session_lies_in_the_pack_or_alone() -> None:
    some = quarter(Q1, Q1[1:4])
    assert some.alone == (Q1[0], Q1[4])
    assert list(some.packed) == Q1[1:4]
    assert quarter(Q1, []).packed == {}


@pytest.mark.parametrize("layer", list(Layer))
def test_what_can_be_made_again_lies_in_one_place_only(layer: Layer) -> None:
    some = quarter(Q1, Q1[1:4])
    again = layer in {Layer.L1, Layer.L2, Layer.L3, Layer.L4}
    assert some.single(layer) == ((Q1[0], Q1[4]) if again else tuple(Q1))


def test_a_pack_forgets_what_has_other_content() -> None:
    pack = quarter(Q1, Q1).pack
    assert pack is not None
    left = pack.without([Q1[0], date(1999, 1, 4)])
    assert left is not None
    assert left.rows == {day: 4 * number for number, day in enumerate(Q1) if number}
    assert left.path == pack.path
    assert pack.without(Q1) is None


@pytest.mark.parametrize(
    ("layer", "changed", "newest", "expected"),
    [
        (Layer.L1, 1, False, True),
        (Layer.L1, 3, True, False),
        (Layer.L1, 4, True, True),
        (Layer.L0, 1, False, True),
        (Layer.L0, 9, True, False),
        (Layer.L0, 10, True, True),
    ],
)
def test_the_newest_quarter_is_packed_only_when_much_of_it_is_written(
    layer: Layer, changed: int, newest: bool, expected: bool
) -> None:
    assert packs_now(layer, changed, 10, newest=newest) is expected


def test_a_second_copy_of_three_sessions_is_none() -> None:
    assert not packs_now(Layer.L0, 3, 3, newest=True)


def test_an_index_and_a_catalog_are_in_order() -> None:
    part_of_index = Part("p", "sha256:1", 0)
    index = Index(Layer.L1, "USDCOP", {"2024Q2": part_of_index}, {"2023Q4": Quarter()})
    assert index.quarters == ["2023Q4", "2024Q2"]
    catalog = Catalog(Layer.L1, "USDCOP", {"2024Q2": quarter(Q2, []), "2024Q1": quarter(Q1, Q1)})
    assert list(catalog.partitions) == Q1 + Q2


@given(
    st.lists(st.integers(0, 5), min_size=5, max_size=5),
    st.sets(st.sampled_from(Q1), min_size=1),
    st.sets(st.sampled_from(Q1)),
)
def test_sessions_are_cut_out_of_a_pack_where_they_lie(
    lengths: list[int], chosen: set[date], dead: set[date]
) -> None:
    rows = {day: bars_of(day, length) for day, length in zip(Q1, lengths, strict=True)}
    parts = {day: part(day, frame.height) for day, frame in rows.items()}
    pack, data = packed(LAYOUT, "2024Q1", parts, pl.concat(rows.values()))
    held = Quarter(parts, pack.without(dead))
    cut = sessions_in(frame_of(data, "here"), held, sorted(chosen))
    inside = sorted(chosen - dead)
    assert bool(cut) == bool(inside)
    if inside:
        assert_frame_equal(
            pl.concat([cut[day] for day in sorted(cut)]), pl.concat([rows[day] for day in inside])
        )


def test_sessions_next_to_each_other_are_one_frame_and_others_are_not() -> None:
    rows = pl.concat([bars_of(day) for day in Q1])
    held = quarter(Q1, Q1)
    assert list(sessions_in(rows, held, Q1)) == [Q1[0]]
    assert list(sessions_in(rows, held, [Q1[0], Q1[1], Q1[3]])) == [Q1[0], Q1[3]]
    loose = quarter(Q1, [Q1[0], *Q1[2:]])
    assert list(sessions_in(rows, loose, Q1)) == [Q1[0], Q1[2]], "one that lies alone stands between"


def test_a_pack_is_named_after_its_content() -> None:
    rows = pl.concat([bars_of(day) for day in Q1])
    pack, data = packed(LAYOUT, "2024Q1", {day: part(day) for day in Q1}, rows)
    starts = {day: 4 * number for number, day in enumerate(Q1)}
    assert pack == Pack(LAYOUT.pack_path("2024Q1", checksum(data)), len(data), checksum(data), starts)
    assert_frame_equal(frame_of(data, "here"), rows)


def test_a_bare_manifest_says_of_the_file_what_the_catalog_says() -> None:
    one = part(Q1[0])
    bare = bare_manifest(LAYOUT, Q1[0], one)
    assert bare.files == (entry_of(one),)
    ((day, back),) = partitions_of([bare]).items()
    assert day == Q1[0]
    assert (back.path, back.checksum, back.records) == (one.path, one.checksum, one.records)
    assert back == partition_of(bare)
