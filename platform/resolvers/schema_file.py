"""The schema as text: printed from the types, and committed beside them as schema.graphql."""

from __future__ import annotations

from pathlib import Path

import likewise.schema
from likewise.resolvers.root import build_schema

SCHEMA_FILE = Path(likewise.schema.__file__).with_name("schema.graphql")


def schema_text() -> str:
    """The schema in the schema definition language, with a line end."""
    return build_schema().as_str().rstrip() + "\n"
