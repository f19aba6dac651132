"""Invents the release that `qa-checks demo` unpacks; knows nothing of qa_checks itself."""
