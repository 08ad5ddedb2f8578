"""``python -m usdcop.main`` is the program ``usdcop``: how the supervisor starts its processes."""

from usdcop.main.cli import main

# untested: one call; every process of a supervisor starts here

main()
