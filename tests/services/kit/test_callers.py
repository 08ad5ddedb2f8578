import pytest

from usdcop.services.kit.callers import Headers, bearer_token, client_address, header, host_name, is_one_of


def sent(**headers: str) -> Headers:
    return [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]


@pytest.mark.parametrize(
    ("value", "token"),
    [
        ("Bearer abc", "abc"),
        ("bearer  abc ", "abc"),
        ("Basic abc", None),
        ("Bearer", None),
        ("Bearer ", None),
        ("", None),
        ("abc", None),
    ],
)
def test_the_token_of_a_request(value: str, token: str | None) -> None:
    assert bearer_token(sent(authorization=value)) == token


def test_without_headers_there_is_nothing() -> None:
    assert bearer_token([]) is None
    assert header([], b"origin") is None


@pytest.mark.parametrize(
    ("peer", "forwarded", "proxies", "address"),
    [
        ("203.0.113.9", None, (), "203.0.113.9"),
        ("203.0.113.9", "198.51.100.1", (), "203.0.113.9"),
        ("10.0.0.2", "198.51.100.1", ("10.0.0.0/8",), "198.51.100.1"),
        ("10.0.0.2", "6.6.6.6, 198.51.100.1", ("10.0.0.0/8",), "198.51.100.1"),
        ("10.0.0.2", "198.51.100.1, 10.0.0.3", ("10.0.0.0/8",), "198.51.100.1"),
        ("10.0.0.2", "not an address", ("10.0.0.2",), "10.0.0.2"),
        ("10.0.0.2", "198.51.100.1, <script>", ("10.0.0.2",), "10.0.0.2"),
        ("10.0.0.2", ",".join(["10.0.0.2"] * 5000), ("10.0.0.2",), "10.0.0.2"),
        ("::1", "2001:db8::5", ("::1",), "2001:db8::5"),
        (None, "198.51.100.1", ("10.0.0.2",), "unknown"),
    ],
)
def test_only_our_own_proxies_may_say_where_a_request_came_from(
    peer: str | None, forwarded: str | None, proxies: tuple[str, ...], address: str
) -> None:
    headers = sent(x_forwarded_for=forwarded) if forwarded else []
    assert client_address(peer, headers, proxies) == address


def test_a_header_sent_twice_is_read_in_order() -> None:
    headers = [(b"x-forwarded-for", b"6.6.6.6"), (b"x-forwarded-for", b"198.51.100.1")]
    assert client_address("10.0.0.2", headers, ("10.0.0.2",)) == "198.51.100.1"


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("localhost", "localhost"),
        ("LocalHost:8000", "localhost"),
        ("[::1]:8000", "[::1]"),
        ("[::1]", "[::1]"),
        ("localhost:evil", None),
        ("", None),
    ],
)
def test_the_name_a_service_is_called_by(host: str, name: str | None) -> None:
    assert host_name(sent(host=host)) == name


def test_two_hosts_are_none() -> None:
    assert host_name([(b"host", b"localhost"), (b"host", b"evil.example")]) is None


def test_an_address_is_found_in_a_list_of_networks_and_names() -> None:
    assert is_one_of("10.1.2.3", ["10.0.0.0/8"])
    assert is_one_of("testclient", ["testclient"])
    assert not is_one_of("11.1.2.3", ["10.0.0.0/8"])
