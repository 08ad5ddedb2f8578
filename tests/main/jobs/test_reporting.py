import json
from datetime import date
from pathlib import Path

import pytest

from support.homes import settings_of
from usdcop.adapters.postgres.audit import PostgresAudit
from usdcop.core.audit import AuditFilter
from usdcop.core.errors import UsageError
from usdcop.main.jobs.reporting import report_on
from usdcop.main.modes import Mode
from usdcop.main.wiring import open_system


def test_a_report_is_made_of_an_open_home_as_the_role_of_the_services(empty_home: Path) -> None:
    with open_system(settings_of(empty_home, Mode.SYNTHETIC), as_service=True) as system:
        made = report_on(system, date(2024, 7, 1), date(2024, 7, 31), "schedule")
        report = json.loads(system.objects.get(made.json_key))
        assert (report["made_by"], report["sessions"], report["trades"]) == ("schedule", 22, [])
        assert system.objects.get(made.pdf_key).startswith(b"%PDF")
        told = PostgresAudit(system.engine).page(AuditFilter(action="report.made"), None, 5)
        assert [row.actor for row in told] == ["schedule"]
        with pytest.raises(UsageError, match="reversed"):
            report_on(system, date(2024, 7, 31), date(2024, 7, 1), "schedule")
