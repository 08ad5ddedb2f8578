from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from support.changes import a_change, marked_by
from support.compliance import BUNDLE, DAY, Desk, closes_of
from support.court_rows import FOREIGN, fill_court
from support.promises import keeps_its_promises
from usdcop.adapters.postgres.accounts import PostgresAccounts
from usdcop.adapters.postgres.audit import PostgresAudit
from usdcop.adapters.postgres.database import transaction
from usdcop.core.access import Role
from usdcop.core.audit import AuditFilter
from usdcop.core.layers import Layer
from usdcop.main.jobs.anchoring import anchor
from usdcop.pipeline.changes import Deed, note_change
from usdcop.services.compliance.app import create
from usdcop.services.kit.app import undecided

PERIOD = {"first": "2024-07-01", "last": "2024-07-10"}


def get(desk: Desk, path: str, code: int = 200, role: Role = Role.COMPLIANCE) -> Any:  # noqa: ANN401 - any JSON
    answer = desk.service.client.get(f"/api/compliance/{path}", headers=desk.service.headers(role))
    assert answer.status_code == code, answer.text
    return answer.json()


def make(desk: Desk, body: object, role: Role = Role.COMPLIANCE) -> httpx.Response:
    return desk.service.client.post("/api/compliance/report", json=body, headers=desk.service.headers(role))


def test_everything_takes_the_role_compliance(desk: Desk) -> None:
    paths = ("audit-trail", "verify", "trades/challenger-1", "regulations", "reports")
    for path in paths:
        assert desk.service.client.get(f"/api/compliance/{path}").status_code == 401, path
        for role in (Role.VIEWER, Role.TRADER, Role.OPERATOR):
            get(desk, path, 403, role)
        get(desk, path, 200, Role.ADMIN)
    assert make(desk, PERIOD, Role.OPERATOR).status_code == 403
    assert desk.service.client.post("/api/compliance/report", json=PERIOD).status_code == 401


def test_the_trail_is_searched_and_paged(desk: Desk) -> None:
    whole = get(desk, "audit-trail?limit=1000")["data"]
    assert [row["seq"] for row in whole] == list(range(len(whole), 0, -1))
    first = get(desk, "audit-trail?limit=5")
    rest = get(desk, f"audit-trail?limit=1000&cursor={first['next_cursor']}")["data"]
    assert [row["seq"] for row in first["data"] + rest][-len(whole) :] == [row["seq"] for row in whole]
    by_hand = get(desk, "audit-trail?actor=trader&action=order.accepted")["data"]
    assert {row["actor"] for row in by_hand} == {"trader"}
    assert len(by_hand) == 6
    subject = by_hand[0]["subject"]
    about = get(desk, f"audit-trail?subject={subject}")["data"]
    assert [row["action"] for row in about] == ["order.filled", "order.accepted"]
    until = get(desk, "audit-trail?until=2024-07-09T14:00:00Z")["data"]
    assert [row["action"] for row in until] == ["order.accepted", "assignment.logged"]
    assert get(desk, "audit-trail?since=2030-01-01T00:00:00Z")["data"] == []


def test_verify_compares_the_chain_with_its_anchors_and_finds_an_edit(desk: Desk) -> None:
    assert get(desk, "verify")["anchors"] == 0
    made = anchor(PostgresAudit(desk.owner), desk.ports.objects, desk.ports.wall.now())
    assert made is not None
    sound = get(desk, "verify")
    assert (sound["holds"], sound["anchors"], sound["anchored_until"]) == (True, 1, made.seq)
    assert sound["newest_anchor_at"] is not None
    with transaction(desk.owner) as connection:
        connection.execute(text("UPDATE audit_log SET record = replace(record, 'buy', 'sell') WHERE seq = 2"))
    broken = get(desk, "verify")
    assert (broken["holds"], broken["broken_at"]) == (False, 2)
    assert "changed" in broken["why"]


def test_verify_tells_where_the_courts_record_is_not_as_the_chain_has_it(bare_desk: Desk) -> None:
    fill_court(bare_desk.owner, bare_desk.ports.objects)
    assert (get(bare_desk, "verify")["holds"], get(bare_desk, "verify")["court"]) == (True, [])
    with transaction(bare_desk.owner) as connection:
        connection.execute(text("UPDATE forward_entries SET stop = 0.001"))
    found = get(bare_desk, "verify")
    assert found["holds"] is False
    (one,) = found["court"]
    assert (one["flaw"], one["subject"]) == ("rewritten", f"bundle:{FOREIGN}")
    assert "stop is 0.001 and was 0.012" in one["sentence"]
    rule = next(one for one in get(bare_desk, "regulations")["regulations"] if one["id"] == "trail-unaltered")
    assert (rule["status"], rule["measured"]["court_record_findings"]) == ("broken", 1)
    assert "stop is 0.001" in rule["why"]


