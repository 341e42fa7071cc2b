"""Documents that ask for everything there is, made from what a server tells of its own schema."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from graphql import (
    GraphQLField,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLSchema,
    TypeInfo,
    TypeInfoVisitor,
    Visitor,
    get_named_type,
    is_leaf_type,
    is_object_type,
    is_required_argument,
    parse,
    visit,
)

DEEPEST = 9
"""So many types one in the other a document goes; further inside only their names are asked."""

Field = tuple[str, str]
"""A type's name and a field's."""

Object = Mapping[str, Any]
"""An object as it came, with `__typename`."""


@dataclass(frozen=True)
class SchemaWalk:
    """A schema, and what its arguments get inside of documents, as literals by their names."""

    schema: GraphQLSchema
    arguments: Mapping[str, str]

    def object_types(self) -> dict[str, GraphQLObjectType]:
        """The types of the schema that have objects, by name, GraphQL's own left out."""
        return {
            name: kind
            for name, kind in self.schema.type_map.items()
            if isinstance(kind, GraphQLObjectType) and not name.startswith("__")
        }

    def all_fields(self) -> set[Field]:
        """Every field of every such type."""
        return {(name, each) for name, kind in self.object_types().items() for each in kind.fields}

    def selection(self, kind: GraphQLOutputType, path: tuple[str, ...] = ()) -> str:
        """All fields of a type with all that is inside; nothing for a scalar or an enum."""
        named = get_named_type(kind)
        if is_leaf_type(named):
            return ""
        if not is_object_type(named):
            inside = " ".join(
                f"... on {each.name} {self.selection(each, path)}"
                for each in self.schema.get_possible_types(named)
            )
        elif named.name in path or len(path) == DEEPEST:
            inside = ""
        else:
            inside = " ".join(
                self._field(name, each, (*path, named.name)) for name, each in named.fields.items()
            )
        return f"{{ __typename {inside} }}"

    def _field(self, name: str, field: GraphQLField, path: tuple[str, ...]) -> str:
        needed = [each for each, given in field.args.items() if is_required_argument(given)]
        arguments = ", ".join(f"{each}: {self.arguments[each]}" for each in needed)
        return f"{name}{f'({arguments})' if needed else ''} {self.selection(field.type, path)}"

    def asked_in(self, document: str) -> set[Field]:
        """The fields of object types that a document asks for."""
        types, asked = TypeInfo(self.schema), set[Field]()

        class Asked(Visitor):
            def enter_field(self, node: Any, *_: Any) -> None:
                parent = types.get_parent_type()
                if is_object_type(parent) and node.name.value != "__typename":
                    asked.add((parent.name, node.name.value))

        visit(parse(document), TypeInfoVisitor(types, Asked()))
        return asked

    def scalars_of(self, found: Object) -> Iterator[tuple[str, Any]]:
        """What stands in an object itself: of which scalar or enum, and what."""
        kind = self.object_types()[found["__typename"]]
        for name, value in found.items():
            if name in kind.fields and _is_plain(kind.fields[name]):
                yield get_named_type(kind.fields[name].type).name, value


def objects_in(
    found: object, path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], Object]]:
    """The objects of an answer, with their types from outside in, each one's own the last."""
    if isinstance(found, list):
        for each in found:
            yield from objects_in(each, path)
    elif isinstance(found, dict):
        inside = (*path, found["__typename"])
        yield inside, found
        for each in found.values():
            yield from objects_in(each, inside)


def _is_plain(field: GraphQLField) -> bool:
    return is_leaf_type(get_named_type(field.type))
