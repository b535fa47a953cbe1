"""What the decision procedure can see of money facts: which are zero, which fill the value, which pass a
share.

Rows whose amounts have the same shape are decided alike, whatever the amounts are.
"""

from __future__ import annotations

from decimal import Decimal
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from briefing_app.tariff.batch_columns import MONEY_FACTS, UNSAID, EntryColumns, Ints
from briefing_app.tariff.law import Law
from briefing_app.tariff.reader import METALS

SHAPE_BITS = 20


def shares_of(law: Law) -> tuple[tuple[int, int], ...]:
    """The shares of United States content at which a rule changes, each as numerator and denominator."""
    conditions = (condition for rule in law.rules for condition in rule.when)
    operands = {
        c.operand for c in conditions if c.fact == "us_content_share" and isinstance(c.operand, Decimal)
    }
    if len(operands) > SHAPE_BITS - 13:
        raise OverflowError("the law compares the United States content with too many shares")
    return tuple(sorted(operand.as_integer_ratio() for operand in operands))


def shapes_of(columns: EntryColumns, rows: slice, value: Ints, shares: tuple[tuple[int, int], ...]) -> Ints:
    """A number per row; rows that say the same facts and have equal numbers are decided alike.

    The bits: 3 + 7 + 1 for three metals, 2 for the United States content and one for each share.
    """
    # The places of the bits must not hang on which columns a batch has: programs outlive it.
    nothing = np.full(len(value), UNSAID, np.int64)
    said = {name: columns.money[name][rows] if name in columns.money else nothing for name in MONEY_FACTS}
    given = {name: np.maximum(amounts, 0) for name, amounts in said.items()}
    metals = [given[f"{metal}_value_usd"] for metal in METALS]
    us_content = given["us_content_value_usd"]
    tests: list[NDArray[np.bool_]] = [amounts == 0 for amounts in said.values()]
    for size in range(1, len(metals) + 1):
        tests += [sum(some[1:], some[0]) >= value for some in combinations(metals, size)]
    tests += [given["steel_value_usd"] >= given["aluminum_value_usd"], us_content >= value]
    tests += [us_content * under >= value * over for over, under in shares]
    shape = np.zeros(len(value), np.int64)
    for place, test in enumerate(tests):
        shape |= test.astype(np.int64) << place
    return shape
