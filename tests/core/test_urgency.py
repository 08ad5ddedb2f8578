"""Urgency goes with the work, and ends with its block."""

import threading
from contextvars import copy_context

from usdcop.core.urgency import is_urgent, urgent


def test_work_is_urgent_within_its_block_only() -> None:
    assert not is_urgent()
    with urgent():
        assert is_urgent()
        with urgent(it_is=False):
            assert not is_urgent()
        assert is_urgent()
    assert not is_urgent()


def test_another_thread_is_urgent_only_where_the_work_was_handed_to_it() -> None:
    found: list[bool] = []
    with urgent():
        handed = copy_context()
        alone = threading.Thread(target=lambda: found.append(is_urgent()))
        alone.start()
        alone.join()
    with_it = threading.Thread(target=lambda: found.append(handed.run(is_urgent)))
    with_it.start()
    with_it.join()
    assert found == [False, True]
