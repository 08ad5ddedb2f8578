import codecs
from pathlib import Path

import pytest

from usdcop.core.errors import UnreadableFileError
from usdcop.pipeline.importing.containers import container_of
from usdcop.pipeline.importing.encodings import blocks, encoding_of, texts

TEXT = "time,close,nota\n2024-02-26T13:00:00Z,3910.3,sesión\n"


def read(folder: Path, data: bytes, size: int = 1 << 16) -> str:
    path = folder / "bars.csv"
    path.write_bytes(data)
    with container_of(path).opened() as stream:
        return "".join(texts(stream, encoding_of(data), size))


@pytest.mark.parametrize(
    ("encoding", "mark", "found"),
    [
        ("utf-8", b"", "utf-8"),
        ("utf-8", codecs.BOM_UTF8, "utf-8-sig"),
        ("utf-16-le", codecs.BOM_UTF16_LE, "utf-16"),
        ("utf-16-be", codecs.BOM_UTF16_BE, "utf-16"),
        ("utf-16-le", b"", "utf-16-le"),
        ("utf-16-be", b"", "utf-16-be"),
        ("cp1252", b"", "utf-8"),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("size", [1, 3, 1 << 16])
def test_every_encoding_and_end_of_line_gives_the_same_text(
    tmp_path: Path, encoding: str, mark: bytes, found: str, end: str, size: int
) -> None:
    data = mark + TEXT.replace("\n", end).encode(encoding)
    assert encoding_of(data) == found
    assert read(tmp_path, data, size) == TEXT


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (TEXT.encode("utf-16")[:-1], "is torn or not utf-16"),
        (TEXT.encode("utf-32-le"), "is binary"),
        (bytes(range(256)), "is binary"),
        (b"time\0close", "is binary"),
        (codecs.BOM_UTF16_LE + b"\x00\xd8a\x00", "is torn or not utf-16"),
    ],
)
def test_what_is_no_text_is_refused_in_words(tmp_path: Path, data: bytes, says: str) -> None:
    with pytest.raises(UnreadableFileError, match=says):
        read(tmp_path, data)


def test_blocks_end_with_a_line_and_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "bars.csv"
    path.write_text(TEXT * 20 + "last", encoding="utf-8")
    with container_of(path).opened() as stream:
        parts = list(blocks(stream, "utf-8", 64))
    assert len(parts) > 10
    assert all(part.endswith("\n") for part in parts[:-1])
    assert "".join(parts) == TEXT * 20 + "last"


def test_a_line_without_end_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bars.csv"
    path.write_text("x" * 500)
    with container_of(path).opened() as stream, pytest.raises(UnreadableFileError, match="no lines"):
        list(blocks(stream, "utf-8", 64))


def test_zeros_at_every_other_place_and_nowhere_else_show_utf_16() -> None:
    for name in ("utf-16-le", "utf-16-be"):
        assert encoding_of(("time,open " * 4 + "\u0101").encode(name)) == name
        assert encoding_of(("time\0open " * 4).encode(name)) == "utf-8"
    seven, eight = (b"".join(bytes([0 if n < zeros else 65, 65]) for n in range(10)) for zeros in (7, 8))
    assert (encoding_of(seven), encoding_of(eight)) == ("utf-8", "utf-16-be")
    turned = [b"".join(bytes([65, 0 if n < zeros else 65]) for n in range(10)) for zeros in (7, 8)]
    assert [encoding_of(one) for one in turned] == ["utf-8", "utf-16-le"]
