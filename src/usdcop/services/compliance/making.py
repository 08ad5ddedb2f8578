"""Makes reports: gathers a period, writes its JSON and PDF into the object store, and lists it."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from usdcop.core.audit import AuditFilter, AuditRow
from usdcop.core.costs import kept, named, together
from usdcop.core.errors import ConflictError, CorruptPartitionError, UnknownError
from usdcop.core.reconstruction import Reconstruction
from usdcop.core.reports import NewReport, StoredReport, check_period
from usdcop.core.trading import OrderFill
from usdcop.services.compliance import evidence, schemas
from usdcop.services.compliance.ports import CompliancePorts
from usdcop.services.compliance.reconstruct import Reconstructor
from usdcop.services.compliance.shaping import audit_entry, contracts_of, lineages_of, trade_of
from usdcop.services.compliance.typeset import report_pdf
from usdcop.services.compliance.verifying import verification_of

# untested: here, but over HTTP in tests/services/compliance/test_app.py

FOLDER: Final = "usdcop-compliance/reports"
MOST_TRADES: Final = 2_000
"""Trades of one report: each is told in full."""
PAGE: Final = 5_000


def make_report(ports: CompliancePorts, first: date, last: date, actor: str) -> StoredReport:
    """Report on the sessions from ``first`` to ``last``.

    Raises:
        UsageError: the period is reversed, in the future or too long.
        ConflictError: it has too many trades for one report (``TOO_MANY_TRADES``).
        StorageError: the object store refuses; nothing is listed.
    """
    check_period(first, last, ports.market.calendar.local_date(ports.clock.now()))
    report = gather(ports, first, last, actor)
    text = report.model_dump_json().encode()
    digest, pdf = hashlib.sha256(text).hexdigest(), report_pdf(report)
    stem = f"{FOLDER}/{first}_{last}/{digest}"
    ports.objects.put(f"{stem}.json", text)
    ports.objects.put(f"{stem}.pdf", pdf)
    return ports.reports.add(
        NewReport(
            first=first,
            last=last,
            pdf_key=f"{stem}.pdf",
            json_key=f"{stem}.json",
            digest=digest,
            pdf_digest=hashlib.sha256(pdf).hexdigest(),
            actor=actor,
            at=report.made_at,
            trades=report.trade_count,
        )
    )


def stored_json(ports: CompliancePorts, row: StoredReport) -> bytes:
    """The JSON of a report, as it was made.

    Raises:
        CorruptPartitionError: it was altered since.
        MissingPartitionError: it is not there any more.
    """
    text = ports.objects.get(row.json_key)
    if hashlib.sha256(text).hexdigest() != row.digest:
        raise CorruptPartitionError(
            f"The report {row.id} was altered: its checksum is not {row.digest[:12]}….",
            "Restore it from a backup, or make it again.",
        )
    return text


def stored_pdf(ports: CompliancePorts, row: StoredReport) -> bytes:
    """The PDF of a report; it must be the one the trail speaks of.

    Raises:
        CorruptPartitionError: it was altered since.
        UnknownError: the trail knows nothing of it.
    """
    data = ports.objects.get(row.pdf_key)
    told = ports.trail.page(AuditFilter(action="report.made", subject=f"report:{row.id}"), None, 1)
    if not told:
        raise UnknownError(f"The trail knows nothing of the report {row.id}.", "Verify the trail.")
    if hashlib.sha256(data).hexdigest() != told[0].detail["pdf_digest"]:
        raise CorruptPartitionError(
            f"The PDF of report {row.id} was altered.", "Make the report again; its JSON is checked apart."
        )
    return data


def gather(ports: CompliancePorts, first: date, last: date, actor: str) -> schemas.Report:
    """Everything a report tells."""
    reader = Reconstructor(ports)
    trips = reader.trips(first, last)
    if len(trips) > MOST_TRADES:
        raise ConflictError(
            f"The period has {len(trips):,} trades.",
            f"Report on fewer sessions at a time: at most {MOST_TRADES:,} trades.",
            code="TOO_MANY_TRADES",
        )
    found = list(reader.of(trips))
    told, marks = list(_trail(ports, first, last)), ports.marks()
    return schemas.Report(
        symbol=ports.market.symbol,
        data_kind=ports.data_kind,
        first=first,
        last=last,
        made_at=ports.clock.now(),
        made_by=actor,
        sessions=len(ports.market.calendar.sessions(first, last)),
        trade_count=len(found),
        complete_trades=sum(one.complete for one in found),
        open_trades=sum(one.trip.trade is None for one in found),
        totals=tuple(_totals(ports, found, first, last)),
        trading_state_changes=_entries(told, "trading_state."),
        overrides=_entries(told, "model.override"),
        revisions=_entries(told, "bar.revised"),
        audit_actions=dict(sorted(Counter(row.action for row in told).items())),
        verification=verification_of(ports),
        trades=tuple(trade_of(one, ports.notional, marks) for one in found),
        contracts=contracts_of(found),
        lineages=lineages_of(found),
    )


def _totals(
    ports: CompliancePorts, found: Sequence[Reconstruction], first: date, last: date
) -> Iterator[schemas.AccountTotal]:
    for account, symbol in ports.trades.books():
        fills = [one for one in ports.trades.fills(account, symbol) if first <= one.session <= last]
        closed = [
            one.trip.trade
            for one in found
            if (one.trip.account, one.trip.symbol) == (account, symbol) and one.trip.trade is not None
        ]
        if fills or closed:
            yield schemas.AccountTotal(
                account=account,
                symbol=symbol,
                fills=len(fills),
                turnover_usd=_turnover(fills),
                cost_cop=sum(one.cost for one in fills),
                **named(together(map(kept, fills))),
                trades=len(closed),
                won=sum(one.pnl > 0 for one in closed),
                pnl_cop=sum(one.pnl for one in closed),
            )


def _turnover(fills: Sequence[OrderFill]) -> float:
    return sum(abs(one.quantity) for one in fills)


def _trail(ports: CompliancePorts, first: date, last: date) -> Iterator[AuditRow]:
    """Rows of the trail in the market-local days of the period, oldest first."""
    zone = ports.market.calendar.hours.zone
    since = datetime.combine(first, time(), zone).astimezone(UTC)
    until = datetime.combine(last + timedelta(days=1), time(), zone).astimezone(UTC)
    chosen, before, pages = AuditFilter(since=since, until=until), None, []
    while True:
        page = ports.trail.page(chosen, before, PAGE)
        pages.append(page)
        if len(page) < PAGE:
            break
        before = page[-1].seq
    for page in reversed(pages):
        yield from reversed(page)


def _entries(rows: Sequence[AuditRow], prefix: str) -> tuple[evidence.AuditEntry, ...]:
    return tuple(audit_entry(row) for row in rows if row.action.startswith(prefix))
