from pathlib import Path

import pytest
from sqlalchemy import text

from support.homes import ANY_PORT, settings_of, usdcop
from usdcop.core.errors import VerificationError
from usdcop.core.layers import Layer
from usdcop.main.jobs.nightly_examination import examine_tonight, newest_night
from usdcop.main.wiring import open_system


def test_a_sound_night_is_kept_and_told(own_home: Path) -> None:
    with open_system(settings_of(own_home), as_service=True) as system:
        assert newest_night(system) is None
        examine_tonight(system)
        found = newest_night(system)
    assert found is not None
    assert (found.findings, found.first) == (0, None)
    assert found.files > 100
    assert found.rows_compared > 4_000
    told = usdcop(own_home, "doctor", "--json", variables=ANY_PORT).json
    (night,) = [one for one in told if one["name"] == "night"]
    assert night["level"] == "ok"
    assert "files and" in night["cause"]


def test_what_a_night_found_is_kept_told_and_raised(own_home: Path) -> None:
    flipped = sorted((own_home / "replay" / "objects" / Layer.L1.bucket).rglob("*.parquet"))[5]
    data = bytearray(flipped.read_bytes())
    data[len(data) // 2] ^= 1
    flipped.write_bytes(data)
    with open_system(settings_of(own_home)) as system:
        with system.engine.begin() as connection:
            connection.execute(text("UPDATE looks SET number = 2"))
        with pytest.raises(VerificationError, match="night's examination found"):
            examine_tonight(system)
        found = newest_night(system)
    assert found is not None
    assert found.findings >= 2
    assert found.first is not None
    told = usdcop(own_home, "doctor", "--json", code=1, variables=ANY_PORT).json
    (night,) = [one for one in told if one["name"] == "night"]
    assert night["level"] == "fail"
    assert found.first in night["cause"]
