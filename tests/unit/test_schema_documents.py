"""`likewise schema documents` makes the manifest that `serve` takes."""

from __future__ import annotations

import json
from pathlib import Path

from likewise.operations.trusted import document_id, read_manifest
from tests.support.command_line import likewise

VALID = "query People { economy { people } }\n"


async def test_a_folder_of_documents_becomes_a_manifest(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "people.graphql").write_text(VALID)
    out = tmp_path / "manifest.json"
    done = await likewise({}, "schema", "documents", str(tmp_path), "--out", str(out))
    assert done.code == 0, done.errors
    assert read_manifest(out) == {document_id(VALID): VALID}
    printed = await likewise({}, "schema", "documents", str(tmp_path))
    assert json.loads(printed.printed) == read_manifest(out)


async def test_a_document_that_is_not_of_this_schema_is_refused(tmp_path: Path) -> None:
    (tmp_path / "wrong.graphql").write_text("query Q { economy { nobody } }")
    refused = await likewise({}, "schema", "documents", str(tmp_path))
    assert refused.code == 1
    assert "nobody" in refused.errors
