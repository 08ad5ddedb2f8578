"""The compliance service on an open home."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from fastapi import FastAPI

from usdcop.adapters.postgres.audit import PostgresAudit
from usdcop.adapters.postgres.compliance_reports import PostgresReports
from usdcop.adapters.postgres.controls import PostgresControls
from usdcop.adapters.postgres.trade_facts import PostgresTradeFacts
from usdcop.core.errors import DataError
from usdcop.core.ports import Objects
from usdcop.main.jobs.anchoring import newest
from usdcop.main.jobs.examination import archive_of, examine_record
from usdcop.main.serve.rest import serve_rest
from usdcop.main.settings import Settings
from usdcop.main.wiring import System
from usdcop.pipeline.changes import ChangeRecord
from usdcop.services.compliance.app import create
from usdcop.services.compliance.ports import CompliancePorts
from usdcop.services.kit.app import Shared

# untested: here, but over HTTP in tests/services/compliance, and by tests/main/jobs/test_reporting.py

BUNDLES = "usdcop-models"
"""Folder of the bundles' files, each called after its hash (``adapters.model_registry.FOLDER``)."""


def run(settings: Settings) -> None:
    """Serve until told to stop.

    Raises:
        UsageError: the port is taken, or a setting cannot be used.
    """
    serve_rest(settings, "compliance", settings.environment.compliance_port, app_of)


def app_of(system: System, shared: Shared) -> FastAPI:
    """The application on ``system``."""
    return create(shared, ports_of(system))


def ports_of(system: System) -> CompliancePorts:
    """The adapters in their ports."""
    trail, symbol, kind = PostgresAudit(system.engine), system.market.symbol, system.settings.mode.value
    return CompliancePorts(
        market=system.market,
        data_kind=kind,
        clock=system.clock,
        wall=system.wall,
        lake=system.lake,
        objects=system.objects,
        trail=trail,
        examine=lambda: examine_record(archive_of(system)),
        anchored_at=lambda: newest_anchor(system.objects),
        trades=PostgresTradeFacts(system.engine),
        reports=PostgresReports(system.engine),
        contract=lambda digest: contract_in(system.objects, digest),
        feature_hash=definitions,
        controls=PostgresControls(system.engine, symbol, kind).measure,
        limits=system.settings.risk,
        notional=system.settings.stakes.notional,
        marks=ChangeRecord(system.lake).marks,
    )


def definitions() -> str:
    """Hash of the features' definitions as they are now."""
    from usdcop.features.spec import feature_hash  # noqa: PLC0415 - it loads TA-Lib, 40 MB, needed only here

    return feature_hash()


def newest_anchor(objects: Objects) -> datetime | None:
    """When the trail was anchored last; None where it never was, or where that anchor cannot be read."""
    try:
        last = newest(objects)
    except DataError:
        return None
    return None if last is None else last.anchored_at


def contract_in(objects: Objects, digest: str) -> Mapping[str, Any] | None:
    """The contract of the bundle whose file has the hash ``digest``; None where it is not there, or not itself."""
    from usdcop.policy.bundle import Bundle  # noqa: PLC0415 - ONNX Runtime, needed only here

    key = f"{BUNDLES}/{digest}.onnx"
    if not digest.isalnum() or not objects.exists(key):
        return None
    data = objects.get(key)
    if hashlib.sha256(data).hexdigest() != digest:
        return None
    try:
        found: Mapping[str, Any] = json.loads(Bundle.load(data).contract.to_json())
    except DataError:
        return None
    return found
