"""Strangers' input, made at random, against a real served process: `python -m tests.fuzz -h`.

What must always hold: every answer is one of GraphQL's, in JSON, and none is an accident of ours;
the server goes on answering others meanwhile, and its memory does not grow.
"""
