from pathlib import Path

import pytest

from support.homes import settings_of
from usdcop.core.layers import Layer
from usdcop.main.jobs import latency
from usdcop.main.jobs.registering import NEWEST, choose, registry_of
from usdcop.main.wiring import open_system


def test_a_latency_is_measured_once_and_kept(own_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_system(settings_of(own_home)) as system:
        bundle = choose(registry_of(system), NEWEST).bundle
        kept = latency.latency_of(system, bundle)
        assert latency.latency_of(system, bundle) == kept
        assert system.lake.documents(Layer.L6, "latency") == [f"latency/{bundle.digest}.json"]
        monkeypatch.setattr(latency, "INFERENCES", 50)
        monkeypatch.setattr(latency, "DECISIONS", 5)
        measured = latency.measure(system, bundle)
        assert measured.inference.value is not None
        assert measured.end_to_end.value is not None
        assert 0 < measured.inference.value < measured.end_to_end.value


def test_a_latency_of_a_busy_machine_refuses_nothing_for_good(own_home: Path) -> None:
    with open_system(settings_of(own_home)) as system:
        bundle = choose(registry_of(system), NEWEST).bundle
        path = f"latency/{bundle.digest}.json"
        system.lake.put_document(Layer.L6, path, b'{"inference_p99_ms": 0.1, "end_to_end_p99_ms": 123456.0}')
        busy = latency.kept_latency(system, bundle)
        assert busy is not None
        assert busy.end_to_end.value == 123456.0
        measured = latency.latency_of(system, bundle)
        assert measured.end_to_end.value is not None
        assert measured.end_to_end.value < 123456.0
        assert latency.kept_latency(system, bundle) == measured


def test_without_bars_there_is_no_latency_but_a_reason(own_home: Path, empty_home: Path) -> None:
    with open_system(settings_of(own_home)) as system:
        bundle = choose(registry_of(system), NEWEST).bundle
    with open_system(settings_of(empty_home)) as system:
        measured = latency.measure(system, bundle)
        assert measured.inference.value is None
        assert measured.inference.reason == "there are no bars to decide on"
