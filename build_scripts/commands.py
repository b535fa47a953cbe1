"""What ``dev.py`` can do. Standard library only: it runs before anything is installed."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from build_scripts import environment, qt_libraries
from build_scripts.environment import ROOT, Environment, SetupError

OUT = ROOT / "out"
SAMPLE = "us-japan"
AS_OF = "2025-05-24"
HERE = Environment(ROOT)


@dataclass(frozen=True)
class Step:
    """One check of ``dev.py test``: its name and the command, without the interpreter."""

    name: str
    arguments: tuple[str, ...]


LINT = (
    Step("ruff check", ("-m", "ruff", "check", ".")),
    Step("ruff format", ("-m", "ruff", "format", "--check", ".")),
    Step("mypy", ("-m", "mypy")),
    Step(
        "import rules",
        ("-c", "import sys; from importlinter.cli import lint_imports_command as run; sys.exit(run())"),
    ),
)


def ready(*platforms: str) -> dict[str, str]:
    """Set everything up. Returns the variables for child processes. Raises SetupError.

    ``platforms`` are the Qt platforms that must be able to start; none means nothing is drawn.
    """
    environment.ensure(HERE)
    variables = dict(os.environ)
    if platforms:
        extra, lack = qt_libraries.prepare(platforms)
        if lack:
            raise SetupError(f"Qt cannot start without its system libraries. {lack}")
        variables |= extra
    return variables


def python(arguments: Sequence[str], variables: Mapping[str, str]) -> int:
    """Run the environment's Python in the project's folder. Returns its exit code."""
    return subprocess.run(
        [str(HERE.python), *arguments], cwd=ROOT, env=dict(variables), check=False
    ).returncode


def offscreen(variables: Mapping[str, str]) -> dict[str, str]:
    """The same variables for drawing without a display."""
    return {**variables, "QT_QPA_PLATFORM": "offscreen"}


def setup(_: Sequence[str]) -> int:
    """Make the environment and find the libraries; says what a window will open on."""
    shown_on = qt_libraries.display(os.environ)
    ready("offscreen", *([shown_on] if shown_on else []))
    print(f"Ready: {HERE.python.relative_to(ROOT)}; display: {shown_on or 'none'}.")
    return 0


def run(arguments: Sequence[str]) -> int:
    """Open the window on the sample or on the arguments; without a display write what it would show."""
    shown_on = qt_libraries.display(os.environ)
    if shown_on:
        return python(["-m", "briefing_app", *(arguments or ["--sample", SAMPLE])], ready(shown_on))
    return write_sample(offscreen(ready("offscreen")))


def write_sample(variables: Mapping[str, str]) -> int:
    """The sample's briefing as PDF and a picture of the window, into ``out``; says where."""
    print(
        "There is no display here, so no window can be opened; drawing the sample into files instead.",
        flush=True,
    )
    OUT.mkdir(exist_ok=True)
    pdf, picture = OUT / f"{SAMPLE}-one-page.pdf", OUT / "window.png"
    with tempfile.TemporaryDirectory(prefix="briefing-desk-") as folder:
        workspace = str(Path(folder) / "US-Japan tariff talks.brief")
        for arguments in (
            ["new", workspace, "--sample", SAMPLE],
            ["brief", workspace, "--template", "one-page", "--as-of", AS_OF, "--out", str(pdf)],
            [workspace, "--as-of", AS_OF, "--home", str(Path(folder) / "home"), "--screenshot", str(picture)],
        ):
            if code := python(["-m", "briefing_app", *arguments], variables):
                print(f"dev.py: briefing-app {arguments[0]} ended with exit code {code}.", file=sys.stderr)
                return code
    print(f"Briefing: {pdf.relative_to(ROOT)}\nWindow:   {picture.relative_to(ROOT)}")
    return 0


def lint(_: Sequence[str]) -> int:
    """The static checks."""
    return checks(LINT, ready())


