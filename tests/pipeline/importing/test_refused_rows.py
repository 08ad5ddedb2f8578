import pytest

from usdcop.core.bars import Reason
from usdcop.pipeline.importing.refused_rows import CURES, WORDS, counts_in_words, mostly_refused


def test_every_reason_has_words_and_a_cure() -> None:
    assert set(WORDS) == set(CURES) == set(Reason)
    assert len(set(WORDS.values())) == len(Reason)


@pytest.mark.parametrize("reason", Reason)
def test_each_reason_is_counted_in_words(reason: Reason) -> None:
    assert list(counts_in_words({reason.value: 1_234})) == [f"{WORDS[reason]}: 1,234"]
    assert list(counts_in_words({reason.value: 0})) == []


@pytest.mark.parametrize("reason", Reason)
def test_where_none_is_accepted_the_commonest_reason_and_its_cure_are_said(reason: Reason) -> None:
    other = Reason.FAR if reason is not Reason.FAR else Reason.SCALE
    (line,) = mostly_refused({other.value: 10, reason.value: 1_190}, 1_200, around=False)
    assert line == f"no bar of this file is accepted; 1,190 of 1,200 are {WORDS[reason]}. {CURES[reason]}"


BEHIND = {Reason.SUPERSEDED, Reason.DUPLICATE, Reason.SHIFTED_TWIN}


@pytest.mark.parametrize("reason", sorted(set(Reason) - BEHIND))
def test_where_hardly_any_is_accepted_the_cause_and_its_cure_are_said(reason: Reason) -> None:
    (line,) = mostly_refused({reason.value: 1_080, "superseded": 100}, 1_200, around=False)
    assert (
        line
        == f"hardly any bar of this file is accepted; 1,080 of 1,200 are {WORDS[reason]}. {CURES[reason]}"
    )
    assert list(mostly_refused({reason.value: 1_079, "superseded": 100}, 1_200, around=False)) == []


@pytest.mark.parametrize("reason", sorted(BEHIND))
def test_rows_behind_another_of_their_bar_are_no_fault_while_some_are_accepted(reason: Reason) -> None:
    assert list(mostly_refused({reason.value: 1_199}, 1_200, around=False)) == []


def test_a_feed_around_the_clock_is_judged_by_its_rows_in_sessions() -> None:
    outside = {"out_of_session": 1_100}
    assert list(mostly_refused(outside, 1_200, around=True)) == []
    assert list(mostly_refused({**outside, "scale": 89}, 1_200, around=True)) == []
    (line,) = mostly_refused({**outside, "scale": 90}, 1_200, around=True)
    assert line.startswith(f"hardly any bar of this file is accepted; 90 of 100 are {WORDS[Reason.SCALE]}")
    (line,) = mostly_refused({**outside, "scale": 100}, 1_200, around=True)
    assert line.startswith(f"no bar of this file is accepted; 100 of 100 are {WORDS[Reason.SCALE]}")
    (line,) = mostly_refused({"out_of_session": 1_200}, 1_200, around=True)
    assert line.startswith("no bar of this file is accepted; 1,200 of 1,200 are outside of sessions")


def test_where_rows_are_accepted_or_none_was_asked_about_there_is_nothing_to_say() -> None:
    assert list(mostly_refused({}, 0, around=False)) == []
    assert list(mostly_refused({}, 3, around=False)) == []
    assert list(mostly_refused({"conflict": 20}, 1_200, around=False)) == []
