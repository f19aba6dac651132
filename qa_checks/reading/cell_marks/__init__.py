"""What a spreadsheet knows of its cells and the library that reads it leaves out.

Used by the process that reads workbooks, which imports little: only the standard library.
"""
