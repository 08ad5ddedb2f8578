import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from usdcop.core.errors import CorruptPartitionError
from usdcop.core.layers import FileEntry, Manifest
from usdcop.core.manifests import (
    checksum,
    content_name,
    day_of,
    files_of_manifest,
    instant_text,
    logical_name,
    manifest_bytes,
    manifests_of,
    member_checksum,
    place_told,
)

WORDS = st.text(max_size=20)
TABLES = st.dictionaries(WORDS, WORDS, max_size=4)
FILES = st.builds(
    FileEntry,
    filename=WORDS,
    size_bytes=st.integers(0, 2**50),
    created_at=st.datetimes(timezones=st.just(UTC)).map(lambda at: at.replace(microsecond=0)),
    records=st.integers(0, 10**9),
    checksum=WORDS,
)
MANIFESTS = st.builds(
    Manifest,
    bucket=WORDS,
    prefix=WORDS,
    files=st.tuples(FILES),
    metadata=TABLES,
    code_version=WORDS,
    calendar_version=WORDS,
    inputs=TABLES,
)
EMPTY_SHA256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def manifest(name: str = "a.parquet", **metadata: str) -> Manifest:
    entry = FileEntry(name, 3, datetime(2025, 10, 22, 8, 5, tzinfo=UTC), 1, "sha256:ab")
    return Manifest("bucket", "folder", (entry,), metadata, "1.0", "co")


def test_the_checksum_is_sha256_with_its_name() -> None:
    assert checksum(b"") == f"sha256:{EMPTY_SHA256}"


@given(st.from_regex(r"[a-z0-9_]{1,20}\.(json|parquet|pdf)", fullmatch=True), st.binary(max_size=9))
def test_a_content_name_gives_the_name_back(name: str, data: bytes) -> None:
    named = content_name(name, checksum(data))
    assert logical_name(named) == name
    assert len(named) == len(name) + 13


def test_a_content_name_shows_the_first_12_digits() -> None:
    assert (
        content_name("ohlcv_20251022.parquet", checksum(b"")) == f"ohlcv_20251022_{EMPTY_SHA256[:12]}.parquet"
    )


def where(one: Manifest) -> str:
    return f"{one.bucket}/{one.prefix}/manifest.json"


@given(MANIFESTS)
def test_a_manifest_alone_comes_back(one: Manifest) -> None:
    assert manifests_of(manifest_bytes([one], shared=False), where(one)) == (one,)


@given(st.lists(MANIFESTS, min_size=1, max_size=4, unique_by=lambda one: one.files[0].filename))
def test_manifests_that_share_a_folder_come_back_each_with_its_own(members: list[Manifest]) -> None:
    together = [
        Manifest("b", "p", one.files, one.metadata, one.code_version, "co", one.inputs) for one in members
    ]
    assert manifests_of(manifest_bytes(together, shared=True), "b/p/manifest.json") == tuple(together)


def test_a_shared_manifest_lists_all_files_as_the_seed_does() -> None:
    members = [
        manifest("a", symbol="USDCOP", layer="L4", date="x"),
        manifest("b", symbol="USDCOP", layer="L4"),
    ]
    text = json.loads(manifest_bytes(members, shared=True))
    assert [file["filename"] for file in text["files"]] == ["a", "b"]
    assert text["metadata"] == {"symbol": "USDCOP", "layer": "L4"}


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"{",
        b"[]",
        b"{}",
        b"\xff",
        b"3",
        b'{"members": [{"files": ["gone"]}], "files": []}',
        b'{"members": 3, "files": []}',
    ],
)
def test_what_is_no_manifest_is_refused_with_its_place(text: bytes) -> None:
    with pytest.raises(CorruptPartitionError, match=r"bucket/folder/manifest\.json.*usdcop verify --repair"):
        manifests_of(text, "bucket/folder/manifest.json")


@given(MANIFESTS, MANIFESTS)
def test_members_have_equal_checksums_only_when_equal(one: Manifest, other: Manifest) -> None:
    assert (member_checksum(one) == member_checksum(other)) == (one == other)


def test_a_shared_manifest_that_was_edited_is_refused() -> None:
    one = manifest(document="a.json")
    text = manifest_bytes([one], shared=True)
    with pytest.raises(CorruptPartitionError, match="differs from its own checksum"):
        manifests_of(text.replace(b'"1.0"', b'"1.1"'), where(one))


@pytest.mark.parametrize("shared", [True, False])
@pytest.mark.parametrize("key", ["bucket/other/manifest.json", "other/folder/manifest.json"])
def test_a_manifest_of_another_place_is_none_of_this_one(key: str, shared: bool) -> None:
    one = replace(manifest(document="a.json"), bucket="bucket", prefix="folder")
    text = manifest_bytes([one], shared=shared)
    assert place_told(text) == "bucket/folder/manifest.json"
    with pytest.raises(CorruptPartitionError, match="that of bucket/folder/manifest"):
        manifests_of(text, key)
    with pytest.raises(CorruptPartitionError, match="that of bucket/folder/manifest"):
        files_of_manifest(text, key)


@pytest.mark.parametrize("text", [b"", b"\xff", b"{}", b"[]", b"3", b'{"bucket": "b"}'])
def test_what_is_torn_tells_no_place(text: bytes) -> None:
    assert place_told(text) is None


def test_the_session_stands_in_the_metadata_and_a_document_has_none() -> None:
    assert day_of(manifest(date="2025-10-22")) == date(2025, 10, 22)
    assert day_of(manifest(document="report.pdf")) is None


def test_instants_are_written_in_utc_to_the_second() -> None:
    bogota = timezone(timedelta(hours=-5))
    assert instant_text(datetime(2025, 10, 22, 3, 5, 1, 999, bogota)) == "2025-10-22T08:05:01Z"
