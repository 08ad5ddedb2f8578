import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest

from support.foreign import SPLIT, foreign_bundle, overfitted_bundle
from support.homes import settings_of, usdcop
from support.planted_homes import FREE, opened
from usdcop.backtest.engine import run
from usdcop.core.accounting import CostModel, Stakes
from usdcop.core.errors import ConflictError
from usdcop.core.trials import Look, LookKind, NewLook
from usdcop.main.jobs.judging import EvaluateJob, evaluate, judge_newest, judge_unasked
from usdcop.main.jobs.verdict import bench_of
from usdcop.main.wiring import open_system
from usdcop.policy.bundle import Bundle

NO_WALK = ("--folds", "0")
SAME = replace(SPLIT, train=SPLIT.test, validation=SPLIT.test)


def reports(root: Path) -> dict[str, bytes]:
    return {
        path.name: path.read_bytes() for path in (root / "replay" / "reports").rglob("*") if path.is_file()
    }


def test_evaluating_again_writes_the_same_bytes_and_spends_nothing(own_home: Path) -> None:
    before = reports(own_home)
    assert sorted(before) == ["backtest_report_20240503.json", "backtest_report_20240503.pdf"]
    again = usdcop(own_home, "evaluate", "--json")
    assert reports(own_home) == before
    assert again.json == json.loads(before["backtest_report_20240503.json"])
    with open_system(settings_of(own_home)) as system:
        (look,) = system.court.looks("USDCOP")
    assert (look.number, look.kind, look.sessions) == (1, LookKind.TRIAL, 125)


def test_the_walk_forward_is_the_bundles_own_and_ends_before_the_test_sets_embargo(shared_home: Path) -> None:
    told = json.loads(next(iter((shared_home / "replay" / "reports").rglob("*.json"))).read_bytes())
    folds, sessions = told["walk_forward"]["folds"], told["evaluation"]["sessions"]
    assert len(folds) == 5
    assert {len(fold["runs"]) for fold in folds} == {2}, "as many seeds as the bundle was trained with"
    gap = [day for day in told["walk_forward"]["sessions"] if day >= sessions[0]]
    assert gap == []


def test_further_looks_are_a_persons_and_a_batch_is_one(own_home: Path) -> None:
    versions = [
        usdcop(
            own_home, "train", "--steps", "3000", "--seeds", "1", "--first-seed", str(seed), "--json"
        ).json["version"]
        for seed in (7, 8)
    ]
    with open_system(settings_of(own_home), writes=True) as system:
        assert "looked at before" in judge_newest(system).note
        assert len(system.court.looks("USDCOP")) == 1
    hidden = usdcop(own_home, "backtest", str(versions[0]), "--from", "2024-01-02", code=3)
    assert "shown by a look" in hidden.err
    usdcop(own_home, "models", "promote", str(versions[0]), code=1)
    told = usdcop(own_home, "evaluate", *map(str, versions), "newest", *NO_WALK)  # which is one of them
    assert "Look 2 at the test set" in told.out + told.err
    with open_system(settings_of(own_home)) as system:
        looks = system.court.looks("USDCOP")
    assert [(look.number, look.kind, len(look.trials)) for look in looks] == [
        (1, LookKind.TRIAL, 1),
        (2, LookKind.BATCH, 2),
    ]
    usdcop(own_home, "backtest", str(versions[0]), "--from", "2024-01-02")


def test_two_who_look_at_once_take_one_look(own_planted: Path) -> None:
    """The night and a person: each spent a look on the same bundle."""
    with opened(own_planted, FREE) as system:
        record = system.court

        class Beaten:
            """The record of the court, where somebody else is quicker with a look at this bundle, or another."""

            def __init__(self, bundle_hash: str | None = None) -> None:
                self.bundle_hash = bundle_hash

            def __getattr__(self, name: str) -> object:
                return getattr(record, name)

            def take_look(self, new: NewLook, number: Callable[[Sequence[Look]], int], at: datetime) -> Look:
                shown = new.trials
                if self.bundle_hash is not None:
                    shown = tuple(replace(one, bundle_hash=self.bundle_hash) for one in shown)
                theirs = Look(1, 1, new.kind, new.first, new.last, new.sessions, shown, "them", at)
                number([theirs])
                return theirs

        beaten = replace(system, court=Beaten())  # type: ignore[arg-type] # hands on to the real record
        with pytest.raises(ConflictError, match="looked at meanwhile"):
            evaluate(beaten, EvaluateJob(versions=("1",), folds=0))
        assert judge_unasked(beaten, folds=0) == (None, "The bundle was looked at meanwhile.")
        other = replace(system, court=Beaten("o" * 64))  # type: ignore[arg-type] # the same
        assert judge_unasked(other, folds=0) == (None, "The test set was looked at meanwhile.")
        assert record.looks("USDCOP") == []


