"""A process that places orders: run as ``python -m support.placing URL COUNT``; waits for a line, then begins."""

import sys

from support.orders import AT, a_request, desk_of
from usdcop.adapters.postgres.database import open_database
from usdcop.core.units import Usd


def say(line: str) -> None:
    """Tell whoever started this, at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> None:
    """Place COUNT orders with ids known to all such processes; print each id and the order it got."""
    engine = open_database(sys.argv[1])
    desk = desk_of(engine)
    engine.connect().close()
    say("ready")
    sys.stdin.readline()
    for number in range(int(sys.argv[2])):
        order, _ = desk.place(a_request(f"shared-{number}", quantity=Usd(100.0)), "ana", AT)
        say(f"{number} {order.id}")


if __name__ == "__main__":
    main()
