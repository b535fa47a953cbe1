"""The rules of ``dev.py``: which environment is current, what Qt lacks, what is started."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from build_scripts import commands, dev, environment, qt_libraries
from build_scripts.environment import Environment, SetupError

ROOT = Path(__file__).resolve().parents[2]

DEPENDS = """libegl1
  Depends: libc6
  Depends: libglvnd0
 |Depends: libegl-mesa0
  Depends: <libegl-vendor>
    libegl-other
libglvnd0
  Depends: libc6
<libegl-vendor>
libegl-mesa0
  Depends: libllvm15
libegl-other
libc6
libllvm15
libfontconfig1
  Depends: libfreetype6
 |Depends: libold
  Depends: libnew
  PreDepends: libbase
libfreetype6
libold
libnew
libbase
libt64
libglib2.0-0t64
libwindow
  Depends: <libglib2.0-0>
    libglib2.0-0t64
<libglib2.0-0>
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Environment:
    """A checkout with a project file and an environment that is current."""
    (tmp_path / "pyproject.toml").write_text("[project]\nname = 'x'\n", encoding="utf-8")
    made = Environment(tmp_path)
    made.python.parent.mkdir(parents=True)
    made.python.touch()
    made.stamp.write_text(made.fingerprint(), encoding="ascii")
    return made


def test_an_environment_with_its_stamp_is_current(checkout: Environment) -> None:
    assert checkout.is_current()
    assert environment.ensure(checkout) is False


def test_new_dependencies_make_it_stale(checkout: Environment) -> None:
    (checkout.root / "pyproject.toml").write_text("[project]\nname = 'y'\n", encoding="utf-8")
    assert not checkout.is_current()


def test_a_moved_checkout_makes_it_stale(checkout: Environment, tmp_path: Path) -> None:
    moved = tmp_path.rename(tmp_path.with_name("moved"))
    assert not Environment(moved).is_current()


def test_an_environment_without_interpreter_is_stale(checkout: Environment) -> None:
    checkout.python.unlink()
    assert not checkout.is_current()


def test_a_failed_set_up_leaves_no_stamp(checkout: Environment, monkeypatch: pytest.MonkeyPatch) -> None:
    (checkout.root / "pyproject.toml").write_text("[project]\nname = 'y'\n", encoding="utf-8")

    def fail(_: Environment) -> None:
        raise SetupError("no network")

    monkeypatch.setattr(environment, "is_usable", lambda _: True)
    monkeypatch.setattr(environment, "install", fail)
    with pytest.raises(SetupError, match="no network"):
        environment.ensure(checkout)
    assert not checkout.stamp.exists()


def test_the_wheelhouse_replaces_the_index(checkout: Environment) -> None:
    assert environment.sources(checkout) == []
    wheelhouse = checkout.root / "wheelhouse"
    wheelhouse.mkdir()
    assert environment.sources(checkout) == []
    (wheelhouse / "tinydb-4.9.0-py3-none-any.whl").touch()
    assert environment.sources(checkout) == ["--no-index", "--find-links", str(wheelhouse)]


def test_uv_comes_first_and_compiles(checkout: Environment, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment, "find_uv", lambda: "uv")
    assert environment.installer(checkout)[:3] == ["uv", "pip", "install"]
    assert "--compile-bytecode" in environment.installer(checkout)


