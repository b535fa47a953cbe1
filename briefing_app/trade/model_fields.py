"""The fields of a model file, read one by one: what is missing, unknown or of the wrong form is named."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from briefing_app.errors import UsageError


def read_object(text: str) -> dict[str, Any]:
    """The JSON object of a model file, its numbers as they are written. Raises UsageError."""
    try:
        found = json.loads(text, parse_float=Decimal, parse_constant=_refuse_constant)
    except ValueError as error:
        raise UsageError(f"This is not a model file: {error}.", hint="A JSON object is needed.") from error
    if not isinstance(found, dict):
        raise UsageError("This is not a model file: a JSON object is needed.")
    return found


def _refuse_constant(word: str) -> float:
    raise ValueError(f"{word} is not a number")


class ModelFields:
    """One JSON object, read field by field; unknown and missing keys are named with their place."""

    def __init__(self, values: Any, place: str, read: set[str] | None = None) -> None:
        if not isinstance(values, Mapping):
            raise UsageError(f"{place}: an object is needed.")
        self._values: Mapping[str, Any] = values
        self._place = place
        self._read = read or set()

    def close(self) -> None:
        """Refuse every key that was not read."""
        unknown = sorted(set(self._values) - self._read)
        if unknown:
            raise UsageError(f'{self._place}: unknown key "{unknown[0]}".')

    def raw(self, key: str, *default: Any) -> Any:
        """The value of a key as it stands; without ``default`` the key is needed."""
        self._read.add(key)
        if key not in self._values:
            if default:
                return default[0]
            raise UsageError(f'{self._place}: "{key}" is missing.')
        return self._values[key]

    def number(self, key: str, *default: float) -> float:
        """A number in binary."""
        return float(exact(self.raw(key, *default), f"{self._place}: {key}"))

    def exact(self, key: str, *default: Decimal) -> Decimal:
        """A number as it is written."""
        return exact(self.raw(key, *default), f"{self._place}: {key}")

    def __contains__(self, key: str) -> bool:
        return key in self._values

    def flag(self, key: str, default: bool) -> bool:
        """True or false."""
        value = self.raw(key, default)
        if not isinstance(value, bool):
            raise UsageError(f"{self._place}: {key} must be true or false.")
        return value

    def elasticity(self, key: str) -> float:
        """A number, or infinity where JSON has null or nothing."""
        return math.inf if self.raw(key, None) is None else self.number(key)

    def text(self, key: str) -> str:
        """A name."""
        value = self.raw(key)
        if not isinstance(value, str) or not value.strip():
            raise UsageError(f"{self._place}: {key} must be a name.")
        return value

    def objects(self, key: str) -> list[ModelFields]:
        """A list of objects, each with its place."""
        value = self.raw(key)
        if not isinstance(value, list):
            raise UsageError(f"{self._place}: {key} must be a list.")
        return [ModelFields(item, f"{self._place}: {key}[{number}]") for number, item in enumerate(value)]

    def per_region(self, key: str, regions: Sequence[str], default: float) -> float | list[float]:
        """One number, a list in the order of the regions, or an object by region."""
        value = self.raw(key, default)
        place = f"{self._place}: {key}"
        if isinstance(value, Mapping):
            if set(value) != set(regions):
                raise UsageError(f"{place}: one number for each region is needed.")
            value = [value[region] for region in regions]
        if isinstance(value, list):
            return [float(exact(item, place)) for item in value]
        return float(exact(value, place))

    def table(self, key: str) -> list[list[float]]:
        """Rows of numbers."""
        value = self.raw(key)
        place = f"{self._place}: {key}"
        if not isinstance(value, list) or not all(isinstance(row, list) for row in value):
            raise UsageError(f"{place}: a list of rows is needed.")
        return [[float(exact(item, place)) for item in row] for row in value]


def exact(value: Any, place: str) -> Decimal:
    """A number of JSON as it is written. Raises UsageError naming its place."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise UsageError(f"{place}: a number is needed.")
    return Decimal(value) if isinstance(value, int | Decimal) else Decimal(str(value))


def distinct(names: Sequence[str], what: str) -> Sequence[str]:
    """The names, each given once. Raises UsageError naming one that is given twice."""
    for name in names:
        if names.count(name) > 1:
            raise UsageError(f'Two {what} are called "{name}".', hint="Give each its own name.")
    return names
