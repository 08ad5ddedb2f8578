"""Text of a file in blocks that end with a line, whatever its encoding and its ends of lines."""

import codecs
import io
from collections.abc import Iterator
from typing import Final

from usdcop.core.errors import UnreadableFileError
from usdcop.pipeline.importing.containers import Stream

_MARKS: Final = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_LEAST_BYTES: Final = 16
"""Bytes from which zeros at every other place show UTF-16."""
_MOSTLY: Final = 0.7
"""Share of every other byte that is zero in UTF-16 of mostly Latin text."""
_WINDOWS_1252: Final = {0xDC00 + byte: bytes([byte]).decode("cp1252", "replace") for byte in range(128, 256)}
"""What stands for each byte that is not UTF-8."""


def encoding_of(first: bytes) -> str:
    """The encoding that the ``first`` bytes of a text show: UTF-8 unless marked or shaped as UTF-16."""
    for mark, name in _MARKS.items():
        if first.startswith(mark):
            return name
    even, odd = first[0:4096:2], first[1:4096:2]
    if len(first) >= _LEAST_BYTES and odd.count(0) > _MOSTLY * len(odd) and 0 not in even:
        return "utf-16-le"
    if len(first) >= _LEAST_BYTES and even.count(0) > _MOSTLY * len(even) and 0 not in odd:
        return "utf-16-be"
    return "utf-8"


def texts(stream: Stream, encoding: str, size: int) -> Iterator[str]:
    """The text in parts of about ``size`` bytes; every end of a line is one sign.

    A byte that is not UTF-8 is read as Windows-1252, which programs for the desktop still write.

    Raises:
        UnreadableFileError: it is binary, torn or not in ``encoding``.
    """
    errors = "surrogateescape" if encoding.startswith("utf-8") else "strict"
    decoder = io.IncrementalNewlineDecoder(
        codecs.getincrementaldecoder(encoding)(errors=errors), translate=True
    )
    try:
        while block := stream.read(size):
            yield _text(stream, decoder.decode(block))
        yield _text(stream, decoder.decode(b"", final=True))
    except UnicodeError as error:
        raise UnreadableFileError(f"{stream.path} is torn or not {encoding}.", "Save it as UTF-8.") from error


def blocks(stream: Stream, encoding: str, size: int) -> Iterator[str]:
    """The text in blocks of whole lines, each of about ``size`` bytes.

    Raises:
        UnreadableFileError: as ``texts``, or a line is longer than a block.
    """
    rest = ""
    for text in texts(stream, encoding, size):
        end = text.rfind("\n") + 1
        if end:
            yield rest + text[:end]
            rest = text[end:]
        else:
            rest += text
            if len(rest) > size:
                raise UnreadableFileError(f"{stream.path} has no lines.", "Give a file with bars.")
    if rest:
        yield rest


def _text(stream: Stream, text: str) -> str:
    if "\0" in text:
        raise UnreadableFileError(
            f"{stream.path} is binary.", "Give a CSV, JSON, Parquet or Feather file, packed or not."
        )
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.translate(_WINDOWS_1252)
    return text