def test_a_trade_is_told_from_raw_rows_to_profit(desk: Desk) -> None:
    body = get(desk, "trades/challenger-1")
    trade = body["trade"]
    closes = closes_of(desk.lake, DAY)
    gross = 100_000 * (closes[21] - closes[11])
    assert (trade["status"], trade["direction"], trade["complete"], trade["bars_held"]) == (
        "closed",
        "long",
        True,
        10,
    )
    assert abs(trade["pnl_cop"] - (gross - trade["cost_cop"])) < 1e-6
    entry, left = trade["legs"]
    assert trade["total_cost_cop"] == pytest.approx(trade["cost_cop"])  # a policy trades at the middle
    assert trade["slippage_cop"] == pytest.approx(0.5e-4 * 100_000 * (closes[21] + closes[11]))
    assert trade["spread_cop"] == pytest.approx(5 * trade["slippage_cop"])
    paid = ("spread_cop", "slippage_cop", "total_cost_cop")
    assert all(entry["fill"][name] + left["fill"][name] / 2 == pytest.approx(trade[name]) for name in paid)
    assert entry["decision"]["wanted"] == entry["decision"]["target"] == 1
    assert (entry["decided_bar"]["slot"], entry["filled_bar"]["slot"]) == (10, 11)
    assert entry["decided_bar"]["checksum"] == desk.lake.days(Layer.L1)[DAY]
    assert entry["filled_bar"]["close"] == entry["fill"]["price"] == closes[11]
    assert {row["checksum"] for row in entry["raw"]} == {desk.lake.days(Layer.L0)[DAY]}
    assert len(entry["raw"]) == 2
    assert entry["features"]["checksum"] == desk.lake.days(Layer.L3)[DAY]
    assert (entry["prediction"]["p_long"], entry["prediction"]["value"]) == (0.5, 1.25)
    assert entry["contract"] == BUNDLE.digest
    assert body["contracts"][BUNDLE.digest]["feature_hash"] == BUNDLE.contract.feature_hash
    assert [row["action"] for row in entry["audit"]] == ["order.accepted", "order.filled"]
    assert entry["unknown"] == left["unknown"] == {}
    assert "bar" in entry["not_applicable"]["quote"]
    assert left["fill"]["quantity_usd"] == -200_000  # a reversal ends this trade and enters the next
    assert get(desk, "trades/challenger-2")["trade"]["legs"][0]["fill"] == left["fill"]
    lineage = body["lineages"][0]
    assert (lineage["complete"], lineage["sources"][0]["run_id"]) == (True, "run-1")
    assert {node["layer"] for node in lineage["nodes"]} == {"L0", "L1", "L2", "L3"}


def test_a_forced_exit_and_a_persons_order_have_no_prediction_and_say_why(desk: Desk) -> None:
    exit_ = get(desk, "trades/challenger-4")["trade"]["legs"][-1]
    assert exit_["fill"]["forced"] is True
    assert exit_["prediction"] is exit_["decision"] is None
    assert "ends flat" in exit_["not_applicable"]["prediction"]
    by_exit = get(desk, f"trades/challenger-{exit_['fill']['id']}")["trade"]
    assert by_exit["id"] == "challenger-4"  # any fill of a trade leads to it
    trade = get(desk, "trades/manual-6")["trade"]
    assert (trade["status"], trade["pnl_cop"], trade["complete"]) == ("open", None, True)
    leg = trade["legs"][0]
    assert leg["order"]["actor"] == "trader"
    assert leg["quote"]["ask"] == leg["fill"]["price"]
    crossed = 20_000 * (leg["quote"]["ask"] - leg["quote"]["price"])  # a person pays the spread in the price
    assert trade["spread_cop"] == leg["fill"]["spread_cop"] == pytest.approx(crossed)
    assert trade["slippage_cop"] == pytest.approx(trade["cost_cop"])
    assert trade["total_cost_cop"] == pytest.approx(crossed + trade["cost_cop"])
    assert "person" in leg["not_applicable"]["decision"]


