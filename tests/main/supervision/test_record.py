import os
from datetime import UTC, datetime
from pathlib import Path

from usdcop.main.supervision.decide import State
from usdcop.main.supervision.record import NAME, Record, Row, living, read_record, write_record

RECORD = Record(
    1,
    datetime(2026, 1, 1, tzinfo=UTC),
    "replay",
    "real",
    (
        Row("trading", "http://127.0.0.1:8000", State.READY, os.getpid(), 10, 0),
        Row("stream", "x", State.FAILED, None, None, 4, "no"),
    ),
)


def test_what_is_written_is_read(tmp_path: Path) -> None:
    assert read_record(tmp_path) is None
    write_record(tmp_path, RECORD)
    assert read_record(tmp_path) == RECORD
    (tmp_path / NAME).write_text('{"pid": 1')
    assert read_record(tmp_path) is None


def test_a_process_id_alone_is_no_proof_of_a_process() -> None:
    assert living(RECORD, ["trading", "stream"]) == {}
