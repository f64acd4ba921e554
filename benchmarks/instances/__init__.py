"""Invented academic years of realistic tightness: the same shape and seed give the same problem everywhere.

`build(Shape(...))` gives a year; `short_of_rooms` gives one that has no schedule, and says what it lacks.
"""

from benchmarks.instances.shape import Open, Rooms, Shape, heavy_interns, sized
from benchmarks.instances.shortage import ShortYear, short_of_rooms
from benchmarks.instances.styles import FIFTY_FIFTY, STYLES, VARIABLE, WEEKLY, Style, x_plus_y
from benchmarks.instances.year import build

__all__ = [
    "FIFTY_FIFTY",
    "STYLES",
    "VARIABLE",
    "WEEKLY",
    "Open",
    "Rooms",
    "Shape",
    "ShortYear",
    "Style",
    "build",
    "heavy_interns",
    "short_of_rooms",
    "sized",
    "x_plus_y",
]