def test_what_is_lost_is_null_with_its_reason(desk: Desk) -> None:
    with transaction(desk.owner) as connection:
        connection.execute(text("DELETE FROM predictions"))
    (desk.folder / f"usdcop-models/{BUNDLE.digest}.onnx").unlink()
    desk.lake.drop(Layer.L3, [DAY])
    trade = get(desk, "trades/challenger-1")["trade"]
    entry = trade["legs"][0]
    assert trade["complete"] is False
    assert set(entry["unknown"]) == {"prediction", "contract", "features"}
    assert entry["prediction"] is entry["contract"] is entry["features"] is None
    assert "bundle" in entry["unknown"]["contract"]
    rules = {one["id"]: one for one in get(desk, "regulations")["regulations"]}
    found = rules["decisions-reconstructable"]
    assert (found["status"], found["measured"]["complete"], found["measured"]["trades_looked_at"]) == (
        "broken",
        1,
        4,
    )


def test_damaged_bars_are_told_not_guessed(desk: Desk) -> None:
    for file in (desk.folder / Layer.L1.bucket).rglob("standardized_2024*.parquet"):
        file.write_bytes(b"torn")
    entry = get(desk, "trades/challenger-1")["trade"]["legs"][0]
    assert entry["decided_bar"] is None
    assert "checksum" in entry["unknown"]["decided_bar"]


def test_a_trade_and_a_report_tell_of_bars_that_were_changed_after_them(desk: Desk) -> None:
    row = make(desk, PERIOD).json()
    assert (row["bars_changed"], get(desk, "trades/challenger-1")["bars_changed"]) == (None, None)
    later = desk.ports.wall.now() + timedelta(days=1)
    of_day = a_change(DAY, at=desk.ports.clock.now(), recorded_at=later)
    note_change(desk.lake, of_day)
    note_change(
        desk.lake,
        replace(of_day, import_id="I-0008", sessions=(DAY - timedelta(days=400),), deed=Deed.UNDONE),
    )
    note_change(desk.lake, replace(of_day, import_id="I-0006", recorded_at=later - timedelta(days=9)))
    mark = marked_by(of_day)
    assert get(desk, "reports")["data"] == [{**row, "bars_changed": mark}]
    answer = get(desk, "trades/challenger-1")
    assert answer["bars_changed"] == mark
    entry = answer["trade"]["legs"][0]
    assert [entry[part]["bars_changed"] for part in ("fill", "order", "decision", "prediction")] == [mark] * 4
    by_hand = get(desk, "trades/manual-6")["trade"]["legs"][0]
    assert (by_hand["fill"]["bars_changed"], by_hand["order"]["bars_changed"]) == (None, None)


def test_a_report_is_stored_listed_audited_and_checked_when_it_is_read(desk: Desk) -> None:
    made = make(desk, PERIOD)
    assert made.status_code == 201
    row = made.json()
    assert get(desk, "reports")["data"] == [row]
    report = get(desk, f"report/{row['id']}")
    assert (report["trade_count"], report["complete_trades"], report["open_trades"]) == (4, 4, 1)
    totals = {one["account"]: one for one in report["totals"]}
    assert (totals["challenger"]["fills"], totals["challenger"]["trades"]) == (5, 3)
    pnl = sum(one["pnl_cop"] for one in report["trades"] if one["account"] == "challenger")
    assert abs(totals["challenger"]["pnl_cop"] - pnl) < 1e-6
    assert report["verification"]["holds"] is True
    assert report["audit_actions"]["order.filled"] == 6
    assert report["trades"][0]["legs"][0]["raw"]
    headers = desk.service.headers(Role.COMPLIANCE)
    pdf = desk.service.client.get(f"/api/compliance/report/{row['id']}?format=pdf", headers=headers)
    assert (pdf.status_code, pdf.headers["content-type"]) == (200, "application/pdf")
    assert pdf.content.startswith(b"%PDF")
    trail = desk.ports.trail.page(AuditFilter(action="report.made"), None, 10)
    assert [(one.actor, one.subject) for one in trail] == [("compliance", f"report:{row['id']}")]
    assert trail[0].detail["digest"] == row["digest"]
    for key in (row["json_key"], row["pdf_key"]):
        file = desk.folder / key
        file.write_bytes(file.read_bytes() + b" ")
    assert get(desk, f"report/{row['id']}", 503)["code"] == "CORRUPT"
    assert get(desk, f"report/{row['id']}?format=pdf", 503)["code"] == "CORRUPT"


def test_regulations_measure_and_do_not_assume(desk: Desk) -> None:
    anchor(PostgresAudit(desk.owner), desk.ports.objects, desk.ports.wall.now() - timedelta(minutes=1))
    body = get(desk, "regulations")
    rules = {one["id"]: one for one in body["regulations"]}
    assert len(rules) == len(body["regulations"]) == body["held"] + body["broken"] + body["unknown"]
    for rule in rules.values():
        assert rule["text"]
        assert rule["control"]
        assert (rule["why"] is None) == (rule["status"] == "held"), rule
    assert rules["limits-in-force"]["measured"]["largest_order_usd"] == 200_000
    assert rules["two-people"]["measured"]["enforced_by_the_database"] is True
    assert rules["trail-unaltered"]["status"] == "held"
    assert rules["roles-separated"]["measured"]["database_role"] == "usdcop_service"
    assert rules["kill-switch"]["status"] == "unknown"


