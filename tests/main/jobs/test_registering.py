from pathlib import Path

import pytest

from support.homes import settings_of
from usdcop.core.errors import UsageError
from usdcop.main.jobs.registering import NEWEST, choose, deployed, registry_of
from usdcop.main.wiring import open_system


def test_a_bundle_is_found_by_version_by_role_and_as_the_newest(shared_home: Path) -> None:
    with open_system(settings_of(shared_home)) as system:
        registry = registry_of(system)
        found = [choose(registry, which) for which in ("1", "challenger", NEWEST)]
        assert {(one.version, one.bundle.digest) for one in found} == {(1, found[0].bundle.digest)}
        able, silent = deployed(registry)
        assert [(one.alias, one.version) for one in able] == [("challenger", 1)]
        assert silent == []
        for which in ("champion", "9", "-1", "best"):
            with pytest.raises(UsageError):
                choose(registry, which)
