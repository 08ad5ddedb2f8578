import pytest

from usdcop.core.bars import Reason
from usdcop.pipeline.importing.refused_rows import CURES, WORDS, all_refused, counts_in_words


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
    (line,) = all_refused({other.value: 10, reason.value: 1_190}, 1_200)
    assert line == f"no bar of this file is accepted; 1,190 of 1,200 are {WORDS[reason]}. {CURES[reason]}"


def test_where_one_is_accepted_or_none_was_asked_about_there_is_nothing_to_say() -> None:
    assert list(all_refused({"scale": 1_199}, 1_200)) == []
    assert list(all_refused({}, 0)) == []
    assert list(all_refused({}, 3)) == []
