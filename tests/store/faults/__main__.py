"""The long run: ``python -m tests.store.faults [--kills 10000] [--seed N]``."""

from __future__ import annotations

import argparse
import secrets
import sys
import time

from tests.store.faults import kills, swaps


def main() -> int:
    """Kill, print the count and the seed, and exit 1 if anything acknowledged was lost."""
    parser = argparse.ArgumentParser(prog="python -m tests.store.faults", description=__doc__)
    parser.add_argument("--kills", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=secrets.randbelow(1 << 31))
    parser.add_argument("--seconds", type=float, default=1e9, help="stop after this time")
    options = parser.parse_args()
    start = time.monotonic()
    report = kills.run(options.kills, options.seed, seconds=options.seconds)
    sys.stdout.write(
        f"{report.kills} kills, seed {options.seed}, {time.monotonic() - start:.0f} s: "
        f"{report.acknowledged} acknowledged changes, {len(report.faults)} faults\n"
        f"  torn ends set aside: {report.torn}; "
        + ", ".join(f"{name} {count}" for name, count in sorted(report.scenarios.items()))
        + "\n"
        + "".join(f"  FAULT {fault}\n" for fault in report.faults)
    )
    faults = [*report.faults, *_swaps(rounds=1 + options.kills // 5000)]
    return 1 if faults else 0


def _swaps(rounds: int) -> list[str]:
    """Kill a restore and a repair at each of their disk calls, so many times over; what went wrong."""
    faults: list[str] = []
    for task in ("restore", "repair"):
        for can_exchange in (True, False):
            found = swaps.run(task, can_exchange=can_exchange, rounds=rounds)
            how = "in one step" if can_exchange else "by two renamings"
            sys.stdout.write(
                f"{found.kills} kills at each disk call of a {task} that exchanges {how}: "
                f"new state {found.new} times, old state {found.old} times, {len(found.faults)} faults\n"
                + "".join(f"  FAULT {fault}\n" for fault in found.faults)
            )
            faults += found.faults
    return faults


if __name__ == "__main__":
    sys.exit(main())
