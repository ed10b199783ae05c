"""All checks of one report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ogi.check.carried import carried_checks
from ogi.check.changes import change_checks
from ogi.check.channels import channel_checks
from ogi.check.form import form_checks
from ogi.check.places import place_checks
from ogi.check.prose import prose_checks
from ogi.check.review import review_checks
from ogi.check.sums import sum_checks
from ogi.forms import Form
from ogi.report import Check, Fact


def check(facts: Iterable[Fact], forms: Mapping[str, Form]) -> tuple[Check, ...]:
    """Return every comparison that can be made among a report's facts, whether it holds or not.

    Corrected numbers are taken as corrected, ignored ones left out.
    """
    facts = tuple(fact for fact in facts if not fact.is_ignored)
    return (
        *prose_checks(facts),
        *carried_checks(facts),
        *change_checks(facts),
        *channel_checks(facts),
        *place_checks(facts),
        *sum_checks(facts),
        *form_checks(facts, forms),
        *review_checks(facts),
    )