def test(arguments: Sequence[str]) -> int:
    """The static checks, then all tests; further arguments go to pytest."""
    variables = offscreen(ready("offscreen"))
    return checks(
        (*LINT, Step("pytest", ("-m", "pytest", *pytest_arguments(arguments, os.cpu_count() or 1)))),
        variables,
    )


def pytest_arguments(arguments: Sequence[str], processors: int) -> list[str]:
    """Two workers for the whole suite where there are two processors; as asked if anything is asked."""
    if arguments or processors < 2:
        return ["-q", *arguments]
    return ["-q", "-n", "2", "--dist", "loadfile"]


def checks(steps: Sequence[Step], variables: Mapping[str, str]) -> int:
    """Run all steps, also after a failure, and print a summary. Returns 0 if all passed, else 1."""
    results: list[tuple[str, bool, float]] = []
    for step in steps:
        print(f"== {step.name}", flush=True)
        start = time.monotonic()
        done = subprocess.run(
            [str(HERE.python), *step.arguments],
            cwd=ROOT,
            env=dict(variables),
            stdin=subprocess.DEVNULL,
            check=False,
        )
        results.append((step.name, done.returncode == 0, time.monotonic() - start))
    print(summary(results), flush=True)
    return 0 if all(passed for _, passed, _ in results) else 1


def summary(results: Sequence[tuple[str, bool, float]]) -> str:
    """One line a step: name, result, seconds."""
    lines = [
        f"  {name:<14}{'passed' if passed else 'FAILED'}  {seconds:6.1f} s"
        for name, passed, seconds in results
    ]
    return "\n".join(["== summary", *lines])


def bench(arguments: Sequence[str]) -> int:
    """Run the named benchmarks, or all, after a line that names the machine."""
    found = benchmarks(ROOT / "tests" / "benchmarks")
    asked = [name for name in arguments if not name.startswith("-")] or found
    options = [option for option in arguments if option.startswith("-")]
    if unknown := [name for name in asked if name not in found]:
        raise SetupError(
            f"There is no benchmark {', '.join(unknown)}; there are: {', '.join(found) or 'none yet'}."
        )
    variables = offscreen(ready("offscreen"))
    print(machine(), flush=True)
    codes = []
    for name in asked:
        print(f"== {name}", flush=True)
        codes.append(python(["-m", f"tests.benchmarks.bench_{name}", *options], variables))
    return max(codes, default=0)


def benchmarks(folder: Path) -> list[str]:
    """The names of the benchmarks in a folder: ``bench_NAME.py`` gives NAME."""
    return sorted(file.stem.removeprefix("bench_") for file in folder.glob("bench_*.py"))


def machine() -> str:
    """One line on what is measured on: processor, cores, memory, system, Python."""
    processor = named_processor() or platform.processor() or platform.machine()
    memory = ""
    if hasattr(os, "sysconf"):
        memory = f", {os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.1f} GiB"
    system = f"{platform.platform()}, Python {platform.python_version()}"
    return f"{processor}, {os.cpu_count()} cores{memory}, {system}"


def named_processor() -> str:
    """The processor's name on Linux, else empty."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return ""
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), "")


def faults(arguments: Sequence[str]) -> int:
    """The long fault-injection run of the store."""
    if (
        not (ROOT / "tests" / "store" / "faults.py").exists()
        and not (ROOT / "tests" / "store" / "faults").is_dir()
    ):
        raise SetupError("There is no fault-injection run in this version (tests/store/faults).")
    return python(["-m", "tests.store.faults", *arguments], ready())


def shots(arguments: Sequence[str]) -> int:
    """Every screen as a picture in ``out/shots``."""
    if not (ROOT / "build_scripts" / "shots.py").exists():
        raise SetupError("There is no list of screens in this version (build_scripts/shots.py).")
    return python(["-m", "build_scripts.shots", *arguments], offscreen(ready("offscreen")))


COMMANDS: Mapping[str, Callable[[Sequence[str]], int]] = {
    "setup": setup,
    "run": run,
    "test": test,
    "lint": lint,
    "bench": bench,
    "faults": faults,
    "shots": shots,
}
