import json
from dataclasses import replace
from pathlib import Path

from sqlalchemy import text

from support.bundles import diverged_weights, make_contract
from support.foreign import foreign_bundle
from support.homes import settings_of, usdcop
from usdcop.core.layers import Layer
from usdcop.core.registry import Alias, TrainingRun
from usdcop.features.spec import FEATURE_NAMES, feature_hash
from usdcop.main.jobs.predicting import CACHE_KEY, NEWEST_SESSIONS
from usdcop.main.jobs.registering import registry_of
from usdcop.main.wiring import open_system
from usdcop.policy.bundle import Bundle
from usdcop.policy.contract import BundleContract


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


def test_a_bundle_of_other_features_is_silent_and_says_what_to_do(own_home: Path, tmp_path: Path) -> None:
    """One that was registered before a feature was defined anew keeps its role, and the others go on."""
    file = foreign_bundle(tmp_path / "before.onnx", features="0" * 64)
    with open_system(settings_of(own_home), writes=True) as system:
        registry = registry_of(system)
        version = registry.register(file.read_bytes(), registry.track(TrainingRun("before", tags={})))
        registry.set_alias(Alias.CHAMPION, version)
    layer = usdcop(own_home, "run", "l5", "--json").json[0]
    assert layer["note"].startswith(
        "challenger v1; champion v2 is silent: The bundle 'elsewhere-0' was trained on"
    )
    assert "'usdcop train'" in layer["note"]
    assert layer["records"] > 0
    with open_system(settings_of(own_home), writes=True) as system:
        registry_of(system).set_alias(Alias.CHALLENGER, version)
    layer = usdcop(own_home, "run", "l5", "--json").json[0]
    assert layer["note"].count("is silent") == 2
    assert layer["records"] == 0


def test_a_bundle_that_diverged_is_silent_and_the_others_go_on(own_home: Path) -> None:
    """It sold at every bar once: registered by an earlier version, it is refused at its load or at its answer."""
    broken = Bundle.build(diverged_weights(len(FEATURE_NAMES)), on_our_features())
    with open_system(settings_of(own_home), writes=True) as system:
        registry = registry_of(system)
        version = registry.register(broken.data, registry.track(TrainingRun("diverged", tags={})))
        registry.set_alias(Alias.CHAMPION, version)
    layer = usdcop(own_home, "run", "l5", "--json").json[0]
    assert layer["note"].startswith("challenger v1; champion v2 is silent: The answer of the policy")
    assert layer["records"] > 0


def test_a_file_that_is_no_bundle_any_more_is_silent_too(own_home: Path) -> None:
    with open_system(settings_of(own_home), writes=True) as system:
        registry = registry_of(system)
        version = registry.register(b"no bundle", registry.track(TrainingRun("damaged", tags={})))
        registry.set_alias(Alias.CHAMPION, version)
    layer = usdcop(own_home, "run", "l5", "--json").json[0]
    assert layer["note"].startswith("challenger v1; champion v2 is silent: The bundle is damaged")


def on_our_features() -> BundleContract:
    return replace(
        make_contract(len(FEATURE_NAMES)), feature_names=FEATURE_NAMES, feature_hash=feature_hash()
    )
