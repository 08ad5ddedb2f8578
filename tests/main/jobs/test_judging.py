import json
from pathlib import Path

import pypdf

from support.foreign import foreign_bundle
from support.homes import usdcop

NO_WALK = ("--folds", "0")


def reports(root: Path) -> dict[str, bytes]:
    return {
        path.name: path.read_bytes() for path in (root / "replay" / "reports").rglob("*") if path.is_file()
    }


def test_evaluating_again_writes_the_same_bytes(own_home: Path) -> None:
    before = reports(own_home)
    assert sorted(before) == ["backtest_report_20240503.json", "backtest_report_20240503.pdf"]
    again = usdcop(own_home, "evaluate", "--seeds", "2", "--fold-steps", "2000", "--json")
    assert reports(own_home) == before
    assert again.json == json.loads(before["backtest_report_20240503.json"])


def test_a_bundle_trained_elsewhere_is_judged_on_its_own_test_part(own_home: Path, tmp_path: Path) -> None:
    file = foreign_bundle(tmp_path / "elsewhere.onnx")
    usdcop(own_home, "models", "register", file)
    judged = usdcop(own_home, "evaluate", "2", *NO_WALK)
    assert "test sessions, replay" in judged.out
    assert "Production gates" in judged.out
    report = next((own_home / "replay" / "reports").rglob("*elsewhere*.pdf"), None) or max(
        (own_home / "replay" / "reports").rglob("*.pdf"), key=lambda path: path.stat().st_mtime_ns
    )
    text = "\n".join(page.extract_text() for page in pypdf.PdfReader(report).pages)
    assert "elsewhere-0" in text
    assert "REPLAY" in text.upper()
    told = usdcop(own_home, "models", "promote", "2", code=3)
    assert "may not become champion" in told.err
    assert "UNPROVEN" in usdcop(own_home, "models", "list").out


def test_without_a_bundle_there_is_nothing_to_judge(empty_home: Path) -> None:
    told = usdcop(empty_home, "evaluate", *NO_WALK, code=1)
    assert "No bundle is registered yet." in told.err
    assert "usdcop train" in told.err
