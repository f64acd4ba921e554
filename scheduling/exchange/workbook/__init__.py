"""The program's workbook: read, written, and offered as a template. One reader a sheet."""
