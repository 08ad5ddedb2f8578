import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
import pytest

from usdcop.core.trials import Deed, Kept, Look, LookKind, LookTrial, Series
from usdcop.court.examination import CourtFinding, Flaw, examined

A, B = "a" * 64, "b" * 64
AT = datetime(2024, 7, 1, 13, tzinfo=UTC)
DAYS = (date(2024, 6, 26), date(2024, 6, 27), date(2024, 6, 28))
SERIES = Series(A, DAYS, np.array([0.01, -0.002, 0.003]))
DATA = SERIES.to_bytes()
DIGEST = hashlib.sha256(DATA).hexdigest()
TRIAL = LookTrial(A, DIGEST, SERIES.sharpe_per_session)
LOOK = Look(3, 2, LookKind.TRIAL, DAYS[0], DAYS[-1], 3, (TRIAL,), "cli:me", AT)
LOOKED = Deed("court.looked", "look:3", "cli:me", AT, {"number": 2, "sessions": 3, "trials": {A: DIGEST}})
ENTERED = Deed("forward.entered", f"bundle:{B}", "cli:me", AT, {"number": 1, "stop": 0.012})
WON = Deed("title.won", f"bundle:{A}", "cli:me", AT, {"number": 1, "since": "2024-07-02"})
LOST = Deed("title.lost", f"bundle:{A}", "home", AT, {"number": 2, "since": "2024-07-03"})
EARLIER = Deed("court.earlier", "evaluation:1", "an earlier version", AT, {"number": 1, "sessions": 120})
ALL = (LOOKED, ENTERED, WON, LOST, EARLIER)
THERE: Mapping[str, bytes | None] = {DIGEST: DATA}


def found(*deeds: Deed, told: tuple[Deed, ...] = ALL) -> list[CourtFinding]:
    return examined(Kept(deeds, told, (LOOK,)), THERE)


def changed(deed: Deed, **facts: Any) -> Deed:  # noqa: ANN401 - JSON
    return replace(deed, facts={**deed.facts, **facts})


def test_a_record_that_both_tell_alike_has_no_finding_in_whatever_order() -> None:
    assert found(*ALL) == []
    assert found(*reversed(ALL)) == []
    elsewhere = replace(LOOKED, at=AT.astimezone(tz=None))
    assert found(elsewhere, *ALL[1:]) == [], "an instant is one, whatever its offset"


@pytest.mark.parametrize("gone", ALL, ids=lambda deed: deed.action)
def test_a_deleted_row_is_told(gone: Deed) -> None:
    (one,) = found(*(deed for deed in ALL if deed != gone))
    assert (one.flaw, one.subject) == (Flaw.DELETED, gone.subject)
    assert "was deleted" in one.sentence


@pytest.mark.parametrize("extra", ALL, ids=lambda deed: deed.action)
def test_an_added_row_is_told_also_a_second_one_like_another(extra: Deed) -> None:
    for deeds, told in ((ALL, tuple(deed for deed in ALL if deed != extra)), ((*ALL, extra), ALL)):
        (one,) = found(*deeds, told=told)
        assert (one.flaw, one.subject) == (Flaw.ADDED, extra.subject)
        assert "added by hand" in one.sentence


@pytest.mark.parametrize(
    ("index", "row", "said"),
    [
        (0, changed(LOOKED, number=1), "number is 1 and was 2"),
        (
            0,
            changed(LOOKED, trials={A: "f" * 64}),
            f"series of {A[:12]}… is {'f' * 12}… and was {DIGEST[:12]}…",
        ),
        (0, changed(LOOKED, trials={}), f"series of {A[:12]}… is none and was"),
        (0, replace(LOOKED, actor="cli:you"), "actor is cli:you and was cli:me"),
        (0, replace(LOOKED, at=AT + timedelta(days=1)), "at is 2024-07-02"),
        (1, changed(ENTERED, stop=0.001), "stop is 0.001 and was 0.012"),
        (3, replace(LOST, action="title.won"), "action is title.won and was title.lost"),
        (4, changed(EARLIER, sessions=12), "sessions is 12 and was 120"),
    ],
)
def test_a_rewritten_row_is_told_with_what_was_and_what_is(index: int, row: Deed, said: str) -> None:
    deeds = [*ALL]
    deeds[index] = row
    (one,) = found(*deeds)
    assert (one.flaw, one.subject) == (Flaw.REWRITTEN, row.subject)
    assert said in one.sentence


def test_two_titles_that_changed_places_are_told() -> None:
    swapped = (changed(WON, number=2), changed(LOST, number=1))
    assert {one.flaw for one in found(LOOKED, ENTERED, *swapped, EARLIER)} == {Flaw.REWRITTEN}


def of_trial(data: bytes | None, **look: Any) -> CourtFinding:  # noqa: ANN401 - fields of a look
    seen = replace(LOOK, **look)
    hashes = {trial.series_hash for trial in seen.trials}
    (one,) = examined(Kept(ALL, ALL, (seen,)), dict.fromkeys(hashes, data))
    assert one.subject == "look:3"
    return one


def test_a_trial_without_its_session_returns_is_told() -> None:
    one = of_trial(None)
    assert one.flaw is Flaw.SERIES_MISSING
    assert DIGEST[:12] in one.sentence


def test_session_returns_that_do_not_fit_the_trial_are_told() -> None:
    altered = of_trial(DATA.replace(b"0.01", b"0.09"))
    assert (altered.flaw, "were altered" in altered.sentence) == (Flaw.SERIES_ALTERED, True)
    foreign = of_trial(DATA, trials=(replace(TRIAL, bundle_hash=B),))
    assert (foreign.flaw, f"those of the bundle {A[:12]}" in foreign.sentence) == (Flaw.SERIES_ALTERED, True)
    assert "other sessions" in of_trial(DATA, sessions=4).sentence
    assert "other sessions" in of_trial(DATA, first=date(2024, 6, 25)).sentence
    for ratio in (9.0, None):
        other = of_trial(DATA, trials=(replace(TRIAL, sharpe_per_session=ratio),))
        assert (other.flaw, "Sharpe" in other.sentence) == (Flaw.REWRITTEN, True)


def test_session_returns_of_no_session_fit_no_look() -> None:
    empty = Series(A, (), np.array([])).to_bytes()
    trial = LookTrial(A, hashlib.sha256(empty).hexdigest(), None)
    assert "other sessions" in of_trial(empty, trials=(trial,)).sentence
    assert "other sessions" in of_trial(empty, trials=(trial,), sessions=0).sentence
