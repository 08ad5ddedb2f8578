"""The history: closed sessions, expected sessions, a split that is kept, and a hash of exactly its data."""

import hashlib
import json
import shutil
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest

from support.batch import CALENDAR, MARKET, bring
from support.lakes import lake_at
from support.raw_rows import raw_of
from support.walk import raw_walk
from usdcop.core.episodes import Split
from usdcop.core.errors import CorruptPartitionError, MissingInputError
from usdcop.core.layers import Layer
from usdcop.core.sessions import BAR
from usdcop.pipeline.documents import write_table
from usdcop.pipeline.history import History, data_hash, load_history, trainable_sessions
from usdcop.pipeline.quality import SESSION
from usdcop.pipeline.splits import SplitSettings

SETTINGS = SplitSettings()
FIRST, LAST = date(2025, 2, 3), date(2025, 4, 4)
SESSIONS = CALENDAR.sessions(FIRST, LAST)
ABSENT, SHORT, FROZEN = SESSIONS[9], SESSIONS[12], SESSIONS[20]
NOW = CALENDAR.closes_at(LAST)
NEXT = CALENDAR.sessions(LAST + timedelta(days=1), date(2025, 7, 1))
DAY = pl.col("time").dt.date()
SLOT = (pl.col("time").dt.hour() - 13) * 12 + pl.col("time").dt.minute() // 5


def _raw(last: date = LAST) -> pl.DataFrame:
    """A walk with a session that is absent, one of 40 bars and one that stands still."""
    walk = raw_walk(CALENDAR, FIRST, last, seed=5)
    kept = walk.filter((DAY != ABSENT) & ((DAY != SHORT) | (SLOT < 40)))
    still = (DAY == FROZEN) & (SLOT > 9)
    return kept.with_columns(
        pl.when(still).then(4000.0).otherwise(pl.col(name)).alias(name)
        for name in ("open", "high", "low", "close")
    )


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    bring(lake_at(folder), _raw(), NOW)
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    """A copy of the lake, for the test to change."""
    return Path(shutil.copytree(made, tmp_path / "lake"))


def _load(folder: Path, now: datetime = NOW) -> History:
    return load_history(lake_at(folder), MARKET, now, SETTINGS)


def _splits(folder: Path) -> list[str]:
    return lake_at(folder).documents(Layer.L4, "splits")


def test_every_expected_session_counts_also_the_absent_one(folder: Path) -> None:
    history = _load(folder)
    assert list(history.expected) == SESSIONS
    assert set(SESSIONS) - set(history.episodes.sessions) == {ABSENT}


def test_only_good_sessions_may_be_trained_on(folder: Path) -> None:
    episodes = _load(folder).episodes
    refused = {day for day, good in zip(episodes.sessions, episodes.training_grade, strict=True) if not good}
    assert refused == {SHORT, FROZEN}


def test_a_running_session_belongs_to_no_history_yet(folder: Path) -> None:
    now = CALENDAR.opens_at(NEXT[0]) + 30 * BAR
    bring(lake_at(folder), raw_of(NEXT[0], {slot: 4000.0 + slot for slot in range(30)}), now)
    assert NEXT[0] in lake_at(folder).days(Layer.L4)
    running = _load(folder, now)
    assert running.expected[-1] == running.episodes.sessions[-1] == LAST
    assert _load(folder, CALENDAR.closes_at(NEXT[0])).expected[-1] == NEXT[0]


def test_a_part_has_its_expected_sessions_and_its_episodes(folder: Path) -> None:
    episodes, days = _load(folder).part((SESSIONS[8], SESSIONS[10]))
    assert days == tuple(SESSIONS[8:11])
    assert episodes.sessions == (SESSIONS[8], SESSIONS[10])


def test_the_split_is_stored_and_kept_while_it_spans_enough(folder: Path) -> None:
    first = _load(folder)
    assert _splits(folder) == [f"splits/chrono-{FIRST:%Y%m%d}-{LAST:%Y%m%d}.json"]
    bring(lake_at(folder), _raw(NEXT[4]), CALENDAR.closes_at(NEXT[4]))
    grown = _load(folder, CALENDAR.closes_at(NEXT[4]))
    assert grown.split == first.split
    assert grown.data_hash == first.data_hash  # sessions after the split change nothing
    assert grown.expected[-1] == NEXT[4]


