from pathlib import Path

import polars as pl

from support.homes import EXPECTED, SESSIONS, settings_of, usdcop
from usdcop.core.layers import Layer
from usdcop.core.sessions import MARKETS
from usdcop.main.wiring import open_lake
from usdcop.pipeline import l0_store


def test_quality_says_the_same_as_a_table_and_as_json(shared_home: Path) -> None:
    report = usdcop(shared_home, "quality", "--json").json
    assert report["expected_sessions"] == EXPECTED
    assert len(report["sessions_list"]) == EXPECTED
    assert sum(report["grades"].values()) + len(report["stale_sessions"]) == SESSIONS
    assert sum(one["bars"] for one in report["sessions_list"]) == report["bars"]
    assert 0.95 < report["coverage"] < 1
    assert report["quarantine"]["holiday"] > 0
    table = usdcop(shared_home, "quality").out
    assert f"{report['bars']:,} of {report['expected_bars']:,} expected" in table
    assert "stale sessions" in table
    assert report["look_shifted"] == []


def test_sessions_whose_hours_are_mixed_up_look_shifted(own_home: Path) -> None:
    """The last hour of ten sessions stands first, as half corrected stamps of another zone left it."""
    lake = open_lake(settings_of(own_home), "USDCOP")
    days = [
        day for day, _ in sorted(lake.days(Layer.L0).items()) if MARKETS["USDCOP"].calendar.is_session(day)
    ][-30:-20]
    raw = lake.read(Layer.L0, days)
    assert raw is not None
    hour = pl.duration(hours=pl.when(pl.col("time").dt.hour() == 17).then(-4).otherwise(1))  # fmt: skip
    torn = raw.with_columns(pl.col("time") + hour, run_id=pl.lit("I-9999"), source=pl.lit("import:torn.csv"))
    l0_store.store(lake, MARKETS["USDCOP"], torn)
    told = usdcop(own_home, "run", "l1")
    assert "look shifted" in told.out + told.err
    found = usdcop(own_home, "quality", "--json").json["look_shifted"]
    assert any(one["first"] <= str(days[4]) <= one["last"] for one in found)
    assert "09:00 do not belong together" in usdcop(own_home, "quality").out.replace("\n", " ")


def test_quality_of_a_span_counts_only_its_sessions(shared_home: Path) -> None:
    span = ("--from", "2024-02-01", "--to", "2024-02-29")
    days = [one["session"] for one in usdcop(shared_home, "quality", *span, "--json").json["sessions_list"]]
    assert len(days) == 21
    assert (min(days), max(days)) == ("2024-02-01", "2024-02-29")
    every = usdcop(shared_home, "quality", *span, "--all").out
    assert all(day in every for day in days)


def test_quality_without_bars_names_the_cure(empty_home: Path) -> None:
    told = usdcop(empty_home, "quality", code=1)
    assert "There is no layer L1 yet." in told.err
    assert "usdcop run l1" in told.err
    assert told.out == ""


def test_status_shows_every_layer_and_what_is_deployed(shared_home: Path) -> None:
    status = usdcop(shared_home, "status", "--json").json
    assert [one["layer"] for one in status["layers"]] == list(Layer)
    assert {one["run"]["status"] for one in status["layers"]} == {"completed"}
    assert status["layers"][0]["newest"] == "2024-05-03"
    assert status["layers"][0]["run"]["completed_at"].endswith("Z")
    assert [one["alias"] for one in status["deployed"]] == ["challenger"]
    models = usdcop(shared_home, "models", "list", "--json").json
    challenger = next(one for one in models if "challenger" in one["aliases"])
    assert status["deployed"][0]["bundle"] == challenger["digest"]
    table = usdcop(shared_home, "status").out
    assert "L3 feature" in table
    assert challenger["digest"][:12] in table


def test_status_of_an_empty_home_says_never_run(empty_home: Path) -> None:
    assert usdcop(empty_home, "status").out.count("never run") == len(Layer)
