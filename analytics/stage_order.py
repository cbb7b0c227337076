"""The order of the stages: what each needs, what it is made from, and what makes it run again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from analytics.errors import InputError
from analytics.models.network_library import network_version
from analytics.settings import CODE_VERSION
from analytics.stages.ahead import ahead_stage
from analytics.stages.churn import churn_stage
from analytics.stages.contest import contest_stage
from analytics.stages.counterfactuals import counterfactuals_stage
from analytics.stages.drift import drift_stage
from analytics.stages.driver_groups import driver_groups_stage
from analytics.stages.driver_shapes import driver_shapes_stage
from analytics.stages.drivers import drivers_stage
from analytics.stages.effective import effective_stage
from analytics.stages.error_slices import error_slices_stage
from analytics.stages.fairness import fairness_stage
from analytics.stages.features import features_stage
from analytics.stages.horizons import horizons_stage
from analytics.stages.informed import InformedWork, Said
from analytics.stages.kpis import kpis_stage
from analytics.stages.map import map_stage
from analytics.stages.months import months_stage
from analytics.stages.next_events import next_events_stage
from analytics.stages.notes import notes_stage
from analytics.stages.offers import offers_stage
from analytics.stages.outlook import outlook_stage
from analytics.stages.pattern_rules import pattern_rules_stage
from analytics.stages.patterns import patterns_stage
from analytics.stages.purchases import purchases_stage
from analytics.stages.reason_map import reason_map_stage
from analytics.stages.second_opinion import second_opinion_stage
from analytics.stages.segments import segments_stage
from analytics.stages.sequences import sequences_stage
from analytics.stages.stability import stability_stage
from analytics.stages.survival import survival_stage
from analytics.stages.uplift import uplift_stage
from analytics.store.source import LoadedSource
from analytics.store.stage_log import fingerprint_of
from analytics.vocabulary import Json


@dataclass(frozen=True)
class Stage:
    """One step from data to answers.

    Attributes
    ----------
    name : str
        What ``--stages`` calls it.
    needs : tuple of str
        Stages whose results it reads.
    version : int
        Counted up when its code gives other results.
    uses_seed : bool
        Whether the seed makes a difference to it.
    doing : str
        What happens, in words, for the progress bar.
    run : callable
        Does it, inside a transaction.
    heeds : callable or None
        Gives what of people's knowledge makes a difference to it.
    """

    name: str
    needs: tuple[str, ...]
    version: int
    uses_seed: bool
    doing: str
    run: Callable[[InformedWork], None]
    heeds: Callable[[Said], Json] | None = None


def of_segments(said: Said) -> Json:
    """Give what people said of segments: the stage ``effective`` runs again when it changes."""
    return said.of_segments.told()


def adopted_notes(said: Said) -> Json:
    """Give the notes that are features: they are measured again when one is adopted, changed or withdrawn."""
    return said.of_notes.agreed_told()


def of_notes(said: Said) -> Json:
    """Give tests, agreements and forecasts: the stage ``notes`` runs again when they change."""
    return said.of_notes.told()


def of_tags_lists(said: Said) -> Json:
    """Give whom words are on, and the retention lists: ``kpis`` runs again when somebody tags or makes one."""
    return [said.of_tags.told(), said.of_lists.told()]


def of_rules(said: Said) -> Json:
    """Give which patterns raise alarms: the stage ``pattern_rules`` runs again when somebody makes a rule."""
    return said.of_rules.told()


STAGES: tuple[Stage, ...] = (
    Stage("features", (), 3, False, "Measuring how customers behave", features_stage, adopted_notes),
    Stage("sequences", (), 3, False, "Putting in order what happened to customers", sequences_stage),
    Stage("offers", (), 1, False, "Reading offers and consents", offers_stage),
    Stage("segments", ("features",), 8, True, "Finding segments", segments_stage),
    Stage("map", ("features",), 2, True, "Drawing the map", map_stage),
    Stage("effective", ("segments",), 1, True, "Laying edits over the segments", effective_stage, of_segments),
    Stage("ahead", ("features",), 2, False, "Seeing what else came after each date", ahead_stage),
    Stage("churn", ("features", "ahead"), 5, True, "Learning who leaves", churn_stage),
    Stage("drivers", ("churn", "effective"), 1, True, "Ranking what goes with leaving", drivers_stage),
    Stage("horizons", ("churn",), 1, True, "Learning who leaves sooner and who later", horizons_stage),
    Stage("error_slices", ("churn",), 1, True, "Looking where the models are wrong", error_slices_stage),
    Stage("fairness", ("churn",), 2, False, "Comparing how groups of customers fare", fairness_stage),
    Stage("counterfactuals", ("churn",), 2, False, "Looking for what would bring risks down", counterfactuals_stage),
    Stage("uplift", ("features",), 2, False, "Asking what offers did", uplift_stage),
    Stage("second_opinion", ("churn",), 1, True, "Explaining the models a second way", second_opinion_stage),
    Stage("stability", ("churn",), 1, True, "Asking whether reasons hold", stability_stage),
    Stage("driver_shapes", ("churn",), 1, True, "Looking how pushes go with values", driver_shapes_stage),
    Stage("driver_groups", ("churn",), 1, True, "Ranking drivers by cohort and date", driver_groups_stage),
    Stage("reason_map", ("churn",), 1, True, "Drawing the map of reasons", reason_map_stage),
    Stage("patterns", ("features", "sequences"), 2, True, "Telling sequences from chance", patterns_stage),
    Stage("pattern_rules", ("patterns",), 1, True, "Testing rules on the past", pattern_rules_stage, of_rules),
    Stage("next_events", ("sequences",), 2, True, "Forecasting what happens next", next_events_stage),
    Stage("contest", ("features", "sequences"), 2, True, "Asking whether sequences foresee more", contest_stage),
    Stage("kpis", ("effective", "churn"), 4, False, "Counting who came, stayed and left", kpis_stage, of_tags_lists),
    Stage("purchases", ("features",), 1, True, "Asking who still buys", purchases_stage),
    Stage("outlook", ("kpis",), 1, True, "Looking twelve months ahead", outlook_stage),
    Stage("months", ("segments", "map"), 2, True, "Following customers over the map", months_stage),
    Stage("survival", ("months", "horizons"), 1, False, "Following customers until they leave", survival_stage),
    Stage("drift", ("months", "churn"), 2, False, "Asking what moved more than usual", drift_stage),
    Stage("notes", ("features",), 2, False, "Looking how notes have held", notes_stage, of_notes),
)
"""In the order in which they run."""
TRY_NETWORK = frozenset({"next_events", "contest"})
"""Stages that try the recurrent network where its library is installed."""


@dataclass(frozen=True)
class Planned:
    """A stage with what it would be made from now.

    Attributes
    ----------
    stage : Stage
        The stage.
    inputs : mapping of str to Json
        What its result depends on.
    fingerprint : str
        Of the inputs.
    """

    stage: Stage
    inputs: Mapping[str, Json]
    fingerprint: str


def plan(source: LoadedSource, said: Said, *, as_of: date, seed: int) -> dict[str, Planned]:
    """Say what each stage would be made from.

    Parameters
    ----------
    source : LoadedSource
        What the store was loaded from.
    said : Said
        What people said.
    as_of : date
        The day at which customers are described.
    seed : int
        The build's seed.

    Returns
    -------
    dict of str to Planned
        By stage, in the order in which they run.
    """
    planned: dict[str, Planned] = {}
    network = network_version()
    for stage in STAGES:
        inputs: dict[str, Json] = {
            "source": source.fingerprint,
            "protected": sorted(source.protected),
            "as_of": as_of.isoformat(),
            "stage_version": stage.version,
            "code_version": CODE_VERSION,
            **({"seed": seed} if stage.uses_seed else {}),
            **({"network": network} if stage.name in TRY_NETWORK and network else {}),
            **({"knowledge": fingerprint_of({"said": stage.heeds(said)})} if stage.heeds else {}),
            **{f"stage {name}": planned[name].fingerprint for name in stage.needs},
        }
        planned[stage.name] = Planned(stage, inputs, fingerprint_of(inputs))
    return planned


def with_needs(names: Iterable[str] | None) -> tuple[str, ...]:
    """Add to stages what they need, in the order in which they run.

    Parameters
    ----------
    names : iterable of str or None
        Stages that were asked for; all if None.

    Returns
    -------
    tuple of str
        Their names.

    Raises
    ------
    InputError
        If there is no such stage.

    Examples
    --------
    >>> with_needs(["map"])
    ('features', 'map')
    """
    known = {stage.name: stage for stage in STAGES}
    wanted: set[str] = set()
    pending = list(known if names is None else names)
    while pending:
        name = pending.pop()
        if name not in known:
            raise InputError(f'There is no stage "{name}". There are: {", ".join(known)}.')
        if name not in wanted:
            wanted.add(name)
            pending.extend(known[name].needs)
    return tuple(name for name in known if name in wanted)
