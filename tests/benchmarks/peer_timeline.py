"""The same events in the vis-timeline package in headless Chromium: first render, and a pan frame.

npm fetches the package into a folder that is removed afterwards; Chromium talks to this process over the
loopback. Counted is the main thread from the call to the finished layout: raster and compositing, which ours
holds, are left out, in favour of the peer. Where npm or Chromium is absent this says so and leaves.
"""

from __future__ import annotations

import json
import os
import queue
import shutil
import subprocess
import tempfile
import threading
from datetime import date, timedelta
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from briefing_app.domain.records import Event

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
SCRIPT = "vis-timeline/standalone/umd/vis-timeline-graph2d.min.js"
STYLE = "vis-timeline/styles/vis-timeline-graph2d.min.css"
TIMEOUT_S = 75
FRAMES = 60
PAGE = """<!doctype html><meta charset="utf-8"><link rel="stylesheet" href="/style">
<style>body{margin:0}#t{width:1600px;height:900px}</style><div id="t"></div><script src="/script"></script>
<script>
fetch('/data').then(r => r.json()).then(async told => {
  const groups = new vis.DataSet(told.lanes.map(l => ({id: l, content: l})));
  const items = new vis.DataSet(told.items);
  const box = document.getElementById('t');
  const begin = performance.now();
  const line = new vis.Timeline(box, items, groups, {height: 900, verticalScroll: true,
    start: told.first, end: told.last, orientation: 'top'});
  line.redraw(); box.offsetHeight;
  await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
  const first = performance.now() - begin;
  await fetch('/frames');
  const frames = [], step = (told.last - told.first) / 100;
  for (let n = 0; n < 60; n++) {
    const by = (Math.floor(n / 15) % 2 ? 1 : -1) * step, seen = line.getWindow(), start = performance.now();
    line.setWindow(+seen.start + by, +seen.end + by, {animation: false});
    line.redraw(); box.offsetHeight;
    frames.push(performance.now() - start);
    await new Promise(requestAnimationFrame);
  }
  fetch('/result', {method: 'POST', body: JSON.stringify({first, frames, marks:
    document.querySelectorAll('.vis-item').length})});
});
</script>"""


def processor_ms(pid: int) -> float:
    """Milliseconds of processor time of a process and all below it: page, raster and compositing."""
    ticks, parents = {}, {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it ended in this moment
        parents[int(stat.parent.name)] = int(fields[1])
        ticks[int(stat.parent.name)] = int(fields[11]) + int(fields[12])
    family = {pid}
    while more := {child for child, parent in parents.items() if parent in family} - family:
        family |= more
    return sum(ticks.get(each, 0) for each in family) * 1000 / os.sysconf("SC_CLK_TCK")


class AbsentError(Exception):
    """Something the peer needs is not there; the sentence says what."""


class _Desk(BaseHTTPRequestHandler):
    """Serves page, package and events; takes the result."""

    def __init__(
        self, answers: dict[str, tuple[str, bytes]], results: queue.Queue[str], *args: object
    ) -> None:
        self._answers, self._results = answers, results
        super().__init__(*args)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        if self.path == "/frames":
            self._results.put("")
        kind, body = self._answers.get(self.path, ("text/plain", b""))
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self) -> None:
        self._results.put(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_args: object) -> None:
        """Say nothing: the report is the output."""


class Peer:
    """The package and the browser, for some runs. Use as a context manager. Raises AbsentError."""

    def __enter__(self) -> Peer:
        self.browser = next((found for name in BROWSERS if (found := shutil.which(name))), "")
        npm = shutil.which("npm")
        if not self.browser or not npm:
            raise AbsentError("Chromium" if npm else "npm")
        self._folder = tempfile.TemporaryDirectory()
        folder = Path(self._folder.name)
        command = [
            npm,
            "install",
            "--no-audit",
            "--no-fund",
            "--prefix",
            str(folder),
            "vis-timeline",
            "vis-data",
        ]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        if done.returncode:
            self._folder.cleanup()
            raise AbsentError(f"the package (npm: {done.stderr.strip().splitlines()[-1:]})")
        modules = folder / "node_modules"
        self._files = {
            "/script": ("text/javascript", (modules / SCRIPT).read_bytes()),
            "/style": ("text/css", (modules / STYLE).read_bytes()),
            "/": ("text/html", PAGE.encode()),
        }
        told = json.loads((modules / "vis-timeline" / "package.json").read_text(encoding="utf-8"))
        self.version = str(told["version"])
        return self

    def __exit__(self, *_exception: object) -> None:
        self._folder.cleanup()

    def run(self, events: list[Event], fraction: float) -> dict[str, object] | None:
        """First render and frames of the view that shows ``fraction`` of the range; None: not in time."""
        results: queue.Queue[str] = queue.Queue()
        answers = {**self._files, "/data": ("application/json", _data(events, fraction))}
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Desk, answers, results))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        with tempfile.TemporaryDirectory() as profile:
            browser = subprocess.Popen(
                [self.browser, "--headless=new", "--no-sandbox", "--disable-gpu", "--window-size=1600,900",
                 f"--user-data-dir={profile}", f"http://127.0.0.1:{server.server_port}/"],
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            )  # fmt: skip
            try:
                results.get(timeout=TIMEOUT_S)
                before = processor_ms(browser.pid)
                told: dict[str, object] = json.loads(results.get(timeout=TIMEOUT_S))
                return {**told, "cpu": (processor_ms(browser.pid) - before) / FRAMES}
            except queue.Empty:
                return None
            finally:
                browser.terminate()
                browser.wait()
                server.shutdown()


def _data(events: list[Event], fraction: float) -> bytes:
    """The events as the package wants them, and the middle of their range."""
    items, ends = [], []
    for event in events:
        first, _, last = event.dates[0].edtf.partition("/")
        if len(first) == 7:  # a month
            begin = date.fromisoformat(first + "-01")
            end = (begin + timedelta(days=31)).replace(day=1)
        else:
            begin = date.fromisoformat(first)
            end = date.fromisoformat(last) + timedelta(days=1) if last else begin
        item = {"id": event.id, "group": event.lanes[0], "content": event.title, "start": begin.isoformat()}
        items.append(
            {**item, "type": "range", "end": end.isoformat()} if end > begin else {**item, "type": "point"}
        )
        ends += [begin, end]
    first_day, last_day = min(ends), max(ends)
    middle = (first_day.toordinal() + last_day.toordinal()) / 2 - date(1970, 1, 1).toordinal()
    half = (last_day - first_day).days * fraction / 2
    lanes = sorted({event.lanes[0] for event in events})
    told = {"items": items, "lanes": lanes, "first": (middle - half) * 864e5, "last": (middle + half) * 864e5}
    return json.dumps(told, ensure_ascii=False).encode()
