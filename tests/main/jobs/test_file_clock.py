from dataclasses import replace
from datetime import UTC, datetime

import pytest

from support.homes import market_file
from usdcop.core.errors import DataError
from usdcop.main.jobs.file_clock import require_clock, up_with
from usdcop.pipeline.importing.findings import ImportFindings
from usdcop.pipeline.importing.read import read_file

WEEK = (datetime(2024, 3, 4, tzinfo=UTC), datetime(2024, 3, 9, tzinfo=UTC))


@pytest.fixture(scope="module")
def findings(tmp_path_factory: pytest.TempPathFactory) -> ImportFindings:
    file = market_file(tmp_path_factory.mktemp("file") / "week.csv", *WEEK)
    return read_file(file, "USDCOP", datetime(2024, 4, 1, tzinfo=UTC)).findings


def test_an_uncertain_clock_is_asked_in_one_sentence_of_the_command(findings: ImportFindings) -> None:
    doubted = replace(findings, uncertain="two edges of the week")
    with pytest.raises(DataError) as told:
        require_clock(doubted, up_with("week.csv"))
    assert told.value.sentence == ("By which clock week.csv was written is uncertain: two edges of the week.")
    assert told.value.cure == (
        "Say it: make run DATA=week.csv CLOCK=ZONE, or usdcop up --data week.csv --clock ZONE (utc, bogota, mt5, "
        "America/New_York and the like), or write the file's times with their offset."
    )


def test_a_clock_that_is_sure_or_was_told_is_not_asked_for(findings: ImportFindings) -> None:
    require_clock(findings, "usdcop import week.csv --clock")
    require_clock(replace(findings, uncertain="a doubt", clock="utc"), "usdcop import week.csv --clock")
