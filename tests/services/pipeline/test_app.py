from datetime import timedelta

import pytest

from support.pipeline_desk import Desk
from support.promises import keeps_its_promises
from support.small_lakes import HOLIDAY, LOST, TODAY
from usdcop.core.access import Role
from usdcop.core.layers import Layer
from usdcop.pipeline import stages
from usdcop.services.kit.app import undecided
from usdcop.services.pipeline import tables
from usdcop.services.pipeline.app import create


def test_status_tells_the_newest_run_of_each_layer_its_freshness_and_its_gates(desk: Desk) -> None:
    body = desk.get("status")
    assert (body["symbol"], body["data_kind"], body["timestamp"]) == (
        "USDCOP",
        "synthetic",
        "2024-07-10T15:02:30Z",
    )
    layers = {one["layer"]: one for one in body["layers"]}
    assert list(layers) == list(Layer)
    first = layers["L0"]
    assert (first["run"]["status"], first["run"]["records"]) == ("completed", 60)
    assert {gate["name"]: gate["passed"] for gate in first["gates"]} == {
        "coverage": False,  # one session of seventeen was never fetched
        "rows in stale sessions": True,
    }
    coverage = next(gate["value"] for gate in first["gates"] if gate["name"] == "coverage")
    assert coverage == pytest.approx(len_of(desk, Layer.L0, HOLIDAY) / expected_bars(desk), abs=1e-9)
    assert layers["L1"]["gates"] == []
    assert "schema" in layers["L1"]["gate_note"]
    assert layers["L1"]["freshness"] == {
        "state": "current",
        "newest": "2024-07-10T14:55:00Z",
        "age_seconds": 150.0,
        "behind": 0,
        "next_expected_at": "2024-07-10T15:05:00Z",
    }
    assert layers["L2"]["run"]["error"] == "The disk was full."
    assert layers["L5"]["freshness"]["state"] == layers["L6"]["freshness"]["state"] == "empty"
    assert layers["L5"]["run"] is None


def len_of(desk: Desk, layer: Layer, but: object) -> int:
    """Distinct closed bars of the layer on expected sessions."""
    rows = desk.lake.read(layer)
    assert rows is not None
    days = rows.filter(rows["state"] != "forming")["time"]
    return days.filter(days.dt.date() != but).n_unique()


def expected_bars(desk: Desk) -> int:
    quality = desk.get("data-quality")
    return int(quality["expected_bars"])


def test_a_layer_that_nobody_makes_falls_behind_with_every_bar(desk: Desk) -> None:
    desk.clock.advance(timedelta(minutes=10))
    fresh = [one["freshness"] for one in desk.get("status")["layers"]]
    assert (fresh[1]["state"], fresh[1]["behind"]) == ("late", 2)
    desk.clock.advance(timedelta(days=1))
    fresh = [one["freshness"] for one in desk.get("status")["layers"]]
    assert (fresh[1]["state"], fresh[1]["behind"]) == ("stale", 62)


def test_one_layer_in_detail_is_found_by_name_or_deed(desk: Desk) -> None:
    body = desk.get("layer/l2")
    assert body == desk.get("layer/prepare")
    assert body["reads"] == ["L1"]
    assert {"rsi", "ema_20"} <= {column["name"] for column in body["columns"]}
    assert [run["status"] for run in body["recent_runs"]] == ["failed"]
    assert body["size_bytes"] > 1000
    refused = desk.get("layer/l9", 404)
    assert (refused["code"], refused["detail"]) == ("UNKNOWN", "There is no layer 'l9'.")


def test_health_names_what_ails_and_what_to_do(desk: Desk) -> None:
    body = desk.get("health")
    assert (body["status"], body["market_open"]) == ("degraded", True)
    ails = {one["layer"]: one for one in body["layers"]}
    assert "coverage 0.9" in ails["L0"]["cause"] or "coverage 0.8" in ails["L0"]["cause"]
    assert ails["L1"] == {"layer": "L1", "status": "ok", "cause": None, "next_step": None}
    assert "The disk was full" in ails["L2"]["cause"]
    assert "usdcop run l2" in ails["L2"]["next_step"]


def test_where_nothing_is_stored_the_pipeline_is_down_and_says_so(bare_desk: Desk) -> None:
    down = bare_desk.get("health", 503)
    assert down["status"] == "down"
    assert down["layers"][0]["cause"] == "Nothing is stored yet."
    assert {one["freshness"]["state"] for one in bare_desk.get("status")["layers"]} == {"empty"}
    assert bare_desk.get("data-quality", 404)["code"] == "NOTHING_YET"
    assert bare_desk.get("quarantine", 404)["code"] == "NOTHING_YET"
    assert bare_desk.get("manifests")["data"] == []
    assert bare_desk.get("layer/L0")["columns"] == []


