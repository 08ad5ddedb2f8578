from support.stream_sessions import SYMBOL
from usdcop.services.stream.catalog import Catalog
from usdcop.services.stream.protocol import Target


def test_a_target_is_admitted_once() -> None:
    catalog = Catalog(10)
    first = catalog.admit([SYMBOL])
    again = catalog.admit([SYMBOL, Target("account", "main")])
    assert [window.stream for window in first + again] == ["market:USDCOP", "account:main"]
    assert catalog.windows["market:USDCOP"] is first[0]
