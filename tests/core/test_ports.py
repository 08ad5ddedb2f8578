import inspect
from dataclasses import FrozenInstanceError
from datetime import date

import pytest

from support.storage import write_of
from usdcop.adapters.clock import SystemWall
from usdcop.adapters.lake.parquet import ParquetLake
from usdcop.adapters.objects import LocalObjects, S3Objects
from usdcop.core import ports


@pytest.mark.parametrize(
    ("port", "adapter"),
    [
        (ports.Objects, LocalObjects),
        (ports.Objects, S3Objects),
        (ports.Lake, ParquetLake),
        (ports.Wall, SystemWall),
    ],
)
def test_an_adapter_takes_what_its_port_says(port: type, adapter: type) -> None:
    methods = {name: deed for name, deed in vars(port).items() if inspect.isfunction(deed) and name[0] != "_"}
    assert methods
    for name, deed in methods.items():
        ours = inspect.signature(getattr(adapter, name))
        assert ours.parameters.keys() == inspect.signature(deed).parameters.keys(), name
        assert ours.return_annotation == inspect.signature(deed).return_annotation, name


def test_no_port_has_grown_fat() -> None:
    protocols = [
        one for one in vars(ports).values() if inspect.isclass(one) and getattr(one, "_is_protocol", False)
    ]
    sizes = {one.__name__: sum(inspect.isfunction(deed) for deed in vars(one).values()) for one in protocols}
    sizes.pop("Protocol", None)
    assert {name: size for name, size in sizes.items() if size > 12} == {}


def test_what_crosses_a_port_cannot_be_changed() -> None:
    write = write_of(date(2025, 10, 22))
    with pytest.raises(FrozenInstanceError):
        write.day = date(2025, 10, 23)  # type: ignore[misc] # that it is refused is the point
