"""Pictures over time, of what was tried, of the forward proof."""

from xml.etree import ElementTree as ET

import numpy as np

from usdcop.court.evaluation import Evaluation
from usdcop.court.forward_proof import forward_proof
from usdcop.report.curves import proof_picture, returns_picture, tried_picture
from usdcop.report.tried import Tried


def texts(svg: str) -> list[str]:
    return [
        "".join(node.itertext()).strip() for node in ET.fromstring(svg).iter() if node.tag.endswith("}text")
    ]


def test_gross_stands_beside_net_over_the_rolling_sharpe(evaluation: Evaluation) -> None:
    svg = returns_picture(evaluation.sessions, evaluation.returns, evaluation.gross)
    assert any("Before costs (dashed) and after (solid)" in text for text in texts(svg))
    assert any("of the 60 sessions before each day" in text for text in texts(svg))
    assert svg == returns_picture(evaluation.sessions, evaluation.returns, evaluation.gross)


def test_too_few_sessions_for_a_window_say_so(evaluation: Evaluation) -> None:
    svg = returns_picture(evaluation.sessions[:50], evaluation.returns[:50], evaluation.gross[:50])
    assert "Fewer than 60 sessions: no rolling Sharpe ratio" in texts(svg)


def test_the_proof_names_its_target_and_its_first_look_before_and_after_a_session_closed() -> None:
    for returns in (np.empty(0), np.full(80, 0.001), np.full(30, -1.0)):
        svg = proof_picture(forward_proof(returns, 0.01, 1))
        assert {"target 33", "first look"} <= set(texts(svg))


def test_what_was_tried_has_a_row_a_look_and_the_same_bytes_for_the_same_numbers() -> None:
    tried = [
        Tried(1, None, None, chosen=False),
        Tried(4, "cd", -0.5, chosen=False),
        Tried(4, "ab", 1.5, chosen=True),
    ]
    svg = tried_picture(tried, 0.9)
    assert {"look 1", "look 4"} <= set(texts(svg))
    assert any("dashed: luck of the best" in text for text in texts(svg))
    assert svg == tried_picture(tried, 0.9)
    assert not any("dashed" in text for text in texts(tried_picture(tried, None)))
