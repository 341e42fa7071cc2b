"""The house rules that a tool can hold: what is where, how long it may be, and no float in money.

Each rule is a function that returns what breaks it, so that a test can also plant a breach.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[2]
_PLATFORM = _ROOT / "platform"
_FILE_LINES, _TEST_FILE_LINES, _FUNCTION_LINES = 300, 400, 70

# Where money is reckoned, kept, moved and shown (docs/money.md). Two things are no floats there:
# a time, whose name ends with `_seconds`, and `/` between a folder and a name.
_MONEY_CODE = (
    "money.py",
    "months.py",
    "ledger",
    "memberships",
    "models/money.py",
    "payouts",
    "schema/money.py",
    "settlement",
    "statements",
)
_FLOAT_NAMES = {"float", "float16", "float32", "float64", "double", "true_divide", "mean", "fsum"}


@cache
def _sources(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*.py") if "__pycache__" not in path.parts)


def _written() -> list[Path]:
    """The product's sources without its migrations, which a tool writes and nobody edits later."""
    return [path for path in _sources(_PLATFORM) if path.parent.name != "migrations"]


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(), str(path))


def _money_code() -> list[Path]:
    places = [_PLATFORM / name for name in _MONEY_CODE]
    return [path for place in places for path in ([place] if place.suffix else _sources(place))]


@cache
def _tracked() -> list[Path]:
    """What git has, or would have if everything were added."""
    done = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=_ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    paths = [_ROOT / name for name in done.stdout.split("\0") if name]
    return [path for path in paths if path.is_file() and not path.is_symlink()]


def _floats(node: ast.AST) -> Iterator[int]:
    """The lines on which a float comes into being, or could; a time in seconds may be one."""
    match node:
        case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
            is_time = name.lower().endswith("_seconds")
        case ast.arg(arg=str(name)) | ast.keyword(arg=str(name)):
            is_time = name.endswith("_seconds")
        case _:
            is_time = False
    if is_time:
        return
    match node:
        case ast.BinOp(op=ast.Div()) if _joins_paths(node):
            pass
        case (
            ast.Constant(value=float() | complex())
            | ast.BinOp(op=ast.Div())
            | ast.AugAssign(op=ast.Div())
        ):
            yield node.lineno
        case ast.Name(id=name) | ast.Attribute(attr=name) if name in _FLOAT_NAMES:
            yield node.lineno
    for child in ast.iter_child_nodes(node):
        yield from _floats(child)


def _joins_paths(division: ast.BinOp) -> bool:
    """Whether `/` is evidently that of pathlib: a folder on the left, a text on the right."""
    match division.left:
        case ast.Name(id=left) | ast.Attribute(attr=left):
            folder = left.endswith(("folder", "dir", "path"))
        case _:
            folder = False
    match division.right:
        case ast.Constant(value=str()) | ast.JoinedStr() | ast.Call(func=ast.Name(id="str")):
            return True
        case ast.Name(id=right) if right.endswith("_FILE"):
            return True
        case _:
            return folder


