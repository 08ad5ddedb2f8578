from pathlib import Path

import pytest

from usdcop.main.settings import Environment
from usdcop.main.supervision.dashboard import (
    Dashboard,
    NoDashboard,
    beside_the_checkout,
    find_dashboard,
    version_of,
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A dashboard that is built."""
    server = tmp_path / "desk" / ".next" / "standalone" / "server.js"
    server.parent.mkdir(parents=True)
    server.touch()
    (tmp_path / "desk" / "package.json").touch()
    return tmp_path / "desk"


def node(path: Path, says: str) -> Path:
    """A program called node that says its version."""
    path.mkdir()
    (path / "node").write_text(f"#!/bin/sh\n{says}\n")
    (path / "node").chmod(0o755)
    return path / "node"


def found(monkeypatch: pytest.MonkeyPatch, folder: Path, path: Path) -> Dashboard | NoDashboard:
    monkeypatch.setenv("PATH", str(path))
    return find_dashboard(Environment(dashboard_dir=folder))


def told(found: Dashboard | NoDashboard) -> str:
    assert isinstance(found, NoDashboard)
    return found.sentence


def test_what_is_built_is_found_with_the_node_that_runs_it(
    monkeypatch: pytest.MonkeyPatch, folder: Path, tmp_path: Path
) -> None:
    own = node(tmp_path / "bin", "echo v20.9.0")
    server = folder / ".next" / "standalone" / "server.js"
    follow = folder / "tools" / "follow.mjs"
    assert found(monkeypatch, folder, tmp_path / "bin") == Dashboard(own, server, follow)


def test_without_a_build_the_cure_is_make_run(
    monkeypatch: pytest.MonkeyPatch, folder: Path, tmp_path: Path
) -> None:
    node(tmp_path / "bin", "echo v22.0.0")
    (folder / ".next" / "standalone" / "server.js").unlink()
    assert "not built. 'make run' builds it" in told(found(monkeypatch, folder, tmp_path / "bin"))


@pytest.mark.parametrize("says", ["echo v18.20.4", "echo v20.8.1"])
def test_an_old_node_is_named_with_the_one_that_is_needed(
    monkeypatch: pytest.MonkeyPatch, folder: Path, tmp_path: Path, says: str
) -> None:
    node(tmp_path / "bin", says)
    sentence = told(found(monkeypatch, folder, tmp_path / "bin"))
    assert says.removeprefix("echo v").rpartition(".")[0] + " is too old" in sentence
    assert "Install Node.js 20.9 or newer" in sentence


@pytest.mark.parametrize("says", ["exit 1", "echo nothing of the kind"])
def test_what_says_no_version_is_no_node(
    monkeypatch: pytest.MonkeyPatch, folder: Path, tmp_path: Path, says: str
) -> None:
    assert version_of(node(tmp_path / "bin", says)) is None
    assert "Node.js is not installed" in told(found(monkeypatch, folder, tmp_path / "bin"))


def test_a_machine_without_node_is_told_what_to_install(
    monkeypatch: pytest.MonkeyPatch, folder: Path, tmp_path: Path
) -> None:
    assert "Node.js is not installed. Install Node.js" in told(found(monkeypatch, folder, tmp_path))


def test_a_folder_without_a_dashboard_names_the_setting(tmp_path: Path) -> None:
    sentence = told(find_dashboard(Environment(dashboard_dir=tmp_path)))
    assert str(tmp_path) in sentence
    assert "USDCOP_DASHBOARD_DIR" in sentence


def test_nobody_gets_a_dashboard_who_wants_none(folder: Path) -> None:
    assert "USDCOP_DASHBOARD" in told(find_dashboard(Environment(dashboard=False, dashboard_dir=folder)))


def test_it_lies_beside_the_source() -> None:
    assert (beside_the_checkout() / "package.json").exists()
