"""Which engine runs a split: named by a setting or on the command line, loaded when asked for."""

from __future__ import annotations

from likewise.errors import InvalidInput
from likewise.settlement.engines.numpy_engine import run_split
from likewise.settlement.engines.sources import SplitSources
from likewise.settlement.outcome import SplitResult
from likewise.settlement.split import DEFAULT_MAX_HOPS, check_max_hops
from likewise.settlement.split_files import read_inputs

NUMPY = "numpy"
LOCAL_SPARK = "local[*]"
"""Spark inside one machine: as many threads as it has cores."""


def engine_kind(engine: str) -> str:
    """ "numpy" or "spark", for people: an engine is the former, or a Spark master's address."""
    return NUMPY if engine == NUMPY else "spark"


def split_by_engine(
    engine: str, sources: SplitSources, *, max_hops: int = DEFAULT_MAX_HOPS
) -> SplitResult:
    """Splits one month by "numpy", or on the Spark master of that address.

    The digest is the same by each. Raises MalformedFile for what the files hold, AmountOutOfRange
    as `split` does, InvalidInput if Spark is not installed, ServerUnavailable if it can't be had.
    """
    check_max_hops(max_hops)
    if engine_kind(engine) == NUMPY:
        inputs = read_inputs(sources.pots, sources.likes, sources.forward)
        return run_split(inputs, max_hops=max_hops)
    try:
        from likewise.settlement.engines.spark.run import run_split_on_spark
    except ModuleNotFoundError as error:
        if error.name not in ("pyspark", "py4j"):
            raise
        raise InvalidInput(
            "Apache Spark is not installed: pip install 'likewise[spark]'", field="engine"
        ) from None
    return run_split_on_spark(sources, master=engine, max_hops=max_hops)
