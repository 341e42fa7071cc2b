"""What breaks clients of the released schema is found, told, and refused unless it is allowed."""

from __future__ import annotations

from pathlib import Path

import pytest
from graphql import (
    BreakingChangeType,
    DangerousChangeType,
    build_schema,
    find_breaking_changes,
    find_dangerous_changes,
)

from likewise import errors
from likewise.cli.schema import export, release
from likewise.resolvers.schema_changes import (
    NO_BREAKS,
    changes_between,
    changes_since_release,
)

BREAKING = {
    "TYPE_REMOVED": ("type Dog { age: Int }", ""),
    "TYPE_CHANGED_KIND": ("type Dog { age: Int }", "input Dog { age: Int }"),
    "TYPE_REMOVED_FROM_UNION": ("union Pet = Cat | Cow", "union Pet = Cat"),
    "VALUE_REMOVED_FROM_ENUM": ("enum Sound { MEOW MOO }", "enum Sound { MEOW }"),
    "REQUIRED_INPUT_FIELD_ADDED": ("input Ask { a: Int }", "input Ask { a: Int b: Int! }"),
    "IMPLEMENTED_INTERFACE_REMOVED": (
        "interface Named { name: Int } type Dog implements Named { name: Int }",
        "interface Named { name: Int } type Dog { name: Int }",
    ),
    "FIELD_REMOVED": ("type Dog { age: Int name: Int }", "type Dog { age: Int }"),
    "FIELD_CHANGED_KIND": ("type Dog { age: Int! }", "type Dog { age: Int }"),
    "REQUIRED_ARG_ADDED": ("type Dog { age: Int }", "type Dog { age(at: Int!): Int }"),
    "ARG_REMOVED": ("type Dog { age(at: Int): Int }", "type Dog { age: Int }"),
    "ARG_CHANGED_KIND": ("type Dog { age(at: Int): Int }", "type Dog { age(at: Int!): Int }"),
    "DIRECTIVE_REMOVED": ("directive @old on FIELD", ""),
    "DIRECTIVE_ARG_REMOVED": ("directive @old(a: Int) on FIELD", "directive @old on FIELD"),
    "REQUIRED_DIRECTIVE_ARG_ADDED": (
        "directive @old on FIELD",
        "directive @old(a: Int!) on FIELD",
    ),
    "DIRECTIVE_REPEATABLE_REMOVED": (
        "directive @old repeatable on FIELD",
        "directive @old on FIELD",
    ),
    "DIRECTIVE_LOCATION_REMOVED": (
        "directive @old on FIELD | QUERY",
        "directive @old on FIELD",
    ),
}
DANGEROUS = {
    "VALUE_ADDED_TO_ENUM": ("enum Sound { MEOW }", "enum Sound { MEOW MOO }"),
    "TYPE_ADDED_TO_UNION": ("union Pet = Cat", "union Pet = Cat | Cow"),
    "OPTIONAL_INPUT_FIELD_ADDED": ("input Ask { a: Int }", "input Ask { a: Int b: Int }"),
    "OPTIONAL_ARG_ADDED": ("type Dog { age: Int }", "type Dog { age(at: Int): Int }"),
    "IMPLEMENTED_INTERFACE_ADDED": (
        "interface Named { name: Int } type Dog { name: Int }",
        "interface Named { name: Int } type Dog implements Named { name: Int }",
    ),
    "ARG_DEFAULT_VALUE_CHANGE": (
        "type Dog { age(at: Int = 1): Int }",
        "type Dog { age(at: Int = 2): Int }",
    ),
    "INPUT_FIELD_DEFAULT_VALUE_CHANGE": (
        "input Ask { a: Int = 1 }",
        "input Ask { a: Int = 2 }",
    ),
}
ALWAYS = "type Query { pet: Cat } type Cat { age: Int } type Cow { age: Int }\n"


@pytest.mark.parametrize("kind", list(BreakingChangeType), ids=lambda each: each.name)
def test_every_kind_of_breaking_change_is_found(kind: BreakingChangeType) -> None:
    old, new = (ALWAYS + each for each in BREAKING[kind.name])
    assert [each.type for each in find_breaking_changes(build_schema(old), build_schema(new))] == [
        kind
    ]
    assert len(changes_between(old, new).breaking) == 1
    assert changes_between(new, new).breaking == []


