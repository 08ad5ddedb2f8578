from pathlib import Path

from support.homes import usdcop


def test_the_verdict_comes_first_then_rivals_folds_gates_and_the_report(own_home: Path) -> None:
    out = usdcop(own_home, "evaluate").out
    parts = ("No edge", "matched exposure", "Walk-forward:", "Production gates:", "Report:", "Figures:")
    places = [out.find(part) for part in parts]
    assert min(places) >= 0
    assert places == sorted(places)
    report = out.split("Report:")[1].split()[0]
    assert Path(report).exists(), "the path is not broken over lines"


def test_a_backtest_shows_its_newest_trades_and_its_hash(shared_home: Path) -> None:
    out = usdcop(shared_home, "backtest", "long").out
    told = usdcop(shared_home, "backtest", "long", "--json").json
    assert told["decision_hash"] in out
    assert out.count("2024-0") >= 10
    assert told["trades"][-1]["entered_at"].endswith("Z")
