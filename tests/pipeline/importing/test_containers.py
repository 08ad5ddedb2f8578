import bz2
import gzip
import io
import lzma
import zipfile
from pathlib import Path

import pytest

from usdcop.core.errors import UnreadableFileError
from usdcop.pipeline.importing import containers
from usdcop.pipeline.importing.containers import Packing, container_of

TEXT = b"time,close\n" * 1000


def zipped(*members: tuple[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in members:
            file.writestr(name, data)
    return made.getvalue()


def written(folder: Path, data: bytes) -> Path:
    path = folder / "bars"
    path.write_bytes(data)
    return path


def unpacked(path: Path, size: int = 1 << 20) -> bytes:
    with container_of(path).opened() as stream:
        parts = iter(lambda: stream.read(size), b"")
        return b"".join(parts)


@pytest.mark.parametrize(
    ("packing", "data"),
    [
        (Packing.NONE, TEXT),
        (Packing.GZIP, gzip.compress(TEXT)),
        (Packing.BZIP2, bz2.compress(TEXT)),
        (Packing.XZ, lzma.compress(TEXT)),
        (Packing.ZIP, zipped(("bars.csv", TEXT))),
        (Packing.XZ, lzma.compress(TEXT[:55]) + b"\0" * 70_000 + lzma.compress(TEXT[55:]) + b"\0" * 8),
        (Packing.GZIP, gzip.compress(TEXT[:55]) + gzip.compress(TEXT[55:])),
    ],
    ids=["none", "gzip", "bzip2", "xz", "zip", "xz in two parts", "gzip in two parts"],
)
def test_a_packing_is_known_by_its_bytes_and_undone(tmp_path: Path, packing: Packing, data: bytes) -> None:
    path = written(tmp_path, data)
    assert container_of(path).packing is packing
    assert unpacked(path) == TEXT
    assert unpacked(path, 7) == TEXT


def test_what_vendors_and_desktops_lay_into_a_zip_is_passed_over(tmp_path: Path) -> None:
    beside = [("DAT.txt", b"gaps"), ("__MACOSX/._DAT.csv", b"x"), ("data/.DS_Store", b"x"), ("data/", b"")]
    assert unpacked(written(tmp_path, zipped(("data/DAT.csv", TEXT), *beside))) == TEXT
    assert unpacked(written(tmp_path, zipped(("bars.txt", TEXT)))) == TEXT


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (zipped(("a.csv", b"1"), ("b.csv", b"2")), r"holds 2 files: a\.csv, b\.csv"),
        (zipped(), "holds 0 files: none"),
        (zipped(("[Content_Types].xml", b""), ("xl/sheet1.xml", b"")), "is a workbook"),
        (b"\x28\xb5\x2f\xfd" + b"x" * 20, "packed with zstd"),
        (b"", "is empty"),
    ],
    ids=["two members", "no member", "workbook", "zstd", "empty"],
)
def test_what_cannot_be_unpacked_is_refused_in_words(tmp_path: Path, data: bytes, says: str) -> None:
    with pytest.raises(UnreadableFileError, match=says) as refused:
        container_of(written(tmp_path, data))
    assert refused.value.cure


def test_a_locked_zip_is_refused_in_words(tmp_path: Path) -> None:
    data = bytearray(zipped(("bars.csv", TEXT)))
    data[data.index(b"PK\x01\x02") + 8] |= 1  # the flag of a password, where the directory keeps it
    with pytest.raises(UnreadableFileError, match="locked by a password"):
        container_of(written(tmp_path, bytes(data)))


@pytest.mark.parametrize(
    "pack",
    [gzip.compress, bz2.compress, lzma.compress, lambda data: zipped(("a.csv", data))],
    ids=["gzip", "bzip2", "xz", "zip"],
)
def test_torn_bytes_are_refused_in_words(tmp_path: Path, pack: object) -> None:
    assert callable(pack)
    data = bytearray(pack(bytes(range(256)) * 100))
    data[60:90] = b"\xff" * 30
    with pytest.raises(UnreadableFileError, match="is torn"):
        unpacked(written(tmp_path, bytes(data)))
    with pytest.raises(UnreadableFileError, match="is torn"):
        unpacked(written(tmp_path, pack(TEXT)[:50]))


def test_a_zip_whose_parts_contradict_each_other_is_torn(tmp_path: Path) -> None:
    data = zipped(("bars.csv", TEXT)).replace(b"bars.csv", b"cars.csv", 1)
    with pytest.raises(UnreadableFileError, match="is torn"):
        unpacked(written(tmp_path, data))


def test_an_xz_that_asks_for_too_much_memory_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path, lzma.compress(TEXT, preset=9))
    assert unpacked(path) == TEXT
    monkeypatch.setattr(containers, "MOST_MEMORY", 8 << 20)
    with pytest.raises(UnreadableFileError, match=r"is torn: Memory usage limit exceeded"):
        unpacked(path)


def test_how_far_it_has_been_read_is_counted_as_packed(tmp_path: Path) -> None:
    path = written(tmp_path, gzip.compress(TEXT))
    with container_of(path).opened() as stream:
        while stream.read(100):
            pass
        assert stream.done == container_of(path).size == path.stat().st_size
