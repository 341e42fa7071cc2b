"""What is private becomes an object of the API in two places, where it is asked who looks."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.support.authorisation_table import OPERATORS, authorisation_table

ROOT = Path(__file__).parents[2]
PLATFORM = ROOT / "platform"
PLACES = [PLATFORM / "resolvers" / name for name in ("private.py", "operators_only.py")]
SCHEMA = "likewise.schema"


def modules() -> Iterator[tuple[Path, str, ast.Module]]:
    """Every file of the program, with its name as a module."""
    for path in PLATFORM.rglob("*.py"):
        words = ("likewise", *path.relative_to(PLATFORM).with_suffix("").parts)
        yield path, ".".join(words), ast.parse(path.read_text())


def private_classes() -> frozenset[str]:
    """The classes of the private types, by their full names. Connections are generic."""
    table = authorisation_table()
    private = table.private_types() | table.types_for(OPERATORS)
    classes = {
        each.name: f"{name}.{each.name}"
        for _, name, tree in modules()
        if name.startswith(f"{SCHEMA}.")
        for each in tree.body
        if isinstance(each, ast.ClassDef)
    }
    assert all(each.endswith(("Connection", "Edge")) for each in private - classes.keys())
    return frozenset(classes[each] for each in private & classes.keys())


def names_in(module: str, tree: ast.Module) -> Mapping[str, str]:
    """What the names of a module stand for, in full: what it imports, and its own classes."""
    own = [each.name for each in tree.body if isinstance(each, ast.ClassDef)]
    names = {each: f"{module}.{each}" for each in own}
    for each in ast.walk(tree):
        if isinstance(each, ast.ImportFrom):
            names |= {it.asname or it.name: f"{each.module}.{it.name}" for it in each.names}
        elif isinstance(each, ast.Import):
            names |= {it.asname: it.name for it in each.names if it.asname is not None}
    return names


def uses_in(module: str, tree: ast.Module, classes: frozenset[str]) -> Iterator[str]:
    """The lines where one of these classes is more than the type of something."""
    names = names_in(module, tree)
    types = {id(inner) for each in ast.walk(tree) for inner in _annotation_in(each)}
    for each in ast.walk(tree):
        if isinstance(each, ast.Name | ast.Attribute) and id(each) not in types:
            first, dot, rest = ast.unparse(each).partition(".")
            if names.get(first, first) + dot + rest in classes:
                yield f"{module}:{each.lineno}"


def _annotation_in(node: ast.AST) -> Iterator[ast.AST]:
    """All of a node that says what type something is."""
    if isinstance(node, ast.arg | ast.AnnAssign) and node.annotation is not None:
        yield from ast.walk(node.annotation)
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.returns is not None:
        yield from ast.walk(node.returns)


def test_private_types_are_made_in_these_places() -> None:
    classes = private_classes()
    made = {
        path: list(uses_in(name, tree, classes))
        for path, name, tree in modules()
        if path not in PLACES
    }
    assert [line for lines in made.values() for line in lines] == []


def test_every_private_type_is_made_there() -> None:
    made = {name for path in PLACES for name in _qualified_calls(ast.parse(path.read_text()))}
    assert private_classes() - made == set()


@pytest.mark.parametrize("path", PLACES, ids=lambda path: path.stem)
def test_whatever_makes_one_is_told_who_looks(path: Path) -> None:
    for each in ast.parse(path.read_text()).body:
        if isinstance(each, ast.FunctionDef):
            assert "viewer" in [argument.arg for argument in each.args.args], each.name


@pytest.mark.parametrize(
    "code",
    [
        "from likewise.schema.wallet import Wallet\nWallet(1)",
        "from likewise.schema.wallet import Wallet as Purse\nPurse.__new__(Purse)",
        "from likewise.schema import wallet\nwallet.Wallet()",
        "import likewise.schema.wallet as purses\npurses.Wallet()",
        "import likewise.schema.wallet\nlikewise.schema.wallet.Wallet()",
        "from likewise.schema.wallet import Wallet\nmade = map(Wallet, ())",
        "from likewise.schema.wallet import Wallet\ndef made(kind=Wallet): ...",
    ],
)
def test_no_other_way_of_making_one_is_overlooked(code: str) -> None:
    assert list(uses_in("likewise.resolvers.new", ast.parse(code), private_classes()))


def test_a_type_may_be_named_and_others_may_have_the_name_of_one() -> None:
    code = """
from likewise.schema.wallet import Wallet
from likewise.statements import wallet
def shown(found: wallet.Wallet) -> list[Wallet]:
    seen: Wallet | None = None
    return [wallet.Wallet(), seen]
"""
    assert list(uses_in("likewise.resolvers.new", ast.parse(code), private_classes())) == []


def _qualified_calls(tree: ast.Module) -> Iterator[str]:
    names = names_in("", tree)
    for each in ast.walk(tree):
        if isinstance(each, ast.Call) and isinstance(each.func, ast.Name):
            yield names.get(each.func.id, each.func.id)
