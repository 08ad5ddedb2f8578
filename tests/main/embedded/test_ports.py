import socket
from pathlib import Path

import pytest

from usdcop.core.errors import UsageError
from usdcop.main.embedded import ports


def test_a_taken_port_names_the_port_and_its_setting(tmp_path: Path) -> None:
    with socket.create_server((ports.HOST, 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(UsageError, match=rf"port {port}: .* set USDCOP_REDIS_PORT to another port"):
            ports.chosen_port(port, tmp_path / "port", "USDCOP_REDIS_PORT", "Redis")


def test_the_port_of_last_time_is_used_again_unless_it_is_taken(tmp_path: Path) -> None:
    with socket.create_server((ports.HOST, 0)) as taken:
        port = taken.getsockname()[1]
        (tmp_path / "port").write_text(str(port))
        assert ports.chosen_port(0, tmp_path / "port", "PORT", "Redis") not in {0, port}
    assert ports.chosen_port(0, tmp_path / "port", "PORT", "Redis") == port
    assert ports.chosen_port(port, tmp_path / "none", "PORT", "Redis") == port


def test_a_free_port_is_none_that_an_outgoing_connection_may_take() -> None:
    first = int(Path("/proc/sys/net/ipv4/ip_local_port_range").read_text().split()[0])
    chosen = {ports.any_free_port() for _ in range(50)}
    assert len(chosen) > 40, "two systems that start at once hardly ever choose the same"
    assert all(1_024 < port < first and ports.free(port) for port in chosen)
