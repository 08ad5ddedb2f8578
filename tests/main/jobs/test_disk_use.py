import os
import subprocess
from pathlib import Path

from usdcop.core.layers import Layer
from usdcop.main.jobs.disk_use import disk_use


def put(path: Path, size: int) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(os.urandom(size))


def test_a_homes_bytes_are_told_by_what_takes_them_and_are_those_that_du_counts(tmp_path: Path) -> None:
    put(tmp_path / "objects" / Layer.L4.bucket / "episodes/2024/Q1/episode.parquet", 900_000)
    put(tmp_path / "objects" / Layer.L0.bucket / "USDCOP/M5/2024/01/02/ohlcv.parquet", 9_000)
    put(tmp_path / "objects" / "usdcop-models" / "bundle", 5_000)
    put(tmp_path / "postgres/data/base/1", 300_000)
    put(tmp_path / "postgres/data/pg_wal/000000010000000000000001", 200_000)
    put(tmp_path / "redis/dump", 100_000)
    put(tmp_path / "reports/report.pdf", 50_000)
    (tmp_path / "link").symlink_to(tmp_path / "objects")
    found = disk_use(tmp_path)
    assert list(found) == [
        "L4", "PostgreSQL", "PostgreSQL's log", "Redis", "other files", "L0", "other objects"
    ]  # fmt: skip
    told = subprocess.run(
        ["du", "-s", "--block-size=1", tmp_path], check=True, capture_output=True, text=True
    )
    own_folder = tmp_path.stat().st_blocks * 512
    assert sum(found.values()) == int(told.stdout.split()[0]) - own_folder


def test_a_home_that_is_not_there_takes_nothing(tmp_path: Path) -> None:
    assert disk_use(tmp_path / "none") == {}
