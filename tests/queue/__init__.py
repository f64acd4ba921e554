"""The life of a run, with real worker processes."""
