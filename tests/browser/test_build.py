"""The build: the same sources give the same bytes, and documents that the server takes."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from likewise.operations.running import require_valid
from likewise.operations.trusted import WEB_APP_MANIFEST, read_manifest
from likewise.settings import Settings
from likewise.web.web_app import STATIC

ROOT = Path(__file__).parents[2]
SCHEMA = Path("platform", "schema", "schema.graphql")
HOOK = "hatch_build.py"


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_a_build_elsewhere_gives_the_same_bytes(tmp_path: Path) -> None:
    shutil.copytree(
        ROOT / "frontend",
        tmp_path / "frontend",
        symlinks=True,
        copy_function=os.link,
        ignore=shutil.ignore_patterns("gql"),
    )
    shutil.copytree(
        ROOT / "examples", tmp_path / "examples", ignore=lambda *_: ("python", "typescript")
    )
    (tmp_path / SCHEMA).parent.mkdir(parents=True)
    shutil.copy(ROOT / SCHEMA, tmp_path / SCHEMA)
    shutil.copy(ROOT / HOOK, tmp_path)
    subprocess.run([sys.executable, HOOK], cwd=tmp_path, check=True)
    assert contents(tmp_path / "platform" / "web" / "static") == contents(STATIC)


def test_the_server_takes_every_document_of_the_web_app() -> None:
    manifest = read_manifest(WEB_APP_MANIFEST)
    assert manifest
    require_valid(manifest, Settings())


@pytest.mark.parametrize("name", ["index.html", "explorer.html"])
def test_a_page_has_nothing_inline_and_loads_nothing_from_elsewhere(name: str) -> None:
    page = (STATIC / name).read_text()
    assert not re.search(r"<style|<script(?![^>]* src=)|\son\w+=|\sstyle=", page)
    assert all(each.startswith("/") for each in re.findall(r'(?:src|href)="([^"]*)"', page))
