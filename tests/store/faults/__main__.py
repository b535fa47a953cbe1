"""The long run: ``python -m tests.store.faults [--kills 10000] [--seed N]``."""

from __future__ import annotations

import argparse
import secrets
import sys
import time

from tests.store.faults import kills


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
    return 1 if report.faults else 0


if __name__ == "__main__":
    sys.exit(main())
