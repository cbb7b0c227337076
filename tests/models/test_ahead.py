"""Models of what else may be ahead: the truth is found, only those who can have it are scored, and too few say so."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analytics.models.ahead import FittedAhead, fit_ahead
from analytics.vocabulary import PUBLISHED
from tests.models.made_up import customer_table, features_of, labels_of

TABLE = customer_table(1200, dates=4)
TODAY = pd.Timestamp(TABLE["as_of"].max())
ABLE = TABLE.loc[(TABLE["as_of"] == TODAY) & (np.arange(len(TABLE)) % 3 > 0), ["customer_id", "as_of"]]


def _labels() -> pd.DataFrame:
    drawn = labels_of(TABLE).drop(columns="outcome").astype({"value": "float64"})
    to_score = ABLE.assign(value=np.nan)
    return pd.concat([drawn.loc[drawn["as_of"] < TODAY], to_score], ignore_index=True)


def _fitted(labels: pd.DataFrame) -> FittedAhead:
    features = features_of(TABLE)
    training, describe = features[features["as_of"] < TODAY], features[features["as_of"] == TODAY]
    return fit_ahead(training, labels, describe, outcome="dormancy", seed=0, n_threads=1)


@pytest.fixture(scope="module")
def fitted() -> FittedAhead:
    return _fitted(_labels())


def test_the_tables_have_their_published_columns_and_key(fitted: FittedAhead) -> None:
    for name, table in (("ahead_scores", fitted.scores), ("ahead_evaluation", fitted.evaluation)):
        assert list(table.columns[: len(PUBLISHED[name].columns)]) == list(PUBLISHED[name].columns)
        assert not table.duplicated(list(PUBLISHED[name].key)).any()
    assert set(fitted.evaluation["split"]) == {"customers", "time"}
    assert set(fitted.evaluation["model"]) == {"gradient_boosting", "naive"}


def test_only_those_whom_it_may_befall_have_a_score_and_it_is_near_the_truth(fitted: FittedAhead) -> None:
    scores = fitted.scores
    assert scores["customer_id"].tolist() == sorted(ABLE["customer_id"])
    truth = TABLE[TABLE["as_of"] == TODAY].set_index("customer_id")["risk"].reindex(scores["customer_id"]).to_numpy()
    assert np.corrcoef(scores["probability"], truth)[0, 1] > 0.85
    assert abs(scores["probability"].mean() - truth.mean()) < 0.05
    assert ((scores["lower"] <= scores["probability"]) & (scores["probability"] <= scores["upper"])).all()
    assert scores["lower"].mean() <= truth.mean() <= scores["upper"].mean()


def test_too_few_cases_say_so_and_give_no_score() -> None:
    labels = _labels()
    positive = labels.index[labels["value"] == 1]
    few = _fitted(labels.drop(index=positive[19:]))
    assert few.scores.empty
    assert few.why_not is not None
    assert few.why_not.startswith("Only 19 of ")
    assert _fitted(labels[labels["value"].isna()]).why_not == "No customer has a label for this outcome."
