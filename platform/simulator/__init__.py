"""The simulator: what an economy of likes would pay out, and to whom. No database, no clock.

`assumptions.py` says what is asked and refuses what can't be, `network.py` draws who likes whom,
`economy.py` runs the one and only split over it and scales its result up, `statistics.py` and
`plots.py` look at that. Must always hold: money goes through `run_split` and nothing else, every
micro of the money in is accounted for, and one seed gives one result. Money is whole micros;
floats are for chances and statistics, in `network.py`, `statistics.py` and `plots.py` alone.

Called by `likewise simulate` and by `statements/simulation.py`. The model, its sources and its
limits: docs/simulation.md.
"""
