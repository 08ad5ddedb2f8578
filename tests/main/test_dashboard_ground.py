"""What the dashboard stands on: documents that are the services' own, and a lock that names no address."""

import json
from pathlib import Path

from usdcop.main.jobs.describing import describe

DASHBOARD = Path(__file__).resolve().parents[2] / "dashboard"


def test_the_documents_of_the_dashboard_are_what_the_services_say(tmp_path: Path) -> None:
    stale = [
        path.name
        for path in describe(tmp_path)
        if (DASHBOARD / "openapi" / path.name).read_text() != path.read_text()
    ]
    assert not stale, "run 'usdcop openapi --out dashboard/openapi' and then 'npm run api' in dashboard/"


def test_there_is_no_document_of_a_service_that_is_none(tmp_path: Path) -> None:
    written = {path.name for path in describe(tmp_path)}
    assert {path.name for path in (DASHBOARD / "openapi").iterdir()} == written


def test_the_lock_of_the_dashboard_carries_checksums_and_no_address() -> None:
    packages = json.loads((DASHBOARD / "package-lock.json").read_text())["packages"]
    others = {name: entry for name, entry in packages.items() if name}
    assert len(others) > 300
    assert not [name for name, entry in others.items() if "resolved" in entry]
    # What is bundled comes inside of its parent's archive, whose checksum covers it.
    own = {name: entry for name, entry in others.items() if not (entry.get("link") or entry.get("inBundle"))}
    assert not [name for name, entry in own.items() if "integrity" not in entry]
    settings = (DASHBOARD / ".npmrc").read_text().splitlines()
    assert "omit-lockfile-registry-resolved=true" in settings
    assert not [line for line in settings if "://" in line]


def test_every_package_of_the_dashboard_has_one_version() -> None:
    package = json.loads((DASHBOARD / "package.json").read_text())
    versions = {**package["dependencies"], **package["devDependencies"]}
    assert not [name for name, version in versions.items() if not version[0].isdigit()]
