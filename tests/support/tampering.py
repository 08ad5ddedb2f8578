"""A home with trades, predictions, a court's record and anchors, and the three who examine it."""

import hashlib
import json
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import httpx
from sqlalchemy import Connection, text

from support.compliance import closes_of, trade_person, trade_policy
from support.homes import ANY_PORT, settings_of, usdcop
from support.services import running_app
from usdcop.adapters.postgres.audit import PostgresAudit
from usdcop.adapters.postgres.database import transaction
from usdcop.adapters.postgres.sign_ins import PostgresSignIns
from usdcop.adapters.postgres.trading_state import PostgresTradingState
from usdcop.adapters.postgres.users import PostgresUsers
from usdcop.core.access import Role, SignIn
from usdcop.core.audit import ANCHORED, GENESIS, sealed
from usdcop.main.jobs.anchoring import FOLDER, anchor
from usdcop.main.scheduling.nights import anchor_now
from usdcop.main.serve.compliance import app_of
from usdcop.main.serve.identity import access_of, tokens_of
from usdcop.main.serve.rest import shared_of
from usdcop.main.wiring import System, open_system

AT: Final = datetime(2024, 3, 6, 15, tzinfo=UTC)
DAY: Final = date(2024, 3, 5)
TABLES: Final = (
    "audit_log",
    "orders",
    "fills",
    "decisions",
    "predictions",
    "trading_state",
    "looks",
    "look_trials",
    "pipeline_status",
)
"""What is put back after a test."""
Harm = Callable[["Scene"], None]


@dataclass(frozen=True, slots=True)
class Scene:
    """The home, its servers running."""

    root: Path
    system: System
    client: httpx.Client
    """Of the compliance service, in the role of the services."""
    sign_in: SignIn

    def run(self, *statements: str) -> None:
        """Do something as the owner of the database, as who has its password could."""
        with transaction(self.system.engine) as connection:
            connection.execute(text("SET LOCAL session_replication_role = replica"))
            for statement in statements:
                connection.exec_driver_sql(statement)

    def anchors(self) -> list[str]:
        """Keys of the anchors, in order."""
        return self.system.objects.keys(FOLDER)


@contextmanager
def scene(root: Path) -> Iterator[Scene]:
    """A finished home in which two people's and a policy's orders were filled, and the trail was anchored thrice."""
    with open_system(settings_of(root)) as system:
        trail = PostgresAudit(system.engine)
        PostgresTradingState(system.engine).ensure_active("ana", AT)
        digest = _a_bundle(system)
        trade_policy(system.engine, system.lake, day=DAY, digest=digest)
        anchor_now(system)
        trade_person(system.engine, closes_of(system.lake, DAY)[59], day=DAY)
        sign_in = _officer(system)
        for number in range(3):
            trail.append(AT, "ana", "user.signed_in", f"user:{number}", {"n": number})
            anchor(trail, system.objects, system.wall.now(), AT)
        with (
            open_system(settings_of(root), as_service=True) as served,
            running_app(app_of(served, shared_of(served))) as url,
            httpx.Client(base_url=url, timeout=20) as client,
        ):
            yield Scene(root, system, client, sign_in)


@contextmanager
def tampered(home: Scene, harm: Harm) -> Iterator[None]:
    """``harm`` is done while the block runs, and undone after it."""
    with _put_back(home):
        harm(home)
        yield


@contextmanager
def _put_back(home: Scene) -> Iterator[None]:
    objects = home.system.objects
    folders = (FOLDER, "usdcop-court", "usdcop-models")
    kept = {key: objects.get(key) for folder in folders for key in objects.keys(folder)}
    names = list(TABLES)
    home.run(*(f"CREATE TABLE IF NOT EXISTS kept_{name} AS TABLE {name}" for name in names))
    try:
        yield
    finally:
        home.run(
            *(f"DELETE FROM {name}" for name in names),
            *(f"INSERT INTO {name} SELECT * FROM kept_{name}" for name in names),
            *(f"DROP TABLE kept_{name}" for name in names),
        )
        objects.delete([key for folder in folders for key in objects.keys(folder) if key not in kept])
        objects.put_many(kept)


def _a_bundle(system: System) -> str:
    with transaction(system.engine) as connection:
        return str(connection.execute(text("SELECT min(bundle_hash) FROM predictions")).scalar_one())


