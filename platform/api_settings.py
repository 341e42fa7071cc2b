"""The settings of the API: what it takes and gives, from whom, and how much at a time."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field
from pydantic_settings import BaseSettings


class ApiSettings(BaseSettings):
    """A part of Settings, which reads them all."""

    development: bool = Field(
        default=False,
        description="True for who builds on the API: everybody may ask for the schema, and mistakes"
        " in documents are answered with the names that were perhaps meant.",
    )
    allowed_origins: tuple[str, ...] = Field(
        default=(),
        description="Other sites whose pages may use the API, with tokens of their own: a list in"
        ' JSON such as ["https://app.example"], or ["*"].',
    )
    free_documents: Literal["everybody", "members", "operators"] = Field(
        default="everybody",
        description="Who may send documents of their own; all others send a documentId.",
    )
    trusted_documents: Path | None = Field(
        default=None,
        description="A manifest of documents, a JSON object of texts by their SHA-256. Those of our"
        " own web app are known without it.",
    )
    operation_seconds: float = Field(
        default=10.0, gt=0, description="Longest query or mutation; closing a month has no limit."
    )
    max_body_bytes: int = Field(
        default=1024 * 1024, ge=1024, description="The largest body of a request."
    )
    max_document_characters: int = Field(
        default=20_000, ge=1000, description="The longest GraphQL document."
    )
    max_answer_characters: int = Field(
        default=2_000_000, ge=10_000, description="The longest data of an answer."
    )
    kept_documents: int = Field(
        default=256, ge=1, description="How many documents are kept parsed and validated."
    )
    max_feed_cost: int = Field(
        default=100, ge=1, description="The most that a feed may cost, whose events are free."
    )
    max_operation_cost: int = Field(
        default=1000, ge=1, description="The most that one operation may cost (docs/api.md)."
    )
    cost_bucket_size: int = Field(
        default=2000,
        ge=0,
        description="What one person's operations may cost at once; 0: any amount.",
    )
    cost_restored_per_second: int = Field(
        default=100, ge=1, description="What they may cost each second in the long run."
    )
    address_cost_bucket_size: int = Field(
        default=5000,
        ge=0,
        description="The same for all who are not signed in, by address (IPv6: one /64); 0: any"
        " amount, for behind a proxy that counts by itself.",
    )
    address_cost_restored_per_second: int = Field(
        default=200, ge=1, description="The same in the long run."
    )
    trusted_proxies: str = Field(
        default="",
        description="Addresses of proxies in front, with commas, whose X-Forwarded-For counts: "
        "who is not signed in is counted by her address.",
    )
    max_document_tokens: int = Field(
        default=1500, ge=100, description="The most words and signs of a document."
    )
    max_document_depth: int = Field(
        default=12, ge=5, description="The most levels of fields, or of lists in an argument."
    )
    max_document_aliases: int = Field(default=30, ge=0, description="Most aliases of a document.")
    max_document_directives: int = Field(
        default=30, ge=0, description="Most directives of a document."
    )
    max_document_selections: int = Field(
        default=1000, ge=10, description="Most fields of a document, with fragments written out."
    )
    max_document_overlaps: int = Field(
        default=1500,
        ge=0,
        description="Most pairs of fields with one name at one place of the answer: each pair has"
        " to be compared.",
    )
    max_document_fragments: int = Field(
        default=50, ge=0, description="Most fragments of a document."
    )
    max_document_operations: int = Field(
        default=10, ge=1, description="Most operations of a document, one of which is run."
    )
    max_mutations: int = Field(default=4, ge=1, description="Most mutations of one request.")
