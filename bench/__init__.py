"""Measurements. A benchmark is no test: it never fails a build."""
