"""The palette over 100,000 notes: each letter of a query until its answers are found.

Sizes are 100000, or ``--sizes=5000``. Printed are wall time and processor time of finding alone (the thread's
job, snippets, goods and quotations included).
"""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from briefing_app.domain.change import ChangeSet, added
from briefing_app.domain.records import Event, Note, Person, PersonName, Quotation, Record, Source
from briefing_app.store.workspace import Workspace
from briefing_app.tariff.law import load_law
from briefing_app.ui.search_finding import Finder, read_question

WORDS = ("tariff", "quota", "steel", "cars", "minister", "round", "exemption", "heading", "origin", "deal")
JAPANESE = ("関税", "外相", "米国", "交渉", "自動車", "半導体", "引き下げ", "共同声明")
QUERIES = ("exemption", "steel quota", "関税", "自動車 交渉", "regrettable", "8703", "akazawa")
MARK_MS = 50


def main() -> None:
    """Print a line for each query."""
    words = ",".join(word.removeprefix("--sizes=") for word in sys.argv[1:]).split(",")
    for size in tuple(int(word) for word in words if word.isdigit()) or (100_000,):
        with tempfile.TemporaryDirectory() as place:
            _one_size(Path(place) / "many.brief", size)


def _one_size(path: Path, size: int) -> None:
    records = list(_records(size))
    with Workspace.create(path) as workspace:
        for start in range(0, len(records), 5000):
            part = records[start : start + 5000]
            workspace.apply(ChangeSet("Fill", tuple(added(each).changes[0] for each in part)))
        workspace.prepare_search()
        while not workspace._searcher.is_complete:
            time.sleep(0.1)
        law = load_law()
        finder = Finder(workspace, lambda: law)
        finder.find(read_question("warm", ""))
        print(f"{size:,} notes, mark {MARK_MS} ms a letter")
        for query in QUERIES:
            wall, own = [], []
            for end in range(1, len(query) + 1):
                begun, begun_own = time.perf_counter(), time.thread_time()
                found = finder.find(read_question(query[:end], ""))
                wall.append((time.perf_counter() - begun) * 1000)
                own.append((time.thread_time() - begun_own) * 1000)
            print(
                f"  {query:<14} {len(found):>3} found; each letter: median {statistics.median(wall):6.1f}, "
                f"worst {max(wall):6.1f} ms (processor {statistics.median(own):6.1f}, {max(own):6.1f})"
            )


def _records(size: int) -> Iterator[Record]:
    source = random.Random(1)
    yield Person(id="akazawa", names=(PersonName("Akazawa Ryosei"), PersonName("赤沢亮正", "Jpan")))
    yield Source(id="s1", title="Report on cars", publisher="Jiji")
    yield Event(id="e1", title="Third round of talks")
    for number in range(size):
        words = source.choices([*WORDS, "8703", "paragraph", "annex"], k=60)
        body = " ".join(words) + " " + "の".join(source.choices(JAPANESE, k=40))
        said = (Quotation("It is regrettable", "akazawa", "2025-04-16"),) if number % 500 == 0 else ()
        yield Note(id=f"n{number}", title=f"Note {number} on {words[0]}", body=body, quotations=said)


if __name__ == "__main__":
    main()
