"""Requests as pages show them: what may be swapped with whom, whether it still may, what waits for whom."""
