"""Spellings of a symbol, as vendors and brokers write them."""

import re
from typing import Final

from usdcop.core.sessions import Market

_YAHOO: Final = re.compile(r"([A-Z]{3})=X")
_SUFFIX: Final = re.compile(r"([A-Z]{6})(?:=X|[.#!+][A-Z0-9]*)")
_VENDOR: Final = re.compile(r"[A-Z][A-Z0-9_]*:(.+)")
_PAIR: Final = re.compile(r"(?<![A-Z])([A-Z]{3})[/_ -]?([A-Z]{3})(?![A-Z])")
_MONEY: Final = frozenset((
    "ARS", "AUD", "BRL", "BTC", "CAD", "CHF", "CLP", "CNH", "CNY", "COP", "CZK", "DKK", "ETH", "EUR", "GBP", "HKD",
    "HUF", "ILS", "INR", "JPY", "KRW", "MXN", "NOK", "NZD", "PEN", "PLN", "RUB", "SEK", "SGD", "THB", "TRY", "TWD",
    "USD", "XAG", "XAU",
))  # fmt: skip
"""Currencies and metals that pairs are made of."""


def canonical(name: str) -> str:
    """``name`` as we would write it: ``COP=X``, ``FX:USDCOP``, ``USD_COP`` and ``USDCOP.a`` are ``USDCOP``.

    A name of no known spelling comes back in capitals.
    """
    bare = name.strip().upper()
    vendor = _VENDOR.fullmatch(bare)
    bare = vendor.group(1) if vendor else bare
    pair = re.sub(r"(?<=[A-Z]{3})[/_ -](?=[A-Z]{3})", "", bare)
    yahoo, suffix = _YAHOO.fullmatch(pair), _SUFFIX.fullmatch(pair)
    if yahoo:
        return "USD" + yahoo.group(1)
    return suffix.group(1) if suffix else pair


def is_of(market: Market, name: str) -> bool:
    """Whether ``name`` is a spelling of the market's symbol."""
    return canonical(name) == market.symbol


def other_pair(stem: str, market: Market) -> str | None:
    """The pair of currencies that the name of a file tells, where it is not the market's."""
    pairs = [a + b for a, b in _PAIR.findall(stem.upper()) if a in _MONEY and b in _MONEY and a != b]
    return pairs[0] if pairs and market.symbol not in pairs else None
