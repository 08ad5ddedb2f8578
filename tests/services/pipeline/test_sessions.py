from support.pipeline_desk import Desk
from support.small_lakes import HOLIDAY, LOST, TODAY
from usdcop.core.layers import Layer


def test_sessions_show_what_each_layer_has(desk: Desk) -> None:
    rows = {row["session"]: row for row in desk.get("sessions")["data"]}
    states = {day: [cell["state"] for cell in row["layers"]] for day, row in rows.items()}
    assert states[TODAY.isoformat()] == ["provisional"] * 5 + ["absent"] * 2
    assert states["2024-07-09"] == ["present"] * 5 + ["absent"] * 2
    assert states[LOST.isoformat()] == ["missing"] + ["absent"] * 6
    assert states[HOLIDAY.isoformat()] == ["present"] + ["absent"] * 6
    assert states["2024-06-17"][2:4] == ["present", "absent"]
    holiday = rows[HOLIDAY.isoformat()]
    assert (holiday["expected"], holiday["grade"]) == (False, None)
    assert "Saint Peter" in holiday["closed_because"]
    running = rows[TODAY.isoformat()]
    assert (running["provisional"], running["bars"], running["expected_bars"]) == (True, 24, 24)
    lost = rows[LOST.isoformat()]
    assert (lost["grade"], lost["bars"], lost["largest_hole"]) == ("D", 0, 60)


def test_a_layer_that_lacks_what_it_could_be_made_from_is_missing(desk: Desk) -> None:
    desk.lake.drop(Layer.L2, [TODAY])
    row = desk.get("sessions", first=TODAY)["data"][0]
    assert [cell["state"] for cell in row["layers"]][1:4] == ["provisional", "missing", "provisional"]
    ahead = desk.get("sessions", first="2024-07-11", last="2024-07-11")["data"][0]
    assert {cell["state"] for cell in ahead["layers"]} == {"future"}


def test_pages_of_sessions_join_without_a_seam(desk: Desk) -> None:
    whole = desk.get("sessions", limit=100)
    assert whole["next_cursor"] is None
    first = desk.get("sessions", limit=7)
    second = desk.get("sessions", limit=100, cursor=first["next_cursor"])
    assert first["data"] + second["data"] == whole["data"]


def test_quarantine_pages_through_every_refused_row(desk: Desk) -> None:
    whole = desk.get("quarantine", limit=1000)["data"]
    seen, cursor = [], None
    while True:
        page = desk.get("quarantine", limit=4, **({"cursor": cursor} if cursor else {}))
        seen += page["data"]
        if (cursor := page["next_cursor"]) is None:
            break
    assert seen == whole
    assert {row["reason"] for row in whole} == {"holiday", "forming"}
    holiday = desk.get("quarantine", reason="holiday")["data"]
    assert len(holiday) == 9
    assert {row["session"] for row in holiday} == {HOLIDAY.isoformat()}
    assert "Saint Peter" in holiday[0]["detail"]
    assert desk.get("quarantine", first=TODAY)["data"][0]["reason"] == "forming"


def test_runs_are_paged_and_chosen_by_layer_and_status(desk: Desk) -> None:
    whole = desk.get("runs")["data"]
    assert [(run["layer"], run["status"]) for run in whole] == [
        ("L2", "failed"),
        ("L3", "completed"),
        ("L1", "completed"),
        ("L0", "completed"),
    ]
    first = desk.get("runs", limit=3)
    rest = desk.get("runs", cursor=first["next_cursor"])
    assert first["data"] + rest["data"] == whole
    assert [run["id"] for run in desk.get("runs", layer="L2", status="failed")["data"]] == [whole[0]["id"]]
    assert desk.get("runs", layer="L6")["data"] == []
    assert desk.get("runs", 404, layer="x")["code"] == "UNKNOWN"
