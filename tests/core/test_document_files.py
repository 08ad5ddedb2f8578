from datetime import UTC, datetime, timedelta

import pytest

from usdcop.core.document_files import (
    DocumentFile,
    document_manifest,
    files_of_documents,
    is_of_blocks,
    rebuilt,
    unnamed_documents,
)
from usdcop.core.layers import Layer
from usdcop.core.manifests import checksum, content_name, day_of, manifest_bytes, manifests_of
from usdcop.core.partitions import Layout

AT = datetime(2024, 3, 4, 12, 30, 15, 250, tzinfo=UTC)
L0 = Layout(Layer.L0, "USDCOP")


def a_file(name: str, data: bytes, seconds: int = 0, *, torn: bool = False) -> DocumentFile:
    filename = content_name(name, checksum(data))
    return DocumentFile(filename, b"torn" if torn else data, AT + timedelta(seconds=seconds))


def test_a_file_tells_its_document_and_whether_it_is_whole() -> None:
    whole = a_file("000007.json", b"seven")
    assert (whole.name, whole.whole) == ("000007.json", True)
    assert not a_file("000007.json", b"seven", torn=True).whole
    assert not DocumentFile("000007.json", b"seven", AT).whole, "its name proves nothing"


def test_the_files_of_documents_are_those_named_after_their_content_outside_of_sessions() -> None:
    name = content_name("a.json", checksum(b""))
    keys = [
        f"bucket/notes/{name}",
        f"bucket/notes/deep/{name}",
        "bucket/notes/manifest.json",
        "bucket/notes/plain.json",
        "bucket/unreferenced.json",
        f"bucket/USDCOP/M5/2024/03/04/{name}",
        f"bucket/USDCOP/M5/catalog/{name}",
        f"bucket/USDMXN/notes/{name}",
    ]
    assert files_of_documents(L0, keys) == {
        "bucket/notes/manifest.json": (keys[0],),
        "bucket/notes/deep/manifest.json": (keys[1],),
        "bucket/USDMXN/notes/manifest.json": (keys[7],),
    }


@pytest.mark.parametrize(("named", "expected"), [(b"", b"later"), (b"early", b"early"), (b"none", b"later")])
def test_what_the_text_names_counts_then_what_was_put_last(named: bytes, expected: bytes) -> None:
    files = [a_file("a.json", b"early"), a_file("a.json", b"later", 5)]
    name = content_name("a.json", checksum(named)).encode()
    found = rebuilt(files, b'{"files": [{"filename": "' + name + b'", "si' if named else b"")
    assert [one.data for one in found.files] == [expected]
    assert (found.unsure, found.lost) == ((), ())


def test_a_name_is_legible_as_json_writes_it() -> None:
    files = [a_file("ñandú.json", b"early"), a_file("ñandú.json", b"later", 5)]
    text = manifest_bytes([document_manifest(L0, "notes", files[0])], shared=True)
    assert [one.data for one in rebuilt(files, text[:-40]).files] == [b"early"]


def test_what_the_text_names_and_no_file_holds_is_lost() -> None:
    torn = b'{"filename": "gone_0123456789ab.json", "filename": "b\\xff_0123456789ab.json"'
    found = rebuilt([a_file("a.json", b"a"), a_file("d.json", b"d", torn=True)], torn)
    assert [one.name for one in found.files] == ["a.json"]
    assert found.lost == ("b\\xff.json", "d.json", "gone.json")


@pytest.mark.parametrize(
    ("rival", "unsure"),
    [
        (a_file("a.json", b"rival"), True),
        (a_file("a.json", b"rival", -1), False),
        (a_file("a.json", b"rival", 1, torn=True), True),
        (a_file("a.json", b"rival", -1, torn=True), False),
        (a_file("b.json", b"rival"), False),
    ],
)
def test_a_rival_that_may_be_newer_leaves_a_doubt(rival: DocumentFile, *, unsure: bool) -> None:
    assert rebuilt([a_file("a.json", b"a"), rival], b"").unsure == (("a.json",) if unsure else ())


def test_the_manifest_of_a_file_says_that_it_was_restored() -> None:
    file = a_file("a.json", b"text")
    made = document_manifest(Layout(Layer.L6, "USDMXN"), "USDMXN/notes", file)
    assert manifests_of(
        manifest_bytes([made], shared=True), f"{made.bucket}/{made.prefix}/manifest.json"
    ) == (made,)
    assert day_of(made) is None
    assert made.metadata["document"] == "a.json"
    assert made.metadata["restored"] == "from its file"
    assert (made.bucket, made.prefix) == ("usdcop-l6-backtest", "USDMXN/notes")
    (entry,) = made.files
    assert (entry.filename, entry.checksum, entry.size_bytes) == (file.filename, checksum(b"text"), 4)
    assert entry.created_at == AT.replace(microsecond=0)


def test_what_no_manifest_names_is_found_by_the_bytes_that_prove_it() -> None:
    texts = {f"bucket/{folder}/{content_name(name, checksum(data))}": data for folder, name, data in (
        ("notes", "a.json", b"named"), ("notes", "a.json", b"older"), ("notes", "b.json", b"unnamed"),
        ("notes", "c.json", b"torn"), ("blocks/2024", "2024Q1.json", b"mark"), ("headless", "d.json", b"")
    )}  # fmt: skip
    named, _, unnamed, torn, *_ = texts
    texts[torn] = b"to"
    keys = ["bucket/notes/manifest.json", "bucket/blocks/2024/manifest.json", *texts]
    found = unnamed_documents(L0, keys, {named}, lambda some: [texts[key] for key in some])
    assert found == {"bucket/notes/manifest.json": (unnamed,)}
    assert unnamed_documents(L0, keys, {named}, lambda some: [None for _ in some]) == {}


@pytest.mark.parametrize(
    ("path", "expected"), [("blocks/2024", True), ("MXN/blocks", True), ("notes/a", False)]
)
def test_marks_of_blocks_lie_in_a_folder_of_that_name(path: str, expected: bool) -> None:
    assert is_of_blocks(path) is expected
