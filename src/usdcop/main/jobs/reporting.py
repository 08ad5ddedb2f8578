"""Report: a compliance report of a period, made from the command line or by a schedule."""

from datetime import date

from usdcop.core.reports import StoredReport
from usdcop.main.serve.compliance import ports_of
from usdcop.main.wiring import System
from usdcop.services.compliance.making import make_report


def report_on(system: System, first: date, last: date, actor: str) -> StoredReport:
    """Write PDF and JSON of the period into the object store, list it, and record it in the trail.

    Raises:
        UsageError: the period is reversed, in the future or too long.
        StorageError: the object store refuses.
    """
    return make_report(ports_of(system), first, last, actor)
