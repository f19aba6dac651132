"""Cells whose error a spreadsheet shows, and whose value the library behind it leaves out.

Used by the process that reads workbooks, which imports little: only the standard library.
"""
