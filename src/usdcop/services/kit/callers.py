"""What a request says about who sent it: address, host, token. Pure: headers in, words out."""

import ipaddress
from collections.abc import Iterable, Sequence
from typing import Final, TypeAlias

Headers: TypeAlias = Sequence[tuple[bytes, bytes]]
"""Header names in lower case, and values, as they came."""

UNKNOWN_ADDRESS: Final = "unknown"
_MOST_HOPS: Final = 20


def header(headers: Headers, name: bytes) -> str | None:
    """The first value of the header ``name``; None where it was not sent."""
    return next((value.decode("latin-1").strip() for key, value in headers if key == name), None)


def bearer_token(headers: Headers) -> str | None:
    """The token in ``Authorization: Bearer …``; None where there is none."""
    scheme, _, token = (header(headers, b"authorization") or "").partition(" ")
    return token.strip() or None if scheme.lower() == "bearer" else None


def client_address(peer: str | None, headers: Headers, proxies: Iterable[str]) -> str:
    """The address a request came from.

    ``X-Forwarded-For`` counts only as far as each hop is one of ``proxies``: whoever else sends it could write
    anything there.

    Args:
        peer: address at the other end of the connection.
        headers: of the request.
        proxies: addresses or networks (``10.0.0.0/8``) of our own proxies.
    """
    trusted = tuple(proxies)
    hops = [
        hop.strip()
        for name, value in headers
        if name == b"x-forwarded-for"
        for hop in value.decode("latin-1").split(",")
    ][-_MOST_HOPS:]
    address = peer or UNKNOWN_ADDRESS
    while hops and is_one_of(address, trusted):
        claimed = _plain(hops.pop())
        if claimed is None:
            break
        address = claimed
    return address


def host_name(headers: Headers) -> str | None:
    """The name in ``Host``, without port, in lower case; None where it is missing, doubled or malformed."""
    hosts = [value for key, value in headers if key == b"host"]
    if len(hosts) != 1:
        return None
    text = hosts[0].decode("latin-1").lower()
    name, colon, port = text.rpartition(":") if not text.endswith("]") else (text, "", "")
    if colon and not port.isdigit():
        return None
    return name or text or None


def is_one_of(address: str, networks: Sequence[str]) -> bool:
    """Whether ``address`` is one of ``networks``, or in one of them."""
    try:
        found = ipaddress.ip_address(address)
        return any(found in ipaddress.ip_network(network, strict=False) for network in networks)
    except ValueError:
        return address in networks


def _plain(text: str) -> str | None:
    try:
        return str(ipaddress.ip_address(text))
    except ValueError:
        return None
