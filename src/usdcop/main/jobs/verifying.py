"""Verify: every checksum, PostgreSQL against the layers, everything kept against the trail; repair what can be repaired."""

from collections.abc import Iterator
from dataclasses import asdict, replace

from usdcop.adapters.postgres.hot_store import PostgresHotStore
from usdcop.core.errors import VerificationError
from usdcop.core.examination import CURE, Difference, Examination
from usdcop.core.layers import Layer
from usdcop.main.console import out, print_json, print_table, progress
from usdcop.main.jobs.batch import BatchJob, run
from usdcop.main.jobs.examination import archive_of, examine_record
from usdcop.main.jobs.saying_again import said_again
from usdcop.main.wiring import System
from usdcop.pipeline.documents import forget_block_marks
from usdcop.pipeline.import_numbers import rows_without_entry
from usdcop.pipeline.inventory import Finding
from usdcop.pipeline.repair import Repaired, repair
from usdcop.pipeline.verify import OnVerified, Served, VerifyReport, verify

MOST_FINDINGS = 30
"""Findings printed; ``--json`` has all."""

MADE = (Layer.L1, Layer.L2, Layer.L3, Layer.L4)
"""Layers that can be made again from those before them."""


def show_verification(system: System, *, repaired: bool, as_json: bool) -> None:
    """Verify, and print what is damaged or disagrees; with ``repaired``, mend it first.

    Raises:
        VerificationError: something is wrong.
    """
    if repaired:
        _repair(system)
    report = _verified(system)
    if as_json:
        print_json({**asdict(report), "sound": report.sound})
    else:
        _print(report)
    if not report.sound:
        raise VerificationError(
            f"{len(report.findings)} things are damaged or disagree; the first: {report.findings[0].what}",
            report.findings[0].cure,
        )


def verified(system: System, on_verified: OnVerified | None = None) -> tuple[VerifyReport, Examination]:
    """Everything that is stored, checksum by checksum, and everything that is kept against the trail.

    Raises:
        ServerError, StorageError: something cannot be read.
    """
    served = Served(system.bars, PostgresHotStore(system.engine).hot_from(system.market.symbol))
    found = verify(system.objects, system.lake, system.market.symbol, served, on_verified)
    record = examine_record(archive_of(system))
    whole = found.sound and record.sound  # a bundle that was altered cannot be loaded
    again = [_finding(one) for one in said_again(system)] if whole else []
    wrong = [one for one in again if not one.fault.is_note]
    notes = [one for one in again if one.fault.is_note]
    findings = (*found.findings, *rows_without_entry(system.lake), *map(_finding, record.differences), *wrong)
    return replace(
        found, findings=findings, notes=(*found.notes, *map(_finding, record.notes), *notes)
    ), record


def _verified(system: System) -> VerifyReport:
    with progress("Verifying") as advance:
        report, _ = verified(system, lambda layer, done, total: advance(done, total, layer.value))
    return report


def _finding(one: Difference) -> Finding:
    cure = "None is needed." if one.kind.is_note else CURE
    return Finding(one.kind, one.where, one.what, cure)


def _repair(system: System) -> None:
    """Bring each layer to agree with itself; then make again, and serve again, what was lost."""
    for layer in Layer:
        done = repair(system.objects, layer, system.market.symbol)
        if done is not None:
            lost = ", ".join(map(str, (*done.lost[:5], *done.lost_documents))) or "nothing"
            out.print(f"{layer}: repaired; {len(done.restored)} sessions restored from packs; lost: {lost}")
            for line in _found_again(done):
                out.print(line)
    for layer in MADE:
        forget_block_marks(system.lake, layer)
    run(system, BatchJob(system.market.symbol, MADE))


def _found_again(done: Repaired) -> Iterator[str]:
    """What is to be said of documents whose manifest was lost."""
    if done.rebuilt:
        yield f"{done.layer}: found again by their files: {', '.join(done.rebuilt)}"
    if done.unsure:
        names = ", ".join(done.unsure)
        yield f"{done.layer}: look at these, of which another version may be the newest: {names}"


def _print(report: VerifyReport) -> None:
    out.print(
        f"{report.files:,} files ({report.size_bytes / 1e6:,.1f} MB) and {report.rows_compared:,} rows of PostgreSQL checked: "
        + ("all sound" if report.sound else f"{len(report.findings)} findings")
    )
    for title, findings in (("Findings", report.findings), ("Notes", report.notes)):
        if findings:
            print_table(title, ("what", "where", "fault"), [_row(one) for one in findings[:MOST_FINDINGS]])


def _row(finding: Finding) -> tuple[str, str, str]:
    return finding.what, finding.where, finding.fault.value
