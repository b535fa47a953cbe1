"""A commission: what is asked before a paper is written, and the paper that the answers call for.

Form follows likelihood and length: certain to come up, a full brief; possible, a short one; unlikely, only
defensive lines. Spoken time is counted at 130 words a minute in English and 300 characters in Japanese, and
is halved by consecutive interpretation. A paper is delivered at noon, two working days ahead.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, TypeAlias

from briefing_app.domain.records import Block, Briefing, Event
from briefing_app.reports.briefing import TEMPLATES
from briefing_app.reports.wording import Language

Form: TypeAlias = Literal[
    "open", "page", "book", "questions", "people", "duties", "options", "chronology", "card"
]
Likelihood: TypeAlias = Literal["certain", "possible", "unlikely"]
Interpreting: TypeAlias = Literal["none", "consecutive", "simultaneous"]
Reader: TypeAlias = Literal["principal", "delegation", "official"]

WORDS_A_MINUTE, CHARACTERS_A_MINUTE = 130, 300
MINUTES_A_POINT = 2.5
"""A point said and answered, without interpretation."""
# From here on whole minutes: a part of one is lost in a pause.
_EXACT_MINUTES = 10
_SATURDAY = 5
_TEMPLATE_OF: dict[Form, str] = {
    "page": "one-page",
    "book": "book",
    "questions": "qa",
    "people": "bio",
    "duties": "duty-sheet",
    "options": "scenario-sheet",
    "chronology": "chronology",
    "card": "pocket-card",
}


@dataclass(frozen=True)
class Commission:
    """The ten answers. ``minutes`` is the length of the meeting, 0 where it is not known."""

    purpose: str = ""
    meeting: Event | None = None
    day: date | None = None
    minutes: int = 0
    interpreting: Interpreting = "none"
    reader: Reader = "principal"
    form: Form = "open"
    likelihood: Likelihood = "certain"
    to_raise: tuple[str, ...] = ()
    is_agenda_agreed: bool = False


@dataclass(frozen=True)
class Plan:
    """The paper that a commission calls for. ``why`` says how it was chosen; ``advice`` what to mind."""

    template: str
    why: str
    title: str
    speaking_minutes: float
    points: int
    due: date | None
    advice: tuple[str, ...]


def plan(commission: Commission, today: date, language: Language, *, said_in: Language = "en") -> Plan:
    """Choose the template and count what the meeting has room for.

    ``language`` is that of the paper, ``said_in`` that of the reasons and the advice.
    """
    template, why = _template(commission)
    half = commission.minutes / 2  # one side of the table
    speaking = half / 2 if commission.interpreting == "consecutive" else half
    points = min(4, max(1, int(speaking / MINUTES_A_POINT))) if commission.minutes else 4
    due = working_days_before(commission.day, 2) if commission.day else None
    advice = [_time(commission, speaking, points, said_in)] if commission.minutes else []
    advice += [_SAYINGS[name][said_in] for name in _to_mind(commission, due, today)]
    if len(commission.to_raise) > points:
        advice.insert(1, _SAYINGS["too many"][said_in].format(count=len(commission.to_raise), points=points))
    return Plan(
        template, _SAYINGS[why][said_in], title_of(commission, template, language), speaking, points, due,
        tuple(advice),
    )  # fmt: skip


def _template(commission: Commission) -> tuple[str, str]:
    """The template, and the name of the reason for it."""
    if commission.form != "open":
        return _TEMPLATE_OF[commission.form], "asked"
    if commission.likelihood == "unlikely":
        return "qa", "unlikely"
    if commission.likelihood == "possible":
        return "one-page", "possible"
    if commission.reader == "principal" and commission.minutes and commission.minutes <= 30:
        return "one-page", "short"
    if commission.reader == "official":
        return "chronology", "official"
    return "book", "certain"


def _time(commission: Commission, speaking: float, points: int, said_in: Language) -> str:
    # A guide, not a measure: more digits would promise what nobody keeps.
    words, characters = (round(speaking * each / 10) * 10 for each in (WORDS_A_MINUTE, CHARACTERS_A_MINUTE))
    said = f"{speaking:g}" if speaking < _EXACT_MINUTES else f"{speaking:.0f}"
    is_halved = commission.interpreting == "consecutive"
    if said_in == "ja":
        half = "（逐次通訳のため半分）" if is_halved else ""
        return (
            f"{commission.minutes}分のうち当方の発言は約{said}分{half}："
            f"{points}点、{characters}字（英語{words}語）まで。"
        )
    half = ", halved by consecutive interpretation" if is_halved else ""
    return (
        f"Of {commission.minutes} minutes our side speaks about {_minutes(said)}{half}: "
        f"{points} point{'' if points == 1 else 's'}, {words} words or {characters} characters."
    )


def _to_mind(commission: Commission, due: date | None, today: date) -> Iterator[str]:
    """The names of what else is to be minded."""
    if due is not None and due < today:
        yield "past"
    if commission.meeting is not None and not commission.meeting.participants:
        yield "nobody"
    if not commission.is_agenda_agreed:
        yield "agenda"
    if not commission.purpose.strip():
        yield "purpose"


_SAYINGS: dict[str, dict[Language, str]] = {
    "asked": {"en": "The form was asked for.", "ja": "形式の指定による。"},
    "unlikely": {
        "en": "The subject is unlikely to come up: defensive lines are enough.",
        "ja": "議題になりにくい：応答要領で足りる。",
    },
    "possible": {
        "en": "The subject may come up: one page is enough.",
        "ja": "議題になり得る：一枚紙で足りる。",
    },
    "short": {"en": "A short meeting of the principal: one page.", "ja": "首席の短い会談：一枚紙。"},
    "official": {
        "en": "For an official who knows the subject: the course of events with its sources.",
        "ja": "事情に通じた担当官向け：出典付きの経緯。",
    },
    "certain": {
        "en": "The subject is certain to come up: a full book.",
        "ja": "必ず議題になる：資料集。",
    },
    "too many": {
        "en": "{count} points are to be raised; there is time for {points}.",
        "ja": "提起する点は{count}点、時間は{points}点分。",
    },
    "past": {
        "en": "Two working days ahead is past already: agree on a later hand-over.",
        "ja": "二営業日前は過ぎている：提出日を改めて相談する。",
    },
    "nobody": {
        "en": "The meeting names no participants yet: add them in the timeline for the pages on people.",
        "ja": "会談の出席者が未入力：人物資料のため年表に加える。",
    },
    "agenda": {
        "en": "The agenda is not agreed: keep lines for what may be raised by the other side.",
        "ja": "議題は未合意：先方の提起に備えた応答を用意する。",
    },
    "purpose": {
        "en": "No purpose is given: the first line of the paper will be empty.",
        "ja": "目的が未記入：資料の第一行が空になる。",
    },
}


def title_of(commission: Commission, template: str, language: Language) -> str:
    """The title of the paper: the meeting, else what kind of paper it is."""
    if commission.meeting is not None:
        return commission.meeting.title
    return TEMPLATES[template].title(language)


def working_days_before(day: date, count: int) -> date:
    """The day so many working days earlier; Saturdays and Sundays do not count, holidays are not known."""
    while count:
        day -= timedelta(days=1)
        count -= day.weekday() < _SATURDAY
    return day


def briefing_of(commission: Commission, chosen: Plan, language: Language, as_of: date) -> Briefing:
    """The briefing record: the blocks of the template, with the purpose and the points as own words. One
    without a meeting has the title that every paper of its kind has.
    """
    words = {"purpose": commission.purpose.strip(), "messages": _listed(commission.to_raise)}
    template = TEMPLATES[chosen.template]
    blocks = [Block(name, text=words.get(name, "")) for name in template.blocks]
    if chosen.template == "book" and words["purpose"] and "purpose" not in template.blocks:
        heading = "目的" if language == "ja" else "Purpose"
        text = "\n\n".join(filter(None, (words["purpose"], words["messages"])))
        blocks.insert(0, Block("text", text=text, options={"heading": heading}))
    return Briefing(
        template=chosen.template,
        title=chosen.title if commission.meeting is not None else "",
        as_of=as_of.isoformat(),
        language=language,
        blocks=tuple(blocks),
        settings=settings_of(commission, chosen),
    )


def settings_of(commission: Commission, chosen: Plan) -> dict[str, str]:
    """The answers as they are kept with the paper, so that it says later what it was written for."""
    answers = {
        "purpose": commission.purpose.strip(),
        "meeting": commission.meeting.id if commission.meeting else "",
        "day": commission.day.isoformat() if commission.day else "",
        "minutes": str(commission.minutes or ""),
        "interpreting": commission.interpreting,
        "reader": commission.reader,
        "form": commission.form,
        "likelihood": commission.likelihood,
        "to_raise": "\n".join(commission.to_raise),
        "agenda_agreed": "yes" if commission.is_agenda_agreed else "",
        "due": chosen.due.isoformat() if chosen.due else "",
    }
    return {f"commission_{name}": text for name, text in answers.items() if text}


def _listed(points: tuple[str, ...]) -> str:
    return "\n".join(f"- {point}" for point in points)


def _minutes(count: str) -> str:
    return f"{count} minute{'' if count == '1' else 's'}"
