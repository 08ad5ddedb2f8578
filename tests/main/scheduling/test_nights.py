from pathlib import Path

from support.homes import settings_of
from usdcop.core.layers import Layer
from usdcop.main.scheduling.nights import JUDGED, judged_before, write_mark
from usdcop.main.wiring import open_system


def test_a_bundle_is_judged_again_only_on_another_history(own_home: Path) -> None:
    with open_system(settings_of(own_home)) as system:
        assert judged_before(system), "the batch part has judged it"
        system.lake.put_document(Layer.L6, f"marks/{JUDGED}", b'{"bundle": "another"}')
        assert not judged_before(system)
        write_mark(system)
        assert judged_before(system)
