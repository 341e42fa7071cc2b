"""`likewise operators`: who runs this installation. The role is given and taken here alone."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from cyclopts import App
from rich.markup import escape
from rich.table import Table

from likewise.cli import installation
from likewise.cli.output import AsJson, console, print_json
from likewise.community.people import person_by_handle
from likewise.errors import NotFound
from likewise.identity.roles import Operator, dismiss_operator, make_operator
from likewise.identity.roles import operators as all_operators

_MAKES_ONE = "likewise operators appoint HANDLE makes one."

app = App(name="operators", help="Say who the operators are: who may enter the console.")


@app.command
def appoint(handle: str, /) -> None:
    """Make a person an operator. Who is one already stays one.

    Args:
        handle: Her handle, as ada or @ada.
    """
    person, is_new = installation.run(lambda: _changed(make_operator, handle))
    console().print(f"{person} is an operator now." if is_new else f"{person} was one already.")


@app.command
def dismiss(handle: str, /) -> None:
    """Make an operator a member again. Her next request finds her so, and open feeds end.

    Args:
        handle: Her handle, as ada or @ada.
    """

    async def body() -> tuple[str, bool, bool]:
        return *await _changed(dismiss_operator, handle), not await all_operators()

    person, was_one, is_last = installation.run(body)
    console().print(f"{person} is no operator any more." if was_one else f"{person} was none.")
    if is_last:
        console().print(f"Nobody can enter the console now: {_MAKES_ONE}")


@app.command(name="list")
def show(*, as_json: AsJson = False) -> None:
    """Show all operators, those first who are it longest.

    Args:
        as_json: Print them for a machine to read.
    """
    found = installation.run(all_operators)
    if as_json:
        print_json([_plain(each) for each in found])
        return
    table = Table("handle", "name", "since")
    for each in found:
        since = each.appointed_at
        told = "" if since is None else f"{since:%Y-%m-%d %H:%M} UTC"
        table.add_row(each.handle, escape(each.display_name), told)
    console().print(table if found else f"There is none: {_MAKES_ONE}")


async def _changed(change: Callable[[int], Awaitable[bool]], handle: str) -> tuple[str, bool]:
    """Do it to the person with this handle, however it is written; whether that changed anything.

    Raises NotFound.
    """
    found = await person_by_handle(handle.removeprefix("@").lower())
    if found is None:
        raise NotFound(f"There is nobody called {handle}.", field="handle")
    return found.handle, await change(found.id)


def _plain(operator: Operator) -> dict[str, str | None]:
    since = operator.appointed_at
    return {
        "handle": operator.handle,
        "display_name": operator.display_name,
        "appointed_at": None if since is None else since.isoformat(),
    }