def _long_functions(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > _FUNCTION_LINES:
                yield f"{node.lineno} {node.name}: {lines} lines"


def _long_files(paths: Iterable[Path], most_lines: int) -> list[str]:
    counts = {path: len(path.read_text().splitlines()) for path in paths}
    return [f"{_name(path)}: {lines}" for path, lines in counts.items() if lines > most_lines]


def _name(path: Path) -> str:
    return str(path.relative_to(_ROOT))


def test_platform_itself_is_no_package_and_every_folder_below_is_a_room_with_a_sign() -> None:
    assert not (_PLATFORM / "__init__.py").exists(), "it would hide the standard library's platform"
    folders = {path.parent for path in _sources(_PLATFORM)} - {_PLATFORM}
    parents = {
        folder for below in folders for folder in below.parents if _PLATFORM in folder.parents
    }
    for folder in folders | parents:
        sign = folder / "__init__.py"
        assert sign.exists(), f"{_name(folder)} has no __init__.py"
        assert ast.get_docstring(_tree(sign)), f"{_name(sign)} does not say what the room is for"


@pytest.mark.parametrize("how", [["-c"], ["-P", "-c"]])
def test_the_standard_librarys_platform_is_found_from_the_root(how: list[str]) -> None:
    code = "import uuid, platform; platform.system(); import likewise; print(platform.__file__)"
    done = subprocess.run(
        [sys.executable, *how, code], cwd=_ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert not Path(done.stdout.strip()).is_relative_to(_ROOT)


def test_every_module_says_what_it_is() -> None:
    missing = [_name(path) for path in _written() if not ast.get_docstring(_tree(path))]
    assert not missing


def test_files_are_short_enough_to_read() -> None:
    assert not _long_files(_written(), _FILE_LINES)
    assert not _long_files(_sources(_ROOT / "tests"), _TEST_FILE_LINES)


def test_functions_are_short_enough_to_see() -> None:
    found = {_name(path): list(_long_functions(_tree(path))) for path in _written()}
    assert not {name: functions for name, functions in found.items() if functions}


def test_tests_take_nothing_from_tests() -> None:
    borrowed = re.compile(r"^ *(?:from|import) tests\.\w+\.test_.*", re.MULTILINE)
    found = {_name(path): borrowed.findall(path.read_text()) for path in _sources(_ROOT / "tests")}
    assert not {name: lines for name, lines in found.items() if lines}


def test_no_float_touches_money() -> None:
    found = {_name(path): sorted(set(_floats(_tree(path)))) for path in _money_code()}
    assert len(found) > len(_MONEY_CODE), "the places have moved"
    assert not {name: lines for name, lines in found.items() if lines}


@pytest.mark.parametrize(
    "planted",
    [
        "a = 0.5",
        "a = b / c",
        "a /= b",
        "a = float(b)",
        "a = numpy.float64(b)",
        "def f(a: float): 0",
    ],
)
def test_a_planted_float_is_found(planted: str) -> None:
    assert list(_floats(ast.parse(planted))) == [1]


def test_joining_paths_is_no_division() -> None:
    for joined in ('b / "c.csv"', "self.folder / name", "b / str(month)", "b / OUTCOME_FILE"):
        assert not list(_floats(ast.parse(f"a = {joined}")))


def test_a_time_in_seconds_may_be_a_float() -> None:
    assert not list(_floats(ast.parse("WAIT_SECONDS = 0.5\ndef f(wait_seconds: float): 0")))


def test_a_planted_long_function_is_found() -> None:
    body = "\n".join("    pass" for _ in range(_FUNCTION_LINES))
    assert list(_long_functions(ast.parse(f"def f():\n{body}")))


def test_nothing_tracked_names_a_registry_or_a_place_on_one_machine() -> None:
    # In pieces, or this file would be its own finding.
    hosts = ["pypi" + ".org", "files.python" + "hosted.org", "registry." + "npmjs.org"]
    places = ["/ro" + "ot/", "/ho" + "me/", "/wo" + "rk/", "/Us" + "ers/"]
    forbidden = re.compile("|".join(map(re.escape, hosts + places)))
    found = []
    for path in _tracked():
        text = path.read_bytes().decode(errors="ignore")
        found += [f"{_name(path)}: {match.group()}" for match in forbidden.finditer(text)]
    assert not found


def test_the_lock_holds_names_versions_and_hashes_and_no_addresses() -> None:
    assert "uv.lock" not in {_name(path) for path in _tracked()}
    lines = (_ROOT / "requirements.lock").read_text().splitlines()
    requirement = re.compile(r"[a-z0-9._\[\],-]+==[^ ;/]+( ; [^/]+)? \\")
    digest = re.compile(r"    --hash=sha256:[0-9a-f]{64}( \\)?")
    odd = [line for line in lines if not (requirement.fullmatch(line) or digest.fullmatch(line))]
    assert not odd


def test_the_readme_begins_with_the_two_commands() -> None:
    text = (_ROOT / "README.md").read_text()
    assert "make demo" in text
    assert "make test" in text
