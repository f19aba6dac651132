"""Forms: the ways to say a rule's logic, one module each.

A form holds its keys in YAML, what it names, how it is told, and how it is lowered to a Predicate
or a Selection. A new one is a module here, a place in FORMS, a paragraph in docs/rules.md and a
rule that uses it; ``python -m tests.generated`` writes the JSON Schema and the pack anew.
"""

from qa_checks.forms.agrees import Agrees
from qa_checks.forms.figure import Figure
from qa_checks.forms.form import Form, Ground, Lowered, Naming, Piece
from qa_checks.forms.query import Query
from qa_checks.forms.references import References
from qa_checks.forms.require import Require
from qa_checks.forms.unique import Unique

FORMS: tuple[type[Form], ...] = (Require, Unique, References, Agrees, Query, Figure)

__all__ = ["FORMS", "Form", "Ground", "Lowered", "Naming", "Piece"]