def test_a_bundle_trained_elsewhere_is_not_judged_on_sessions_it_may_have_seen(
    own_home: Path, tmp_path: Path
) -> None:
    file = foreign_bundle(tmp_path / "elsewhere.onnx")
    usdcop(own_home, "models", "register", file)
    before = reports(own_home)
    told = usdcop(own_home, "evaluate", "2", *NO_WALK, code=3)
    assert "trained elsewhere" in told.err
    assert "replay home never proves" in told.err
    assert reports(own_home) == before
    assert "cannot be judged" in usdcop(own_home, "models", "promote", "2", code=3).err
    assert "proves nothing forward" in usdcop(own_home, "models", "enter", "2", code=2).err


def test_six_thousand_random_features_that_know_the_test_set_crown_nothing(
    own_home: Path, tmp_path: Path
) -> None:
    """They made a champion of noise once: 12 of 12 gates, exit 0; and lost on every session before."""
    with open_system(settings_of(own_home)) as system:
        history = bench_of(system).history
    known, _ = history.part(history.split.test)
    known = known.take(np.arange(len(known) - 20, len(known)))
    honest = overfitted_bundle(tmp_path / "honest.onnx", known)
    gains = run(known, Bundle.load(honest.read_bytes()).policy, CostModel(), Stakes()).session_gains
    assert gains.mean() > gains.std() / 2, "a Sharpe ratio above 8 a year, of nothing but noise"

    usdcop(
        own_home, "models", "register", overfitted_bundle(tmp_path / "all.onnx", known, split=SAME), code=1
    )
    usdcop(own_home, "models", "register", honest)
    before = reports(own_home)
    for command in (("evaluate", "2", *NO_WALK), ("models", "promote", "newest")):
        assert "trained elsewhere" in usdcop(own_home, *command, code=3).err, command
    usdcop(own_home, "backtest", "2", "--from", f"{known.sessions[0]}", code=3)
    assert reports(own_home) == before
    listed = usdcop(own_home, "models", "list", "--json").json
    assert [one["aliases"] for one in listed if "champion" in one["aliases"]] == []


def test_four_copies_that_declare_one_configuration_are_four_bundles(own_home: Path, tmp_path: Path) -> None:
    """They counted as one trial once: 12 of 12 gates, four times."""
    for seed in range(4):
        usdcop(own_home, "models", "register", foreign_bundle(tmp_path / f"{seed}.onnx", seed=seed))
    for version in range(2, 6):
        usdcop(own_home, "evaluate", str(version), *NO_WALK, code=3)


def test_a_series_that_was_altered_cannot_be_judged_with(own_home: Path) -> None:
    """Declared together, each is judged beside the others."""
    versions = [
        str(
            usdcop(
                own_home, "train", "--steps", "3000", "--seeds", "1", "--first-seed", str(seed), "--json"
            ).json["version"]
        )
        for seed in (7, 8)
    ]
    usdcop(own_home, "evaluate", *versions, *NO_WALK)
    for path in (own_home / "replay" / "objects" / "usdcop-court" / "series").iterdir():
        path.write_bytes(path.read_bytes().replace(b"0.0", b"0.1"))
    for version in (versions[0], "1"):  # the second was looked at alone
        told = usdcop(own_home, "evaluate", version, *NO_WALK, code=3)
        assert "cannot be judged" in told.err


def test_without_a_bundle_there_is_nothing_to_judge(empty_home: Path) -> None:
    told = usdcop(empty_home, "evaluate", *NO_WALK, code=1)
    assert "No bundle is registered yet." in told.err
    assert "usdcop train" in told.err


def test_the_report_says_which_look_it_was(shared_home: Path) -> None:
    told = json.loads(next(iter((shared_home / "replay" / "reports").rglob("*.json"))).read_bytes())
    assert told["evaluation"]["asked"] == {
        "way": "look",
        "number": 1,
        "level": 0.03,
        "batch": 1,
        "stop": None,
    }
