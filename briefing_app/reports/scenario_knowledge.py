"""What of a saved scenario could be known on the day of a paper: that of May knows nothing of June."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import lru_cache

from briefing_app.domain.records import Scenario, ScenarioEdit
from briefing_app.reports import wording
from briefing_app.reports.desk import Desk
from briefing_app.reports.duty_lines import LawAssessor
from briefing_app.tariff.law import Law
from briefing_app.tariff.moment import FOREVER, moment_of


def edits_as_known(desk: Desk, assessor: LawAssessor, scenario: Scenario) -> list[ScenarioEdit]:
    """The edits without what nobody knew on the day of the paper; pre-flight notes what is left out.

    A scenario switches off what came later, or ends with it, so that it holds on any day it is asked for. A
    paper of an earlier day does not speak of that.
    """
    law, known = assessor.law, _known(assessor, desk.as_of)
    later_ends = _ends(law) - _ends(known)
    kept: list[ScenarioEdit] = []
    left: list[str] = []
    for edit in scenario.edits:
        until = str(edit.set.get("to", ""))[:10]
        if edit.measure in law.measures and edit.measure not in known.measures:
            left.append(assessor.title_of(edit.measure, desk.language))
        elif until in later_ends and until > desk.as_of.isoformat():
            left.append(wording.edtf(until, desk.dates))
            kept.append(replace(edit, set={key: value for key, value in edit.set.items() if key != "to"}))
        else:
            kept.append(edit)
    if left:
        title = wording.cut(desk.translated(scenario.title or scenario.id)[0])
        text = f'"{title}" names what nobody knew on the as-of date; it is left out: {", ".join(left)}.'
        desk.tell("note", text, f"scenario-{scenario.id}")
    return kept


@lru_cache(maxsize=8)
def _known(assessor: LawAssessor, day: date) -> Law:
    return assessor.law.known_on(day)


def _ends(law: Law) -> set[str]:
    ends = {each.end for each in law.measures.values() if each.end is not None}
    return {moment_of(end).date().isoformat() for end in ends if end < FOREVER}
