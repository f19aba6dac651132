"""qa-checks: checks a statistical release against a rulebook."""

# Nothing is imported here: `python -m` would look for it in the working folder first.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from qa_checks.api import check, run_release

__version__ = "0.1.0"
__all__ = ["__version__", "check", "run_release"]


def __getattr__(name: str) -> object:
    """Load the Python interface when it is first used, so that importing the package is cheap."""
    if name in ("check", "run_release"):
        from qa_checks import api

        return getattr(api, name)
    raise AttributeError(f"module 'qa_checks' has no attribute '{name}'")
