"""Measurements of the solver on generated years; ``python -m benchmarks`` writes docs/benchmarks.md."""
