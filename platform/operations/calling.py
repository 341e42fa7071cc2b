"""Calling a resolver of the root with arguments that graphql-core has coerced.

Strawberry looks up names and types of each argument anew at every call, a quarter of what a like
costs. For arguments that are plain, or inputs of plain fields, it is looked up here once; any other
resolver is called by Strawberry.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, cast

import strawberry
from graphql import GraphQLField, GraphQLResolveInfo
from strawberry.schema.config import StrawberryConfig
from strawberry.schema.schema_converter import GraphQLCoreConverter
from strawberry.types.base import StrawberryOptional, has_object_definition
from strawberry.types.field import StrawberryField

Call = Callable[[GraphQLResolveInfo[Any], Mapping[str, Any]], Any]
"""What a resolver returns, in a certain place and with coerced arguments."""

Convert = Callable[[Any], Any]
_PLAIN = (str, int, bool, float, strawberry.ID)
_NAMES = StrawberryConfig().name_converter


def call_of(field: GraphQLField) -> Call:
    """How the resolver of this field is called."""
    definition: StrawberryField = field.extensions[GraphQLCoreConverter.DEFINITION_BACKREF]
    return _direct(definition) or _by_strawberry(field)


def _by_strawberry(field: GraphQLField) -> Call:
    resolve = field.resolve
    assert resolve is not None, "every field of the root has a resolver"
    return lambda info, arguments: resolve(None, info, **arguments)


def _direct(definition: StrawberryField) -> Call | None:
    resolver = definition.base_resolver
    if resolver is None or definition.extensions or definition.permission_classes:
        return None
    if resolver.parent_parameter is not None or resolver.root_parameter is not None:
        return None
    converts: list[tuple[str, str, Convert | None]] = []
    for each in definition.arguments:
        known, convert = _conversion(each.type)
        if not known:
            return None
        assert each.python_name is not None
        converts.append((_NAMES.from_argument(each), each.python_name, convert))
    function: Callable[..., Any] = cast("Any", resolver.wrapped_func)
    source = (None,) if resolver.self_parameter else ()
    info_name = resolver.info_parameter.name if resolver.info_parameter else None

    def call(info: GraphQLResolveInfo[Any], arguments: Mapping[str, Any]) -> Any:
        converted = {
            python_name: arguments[name] if convert is None else convert(arguments[name])
            for name, python_name, convert in converts
            if name in arguments
        }
        if info_name is not None:
            converted[info_name] = strawberry.Info(_raw_info=info, _field=definition)
        return function(*source, **converted)

    return call


def _conversion(kind: Any) -> tuple[bool, Convert | None]:
    """Whether it is known how an argument of this type is converted, and how; None: not at all."""
    if isinstance(kind, StrawberryOptional):
        known, convert = _conversion(kind.of_type)
        return known, convert and _unless_none(convert)
    if kind in _PLAIN or hasattr(kind, "__supertype__"):  # our scalars are NewTypes
        return True, None
    if has_object_definition(kind):
        return _input_conversion(kind)
    return False, None


def _unless_none(convert: Convert) -> Convert:
    return lambda value: None if value is None else convert(value)


def _input_conversion(kind: Any) -> tuple[bool, Convert | None]:
    definition = kind.__strawberry_definition__
    fields: list[tuple[str, str]] = []
    for each in definition.fields:
        known, convert = _conversion(each.resolve_type(type_definition=definition))
        if not known or convert is not None:
            return False, None
        fields.append((_NAMES.from_field(each), each.python_name))
    if definition.from_input is not None:
        return False, None

    def convert_input(value: Mapping[str, Any]) -> Any:
        return kind(**{python_name: value[name] for name, python_name in fields if name in value})

    return True, convert_input
