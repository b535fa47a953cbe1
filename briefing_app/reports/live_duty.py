"""Live blocks of duties: computed by the law of the as-of day each time a paper is made.

Any paper but cards may hold two kinds of block, beside text and records:

- ``Block("duty", …)``: a line for each good (rate, duty, how it comes about) and, for one good, the drawing
  of how the duty comes about. On the one-page brief this is the template's own block in the facts box.
- ``Block("rate_chart", …)``: the rate of each good over time, up to the as-of day.

Both take the goods from ``ref`` (a basket), else from the options ``hts``, ``value_usd`` (decimal text,
"30000.00" if absent), ``origin`` ("JP"), ``label``, ``facts`` (``{"name": "value"}`` as in the tariff
part), else every basket of one good. Further options: ``heading``; ``drawing: false`` leaves the drawing out;
``since`` (YYYY-MM-DD) is the first day of a rate chart; ``value_rate`` is the line of the rate at which the
value became dollars. ``text`` is own text, printed below.
"""

from __future__ import annotations

from dataclasses import replace

from briefing_app.domain.records import Block
from briefing_app.errors import BriefingError
from briefing_app.reports import duty_charts, duty_lines, goods_of_blocks
from briefing_app.reports.desk import Desk, DutyQuestion
from briefing_app.reports.duty_lines import LawAssessor
from briefing_app.reports.model import Content, Section
from briefing_app.reports.signs import signs
from briefing_app.reports.spans import parse

MOST_GOODS = 12


def section(desk: Desk, block: Block, key: str, heading: str) -> Section | None:
    """The section of a live block; None, with a finding, where it has nothing to show on this day."""
    questions = goods_of_blocks.questions(desk, block, limit=MOST_GOODS)
    if not questions:
        desk.tell("warn", "There is no good to assess: name a tariff line or a basket in the block.", key)
        return None
    assessor = desk.assess if isinstance(desk.assess, LawAssessor) else duty_lines.shipped_assessor()
    if block.type == "rate_chart":
        items = _charts(desk, assessor, questions, block, key)
    else:
        items = _lines(desk, assessor, questions, block, key)
    if items:
        items += goods_of_blocks.assumed(desk, questions)
    items += desk.prose(desk.own_words(block), str(block.options.get("language", "")))
    marking = str(block.options.get("marking", ""))
    return Section(key, "text", heading, tuple(items), lang=desk.language, marking=marking) if items else None


def _lines(
    desk: Desk, assessor: LawAssessor, questions: list[DutyQuestion], block: Block, key: str
) -> list[Content]:
    lines = [assessor(question, desk.as_of, desk.language) for question in questions]
    for line in lines:
        if line.problem:
            desk.tell("warn", f'"{line.good}": {line.problem}', key)
    made: list[Content] = list(lines)
    if len(lines) == 1 and not lines[0].problem and block.options.get("drawing") is not False:
        answer = assessor.assessment(questions[0], desk.as_of)
        if drawn := duty_charts.waterfall(desk, assessor, answer, lines[0].good):
            made.append(drawn)
    return made


def _charts(
    desk: Desk, assessor: LawAssessor, questions: list[DutyQuestion], block: Block, key: str
) -> list[Content]:
    since = parse(str(block.options.get("since", "")))
    first = since.first if since and since.first else duty_charts.FIRST_YEAR
    made: list[Content] = []
    for question in questions:
        line = assessor(question, desk.as_of, desk.language)
        said = signs(desk.language)
        name = line.good + said.bracketed(line.code) if line.good != line.code else line.good
        try:
            chart = duty_charts.rate_over_time(desk, assessor, question, first)
        except BriefingError as error:
            desk.tell("warn", f'"{name}": {error}', key)
            continue
        if chart is not None:
            made.append(
                replace(chart, title=f"{chart.title}{said.colon}{name}", alt=f"{name}{said.stop}{chart.alt}")
            )
        elif line.problem:
            desk.tell("warn", f'"{name}": {line.problem}', key)
        else:
            desk.tell("note", f"The rate of {name} did not change: it is told in words, not drawn.", key)
            made.append(line)
    return made
