"""L4's documents of a split: the scaler and the correlations of its training part, for a person to read.

Nothing is computed from them: a bundle carries the scaler it was trained with.
"""

import json
import math
from typing import Any

from usdcop.core.errors import MissingInputError
from usdcop.core.layers import Layer
from usdcop.core.ports import Lake
from usdcop.features.spec import feature_hash
from usdcop.pipeline.correlation import COLLINEAR, Correlations, correlations, heat_map
from usdcop.pipeline.history import History, split_document, split_fields
from usdcop.policy.scaler import fit_scaler

_NO_TRAINING = "The training part of the split {} has no session to learn from."
_CURE = "See 'usdcop quality': sessions of grade A or B that are not stale are needed."


def write_split_reports(lake: Lake, history: History) -> bool:
    """Write scaler, counts and correlations of ``history.split``; False where they tell of these data already.

    The correlations are those of the feature rows of the sessions that may be trained on.

    Raises:
        MissingInputError: no session of the training part may be trained on.
        StorageError: the object store refuses.
    """
    split_id = history.split.split_id
    stamp = {"data_hash": history.data_hash, "feature_hash": feature_hash()}
    paths = (f"correlation/{split_id}.json", f"correlation/{split_id}.png", split_document(split_id))
    if _told(lake, paths, stamp):
        return False
    found = _correlations(lake, history)
    texts = (_text({**stamp, **_fields(found)}), heat_map(found), _text(_split_facts(history, stamp)))
    for path, data in zip(paths, texts, strict=True):  # the split last: it says that all are there
        lake.put_document(Layer.L4, path, data)
    return True


def _told(lake: Lake, paths: tuple[str, ...], stamp: dict[str, str]) -> bool:
    known = {path for folder in ("correlation", "splits") for path in lake.documents(Layer.L4, folder)}
    if not known.issuperset(paths):
        return False
    told = json.loads(lake.get_document(Layer.L4, paths[-1]))
    return all(told.get(name) == value for name, value in stamp.items())


def _correlations(lake: Lake, history: History) -> Correlations:
    trained = history.episodes.trainable(*history.split.train)
    rows = lake.read(Layer.L3, trained.sessions) if trained.sessions else None
    if rows is None:
        raise MissingInputError(_NO_TRAINING.format(history.split.split_id), _CURE)
    return correlations(rows, history.episodes.feature_names)


def _fields(found: Correlations) -> dict[str, Any]:
    pairs = [[pair.first, pair.second, round(pair.correlation, 6)] for pair in found.collinear()]
    matrix = [
        [None if math.isnan(value) else round(value, 6) for value in row] for row in found.matrix.tolist()
    ]
    return {
        "rows": found.rows,
        "threshold": COLLINEAR,
        "collinear": pairs,
        "constant": list(found.constant),
        "names": list(found.names),
        "matrix": matrix,
    }


def _split_facts(history: History, stamp: dict[str, str]) -> dict[str, Any]:
    split, episodes = history.split, history.episodes
    trained = episodes.trainable(*split.train)
    scaler = fit_scaler(trained)
    names = episodes.feature_names
    return {
        **split_fields(split),
        **stamp,
        "episodes": {
            "train": len(trained),
            "validation": len(episodes.between(*split.validation)),
            "test": len(episodes.between(*split.test)),
        },
        "training_decisions": int(trained.decides.sum()),
        "scaler": {
            "names": list(names),
            "mean": scaler.mean[: len(names)].tolist(),
            "std": scaler.std[: len(names)].tolist(),
            "digest": scaler.digest,
        },
    }


def _text(fields: dict[str, Any]) -> bytes:
    return json.dumps(fields, indent=1).encode()
