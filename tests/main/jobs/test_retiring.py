import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest

from support.homes import settings_of, usdcop
from usdcop.core.errors import DataError
from usdcop.core.layers import Layer
from usdcop.core.sessions import Calendar
from usdcop.main.jobs.retiring import hot_from, retire
from usdcop.main.wiring import open_system


def test_the_boundary_is_the_opening_of_a_session() -> None:
    calendar = Calendar()
    now = calendar.closes_at(date(2024, 3, 6))
    assert hot_from(calendar, now, timedelta(days=2)) == calendar.opens_at(date(2024, 3, 4))


def test_bars_leave_postgres_only_once_the_store_is_proven_to_hold_them(own_home: Path) -> None:
    with open_system(settings_of(own_home), as_service=True) as system:  # real time: all its bars are old
        bucket = own_home / "replay" / "objects" / Layer.L2.bucket
        shutil.copytree(bucket, own_home / "kept")
        for file in bucket.rglob("*.parquet"):
            file.write_bytes(b"torn")
        with pytest.raises(DataError):
            retire(system)
        shutil.rmtree(bucket)
        shutil.copytree(own_home / "kept", bucket)
        done = retire(system)
        assert done.bars > 4_000
        assert done.hot_from is not None
        again = retire(system)
        assert (again.bars, again.hot_from) == (0, done.hot_from)
    assert usdcop(own_home, "verify", "--json").json["sound"]
    usdcop(own_home, "run", "l1-l2")
    assert usdcop(own_home, "verify", "--json").json["rows_compared"] == 0
