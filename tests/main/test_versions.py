from importlib.metadata import version
from pathlib import Path

from support.homes import settings_of
from usdcop.core.layers import Layer
from usdcop.main.jobs.registering import choose, registry_of
from usdcop.main.versions import code_version
from usdcop.main.wiring import open_system


def test_program_and_libraries_are_named() -> None:
    program, *libraries = code_version().split()
    assert program == f"usdcop-{version('usdcop')}"
    assert libraries == [f"{name}-{version(name)}" for name in ("numpy", "ta-lib", "polars")]


def test_manifests_and_bundles_say_what_made_them(shared_home: Path) -> None:
    with open_system(settings_of(shared_home)) as system:
        for layer in (Layer.L2, Layer.L3, Layer.L4):
            manifest = system.lake.manifest(layer, next(iter(system.lake.days(layer))))
            assert manifest is not None
            assert manifest.code_version == code_version()
        bundle = choose(registry_of(system), "newest").bundle
        assert bundle.contract.code_version == code_version()
