"""`python -m qa_checks`."""

from qa_checks.cli.main import run_from_shell

if __name__ == "__main__":
    run_from_shell()
