"""An invented program for demonstrations and tests: a year of residents and faculty around any day."""

from scheduling.exchange.demo_program.clinic import DEMO_PROGRAM
from scheduling.exchange.demo_program.program import DemoSize, demo_tables
from scheduling.exchange.demo_program.wide_schedule import demo_block_grid_csv

__all__ = ["DEMO_PROGRAM", "DemoSize", "demo_block_grid_csv", "demo_tables"]
