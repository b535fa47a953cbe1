"""Hours as people type them beside a day: "9 July, 17:00", "2-4 pm on 23 May", 5月23日 午後2時半から4時."""

from __future__ import annotations

import re
from dataclasses import dataclass

_TIME = r"(?:\d{1,2}:\d\d(?::00)?(?:\s*[ap]\.?m\.?)?|\d{1,2}\s*[ap]\.?m\.?|noon)"
_BARE = r"\d{1,2}(?::\d\d)?"
_TO = r"\s*(?:-|–|—|~|\bto\b|\band\b|\buntil\b)\s*"
_SPAN = rf"(?:{_TIME}|{_BARE}(?={_TO}))(?:{_TO}{_TIME})?"
_BEHIND = re.compile(
    rf"(?P<day>.+?)(?:(?<=\d)t|,\s*|\s+)(?P<how>(?:at|by|until|from|between)\s+)?(?P<clock>{_SPAN})$"
)
_BEFORE = re.compile(
    rf"(?:at\s+|between\s+|from\s+)?(?P<clock>{_SPAN})(?:\s+on\b(?:\s+the)?|,)\s+(?P<day>.+)"
)
_TIME_JA = r"(?:(?:午前|午後)?\d{1,2}時(?:\d{1,2}分|半)?|正午|\d{1,2}:\d\d)"
_JAPANESE = re.compile(
    rf"(?P<day>.+?[日前後]|.+?\))\s*(?P<clock>{_TIME_JA}(?:\s*(?:から|~|〜|-|–)\s*{_TIME_JA})?)$"
)
_ONE = re.compile(r"(?P<hour>\d{1,2})(?::(?P<minute>\d\d))?(?::00)?\s*(?:(?P<half>[ap])\.?m\.?)?")
_ONE_JA = re.compile(r"(?P<half>午前|午後)?(?P<hour>\d{1,2})(?:時|:)(?:(?P<minute>\d{1,2})分?|(?P<part>半))?")
_JOINT = re.compile(r"(?:から|~|〜|-|–|—|\bto\b|\band\b|\buntil\b)")


class NoSuchHourError(ValueError):
    """No clock shows this."""


@dataclass(frozen=True)
class Clocked:
    """A text parted into its day and its hours (``17:00``, one or two). ``is_end``: until that hour."""

    day: str
    hours: tuple[str, ...]
    is_end: bool = False


def part_clock(text: str) -> Clocked | None:
    """Part a text in lower case; None where it names no hour. Raises NoSuchHourError."""
    found = _JAPANESE.fullmatch(text)
    if found:
        return Clocked(found["day"].strip(), _japanese(found["clock"]))
    if found := _BEFORE.fullmatch(text):
        return Clocked(found["day"].strip(), _hours(found["clock"]))
    found = _BEHIND.fullmatch(text)
    if not found:
        return None
    is_end = (found["how"] or "").strip() in {"by", "until"}
    hours = _hours(found["clock"])
    return Clocked(found["day"].strip(" ,"), hours, is_end and len(hours) == 1)


def _hours(text: str) -> tuple[str, ...]:
    """``2-4 pm`` is one half of the day; ``14:00-16:00`` has none."""
    parts = [part.strip() for part in _JOINT.split(text)]
    said = [(12, 0, "p") if part == "noon" else _parts(part) for part in parts]
    half = said[-1][2]
    if len(said) == 2 and not said[0][2] and half and parts[-1] != "noon":
        (first, _, _), (last, _, _) = said
        if first > 12 or first % 12 > last % 12:
            raise NoSuchHourError(text)  # "11-1 pm": from the morning or not is not said
        said[0] = (first, said[0][1], half)
    return tuple(_clock(*each) for each in said)


def _parts(text: str) -> tuple[int, int, str]:
    found = _ONE.fullmatch(text)
    if not found:
        raise NoSuchHourError(text)
    if found["half"] and found["hour"] in {"0", "00"}:
        raise NoSuchHourError(text)
    return int(found["hour"]), int(found["minute"] or 0), found["half"] or ""


def _japanese(text: str) -> tuple[str, ...]:
    said: list[tuple[int, int, str]] = []
    for part in (each.strip() for each in _JOINT.split(text)):
        if part == "正午":
            said.append((12, 0, ""))
            continue
        found = _ONE_JA.fullmatch(part)
        if not found:
            raise NoSuchHourError(part)
        half = {"午前": "a", "午後": "p"}.get(found["half"] or "", "")
        if not half and said and said[0][2] and int(found["hour"]) < 12:
            half = said[0][2]  # 午後2時から4時
        minute = 30 if found["part"] else int(found["minute"] or 0)
        said.append((int(found["hour"]), minute, half))
    return tuple(_clock(hour, minute, half) for hour, minute, half in said)


def _clock(hour: int, minute: int, half: str) -> str:
    if half and hour > 12:
        raise NoSuchHourError(f"{hour} {half}m")
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    if hour > 23 or minute > 59:
        raise NoSuchHourError(f"{hour}:{minute:02}")
    return f"{hour:02}:{minute:02}"
