"""What the truth says is in the data, as simple counts show."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from sklearn.metrics import adjusted_mutual_info_score, roc_auc_score

from analytics.knowledge.rules import ColumnKind, RuleColumns, parse
from analytics.sources.demo import write_demo_bank
from analytics.sources.demo.regions import LANTERN_EMPLOYER
from analytics.sources.demo.words import FESTIVAL_STALLS

DAY = pd.Timedelta(days=1)


@pytest.fixture(scope="module")
def bank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo") / "bank"
    write_demo_bank(folder, n_customers=2_600, n_months=24, seed=11)
    return folder


def read(folder: Path, name: str) -> pd.DataFrame:
    path = folder / name if (folder / name).is_dir() else folder / f"{name}.parquet"
    table = pq.read_table(path)
    for place, column in enumerate(table.schema):
        if pa.types.is_decimal(column.type):
            table = table.set_column(place, column.name, table.column(place).cast(pa.float64()))
    frame: pd.DataFrame = table.to_pandas()
    for column in ("as_of", "completed_on", "opened_on", "closed_on"):
        if column in frame:
            frame[column] = pd.to_datetime(frame[column])
    return frame


def panel(bank: Path) -> pd.DataFrame:
    return read(bank, "truth/churn_panel")


def within_chance(observed: int, expected: float) -> bool:
    """Whether a count lies within four standard errors of what was expected."""
    return abs(observed - expected) <= 4.0 * float(np.sqrt(expected)) + 1.0


def test_the_effects_add_up_to_the_true_probability(bank: Path) -> None:
    truth = panel(bank)
    logit = truth.filter(like="effect_").sum(axis=1)
    assert np.allclose(1.0 / (1.0 + np.exp(-logit)), truth["true_probability"])


def test_as_many_leave_as_the_true_probabilities_say_in_every_tenth(bank: Path) -> None:
    truth = panel(bank)
    tenth = pd.qcut(truth["true_probability"], 10, labels=False)
    for _, group in truth.groupby(tenth):
        assert within_chance(int(group["left"].sum()), float(group["true_probability"].sum()))
    assert 0.035 <= truth["left"].mean() <= 0.08
    assert 0.83 <= roc_auc_score(truth["left"], truth["true_probability"]) <= 0.93


def test_the_recorded_churn_is_a_closing_or_silence_of_ninety_days(bank: Path) -> None:
    outcomes = read(bank, "outcomes")
    churn = outcomes[outcomes["outcome"] == "churn"]
    owner = read(bank, "accounts").set_index("account_id")["customer_id"]
    booked = read(bank, "transactions")
    own = booked[booked["initiated_by"] == "customer"]
    own = pd.DataFrame({"customer_id": own["account_id"].map(owner), "day": own["booked_at"].dt.normalize()})
    closed = read(bank, "customers").set_index("customer_id")["closed_on"]
    for as_of, rows in churn.groupby("as_of"):
        day = pd.Timestamp(str(as_of))
        acted = set(own.loc[(own["day"] > day) & (own["day"] <= day + 90 * DAY), "customer_id"])
        ended = rows["customer_id"].map(closed)
        lost = ((ended > day) & (ended <= day + 90 * DAY)) | ~rows["customer_id"].isin(acted)
        assert np.array_equal(lost.to_numpy(), rows["value"].to_numpy() == 1)


def test_balances_add_up_over_two_years(bank: Path) -> None:
    booked = read(bank, "transactions").sort_values(["account_id", "booked_at"])
    cents, after = (np.rint(booked[name] * 100) for name in ("amount", "balance_after"))
    same = (booked["account_id"] == booked["account_id"].shift()).to_numpy()
    assert (after.diff()[same] == cents[same]).all()


def test_no_outcome_is_recorded_for_who_has_left_or_not_joined(bank: Path) -> None:
    outcomes = read(bank, "outcomes").merge(read(bank, "customers"), on="customer_id")
    assert (outcomes["opened_on"] <= outcomes["as_of"]).all()
    assert (outcomes["closed_on"].isna() | (outcomes["closed_on"] > outcomes["as_of"])).all()


def test_a_motif_goes_with_leaving_and_its_decoy_does_not(bank: Path) -> None:
    occurrences, truth = read(bank, "truth/motif_occurrences"), panel(bank)
    merged = truth.merge(occurrences, on="customer_id")
    recent = merged[(merged["completed_on"] <= merged["as_of"]) & (merged["completed_on"] > merged["as_of"] - 90 * DAY)]
    share = recent.groupby("motif")["left"].mean()
    for motif in ("unheard_complaint", "packing_up"):
        assert share[motif] > 2.0 * share[f"{motif}_decoy"], motif
        assert share[f"{motif}_decoy"] < 2.0 * truth["left"].mean(), motif


def test_a_house_hunt_goes_with_a_mortgage_and_its_decoy_does_not(bank: Path) -> None:
    accounts = read(bank, "accounts")
    taken = accounts[accounts["product"] == "mortgage"].set_index("customer_id")["opened_on"]
    occurrences = read(bank, "truth/motif_occurrences")
    occurrences = occurrences[occurrences["completed_on"] < pd.Timestamp("2025-07-01")]
    after = occurrences["customer_id"].map(taken) - occurrences["completed_on"]
    followed = ((after > 0 * DAY) & (after <= 60 * DAY)).groupby(occurrences["motif"]).mean()
    assert followed["house_hunt"] > 0.25
    assert followed["adviser_first"] > 0.2
    assert followed["house_hunt_decoy"] < 0.05
    assert followed["adviser_first_decoy"] < 0.05


def test_every_planted_motif_is_among_the_events_in_order_and_within_its_gaps(bank: Path) -> None:
    motifs = {str(row["motif"]): row for row in read(bank, "truth/motifs").to_dict("records")}
    events = read(bank, "events")
    by_customer = {
        str(customer): group
        for customer, group in events.groupby("customer_id")
        if (group["event_type"] != "login").any()
    }
    occurrences = read(bank, "truth/motif_occurrences").sample(150, random_state=1)
    for row in occurrences.itertuples():
        pattern = str(motifs[str(row.motif)]["pattern"]).split(" > ")
        lived = by_customer[str(row.customer_id)]
        days = {event: set(lived.loc[lived["event_type"] == event, "occurred_at"].dt.normalize()) for event in pattern}
        reached = {row.completed_on} & days[pattern[-1]]
        steps = list(pairwise(range(len(pattern))))
        for before, after in reversed(steps):
            fewest = motifs[str(row.motif)]["fewest_gap_days"][before]
            most = motifs[str(row.motif)]["most_gap_days"][before]
            reached = {
                day for day in days[pattern[before]] for later in reached if fewest * DAY <= later - day <= most * DAY
            }
            assert reached, (row.customer_id, row.motif, after)


def test_the_festival_rule_over_raw_columns_finds_who_the_effect_is_about(bank: Path) -> None:
    booked, accounts = read(bank, "transactions"), read(bank, "accounts")
    customers = read(bank, "customers").merge(read(bank, "regions"), on="region_id").set_index("customer_id")
    paid = booked[booked["counterparty"].isin(FESTIVAL_STALLS)]
    paid = paid.assign(customer_id=paid["account_id"].map(accounts.set_index("account_id")["customer_id"]))
    day = paid["booked_at"].dt.normalize()
    paid = paid[day.between("2025-01-29", "2025-02-07")]
    there = paid["customer_id"].map(customers["main_employer"]) == LANTERN_EMPLOYER
    named = set(paid.loc[there, "customer_id"])
    truth = read(bank, "truth/churn")
    assert (truth["as_of"] == pd.Timestamp("2025-06-30")).all()
    assert set(truth.loc[truth["effect_festival"] > 0, "customer_id"]) == named & set(truth["customer_id"])
    assert len(named) > 20


def _selected(bank: Path, cause: str) -> tuple[set[str], set[str]]:
    """Whom the rule of a cause selects on the last day, counted with pandas; and whom the cause is about."""
    context = read(bank, "truth/context").set_index("cause").loc[cause]
    regions = read(bank, "regions").set_index("region_id").add_prefix("regions.")
    frame = read(bank, "customers").join(regions, on="region_id").set_index("customer_id")
    rule = parse(str(context["rule"]), RuleColumns({"regions.main_employer": ColumnKind.TEXT}))
    owner = read(bank, "accounts").set_index("account_id")["customer_id"]
    booked = read(bank, "transactions")
    day = booked["booked_at"].dt.normalize()
    counts = {}
    for payments in rule.payments:
        here = booked["counterparty"].isin(payments.counterparties)
        here &= (day.max() - day).dt.days < (payments.within_days or 0)
        if payments.categories:
            here &= booked["category"].isin(payments.categories)
        if payments.booked_on:
            ranges = [day.between(str(days.first), str(days.last)) for days in payments.booked_on]
            here &= np.logical_or.reduce(ranges)
        counts[payments] = booked.loc[here, "account_id"].map(owner).value_counts().astype(float)
    mask = rule.mask(frame, counts)
    return set(mask.index[mask]), set(context["members"])


@pytest.mark.parametrize("cause", ["lantern_festival", "works_closure"])
def test_the_rule_of_a_cause_selects_exactly_whom_it_is_about(bank: Path, cause: str) -> None:
    selected, members = _selected(bank, cause)
    assert selected == members
    assert len(members) > 20


def test_the_undisclosed_list_is_about_one_customer_in_thirty_and_they_leave_more(bank: Path) -> None:
    context = read(bank, "truth/context")
    listed = {
        member for members in context.loc[context["cause"] == "undisclosed_list", "members"] for member in members
    }
    assert 0.02 <= len(listed) / 2_600 <= 0.05
    truth = panel(bank)
    among = truth["customer_id"].isin(listed)
    assert truth.loc[among, "left"].mean() > 1.5 * truth.loc[~among, "left"].mean()
    assert (truth.loc[among, "effect_undisclosed_list"] > 0).all()


def test_the_announced_closure_begins_after_the_last_training_label(tmp_path: Path) -> None:
    write_demo_bank(tmp_path / "bank", n_customers=1_700, n_months=39, seed=3)
    truth = panel(tmp_path / "bank")
    touched = truth[truth["effect_closure"] > 0]
    assert touched["as_of"].unique().tolist() == [pd.Timestamp("2026-09-30")]
    same = truth[(truth["as_of"] == pd.Timestamp("2026-09-30")) & (truth["effect_closure"] == 0)]
    assert touched["left"].mean() > 2.0 * same["left"].mean()
    closed = read(tmp_path / "bank", "customers").set_index("customer_id")["closed_on"]
    ended = touched.loc[touched["left"] == 1, "customer_id"].map(closed)
    assert (ended >= pd.Timestamp("2026-10-15")).all()


def test_the_recorded_arrears_are_biased_against_one_group_by_what_the_truth_says(bank: Path) -> None:
    outcomes = read(bank, "outcomes").merge(read(bank, "customers"), on="customer_id")
    arrears = outcomes[outcomes["outcome"] == "payment_arrears"]
    bias = read(bank, "truth/bias")
    assert bias["group"].unique().tolist() == ["brevic"]
    rows = arrears.merge(
        bias[["customer_id", "as_of", "true_value"]], on=["customer_id", "as_of"], how="left", indicator=True
    )
    false = rows["_merge"] == "both"
    assert false.sum() == len(bias)
    assert (rows.loc[false, "value"] == 1).all()
    assert (rows.loc[false, "language"] == "brevic").all()
    in_group = rows["language"] == "brevic"
    gap = rows.loc[in_group, "value"].mean() - rows.loc[~in_group, "value"].mean()
    assert 0.04 < gap < 0.11
    true = rows["value"].where(~false, 0)
    assert abs(true[in_group].mean() - true[~in_group].mean()) < 0.025


def test_each_person_record_is_of_one_person_and_some_people_have_several(bank: Path) -> None:
    persons, truth = read(bank, "persons"), read(bank, "truth/persons")
    assert persons["record_id"].is_unique
    assert set(persons["record_id"]) == set(truth["record_id"])
    assert set(persons["source_system"]) == {"core", "cards", "lending"}
    counts = truth["person_id"].value_counts()
    assert 1.4 < counts.mean() < 2.4
    both = persons.merge(truth, on="record_id")
    pairs = both.merge(both, on="person_id")
    pairs = pairs[pairs["record_id_x"] < pairs["record_id_y"]]
    same = (pairs["family_name_x"] == pairs["family_name_y"]).mean()
    assert 0.5 < same < 0.95
    known = both.dropna(subset=["customer_id"]).groupby("person_id")["customer_id"].nunique()
    assert 0 < (known > 1).sum() < 0.05 * len(known)


def test_offers_help_the_persuadable_and_drive_sleeping_dogs_away(bank: Path) -> None:
    truth = read(bank, "truth/treatment")
    mean = truth.groupby("kind")["uplift"].mean()
    assert mean["persuadable"] > 0.01
    assert mean["sleeping_dog"] < -0.05
    assert abs(mean["indifferent"]) < 0.01
    contacts = read(bank, "contacts")
    assert contacts.loc[contacts["variant"] == "control", "accepted"].eq(0).all()
    share = (contacts["variant"] == "offer").groupby(contacts["channel"]).mean()
    chance = contacts[contacts["variant"] == "offer"].groupby("channel")["propensity"].first()
    assert (share - chance).abs().max() < 0.08


def test_only_who_agreed_to_marketing_is_offered_anything(bank: Path) -> None:
    consents = read(bank, "consents")
    marketing = consents[consents["purpose"] == "marketing"].sort_values("changed_at", kind="stable")
    contacts = read(bank, "contacts").sort_values("offered_at", kind="stable")
    seen = pd.merge_asof(contacts, marketing, left_on="offered_at", right_on="changed_at", by="customer_id")
    assert (seen["granted"] == 1).mean() > 0.99


def test_segments_cut_across_who_people_are(bank: Path) -> None:
    segments = read(bank, "truth/segments")
    customers = read(bank, "customers").merge(segments[segments["level"] == 3], on="customer_id")
    decade = pd.to_datetime(customers["birth_date"]).dt.year // 10
    for attribute in (customers["gender"], customers["language"], customers["region_id"], decade):
        assert adjusted_mutual_info_score(customers["segment"], attribute) < 0.01


def test_families_hold_three_segments_each(bank: Path) -> None:
    segments = read(bank, "truth/segments").pivot_table(
        index="customer_id", columns="level", values="segment", aggfunc="first"
    )
    assert segments.groupby(2)[3].nunique().tolist() == [3] * 5


def test_some_customers_change_their_segment(bank: Path) -> None:
    changes = read(bank, "truth/segment_changes")
    assert 0.01 <= changes["customer_id"].nunique() / 2_600 <= 0.06
    assert (changes["from_segment"] != changes["to_segment"]).all()
