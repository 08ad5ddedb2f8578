from datetime import date

from support.changes import a_change, marked_by
from usdcop.pipeline.changes import Mark
from usdcop.services.kit.marks import bars_changed


def test_a_mark_says_what_was_done_by_which_import_when_and_why() -> None:
    change = a_change(date(2024, 3, 4), date(2024, 3, 6))
    told = bars_changed(Mark(change, 3))
    assert told is not None
    assert told.model_dump(mode="json") == marked_by(change, 3)
    assert (told.deed, told.import_id, told.why) == ("imported", "I-0007", "corrected.csv")


def test_where_nothing_has_changed_there_is_no_mark() -> None:
    assert bars_changed(None) is None