def rechained(subject: str, old: str, new: str) -> Harm:
    """Change the row about ``subject`` and seal it and all rows after it anew, as somebody who knows the code would."""

    def harm(home: Scene) -> None:
        with transaction(home.system.engine) as connection:
            first = connection.execute(
                text("SELECT seq FROM audit_log WHERE subject = :about"), {"about": subject}
            )
            _chain_anew(connection, int(first.scalar_one()), old, new)

    return harm


def _chain_anew(connection: Connection, first: int, old: str, new: str) -> None:
    rows = connection.execute(
        text("SELECT seq, record, previous_hash FROM audit_log WHERE seq >= :first ORDER BY seq"),
        {"first": first},
    ).all()
    previous = rows[0].previous_hash
    for row in rows:
        line = row.record.replace(old, new) if row.seq == first else row.record
        told: Mapping[str, Any] = json.loads(line)
        seal = sealed(previous, line)
        connection.execute(
            text(
                "UPDATE audit_log SET record = :line, previous_hash = :previous, hash = :seal, actor = :actor WHERE seq = :seq"
            ),
            {"line": line, "previous": previous, "seal": seal, "actor": told["actor"], "seq": row.seq},
        )
        previous = seal


def made_by_an_earlier_version(home: Scene) -> None:
    """The trail and its anchors as they were before anchors were numbered and told of, and fills told in full."""
    objects, previous = home.system.objects, GENESIS
    rows = [row for row in PostgresAudit(home.system.engine).rows() if row.action != ANCHORED]
    objects.delete(home.anchors())
    link = GENESIS
    with transaction(home.system.engine) as connection:
        connection.execute(text("DELETE FROM audit_log"))
        for seq, row in enumerate(rows, 1):
            told = json.loads(row.record)
            told["seq"] = seq
            told["detail"].pop("body_hash", None)
            for name in ("units", "in_price_cop"):
                told["detail"].get("fill", {}).pop(name, None)
            line = json.dumps(told)
            seal = sealed(previous, line)
            values = {**told, "line": line, "previous": previous, "seal": seal}
            connection.execute(_INSERT, values)
            previous = seal
            if seq in {5, len(rows)}:
                old = {"seq": seq, "hash": seal, "anchored_at": AT.isoformat(), "previous": link}
                data = json.dumps(old).encode()
                objects.put(f"{FOLDER}/{seq:012d}.json", data)
                link = hashlib.sha256(data).hexdigest()


_INSERT: Final = text(
    "INSERT INTO audit_log VALUES (:seq, CAST(:at AS timestamptz), CAST(:recorded_at AS timestamptz), :actor, :action,"
    " :subject, :line, :previous, :seal)"
)


def verify_says(home: Scene) -> list[str]:
    """Every finding of ``usdcop verify``, as ``kind: sentence``; its exit code agrees with them."""
    told = usdcop(home.root, "verify", "--json", code=None).json
    assert told["sound"] is (told["findings"] == [])
    return [f"{one['fault']}: {one['what']}" for one in told["findings"]]


def doctor_says(home: Scene) -> list[str]:
    """Every failure that ``usdcop doctor`` tells of the record."""
    found = usdcop(home.root, "doctor", "--json", code=None, variables=ANY_PORT).json
    return [f"{one['name']}: {one['cause']}" for one in found if one["level"] == "fail"]


def compliance_says(home: Scene) -> list[str]:
    """Every difference that ``GET /api/compliance/verify`` tells."""
    settings = home.system.settings
    token, _ = tokens_of(settings, access_of(settings)).access(home.sign_in, home.system.wall.now())
    answer = home.client.get("/api/compliance/verify", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert told["holds"] is (told["differences"] == [])
    return [f"{one['kind']}: {one['what']}" for one in told["differences"]]


def _officer(system: System) -> SignIn:
    """A compliance officer who is signed in."""
    settings, now, at = system.settings, system.wall.now(), system.clock.now()
    tokens = tokens_of(settings, access_of(settings))
    PostgresUsers(system.engine).add("officer", frozenset({Role.COMPLIANCE}), "unusable", "tests", at)
    made = SignIn(uuid.uuid4(), "officer", frozenset({Role.COMPLIANCE}), now + timedelta(days=1))
    PostgresSignIns(system.engine).open(made, tokens.digest(tokens.refresh()), now, at, "127.0.0.1")
    return made


EXAMINERS: Final = {"verify": verify_says, "doctor": doctor_says, "compliance": compliance_says}
