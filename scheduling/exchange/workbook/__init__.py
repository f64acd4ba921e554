"""The program's workbook: read, written, and offered as a template. One reader a sheet."""

from scheduling.exchange.workbook.reading import WorkbookReading, read_workbook
from scheduling.exchange.workbook.template import write_template
from scheduling.exchange.workbook.writing import write_workbook
from scheduling.exchange.workbook.year import program_year_from_tables

__all__ = ["WorkbookReading", "program_year_from_tables", "read_workbook", "write_template", "write_workbook"]
