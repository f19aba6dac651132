"""XML written as text: elements with their attributes, and JUnit's files of test cases."""

from __future__ import annotations

from collections.abc import Iterable, Mapping


def escape(text: str) -> str:
    """The text as it stands between tags."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def escape_value(text: str) -> str:
    """The text as it stands in the value of an attribute."""
    text = escape(text).replace('"', "&quot;")
    if text.isprintable():
        return text
    return text.replace("\r", "&#13;").replace("\n", "&#10;").replace("\t", "&#09;")


def element(name: str, attributes: Mapping[str, str], text: str = "") -> str:
    """An element that holds a text, or nothing."""
    begun = open_tag(name, attributes)
    return f"<{begun}>{escape(text)}</{name}>" if text else f"<{begun} />"


def write_case(attributes: Mapping[str, str], inside: Iterable[str]) -> str:
    """A test case of JUnit with the elements inside of it, on lines of their own."""
    lines = "".join([f"      {each}\n" for each in inside])
    if not lines:
        return f"    {element('testcase', attributes)}"
    return f"    <{open_tag('testcase', attributes)}>\n{lines}    </testcase>"


def write_suite(
    counts: Mapping[str, str], attributes: Mapping[str, str], inside: Iterable[str]
) -> str:
    """A file of JUnit with one suite."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f"<{open_tag('testsuites', counts)}>",
        f"  <{open_tag('testsuite', attributes)}>",
        *inside,
        "  </testsuite>",
        "</testsuites>",
    ]
    return "\n".join(lines) + "\n"


def open_tag(name: str, attributes: Mapping[str, str]) -> str:
    """What stands in the tag that opens an element."""
    return name + "".join([f' {each}="{escape_value(text)}"' for each, text in attributes.items()])
