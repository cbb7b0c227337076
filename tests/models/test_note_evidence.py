"""What a note adds, in worlds where the truth is known."""

from __future__ import annotations

import numpy as np
import pytest

from analytics.models.found_alone import found_alone_from
from analytics.models.machine_alone import MachineAlone, fit_machine_alone
from analytics.models.note_evidence import note_evidence
from analytics.models.note_trial import Candidate, note_trial, opponent
from tests.models.made_up_notes import made_up_world


@pytest.fixture(scope="module")
def world() -> tuple[MachineAlone, dict[str, np.ndarray]]:
    table, notes = made_up_world(n_customers=3000, seed=0)
    machine = fit_machine_alone(table, seed=0, n_threads=1)
    return machine, notes


def test_nothing_of_the_confirm_part_was_learned_from(world: tuple[MachineAlone, dict[str, np.ndarray]]) -> None:
    machine, _ = world
    assert not (machine.explores & machine.confirms).any()
    assert np.isnan(machine.unseen[machine.confirms]).all()
    table, _ = made_up_world(n_customers=3000, seed=0)
    table.loc[machine.confirms, "value"] = 1 - table.loc[machine.confirms, "value"]
    again = fit_machine_alone(table, seed=0, n_threads=1)
    assert np.array_equal(again.plain_margin, machine.plain_margin)


def test_a_true_cause_outside_the_columns_is_found_and_can_never_be_found_alone(
    world: tuple[MachineAlone, dict[str, np.ndarray]],
) -> None:
    machine, notes = world
    fitted = opponent(machine, 1).fitted
    evidence = note_evidence(machine, fitted, notes["hidden"])
    assert evidence.p_value < 1e-4
    assert evidence.lower < 1.5 < evidence.upper
    assert evidence.told_by_columns < 0.2
    assert found_alone_from(machine, fitted.margin, notes["hidden"]) is None


def test_what_the_columns_say_already_and_what_means_nothing_are_refused(
    world: tuple[MachineAlone, dict[str, np.ndarray]],
) -> None:
    machine, notes = world
    fitted = opponent(machine, 1).fitted
    known = note_evidence(machine, fitted, notes["known"])
    assert known.by_prediction
    assert known.p_value > 0.01
    assert note_evidence(machine, fitted, notes["random"]).p_value > 0.01


def candidate(machine: MachineAlone, column: np.ndarray, group: np.ndarray) -> Candidate:
    first = np.r_[True, machine.codes[1:] != machine.codes[:-1]]
    return Candidate(
        column > 0, np.ones(len(column), dtype=bool), 1, column[first] > 0, {"group": group[first]}, {"group": group}
    )


def test_a_note_that_stands_for_a_protected_group_is_stopped_though_it_adds(
    world: tuple[MachineAlone, dict[str, np.ndarray]],
) -> None:
    machine, notes = world
    group = np.where(notes["hidden"] > 0, "few", "many").astype(object)
    trial = note_trial(machine, opponent(machine, 1), candidate(machine, notes["hidden"], group), level=0.01)
    assert trial.verdict == "refused"
    assert "few" in trial.why
    assert trial.gain.set_index("metric")["gain"].to_dict()["auc"] > 0
    free = np.where(notes["random"] > 0, "few", "many").astype(object)
    trial = note_trial(machine, opponent(machine, 1), candidate(machine, notes["hidden"], free), level=0.01)
    assert trial.verdict == "supported"
    assert trial.gain.set_index("metric")["gain"].to_dict()["error_in_scope"] > 0


def test_a_note_about_few_waits_and_nothing_is_looked_at(world: tuple[MachineAlone, dict[str, np.ndarray]]) -> None:
    machine, notes = world
    few = notes["hidden"] * (machine.codes < 200)
    trial = note_trial(machine, opponent(machine, 1), candidate(machine, few, few.astype(object)), level=0.01)
    assert (trial.verdict, trial.evidence, len(trial.gain)) == ("waiting", None, 0)
    spent = note_trial(machine, opponent(machine, 1), candidate(machine, notes["hidden"], few), level=1e-9)
    assert "budget" in spent.why


def test_a_note_made_from_what_happened_is_refused(world: tuple[MachineAlone, dict[str, np.ndarray]]) -> None:
    machine, _ = world
    copied = machine.rows.values
    trial = note_trial(machine, opponent(machine, 1), candidate(machine, copied, copied.astype(object)), level=0.01)
    assert trial.verdict == "refused"
    assert "what happened" in trial.why
