import hashlib
from datetime import date

import numpy as np
import pytest

from usdcop.core.errors import CorruptPartitionError
from usdcop.core.trials import LookKind, LookTrial, NewLook, Series, series_key

SERIES = Series("a" * 64, (date(2024, 1, 2), date(2024, 1, 3)), np.array([0.001, -0.25e-17]))


def test_a_series_comes_back_to_the_last_bit() -> None:
    data = SERIES.to_bytes()
    again = Series.from_bytes(data, hashlib.sha256(data).hexdigest())
    assert again.sessions == SERIES.sessions
    assert again.returns.tobytes() == SERIES.returns.tobytes()
    assert again.to_bytes() == data


def test_an_altered_series_is_refused() -> None:
    digest = hashlib.sha256(SERIES.to_bytes()).hexdigest()
    with pytest.raises(CorruptPartitionError, match="altered"):
        Series.from_bytes(SERIES.to_bytes().replace(b"0.001", b"0.002"), digest)
    nonsense = b"{}"
    with pytest.raises(CorruptPartitionError, match="altered"):
        Series.from_bytes(nonsense, hashlib.sha256(nonsense).hexdigest())


def test_what_is_declared_together_is_a_batch() -> None:
    trial = LookTrial("a" * 64, "f" * 64, None)
    one = NewLook("USDCOP", date(2024, 1, 2), date(2024, 6, 28), 120, (trial,), "me")
    two = NewLook("USDCOP", date(2024, 1, 2), date(2024, 6, 28), 120, (trial, trial), "me")
    assert (one.kind, two.kind) == (LookKind.TRIAL, LookKind.BATCH)


def test_a_series_lies_under_its_checksum() -> None:
    assert series_key("ab").endswith("/ab.json")
