"""Which patterns raise alarms, as far as a build heeds it."""

from __future__ import annotations

from dataclasses import dataclass

from analytics.knowledge.pattern_state import AlarmRule, KnownPattern
from analytics.knowledge.state import Knowledge
from analytics.vocabulary import Json


@dataclass(frozen=True)
class RuleInForce:
    """A rule, and the pattern that it goes by.

    Attributes
    ----------
    rule : AlarmRule
        Its id, and who made it when.
    about : KnownPattern
        The pattern, whether or not a build finds it.
    """

    rule: AlarmRule
    about: KnownPattern


@dataclass(frozen=True)
class SaidOfRules:
    """The rules in force, in the order of their making."""

    rules: tuple[RuleInForce, ...] = ()

    def told(self) -> Json:
        """Write down what makes a difference to alarms and back-tests."""
        return [
            [each.rule.rule_id, each.rule.author, each.rule.made_at, each.about.outcome, each.about.pattern]
            for each in self.rules
        ]


def said_of_rules(knowledge: Knowledge) -> SaidOfRules:
    """Take the rules in force out of what is known.

    Parameters
    ----------
    knowledge : Knowledge
        What people have done and said.

    Returns
    -------
    SaidOfRules
        Without those of dismissed patterns, which raise no alarms.
    """
    found = [
        RuleInForce(each.rule, each.about)
        for each in knowledge.patterns.values()
        if each.rule is not None and each.dismissed is None
    ]
    return SaidOfRules(tuple(sorted(found, key=lambda each: int(each.rule.rule_id[1:]))))
