"""What is told on which channel, and when it has become too much to be listed. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from likewise.models.changes import Changes
from likewise.subscriptions.channels import part_of

EVERYBODYS_PART = 0
"""Where is told what belongs to no single person."""

MOST_AT_ONCE = 1000
"""When more people and likes than this have changed at once, everybody is rung in their place."""


def in_one_part(changes: Changes) -> dict[int, Changes]:
    """All of the changes in the part that is everybody's."""
    return {EVERYBODYS_PART: _bounded(changes)}


def spread(changes: Changes) -> dict[int, Changes]:
    """The changes by the part on which each is told; no part without any."""
    changes = _bounded(changes)
    people, likes = defaultdict(set), defaultdict(set)
    for person_id in changes.people:
        people[part_of(person_id)].add(person_id)
    for like in changes.likes:
        likes[part_of(like.giver_id)].add(like)
    parts = {
        part: Changes(people=frozenset(people[part]), likes=frozenset(likes[part]))
        for part in people.keys() | likes.keys()
    }
    nobodys = Changes(everybody=changes.everybody, settlements=changes.settlements)
    if nobodys:
        parts[EVERYBODYS_PART] = parts.get(EVERYBODYS_PART, Changes()) | nobodys
    return parts


def joined(some: Mapping[int, Changes], more: Mapping[int, Changes]) -> dict[int, Changes]:
    """Both together, part by part; everybody in their place once they have become too many."""
    nothing = Changes()
    parts = {
        part: some.get(part, nothing) | more.get(part, nothing)
        for part in some.keys() | more.keys()
    }
    listed = sum(len(each.people) + len(each.likes) for each in parts.values())
    everybody = any(each.everybody for each in parts.values())
    if not everybody and listed <= MOST_AT_ONCE:
        return parts
    settlements = any(each.settlements for each in parts.values())
    return {EVERYBODYS_PART: Changes(everybody=True, settlements=settlements)}


def _bounded(changes: Changes) -> Changes:
    if len(changes.people) + len(changes.likes) <= MOST_AT_ONCE:
        return changes
    return Changes(everybody=True, settlements=changes.settlements)
