import signal
import time
from pathlib import Path

from support.homes import started, usdcop

LONG = ("--steps", "150000", "--seeds", "1", "--first-seed", "5")


def test_kill_9_in_the_middle_then_resume_gives_the_very_same_bundle(own_home: Path) -> None:
    checkpoints = own_home / "replay" / "checkpoints"
    with started(own_home, "train", *LONG) as process:
        while process.poll() is None and not list(checkpoints.glob("*.npz")):
            time.sleep(0.005)
        process.send_signal(signal.SIGKILL)
        process.communicate(timeout=60)
    assert process.returncode == -signal.SIGKILL, "it ended before it was killed"
    resumed = usdcop(own_home, "train", *LONG, "--json")
    assert "it goes on from its checkpoint" in resumed.err
    assert not list(checkpoints.glob("*.npz"))
    undisturbed = usdcop(own_home, "train", *LONG, "--json")
    assert "checkpoint" not in undisturbed.err
    assert undisturbed.json == resumed.json
    assert (resumed.json["version"], len(resumed.json["digest"])) == (2, 64)
    seeds = resumed.json["seeds"]
    assert [(one["seed"], one["ships"]) for one in seeds] == [(5, True)]
    assert len(usdcop(own_home, "models", "list", "--json").json) == 2


def test_training_needs_episodes_and_at_least_one_seed(empty_home: Path) -> None:
    told = usdcop(empty_home, "train", code=1)
    assert "There are no episodes yet." in told.err
    assert "usdcop import FILE" in told.err
    usdcop(empty_home, "train", "--seeds", "0", code=2)
    assert not (empty_home / "replay" / "checkpoints").exists()


def test_the_seeds_are_shown_as_a_table(own_home: Path) -> None:
    told = usdcop(own_home, "train", "--steps", "3000", "--seeds", "2")
    assert "validation bps a session" in told.out
    assert "registered as version 1" in told.out, "the same training gives the same bundle"