@pytest.mark.parametrize("kind", list(DangerousChangeType), ids=lambda each: each.name)
def test_every_kind_of_dangerous_change_is_told(kind: DangerousChangeType) -> None:
    old, new = (ALWAYS + each for each in DANGEROUS[kind.name])
    found = find_dangerous_changes(build_schema(old), build_schema(new))
    assert [each.type for each in found] == [kind]
    changes = changes_between(old, new)
    assert (len(changes.dangerous), changes.breaking) == (1, [])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("type Dog { age(at: Int! = 1): Int }", "type Dog { age(at: Int!): Int }"),
        ("input Ask { a: Int! = 1 }", "input Ask { a: Int! }"),
        ("directive @old(a: Int! = 1) on FIELD", "directive @old(a: Int!) on FIELD"),
    ],
)
def test_what_could_be_left_out_and_is_required_now_breaks(old: str, new: str) -> None:
    """As `first` of the connections did, which had a default of 20."""
    assert len(changes_between(ALWAYS + old, ALWAYS + new).breaking) == 1
    assert changes_between(ALWAYS + new, ALWAYS + old).breaking == []


class Place:
    """A folder with the files of a schema, its types not beside it but in a text."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.committed, self.released, self.breaks = (
            folder / name for name in ("schema.graphql", "released.graphql", "breaks.toml")
        )
        monkeypatch.setattr("likewise.cli.schema.SCHEMA_FILE", self.committed)
        monkeypatch.setattr("likewise.cli.schema.RELEASED_FILE", self.released)
        monkeypatch.setattr("likewise.cli.schema.BREAKS_FILE", self.breaks)
        release()
        export(write=True)

    def promise(self, field: str) -> str:
        """Have released a field that is no more; what is said about it."""
        text = self.released.read_text()
        self.released.write_text(text.replace("type Money {", f"type Money {{\n  {field}: Int\n"))
        return f"Field Money.{field} was removed."

    def allow(self, change: str, *, date: str = "2027-06-01", reason: str = "It lied.") -> None:
        with self.breaks.open("a") as file:
            print(f'[[break]]\nchange = "{change}"\ndate = {date}', file=file)
            print(f'reason = "{reason}"', file=file)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    return Place(tmp_path, monkeypatch)


def test_a_released_schema_is_checked_in_silence(place: Place, capsys) -> None:
    capsys.readouterr()
    export(check=True)
    said = capsys.readouterr()
    assert said.out + said.err == ""
    assert place.breaks.read_text() == NO_BREAKS


def test_a_schema_that_has_drifted_from_the_types_is_refused(place: Place, capsys) -> None:
    capsys.readouterr()
    export()
    assert capsys.readouterr().out == place.committed.read_text()
    place.committed.write_text(place.committed.read_text().replace("String", "Strong", 1))
    with pytest.raises(errors.SchemaDrifted):
        export(check=True)
    place.committed.unlink()
    with pytest.raises(errors.SchemaDrifted):
        export(check=True)


def test_a_breaking_change_is_named_and_refused(place: Place, capsys) -> None:
    change = place.promise("cents")
    with pytest.raises(errors.SchemaBroken):
        export(check=True)
    assert f"breaking: {change}\n" in capsys.readouterr().err


def test_a_break_that_is_allowed_with_date_and_reason_is_none(place: Place) -> None:
    place.allow(place.promise("cents"))
    export(check=True)


def test_an_allowance_that_nothing_needs_is_refused_too(place: Place, capsys) -> None:
    place.allow("Field Money.cents was removed.")
    with pytest.raises(errors.SchemaBroken):
        export(check=True)
    assert "Allowed, but nothing breaks: Field Money.cents was removed." in capsys.readouterr().err


@pytest.mark.parametrize("wrong", [{"date": '"soon"'}, {"date": "1"}, {"reason": ""}])
def test_an_allowance_without_date_or_reason_is_refused(
    place: Place, wrong: dict[str, str]
) -> None:
    place.allow(place.promise("cents"), **wrong)
    with pytest.raises(errors.MalformedFile):
        export(check=True)


def test_a_dangerous_change_is_told_and_not_refused(place: Place, capsys) -> None:
    text = place.released.read_text()
    place.released.write_text(text.replace('  """Ledger and book agree, to the micro."""\n', ""))
    place.released.write_text(place.released.read_text().replace("  VERIFIED\n", ""))
    export(check=True)
    assert "dangerous: Enum value SettlementState.VERIFIED was added." in capsys.readouterr().err


def test_a_release_shows_what_breaks_moves_on_and_forgets_what_was_allowed(
    place: Place, capsys
) -> None:
    change = place.promise("cents")
    place.allow(change)
    release()
    assert f"breaking: {change}\n" in capsys.readouterr().err
    assert place.released.read_text() == place.committed.read_text()
    assert place.breaks.read_text() == NO_BREAKS
    export(check=True)


def test_the_example_in_the_file_is_a_sound_one(place: Place) -> None:
    example = "\n".join(
        line.removeprefix("# ") for line in NO_BREAKS.splitlines() if "=" in line or "[[" in line
    )
    place.breaks.write_text(example)
    changes = changes_since_release(place.committed.read_text(), place.released, place.breaks)
    assert changes.breaking == ["Allowed, but nothing breaks: Field Query.dogs was removed."]
