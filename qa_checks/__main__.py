"""`python -m qa_checks`."""

import os
import sys

if __name__ == "__main__":
    # Python looks in the working folder first, where any file may be called like a module; sys and
    # os are there before.
    if sys.path[:1] == [""] or (sys.path and sys.path[0] == os.path.abspath(os.curdir)):  # noqa: PTH100
        del sys.path[0]
    from qa_checks.cli.main import start

    start()
