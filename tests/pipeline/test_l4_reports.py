"""L4's documents of a split: what they say, and that they are written once for the same data."""

import json
import shutil
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

from support.batch import CALENDAR, MARKET, bring
from support.lakes import lake_at
from support.walk import raw_walk
from usdcop.core.errors import MissingInputError
from usdcop.core.layers import Layer
from usdcop.features.spec import FEATURE_NAMES, feature_hash
from usdcop.pipeline.correlation import correlations
from usdcop.pipeline.history import History, load_history
from usdcop.pipeline.l4_reports import write_split_reports
from usdcop.pipeline.splits import SplitSettings

NOW = datetime(2025, 7, 1, tzinfo=UTC)
FIRST, LAST = date(2025, 1, 8), date(2025, 3, 10)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    bring(lake_at(folder), raw_walk(CALENDAR, FIRST, LAST, seed=3, missing=0.02), NOW)
    write_split_reports(lake_at(folder), _history(folder))
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "lake"))


def _history(folder: Path) -> History:
    return load_history(lake_at(folder), MARKET, NOW, SplitSettings())


def _read(folder: Path, kind: str) -> dict[str, Any]:
    path = f"{kind}/{_history(folder).split.split_id}.json"
    return dict(json.loads(lake_at(folder).get_document(Layer.L4, path)))


def test_the_split_tells_its_dates_counts_and_scaler(folder: Path) -> None:
    told, history = _read(folder, "splits"), _history(folder)
    trained = history.episodes.trainable(*history.split.train)
    assert told["train"] == [day.isoformat() for day in history.split.train]
    assert (told["data_hash"], told["feature_hash"]) == (history.data_hash, feature_hash())
    assert told["episodes"] == {
        "train": len(trained),
        "validation": len(history.episodes.between(*history.split.validation)),
        "test": len(history.episodes.between(*history.split.test)),
    }
    rows = trained.features[trained.decides]
    assert told["training_decisions"] == len(rows)
    assert told["scaler"]["names"] == list(FEATURE_NAMES)
    assert told["scaler"]["mean"] == pytest.approx(rows.mean(axis=0).tolist())
    assert told["scaler"]["std"] == pytest.approx(rows.std(axis=0).tolist())


def test_the_split_is_still_read_as_it_was_made(folder: Path) -> None:
    before = _history(folder).split
    write_split_reports(lake_at(folder), _history(folder))
    assert _history(folder).split == before


def test_correlations_are_those_of_the_training_sessions_alone(folder: Path) -> None:
    told, history = _read(folder, "correlation"), _history(folder)
    rows = lake_at(folder).read(Layer.L3)
    assert rows is not None
    inside = rows.filter(pl.col("session").is_in(history.episodes.trainable(*history.split.train).sessions))
    found = correlations(inside, FEATURE_NAMES)
    assert (told["rows"], told["names"]) == (inside.height, list(FEATURE_NAMES))
    np.testing.assert_allclose(np.array(told["matrix"], dtype=float), found.matrix, atol=1e-6)
    named = [(pair.first, pair.second) for pair in found.collinear()]
    assert [tuple(pair[:2]) for pair in told["collinear"]] == named != []


def test_the_heat_map_is_a_picture(folder: Path) -> None:
    path = f"correlation/{_history(folder).split.split_id}.png"
    assert lake_at(folder).get_document(Layer.L4, path).startswith(b"\x89PNG\r\n")


def test_the_same_data_are_told_once(folder: Path) -> None:
    assert write_split_reports(lake_at(folder), _history(folder)) is False
    changed = replace(_history(folder), data_hash="0" * 64)
    assert write_split_reports(lake_at(folder), changed) is True
    assert _read(folder, "correlation")["data_hash"] == "0" * 64


def test_a_split_told_again_without_its_scaler_is_completed(folder: Path) -> None:
    """A split document as it stands when the split was just made."""
    lake, path = lake_at(folder), f"splits/{_history(folder).split.split_id}.json"
    bare = {
        name: value
        for name, value in _read(folder, "splits").items()
        if name in {"split_id", "train", "validation", "test", "embargo_sessions"}
    }
    lake.put_document(Layer.L4, path, json.dumps(bare).encode())
    assert write_split_reports(lake, _history(folder)) is True
    assert "scaler" in _read(folder, "splits")


def test_without_a_session_to_learn_from_nothing_is_written(tmp_path: Path, folder: Path) -> None:
    history = _history(folder)
    nothing = np.zeros(len(history.episodes), dtype=np.bool_)
    bare = replace(history, episodes=replace(history.episodes, training_grade=nothing), data_hash="1" * 64)
    with pytest.raises(MissingInputError, match=r"no session to learn from.*usdcop quality"):
        write_split_reports(lake_at(tmp_path / "other"), bare)
    assert lake_at(tmp_path / "other").documents(Layer.L4, "correlation") == []
