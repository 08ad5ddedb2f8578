import socket
from pathlib import Path

from support.homes import ANY_PORT, usdcop
from usdcop.core.layers import Layer
from usdcop.main.embedded.ports import HOST


def levels(told: list[dict[str, str]]) -> dict[str, str]:
    return {one["name"]: one["level"] for one in told}


def test_a_finished_home_has_nothing_wrong(own_home: Path) -> None:
    found = usdcop(own_home, "doctor", "--json", variables=ANY_PORT).json
    told = levels(found)
    assert "fail" not in told.values(), found
    checked = {
        "disk",
        "ports",
        "secrets",
        "calendar",
        "database",
        "migrations",
        "redis",
        "clock",
        "object store",
    }
    assert checked <= told.keys()
    assert told["data"] == "warn"  # its bars end in 2024, and it goes by real time
    assert "things examined: 0 wrong" in usdcop(own_home, "doctor", variables=ANY_PORT).out


def test_each_thing_that_is_wrong_is_found_with_its_cure(own_home: Path) -> None:
    home = own_home / "replay"
    (home / "service.password").write_text("seen by all")
    (home / "service.password").chmod(0o644)
    for file in (home / "objects" / Layer.L2.bucket).rglob("*.parquet"):
        file.write_bytes(b"torn")
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        given = {**ANY_PORT, "USDCOP_TRADING_PORT": port, "USDCOP_JWT_SECRET": "weak"}
        told = usdcop(own_home, "doctor", "--json", code=1, variables=given)
    wrong = {name for name, level in levels(told.json).items() if level == "fail"}
    assert wrong == {"ports", "secrets", "file modes", "object store"}
    assert all(name in told.out for name in ("USDCOP_TRADING_PORT", "USDCOP_JWT_SECRET", "chmod 600"))


def test_a_home_without_servers_is_examined_as_far_as_it_goes(empty_home: Path) -> None:
    given = {
        "USDCOP_DATABASE_URL": "postgresql://a@127.0.0.1:1/b",
        "USDCOP_REDIS_URL": "redis://127.0.0.1:1/0",
    }
    own = {**given, "USDCOP_MLFLOW_URL": "postgresql://a@127.0.0.1:1/c"}
    told = usdcop(empty_home, "doctor", "--json", code=1, variables=own)
    found = levels(told.json)
    assert found["servers"] == "fail"
    assert found["disk"] in {"ok", "warn"}