def test_without_uv_and_pip_inside_the_outer_pip_installs(
    checkout: Environment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(environment, "find_uv", lambda: None)
    monkeypatch.setattr(environment, "succeeds", lambda _: False)
    assert environment.installer(checkout)[:5] == [
        sys.executable,
        "-m",
        "pip",
        "--python",
        str(checkout.python),
    ]


def test_a_shim_that_does_not_start_is_no_uv(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shim = tmp_path / "uv"
    shim.write_text("#!/bin/sh\nexit 127\n", encoding="ascii")
    shim.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert environment.find_uv() is None


def test_a_python_without_uv_and_pip_is_told_what_to_install(
    checkout: Environment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(environment, "find_uv", lambda: None)
    monkeypatch.setattr(environment.importlib.util, "find_spec", lambda _: None)
    with pytest.raises(SetupError, match="neither uv nor pip"):
        environment.create(checkout)


def test_an_absent_library_is_found_before_qt_is() -> None:
    wanted = {"libc.so.6": "libc6", "libnever-there.so.9": "libnever-there9"}
    assert qt_libraries.missing(wanted) == {"libnever-there.so.9": "libnever-there9"}


def test_a_window_needs_more_than_drawing() -> None:
    assert "libxcb-cursor.so.0" not in qt_libraries.needed(["offscreen"])
    assert qt_libraries.needed(["xcb"])["libxcb-cursor.so.0"] == "libxcb-cursor0"
    assert set(qt_libraries.needed(["offscreen"])) < set(qt_libraries.needed(["wayland"]))


def test_closure_leaves_drivers_out_and_takes_the_first_alternative() -> None:
    assert qt_libraries.reachable(DEPENDS, ["libegl1"]) == {"libegl1", "libglvnd0"}
    fonts = {"libfontconfig1", "libfreetype6", "libold", "libbase"}
    assert qt_libraries.reachable(DEPENDS, ["libfontconfig1"]) == fonts


def test_closure_follows_a_virtual_package_to_its_provider() -> None:
    assert qt_libraries.reachable(DEPENDS, ["libwindow"]) == {"libwindow", "libglib2.0-0t64"}


def test_the_advice_is_one_line_with_the_packages() -> None:
    line = qt_libraries.advice(["libgl1", "libegl1", "libgl1"])
    assert line.endswith("libegl1 libgl1")
    assert "\n" not in line


def test_fetched_libraries_are_found_in_both_library_folders(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for place in ("lib/x/libdbus-1.so.3", "usr/lib/x/libGL.so.1", "usr/share/X11/xkb/rules"):
        (tmp_path / place).parent.mkdir(parents=True)
        (tmp_path / place).touch()
    monkeypatch.setattr(qt_libraries, "SYSLIBS", tmp_path)
    monkeypatch.setenv("LD_LIBRARY_PATH", "/opt/lib")
    extra = qt_libraries.fetched_environment()
    assert extra["LD_LIBRARY_PATH"] == f"{tmp_path}/lib/x:{tmp_path}/usr/lib/x:/opt/lib"
    assert extra["XKB_CONFIG_ROOT"] == f"{tmp_path}/usr/share/X11/xkb"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the display is asked for on Linux only")
def test_a_display_counts_only_if_something_listens(tmp_path: Path) -> None:
    assert qt_libraries.display({}) == ""
    assert qt_libraries.display({"DISPLAY": ":87654"}) == ""
    assert qt_libraries.display({"DISPLAY": "rubbish"}) == ""
    assert qt_libraries.display({"WAYLAND_DISPLAY": "wayland-0"}) == "wayland"
    place = str(tmp_path / "X0")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(place)
        server.listen()
        assert qt_libraries.listens(place)
    assert not qt_libraries.listens(place)


def test_two_workers_for_the_whole_suite_only() -> None:
    assert "-n" in commands.pytest_arguments([], 2)
    assert "-n" not in commands.pytest_arguments([], 1)
    assert commands.pytest_arguments(["tests/store", "-x"], 2) == ["-q", "tests/store", "-x"]


def test_one_failed_check_fails_the_whole_and_the_rest_still_runs(capfd: pytest.CaptureFixture[str]) -> None:
    steps = [
        commands.Step("bad", ("-c", "raise SystemExit(3)")),
        commands.Step("good", ("-c", "print('ran')")),
    ]
    assert commands.checks(steps, {}) == 1
    said = capfd.readouterr().out
    assert "ran" in said
    assert "bad           FAILED" in said
    assert commands.checks(steps[1:], {}) == 0


def test_benchmarks_are_named_by_their_files(tmp_path: Path) -> None:
    for name in ("bench_store.py", "bench_duty.py", "__init__.py"):
        (tmp_path / name).touch()
    assert commands.benchmarks(tmp_path) == ["duty", "store"]


def test_an_unknown_benchmark_is_one_line_and_exit_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert dev.main(["bench", "never"]) == 2
    assert "There is no benchmark never" in capsys.readouterr().err


def test_the_machine_is_named_with_its_python() -> None:
    assert f"Python {sys.version.split()[0]}" in commands.machine()


def test_an_old_python_is_refused_in_one_line() -> None:
    source = (ROOT / "build_scripts" / "dev.py").read_text(encoding="utf-8")
    program = f"import sys; sys.version_info = (3, 8, 1); exec(compile({source!r}, 'dev.py', 'exec'))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr == "Briefing Desk needs Python 3.11 or newer; this is Python 3.8.\n"
