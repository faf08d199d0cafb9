"""The shipped decision tables, row by row."""
