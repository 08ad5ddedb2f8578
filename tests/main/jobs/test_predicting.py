import json
from pathlib import Path

from sqlalchemy import text

from support.foreign import foreign_bundle
from support.homes import settings_of, usdcop
from usdcop.core.layers import Layer
from usdcop.main.jobs.predicting import CACHE_KEY, NEWEST_SESSIONS
from usdcop.main.wiring import open_system


def test_every_deployed_bundle_is_written_cached_and_served(own_home: Path, tmp_path: Path) -> None:
    file = foreign_bundle(tmp_path / "elsewhere.onnx")
    usdcop(own_home, "models", "register", file, "--alias", "shadow")
    layer = usdcop(own_home, "run", "l5", "--json").json[0]
    assert layer["note"] == "challenger v1, shadow v2"
    with open_system(settings_of(own_home)) as system:
        frame = system.lake.read(Layer.L5)
        assert frame is not None
        assert frame.height == layer["records"]
        assert frame["session"].n_unique() == NEWEST_SESSIONS
        assert set(frame["alias"]) == {"challenger", "shadow"}
        cached = json.loads(system.cache.get(CACHE_KEY.format(symbol="USDCOP")) or b"null")
        assert {one["alias"] for one in cached} == {"challenger", "shadow"}
        newest = frame.sort("time")["time"][-1]
        assert {one["time"] for one in cached} == {str(newest)}
        with system.engine.connect() as connection:
            served = connection.execute(
                text("SELECT count(*) FROM predictions WHERE alias = 'shadow'")
            ).scalar_one()
        assert served == frame.filter(alias="shadow").height
    assert usdcop(own_home, "run", "l5", "--json").json[0]["sessions_changed"] == 0