def test_a_split_that_spans_too_little_is_followed_by_a_new_one(folder: Path) -> None:
    first = _load(folder)
    count = len(SESSIONS) // 3
    bring(lake_at(folder), _raw(NEXT[count]), CALENDAR.closes_at(NEXT[count]))
    grown = _load(folder, CALENDAR.closes_at(NEXT[count]))
    assert grown.split.test[1] == NEXT[count]
    assert len(_splits(folder)) == 2
    assert grown.data_hash != first.data_hash


def test_a_corrected_bar_inside_the_split_changes_the_hash(folder: Path) -> None:
    before = _load(folder).data_hash
    assert _load(folder).data_hash == before
    revised = _raw().filter(DAY.eq(SESSIONS[30]) & (SLOT == 20))
    revised = revised.with_columns(close=pl.col("high"), known_at=pl.col("known_at") + pl.duration(days=1))
    bring(lake_at(folder), revised, NOW + timedelta(days=1))
    assert _load(folder).data_hash != before


def test_the_hash_is_over_the_splits_checksums_and_its_name() -> None:
    days = [date(2025, 5, 5) + timedelta(days=index) for index in range(4)]
    split = Split("s", (days[1], days[1]), (days[2], days[2]), (days[2], days[2]), 0)
    found = data_hash({day: f"c{index}" for index, day in enumerate(days)}, split)
    assert found == hashlib.sha256(b"s\n2025-05-06=c1\n2025-05-07=c2").hexdigest()


def test_an_altered_split_is_never_used(folder: Path) -> None:
    _load(folder)
    (stored,) = [path for path in folder.rglob("chrono-*.json") if path.name != "manifest.json"]
    fields = json.loads(stored.read_text())
    stored.write_text(json.dumps({**fields, "test": [fields["train"][0], fields["test"][1]]}))
    with pytest.raises(CorruptPartitionError):
        _load(folder)


def test_without_episodes_there_is_no_history(tmp_path: Path) -> None:
    with pytest.raises(MissingInputError, match=r"no episodes yet.*usdcop import"):
        _load(tmp_path)


def test_before_the_first_close_there_is_no_history(tmp_path: Path) -> None:
    now = CALENDAR.opens_at(FIRST) + 10 * BAR
    bring(lake_at(tmp_path), raw_of(FIRST, {slot: 4000.0 + slot for slot in range(10)}), now)
    with pytest.raises(MissingInputError, match="no episodes yet"):
        _load(tmp_path, now)


def test_a_history_too_short_to_divide_is_refused(tmp_path: Path) -> None:
    raw = raw_walk(CALENDAR, FIRST, SESSIONS[5], seed=5)
    bring(lake_at(tmp_path), raw, NOW)
    with pytest.raises(MissingInputError, match="6 sessions are too few"):
        _load(tmp_path)


def _verdicts(rows: Iterable[tuple[str, bool, bool]]) -> pl.DataFrame:
    frame = pl.DataFrame(
        [
            {"session": date(2025, 5, 5) + timedelta(days=index), "grade": grade, "stale": stale, "provisional": runs}
            for index, (grade, stale, runs) in enumerate(rows)
        ]
    )  # fmt: skip
    rest = [pl.lit(None, kind).alias(name) for name, kind in SESSION.items() if name not in frame.columns]
    return frame.with_columns(rest).select(*SESSION)


def test_training_takes_closed_sessions_of_grade_a_or_b_that_move(tmp_path: Path) -> None:
    lake = lake_at(tmp_path)
    assert trainable_sessions(lake) == set()
    rows = [("A", False, False), ("B", False, False), ("C", False, False), ("D", False, False)]
    write_table(
        lake, Layer.L1, "sessions", "2025Q2", _verdicts([*rows, ("A", True, False), ("A", False, True)])
    )
    assert trainable_sessions(lake) == {date(2025, 5, 5), date(2025, 5, 6)}
