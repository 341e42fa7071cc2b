"""What a GraphQL document may be: how long, how deep, how many aliases, one operation at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from graphql import GraphQLError, OperationDefinitionNode
from strawberry.extensions import (
    AddValidationRules,
    MaxAliasesLimiter,
    MaxTokensLimiter,
    ParserCache,
    QueryDepthLimiter,
    SchemaExtension,
    ValidationCache,
)

MAX_DEPTH = 10
MAX_ALIASES = 30
MAX_TOKENS = 2000
CACHED_DOCUMENTS = 256

RULES = [
    *QueryDepthLimiter(max_depth=MAX_DEPTH).validation_rules,
    *MaxAliasesLimiter(max_alias_count=MAX_ALIASES).validation_rules,
]
"""Made once: Strawberry makes new rule classes with each extension, and a cache of validations
that is asked with new classes every time never finds anything."""


class OneOperation(SchemaExtension):
    """Several operations without a name to choose by are refused: Strawberry runs the first."""

    def on_validate(self) -> Iterator[None]:
        """Look at the document, after the cache has told what else is wrong with it."""
        asked = self.execution_context
        document = asked.graphql_document
        if document is not None and asked._provided_operation_name is None:
            operations = [
                each for each in document.definitions if isinstance(each, OperationDefinitionNode)
            ]
            if len(operations) > 1:
                asked.pre_execution_errors = [
                    GraphQLError("Several operations: say which one with `operationName`.")
                ]
        yield


EXTENSIONS: list[type[SchemaExtension] | Callable[[], SchemaExtension]] = [
    lambda: MaxTokensLimiter(max_token_count=MAX_TOKENS),
    lambda: ParserCache(maxsize=CACHED_DOCUMENTS),
    lambda: AddValidationRules(RULES),
    lambda: ValidationCache(maxsize=CACHED_DOCUMENTS),
    OneOperation,
]
