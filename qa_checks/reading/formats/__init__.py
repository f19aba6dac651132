"""The formats that are read: one module each, asked in this order what a file is.

A new one is a module here and a place in FORMATS, a name in docs/reading.md and in the help of
`qa-checks check`, and a writer in tests/fuzz/writers.py.
"""

from qa_checks.reading.formats.delimited_text import DELIMITED_TEXT
from qa_checks.reading.formats.gzipped import ENDING
from qa_checks.reading.formats.ods import ODS
from qa_checks.reading.formats.parquet import PARQUET
from qa_checks.reading.formats.xls import XLS
from qa_checks.reading.formats.xlsx import XLSX

# Text comes last: it is whatever is no other known kind of file.
FORMATS = (ODS, XLSX, XLS, PARQUET, DELIMITED_TEXT)
PACKED = {ENDING, *(kind.packed for kind in FORMATS if kind.packed)}
