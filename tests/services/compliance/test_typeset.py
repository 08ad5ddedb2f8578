import io
from datetime import UTC, date, datetime

import pypdf
import pytest

from usdcop.court.examination import Flaw
from usdcop.services.compliance.evidence import AuditEntry
from usdcop.services.compliance.schemas import AccountTotal, CourtFlaw, Report, Verification
from usdcop.services.compliance.typeset import report_pdf

NOW = datetime(2024, 7, 10, 15, tzinfo=UTC)
HALT = AuditEntry(
    seq=7,
    at=NOW,
    recorded_at=NOW,
    actor="trader",
    action="trading_state.changed",
    subject="trading_state",
    detail={"from": "ACTIVE", "to": "HALTED", "reason": 'says "stop" #now $x$ \\ [*]', "cancelled": []},
    previous_hash="0" * 64,
    hash="1" * 64,
)
REPORT = Report(
    symbol="USDCOP",
    data_kind="replay",
    first=date(2024, 7, 1),
    last=date(2024, 7, 10),
    made_at=NOW,
    made_by="compliance",
    sessions=7,
    trade_count=0,
    complete_trades=0,
    open_trades=0,
    totals=(
        AccountTotal(
            account="main",
            symbol="USDCOP",
            fills=2,
            turnover_usd=200_000.0,
            cost_cop=240_000.0,
            spread_cop=200_000.0,
            slippage_cop=40_000.0,
            total_cost_cop=240_000.0,
            trades=1,
            won=0,
            pnl_cop=-340_000.0,
        ),
    ),
    trading_state_changes=(HALT,),
    overrides=(),
    revisions=(),
    audit_actions={"trading_state.changed": 1},
    verification=Verification(
        holds=False,
        rows=6,
        anchors=1,
        anchored_until=6,
        newest_anchor_at=NOW,
        broken_at=4,
        why="its record was changed",
        verified_at=NOW,
    ),
    trades=(),
    contracts={},
    lineages=(),
)


def test_the_pdf_follows_from_the_report_alone_and_tells_what_it_says(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    data = report_pdf(REPORT)
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    assert report_pdf(REPORT) == data
    pages = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)
    words = " ".join(pages.split())
    assert "REPLAY" in words
    assert "BROKEN at row 4: its record was changed" in words
    assert "-340,000" in words
    assert 'says "stop" #now $x$' in words.replace("“", '"').replace("”", '"')
    assert "No trade was left or open in this period." in words


def test_a_court_record_that_was_changed_is_told_beside_a_trail_that_holds() -> None:
    flaw = CourtFlaw(flaw=Flaw.DELETED, subject="look:1", sentence="Look 1 was deleted.")
    sound = REPORT.verification.model_copy(update={"holds": True, "court": (flaw,)})
    data = report_pdf(REPORT.model_copy(update={"verification": sound}))
    words = " ".join(
        " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages).split()
    )
    assert "The audit trail holds" in words
    assert "record is BROKEN: Look 1 was deleted." in words
