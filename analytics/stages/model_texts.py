"""The models in force, read back from the texts that the stage ``churn`` wrote."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.store.work import Work

if TYPE_CHECKING:
    from analytics.models.model_card import StoredModel

_FILES = """
    SELECT m.outcome, f.part, f.text
    FROM built.models AS m JOIN built.model_files AS f USING (model_id)
    ORDER BY m.outcome, f.part
"""


def models_of(work: Work) -> dict[str, StoredModel]:
    """Read the model of each outcome that has one.

    Parameters
    ----------
    work : Work
        The stage's place in the build, after ``churn``.

    Returns
    -------
    dict of str to StoredModel
        By outcome, in alphabetical order.
    """
    from analytics.models.model_card import stored_model

    return {
        str(outcome): stored_model(dict(zip(own["part"], own["text"], strict=True)))
        for outcome, own in work.take(_FILES).groupby("outcome", sort=True)
    }
