"""What a title names, where the table is declared to show another value of the same dimension."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from qa_checks.catalogue.code_names import find_names
from qa_checks.catalogue.codes import CodeList
from qa_checks.catalogue.cubes import listed, say_value
from qa_checks.published.declared_tables import DeclaredTable, without_words
from qa_checks.published.labels import both
from qa_checks.published.located import Located
from qa_checks.published.published_faults import Fault, fault_of
from qa_checks.words import list_words


def find_other_titles(
    declared: DeclaredTable, located: Located, codes: Mapping[str, CodeList]
) -> Iterator[Fault]:
    """The names of a code list in the title of a table that shows others of it alone."""
    selected = without_words(both(declared.family.where, declared.selected))
    for name, value in selected.items():
        dimension = declared.cube.dimensions.get(name)
        code_list = codes.get(dimension.codes) if dimension and dimension.codes else None
        wanted = [shown for shown in listed(value) if shown is not None]
        named = find_names(code_list, located.title) if code_list else []
        if named and wanted and not {code for code, _ in named}.intersection(wanted):
            shown = list_words([f"'{say_value(item)}'" for item in wanted])
            sentence = (
                f"The title names '{named[0][1][0]}', but the table is declared to show {shown}: "
                f"'{located.title}'."
            )
            row = located.title_row or located.row
            yield fault_of(declared.name, row, located.title, sentence)
