"""The report a person reads: real PDF, read back."""

import json
from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from pypdf import PdfReader

from support.evaluations import judged, proven_forward
from support.policies import Rarely
from usdcop.backtest.data_summary import DataSummary
from usdcop.backtest.walkforward import WalkForward
from usdcop.core.episodes import Episodes
from usdcop.core.trials import Look, LookKind, LookTrial
from usdcop.court.evaluation import Evaluation
from usdcop.report.document import Report, report_json, report_pdf

DATA = DataSummary(
    source="a synthetic market, seed 11",
    first_session=date(2021, 1, 4),
    last_session=date(2021, 8, 13),
    expected_sessions=160,
    sessions_with_bars=158,
    expected_bars=9_600,
    rows_in=9_700,
    rows_accepted=9_500,
    quarantine={"holiday": 180, "duplicate": 20},
    grades={"A": 120, "B": 20, "C": 10, "D": 8},
    stale_sessions=2,
    stale_rows=80,
    doubtful_bars=300,
    suspect_bars=4,
    calendar_version="co-0800-1300",
    code_version="0.1.0",
    data_hash="sha256:" + "cd" * 32,
    remarks=("The vendor gives no volume.",),
)


LOOK = Look(
    1,
    1,
    LookKind.BATCH,
    date(2021, 8, 1),
    date(2021, 12, 30),
    120,
    (LookTrial("ab" * 32, "0" * 64, 0.4), LookTrial("cd" * 32, "1" * 64, None)),
    "cli:ana",
    datetime(2026, 1, 2, tzinfo=UTC),
)


@pytest.fixture(scope="module")
def report(evaluation: Evaluation, walked: WalkForward) -> Report:
    return Report(evaluation, walked, DATA, looks=(LOOK,))


@pytest.fixture(scope="module")
def pdf(report: Report) -> bytes:
    return report_pdf(report)


@pytest.fixture(scope="module")
def pages(pdf: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]


def squeezed(text: str) -> str:
    """Text without spaces and line breaks: a PDF places glyphs, not words."""
    return "".join(text.split())


def test_the_verdict_stands_first(report: Report, pages: list[str]) -> None:
    first = squeezed(pages[0])
    assert squeezed(report.evaluation.verdict.sentence) in first
    assert "SYNTHETIC" in first


def test_every_page_says_what_kind_of_market_it_is(pages: list[str]) -> None:
    assert all("SYNTHETIC" in squeezed(page) for page in pages)


@pytest.mark.parametrize(
    "words",
    [
        "What was proven",
        "What was not proven",
        "When it was earned",
        "By year and month",
        "Beside the baselines",
        "Beyond a mix of the baselines",
        "Where the return came from",
        "Production gates",
        "Break-even multiple of the costs",
        "What was tried",
        "2 bundles in 1 look",
        "Walk-forward",
        "The data",
        "Refused rows",
        "Provenance",
        "holiday",
        "matched exposure",
    ],
)
def test_every_part_is_there(pages: list[str], words: str) -> None:
    assert squeezed(words) in squeezed("".join(pages))


def test_the_pdf_names_the_decision_hash(report: Report, pages: list[str]) -> None:
    assert report.evaluation.decision_hash in squeezed(pages[-1])


def test_the_same_report_gives_the_same_bytes(report: Report, pdf: bytes) -> None:
    assert report_pdf(report) == pdf
    assert report_json(report) == report_json(report)


def test_a_policy_that_never_traded_gets_a_report_too(idle: Evaluation) -> None:
    pages = [page.extract_text() for page in PdfReader(BytesIO(report_pdf(Report(idle)))).pages]
    everything = squeezed("".join(pages))
    assert squeezed("No edge found: it stays flat") in everything
    assert squeezed("Not done. This report judges one bundle only") in everything
    assert squeezed("No summary of the data was given") in everything


@pytest.mark.parametrize("every", [9, 30, 60, 120])
def test_a_policy_that_traded_once_or_thrice_gets_a_verdict_and_a_report(
    planted: Episodes, every: int
) -> None:
    """Its interval is open where resampled histories hold no trade: that ended the run of a home."""
    rare = judged(planted, Rarely(every))
    assert 0 < rare.metrics.trades < 40
    assert "activity" in rare.gates.failed
    assert rare.verdict.sentence
    whole = Report(rare)
    assert report_pdf(whole).startswith(b"%PDF")
    json.loads(report_json(whole), parse_constant=pytest.fail)


def test_what_never_traded_fills_no_page_with_nothing(idle: Evaluation) -> None:
    pages = [page.extract_text() for page in PdfReader(BytesIO(report_pdf(Report(idle)))).pages]
    everything = squeezed("".join(pages))
    assert squeezed("It never traded: there is no return to take apart") in everything
    for part in ("When it was earned", "Where the return came from", "The trades", "Further figures"):
        assert squeezed(part) not in everything
    assert "beaten" not in everything
    assert len(pages) <= 3
    assert all(len(squeezed(page)) > 1_000 for page in pages[:-1])


def test_a_bundle_that_is_proven_forward_shows_its_bets(planted: Episodes, evaluation: Evaluation) -> None:
    assert "forwardproof" not in squeezed("".join(text_of(Report(evaluation))))
    forward = proven_forward(planted)
    told = squeezed("".join(text_of(Report(forward))))
    assert squeezed("The forward proof so far") in told
    assert squeezed("After 120 sessions the bets stand at") in told
    assert squeezed("Judged forward, as entry 1 of this home") in told


def text_of(report: Report) -> list[str]:
    return [page.extract_text() for page in PdfReader(BytesIO(report_pdf(report))).pages]


def test_the_json_holds_everything_and_names_the_unknown(report: Report, idle: Evaluation) -> None:
    body = json.loads(report_json(report))
    assert body["evaluation"]["decision_hash"] == report.evaluation.decision_hash
    assert len(body["evaluation"]["trades"]) == len(report.evaluation.trades)
    assert body["data"]["quarantine"] == {"duplicate": 20, "holiday": 180}
    assert len(body["walk_forward"]["folds"]) == 5
    assert body["looks"][0]["trials"][0]["bundle_hash"] == "ab" * 32
    assert len(body["evaluation"]["gross"]) == len(body["evaluation"]["returns"])
    unknown = json.loads(report_json(Report(idle)))["evaluation"]["metrics"]["sharpe"]
    assert unknown == {"value": None, "reason": "the session returns do not vary"}


def test_coverage_is_a_share_of_what_was_expected() -> None:
    assert DATA.coverage == pytest.approx(9_500 / 9_600)
