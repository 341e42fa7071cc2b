"""`likewise schema`: the GraphQL schema as text."""

from __future__ import annotations

from cyclopts import App
from rich.console import Console

from likewise.cli.output import Flag
from likewise.errors import SchemaDrifted
from likewise.resolvers.schema_file import SCHEMA_FILE, schema_text

app = App(name="schema", help="The GraphQL schema, as text for front-end tools and for reviews.")


@app.command
def export(*, check: Flag = False, write: Flag = False) -> None:
    """Print the schema in the schema definition language, or write the committed file.

    Args:
        check: Print nothing, and fail if schema.graphql beside the types is not the same.
        write: Write schema.graphql beside the types instead of printing.
    """
    text = schema_text()
    if write:
        SCHEMA_FILE.write_text(text)
        Console(stderr=True).print(f"wrote {SCHEMA_FILE}")
    elif not check:
        print(text, end="")  # noqa: T201 - as it is, without rich's wrapping
    elif not SCHEMA_FILE.exists() or SCHEMA_FILE.read_text() != text:
        raise SchemaDrifted
