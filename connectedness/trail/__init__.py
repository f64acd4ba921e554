"""The trail: who did what, when and from where, in rows that are only ever added."""