def test_data_quality_counts_what_is_there_and_what_was_refused(desk: Desk) -> None:
    body = desk.get("data-quality")
    assert body["missing_sessions"] == [LOST.isoformat()]
    assert body["expected_sessions"] == 17
    assert (body["quarantine"]["holiday"], body["quarantined"]) == (9, sum(body["quarantine"].values()))
    assert body["coverage"] == pytest.approx(body["bars"] / body["expected_bars"])
    assert sum(body["grades"].values()) + len(body["stale_sessions"]) == body["sessions"]
    assert "absent, not zero" in body["volume"]
    one = desk.get("data-quality", first=TODAY, last=TODAY)
    assert (one["bars"], one["provisional"], one["quarantine"]) == (24, 1, {"forming": 1})


def test_manifests_page_through_a_layer(desk: Desk) -> None:
    stored = list(desk.lake.days(Layer.L3))
    seen: list[str] = []
    cursor = None
    while True:
        page = desk.get("manifests", layer="L3", limit=5, **({"cursor": cursor} if cursor else {}))
        seen += [row["session"] for row in page["data"]]
        if (cursor := page["next_cursor"]) is None:
            break
    assert seen == [day.isoformat() for day in reversed(stored)]
    row = desk.get("manifests", layer="L3", first=TODAY, last=TODAY)["data"][0]
    assert row["files"][0]["checksum"] == desk.lake.days(Layer.L3)[TODAY]
    assert row["inputs"][f"L2/{TODAY}"] == desk.lake.days(Layer.L2)[TODAY]


def test_lineage_reaches_down_to_where_raw_rows_came_from(desk: Desk) -> None:
    body = desk.get("lineage", session=TODAY, layer="L4")
    assert body["complete"] is True
    assert {node["layer"] for node in body["nodes"]} == {"L0", "L1", "L2", "L3", "L4"}
    assert body["sources"][0]["run_id"] == "run-1"
    assert body["sources"][0]["rows"] == 25
    missing = desk.get("lineage", 404, session=LOST, layer="L4")
    assert missing["detail"] == f"Layer L4 has no session {LOST}."


def test_what_was_replaced_since_is_said_to_be_no_longer_current(desk: Desk) -> None:
    desk.lake.drop(Layer.L0, [TODAY])
    body = desk.get("lineage", session=TODAY, layer="L1")
    assert body["complete"] is False
    assert body["nodes"][0]["inputs"][0]["current"] is False


def test_names_of_tables_are_the_pipelines_own() -> None:
    assert (tables.QUARANTINE, tables.SESSIONS) == (stages.QUARANTINE, stages.SESSIONS)


ABSENT = [
    "status?symbol=EURUSD",
    "layer/L1?symbol=EURUSD",
    "layer/..%2f..%2fetc",
    "sessions?symbol=%27%3B--",
    "manifests?layer=L7",
    "lineage?session=2024-07-10&layer=9",
    "backfill/00000000-0000-0000-0000-000000000000",
]
UNREADABLE = [
    "sessions?limit=0",
    "sessions?limit=-1",
    "sessions?limit=10001",
    "sessions?limit=1e400",
    "sessions?first=2024-07-10&last=2024-07-01",
    "sessions?first=0001-01-01",
    "sessions?last=9999-12-31",
    "sessions?first=2024-02-30",
    "sessions?cursor=nonsense",
    "sessions?unknown=1",
    "quarantine?reason=because",
    "quarantine?cursor=WzFd",
    "runs?status=asleep",
    "runs?cursor=WyJhIl0",
    "lineage",
    "lineage?session=yesterday",
    "backfill/not-a-uuid",
    "backfills?status=x",
]


def test_what_does_not_exist_is_a_404_and_what_cannot_be_read_a_422(desk: Desk) -> None:
    found = {path: desk.get(path, 404)["code"] for path in ABSENT}
    assert set(found.values()) <= {"UNKNOWN", "NOT_FOUND"}, found
    for path in UNREADABLE:
        body = desk.get(path, 422)
        assert body["code"] == "INVALID", path
        assert body["detail"]


def test_answers_keep_what_the_openapi_promises(desk: Desk) -> None:
    headers = desk.service.headers(Role.OPERATOR)
    tried = keeps_its_promises(desk.service.url, headers, examples=6)
    assert tried >= 14


def test_the_openapi_needs_no_ports() -> None:
    document = create(undecided(), None).openapi()
    for operations in document["paths"].values():
        for operation in operations.values():
            assert operation["summary"]
            assert {"422"} <= set(operation["responses"]) or operation["tags"] == ["system"]
