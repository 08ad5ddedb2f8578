from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path

from support.homes import usdcop
from usdcop.main.market_time import KeptTime, started, write_kept

OPEN = datetime(2024, 5, 3, 13, 30, tzinfo=UTC)


def test_a_home_that_is_not_up_says_so_and_shows_the_rest(own_home: Path) -> None:
    spec = started(OPEN, None, Fraction(30), Fraction(3600))
    write_kept(own_home / "replay", KeptTime(spec, OPEN, OPEN, running=False))
    status = usdcop(own_home, "status", "--json").json
    assert (status["up"], status["processes"], status["trading_state"]) == (False, [], None)
    assert status["market"] == {"at": "2024-05-03T13:30:00Z", "is_open": True, "clock": "simulated"}
    table = usdcop(own_home, "status").out
    assert "market time 2024-05-03 08:30:00 Bogota (open, simulated clock)" in table
    assert "Not up" in table
    assert "no trading state yet" in table
