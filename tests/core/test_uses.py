from usdcop.core.uses import Uses


def test_nothing_used_is_said_in_one_line() -> None:
    assert not Uses().any
    assert list(Uses().lines()) == ["nothing that is kept used those bars"]


def test_a_few_of_each_kind_are_named_and_the_rest_counted() -> None:
    used = Uses(("a", "b", "c", "d", "e"), ("v",), ("r", "s", "t"), decisions=1200, predictions=3)
    assert used.any
    assert list(used.lines()) == [
        "used by 5 bundles trained on them: a, b, c and 2 more",
        "used by 1 verdicts, which are stale until judged anew: v",
        "used by 3 reports, which are marked stale: r, s, t",
        "used by 1,200 decisions, 3 predictions, which stay as they are and are marked",
    ]


def test_one_kind_alone_is_something() -> None:
    assert all(used.any for used in (Uses(("a",)), Uses(reports=("r",)), Uses(fills=1)))
    assert list(Uses(fills=1).lines()) == ["used by 1 fills, which stay as they are and are marked"]
