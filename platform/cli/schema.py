"""`likewise schema`: the GraphQL schema as text, and what has changed since it was released."""

from __future__ import annotations

import json
from pathlib import Path

from cyclopts import App
from cyclopts.types import ExistingDirectory
from rich.console import Console

from likewise.cli.output import Flag
from likewise.errors import SchemaBroken, SchemaDrifted
from likewise.operations.running import require_valid
from likewise.operations.trusted import manifest_of
from likewise.resolvers.schema_changes import (
    BREAKS_FILE,
    NO_BREAKS,
    RELEASED_FILE,
    Changes,
    changes_between,
    changes_since_release,
)
from likewise.resolvers.schema_file import SCHEMA_FILE, schema_text
from likewise.settings import settings

app = App(name="schema", help="The GraphQL schema, as text for front-end tools and for reviews.")


@app.command
def export(*, check: Flag = False, write: Flag = False) -> None:
    """Print the schema in the schema definition language, or write the committed file.

    Args:
        check: Print no schema. Fail if schema.graphql beside the types is not the same, or if it
            breaks what clients of released.graphql rely on and breaks.toml does not allow it;
            tell what is dangerous for them.
        write: Write schema.graphql beside the types instead of printing.
    """
    text = schema_text()
    if write:
        SCHEMA_FILE.write_text(text)
        _tell(f"wrote {SCHEMA_FILE}")
    elif check:
        _check(text)
    else:
        print(text, end="")  # noqa: T201 - as it is, without rich's wrapping


@app.command
def release() -> None:
    """Make the schema of now the one that clients rely on, and show what has changed.

    Writes released.graphql beside schema.graphql, and empties breaks.toml.
    """
    text = schema_text()
    if RELEASED_FILE.exists():
        _tell_all(changes_between(RELEASED_FILE.read_text(), text))
    RELEASED_FILE.write_text(text)
    BREAKS_FILE.write_text(NO_BREAKS)
    _tell(f"wrote {RELEASED_FILE} and {BREAKS_FILE}")


@app.command
def documents(folder: ExistingDirectory, *, out: Path | None = None) -> None:
    """Print the manifest of a front end's documents, for LIKEWISE_TRUSTED_DOCUMENTS.

    Each has to be valid, and within the limits of this installation.

    Args:
        folder: Where they are, as files that end with .graphql, also in folders below.
        out: Write the manifest to this file instead of printing it.
    """
    texts = [path.read_text() for path in sorted(folder.rglob("*.graphql"))]
    manifest = manifest_of(texts)
    require_valid(manifest, settings())
    written = json.dumps(manifest, indent=2, ensure_ascii=False) + "\n"
    if out is None:
        print(written, end="")  # noqa: T201 - as it is, without rich's wrapping
    else:
        out.write_text(written)
        _tell(f"wrote {out}: {len(manifest)} documents")


def _check(text: str) -> None:
    if not SCHEMA_FILE.exists() or SCHEMA_FILE.read_text() != text:
        raise SchemaDrifted
    changes = changes_since_release(text, RELEASED_FILE, BREAKS_FILE)
    _tell_all(changes)
    if changes.breaking:
        raise SchemaBroken


def _tell_all(changes: Changes) -> None:
    for each in changes.dangerous:
        _tell(f"dangerous: {each}")
    for each in changes.breaking:
        _tell(f"breaking: {each}")


def _tell(line: str) -> None:
    Console(stderr=True, soft_wrap=True, markup=False, highlight=False).print(line)
