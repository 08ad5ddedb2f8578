import inspect
import re

import pytest

from usdcop.core import errors
from usdcop.core.errors import (
    AccessError,
    ColumnsError,
    CreditsError,
    DataError,
    GateRefusedError,
    RiskRefusedError,
    SourceError,
    UsageError,
    UsdcopError,
    VendorError,
)

TREE = {
    name: one for name, one in vars(errors).items() if inspect.isclass(one) and issubclass(one, UsdcopError)
}
NEEDS: dict[str, tuple[object, ...]] = {
    "ColumnsError": (["close"],),
    "GateRefusedError": (["sharpe"],),
    "RiskRefusedError": ("HALTED",),
}
CODES = {
    UsageError: 2,
    GateRefusedError: 3,
    RiskRefusedError: 3,
    AccessError: 1,
    DataError: 1,
    SourceError: 1,
}


def made(name: str) -> UsdcopError:
    return TREE[name]("The sky fell.", "Look up.", *NEEDS.get(name, ()))


@pytest.mark.parametrize("name", sorted(TREE.keys() - {"UsdcopError"}))
def test_every_error_is_a_sentence_and_its_cure_with_an_exit_code(name: str) -> None:
    error = made(name)
    assert str(error) == "The sky fell. Look up."
    roots = [root for root in CODES if isinstance(error, root)]
    assert len(roots) == 1
    assert error.exit_code == CODES[roots[0]]


def test_an_error_without_a_cure_has_no_trailing_space() -> None:
    assert str(UsdcopError("The sky fell.")) == "The sky fell."


def test_the_tree_at_the_top_of_the_file_is_the_tree() -> None:
    drawn = re.findall(r"(\w+Error)\b", (errors.__doc__ or "").split("\n\n", 1)[1])
    assert sorted(drawn) == sorted(TREE)


def test_facts_are_attributes() -> None:
    assert ColumnsError("s", "c", ["close"]).missing == ("close",)
    assert GateRefusedError("s", "c", ["sharpe"]).failed == ("sharpe",)
    assert VendorError("s", code=429).code == 429
    assert CreditsError("s").free_at is None
