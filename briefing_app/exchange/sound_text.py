"""Text of other programs made fit to be edited: no NUL, no line of a megabyte. What was done is told."""

from __future__ import annotations

from briefing_app.exchange.result import Problem

LONGEST_LINE = 20_000


def sound(text: str, place: str, problems: list[Problem]) -> str:
    """The text without NUL signs, overlong lines cut between words; ``place`` is named in what is told."""
    if "\0" in text:
        problems.append(Problem(place, f"{text.count(chr(0)):,} NUL signs were left out.", fatal=False))
        text = text.replace("\0", "")
    if len(text) <= LONGEST_LINE or max(map(len, text.split("\n"))) <= LONGEST_LINE:
        return text
    lines: list[str] = []
    for number, line in enumerate(text.split("\n"), 1):
        if len(line) > LONGEST_LINE:
            told = f"line {number} has {len(line):,} characters and was cut into paragraphs."
            problems.append(Problem(place, told, fatal=False))
            lines += _cut(line)
        else:
            lines.append(line)
    return "\n".join(lines)


def _cut(line: str) -> list[str]:
    """A line in paragraphs, cut at a space where there is one near."""
    parts: list[str] = []
    at = 0
    while at < len(line):
        end = at + LONGEST_LINE
        if end < len(line) and (space := line.rfind(" ", end - 2000, end)) > at:
            end = space
        parts += [line[at:end].strip(), ""]
        at = end
    return parts[:-1]