def test_where_nothing_happened_regulations_are_unknown_and_a_report_is_empty(bare_desk: Desk) -> None:
    rules = {one["id"]: one for one in get(bare_desk, "regulations")["regulations"]}
    for name in ("decisions-reconstructable", "limits-in-force", "no-look-ahead", "data-kinds-apart"):
        assert rules[name]["status"] == "unknown"
        assert rules[name]["why"]
    row = make(bare_desk, PERIOD).json()
    report = get(bare_desk, f"report/{row['id']}")
    assert (report["trade_count"], report["totals"], report["trades"]) == (0, [], [])


BAD = [
    ("audit-trail?limit=0", 422),
    ("audit-trail?limit=10001", 422),
    ("audit-trail?cursor=nonsense", 422),
    ("audit-trail?since=yesterday", 422),
    ("audit-trail?since=2024-07-10T00:00:00", 422),
    ("audit-trail?since=2024-07-10T00:00:00Z&until=2024-07-01T00:00:00Z", 422),
    ("audit-trail?actor=%00", 400),
    ("audit-trail?who=me", 422),
    ("audit-trail?actor=%27%20OR%201%3D1%20--", 200),
    ("trades/nobody-1", 404),
    ("trades/challenger-999999", 404),
    ("trades/challenger--1", 404),
    ("trades/challenger-99999999999999999999999999", 404),
    ("trades/challenger-%C2%B2", 404),
    ("trades/manual-1", 404),
    ("trades/x", 404),
    ("report/not-a-uuid", 422),
    ("report/00000000-0000-0000-0000-000000000000", 404),
    ("report/00000000-0000-0000-0000-000000000000?format=exe", 422),
    ("reports?cursor=WzFd", 422),
]
BAD_PERIODS = [
    {"first": "2024-07-10", "last": "2024-07-01"},
    {"first": "2024-07-10", "last": "2024-07-11"},
    {"first": "2024-01-01", "last": "2024-07-01"},
    {"first": "1999-12-01", "last": "1999-12-31"},
    {"first": "2024-07-01"},
    {**PERIOD, "everything": True},
    [],
]


def test_bad_input_gets_a_documented_answer_and_changes_nothing(desk: Desk) -> None:
    for path, code in BAD:
        body = get(desk, path, code)
        assert code == 200 or body["detail"], path
    for period in BAD_PERIODS:
        answer = make(desk, period)
        assert answer.status_code == 422, (period, answer.text)
    assert get(desk, "reports")["data"] == []
    assert not (desk.folder / "usdcop-compliance").exists()


def test_answers_keep_what_the_openapi_promises(desk: Desk) -> None:
    made = make(desk, PERIOD)
    assert made.status_code == 201
    headers = desk.service.headers(Role.COMPLIANCE)
    assert keeps_its_promises(desk.service.url, headers, examples=5) >= 8


def test_the_openapi_needs_no_ports() -> None:
    document = create(undecided(), None).openapi()
    for path, operations in document["paths"].items():
        for operation in operations.values():
            assert operation["summary"], path


def test_totals_trades_fills_and_positions_tell_the_same_costs(desk: Desk) -> None:
    body = get(desk, f"report/{make(desk, PERIOD).json()['id']}")
    held = PostgresAccounts(desk.owner, {"USDCOP": desk.ports.market}).positions()
    assert {one["account"] for one in body["totals"]} == {one.account for one in held} != set()
    for total in body["totals"]:
        (position,) = [one for one in held if one.account == total["account"]]
        assert position.parts is not None
        told = (position.parts.spread, position.parts.slippage, position.parts.total)
        names = ("spread_cop", "slippage_cop", "total_cost_cop")
        assert [total[name] for name in names] == pytest.approx(told)
        assert total["cost_cop"] == pytest.approx(position.costs)
        own = [one for one in body["trades"] if one["account"] == total["account"]]
        assert sum(one["total_cost_cop"] for one in own) == pytest.approx(total["total_cost_cop"])
        fills = {leg["fill"]["id"]: leg["fill"] for one in own for leg in one["legs"]}
        assert sum(one["total_cost_cop"] for one in fills.values()) == pytest.approx(total["total_cost_cop"])
        closed = sum(one["pnl_cop"] for one in own if one["pnl_cop"] is not None)
        assert closed == pytest.approx(total["pnl_cop"])
