"""What every ``Epochs`` must do."""

import pytest
from sqlalchemy import Engine

from support.streams import LocalEpochs
from usdcop.adapters.postgres.epochs import PostgresEpochs
from usdcop.core.errors import ServerError
from usdcop.core.events import Epochs


@pytest.fixture(params=["local", "postgres"])
def epochs(request: pytest.FixtureRequest) -> Epochs:
    if request.param == "local":
        return LocalEpochs()
    engine: Engine = request.getfixturevalue("postgres")
    return PostgresEpochs(engine)


def test_each_epoch_is_above_all_before_it(epochs: Epochs) -> None:
    assert [epochs.take("s", 0), epochs.take("s", 0), epochs.renew("s", 2, 0)] == [1, 2, 3]


def test_an_epoch_is_above_what_the_stream_holds_already(epochs: Epochs) -> None:
    assert [epochs.take("s", 41), epochs.take("s", 7), epochs.renew("s", 43, 50)] == [42, 43, 51]


def test_streams_do_not_share_epochs(epochs: Epochs) -> None:
    assert [epochs.take("s", 0), epochs.take("t", 0)] == [1, 1]


def test_who_was_taken_over_cannot_renew(epochs: Epochs) -> None:
    mine = epochs.take("s", 0)
    theirs = epochs.take("s", 0)
    with pytest.raises(ServerError, match="taken over"):
        epochs.renew("s", mine, 0)
    assert epochs.renew("s", theirs, 0) == theirs + 1


def test_what_was_never_taken_cannot_be_renewed(epochs: Epochs) -> None:
    with pytest.raises(ServerError):
        epochs.renew("s", 1, 0)
