import hashlib
from dataclasses import replace
from pathlib import Path

from support.bundles import diverged_weights, make_contract, make_weights
from support.foreign import SPLIT, foreign_bundle
from support.homes import settings_of, usdcop
from usdcop.adapters.deployed_roles import deployed_roles
from usdcop.core.registry import Alias
from usdcop.features.spec import FEATURE_NAMES, feature_hash
from usdcop.main.wiring import open_system
from usdcop.policy.bundle import Bundle


def test_the_first_bundle_is_listed_as_unproven_challenger(shared_home: Path) -> None:
    models = usdcop(shared_home, "models", "list", "--json").json
    assert [one["version"] for one in models] == sorted((one["version"] for one in models), reverse=True)
    first = models[-1]
    assert (first["version"], first["aliases"]) == (1, ["challenger"])
    assert first["run"]["tags"]["split_id"].startswith("chrono-")
    assert len(first["digest"]) == 64
    table = usdcop(shared_home, "models", "list").out
    assert "CHALLENGER" in table
    assert "UNPROVEN" in table


def test_a_life_of_roles(own_home: Path, tmp_path: Path) -> None:
    file = foreign_bundle(tmp_path / "elsewhere.onnx")
    registered = usdcop(own_home, "models", "register", file, "--alias", "shadow", "--json").json
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    assert registered == {"version": 2, "digest": digest}
    assert usdcop(own_home, "models", "register", file, "--json").json == registered, "the same bytes"

    told = usdcop(own_home, "models", "promote", "shadow", code=3)
    assert "trained elsewhere" in told.err
    told = usdcop(own_home, "models", "promote", "1", code=3)
    assert "may not become champion" in told.err
    assert "challenger" in told.err

    promoted = usdcop(own_home, "models", "promote", "2", "--alias", "challenger", "--json").json
    assert promoted == {"version": 2, "alias": "challenger"}
    assert "Version 1 is challenger again." in usdcop(own_home, "models", "rollback", "challenger").out
    told = usdcop(own_home, "models", "rollback", code=2)
    assert "champion" in told.err

    with open_system(settings_of(own_home)) as system:
        roles = deployed_roles(system.addresses.registry)
        assert {alias: version for alias, (version, _) in roles.items()} == {
            Alias.CHALLENGER: 1,
            Alias.SHADOW: 2,
        }


def test_a_bundle_whose_parts_overlap_is_not_registered(shared_home: Path, tmp_path: Path) -> None:
    """Train = validation = test passed once, and made a champion of noise."""
    same = (SPLIT.train[0], SPLIT.test[1])
    file = foreign_bundle(tmp_path / "all.onnx", split=replace(SPLIT, train=same, validation=same, test=same))
    told = usdcop(shared_home, "models", "register", file, code=1)
    assert "does not hold its parts apart" in told.err


def test_what_cannot_be_registered_is_refused_with_its_reason(shared_home: Path, tmp_path: Path) -> None:
    told = usdcop(shared_home, "models", "register", tmp_path / "none.onnx", code=1)
    assert "cannot be read: No such file" in told.err
    text = tmp_path / "text.onnx"
    text.write_text("no bundle")
    usdcop(shared_home, "models", "register", text, code=1)
    other = tmp_path / "other.onnx"
    other.write_bytes(Bundle.build(make_weights(), make_contract()).data)
    assert "features" in usdcop(shared_home, "models", "register", other, code=1).err
    file = foreign_bundle(tmp_path / "elsewhere.onnx", seed=9)
    told = usdcop(shared_home, "models", "register", file, "--alias", "champion", code=2)
    assert "cannot be registered as champion" in told.err
    assert (
        "'boss' is no role" in usdcop(shared_home, "models", "register", file, "--alias", "boss", code=2).err
    )
    assert len(usdcop(shared_home, "models", "list", "--json").json) == 1


def test_a_policy_that_diverges_on_the_homes_own_bars_is_not_registered(
    shared_home: Path, tmp_path: Path
) -> None:
    contract = replace(
        make_contract(len(FEATURE_NAMES)), feature_names=FEATURE_NAMES, feature_hash=feature_hash()
    )
    file = tmp_path / "diverged.onnx"
    file.write_bytes(Bundle.build(diverged_weights(len(FEATURE_NAMES)), contract).data)
    told = usdcop(shared_home, "models", "register", file, code=1)
    assert "is not finite" in told.err
    assert len(usdcop(shared_home, "models", "list", "--json").json) == 1


def test_versions_and_roles_that_do_not_exist_are_refused(shared_home: Path) -> None:
    assert "version 77" in usdcop(shared_home, "models", "promote", "77", code=2).err
    assert "deployed as champion" in usdcop(shared_home, "models", "promote", "champion", code=2).err
    assert "names no bundle" in usdcop(shared_home, "models", "promote", "best", code=2).err
    assert "is no role" in usdcop(shared_home, "models", "rollback", "king", code=2).err
