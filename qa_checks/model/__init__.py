"""The records that travel along the straight line, all frozen.

Plans are made of `Check` and the logic it comes down to, a check ends as an
`Outcome`, and everything a renderer may know is in `Report`.
"""

from qa_checks.model.accountability import (
    Assurance,
    ChecklistItem,
    Decision,
    DecisionState,
    ItemState,
)
from qa_checks.model.changes import (
    Change,
    ChangeClass,
    ChangeKind,
    ChangeState,
    ComparedColumn,
    ComparedTable,
    Movement,
)
from qa_checks.model.checks import (
    Check,
    Finding,
    FindingPlace,
    Opinion,
    Outcome,
    SecondOpinion,
    Severity,
    State,
)
from qa_checks.model.cubes import CrossTable, Tabulation
from qa_checks.model.inputs import (
    AbsentColumn,
    Input,
    Problem,
    ReadColumn,
    ReleaseFacts,
    Role,
)
from qa_checks.model.logic import (
    Counterpart,
    FaultyCells,
    Logic,
    Precondition,
    Predicate,
    Selection,
)
from qa_checks.model.published import (
    Cause,
    CellState,
    CountedRow,
    PublishedCell,
    PublishedTable,
    RecodedRow,
)
from qa_checks.model.report import Chart, Report, Summary, Tool, Verdict
from qa_checks.model.sampling import Difference, Level, SampleResult, Shares, Stratum
from qa_checks.model.texts import (
    Block,
    BlockKind,
    CheckedNumber,
    CheckedText,
    Claim,
    NumberKind,
    NumberState,
    PrintedNumber,
    Text,
)

__all__ = [
    "AbsentColumn",
    "Assurance",
    "Block",
    "BlockKind",
    "Cause",
    "CellState",
    "Change",
    "ChangeClass",
    "ChangeKind",
    "ChangeState",
    "Chart",
    "Check",
    "CheckedNumber",
    "CheckedText",
    "ChecklistItem",
    "Claim",
    "ComparedColumn",
    "ComparedTable",
    "CountedRow",
    "Counterpart",
    "CrossTable",
    "Decision",
    "DecisionState",
    "Difference",
    "FaultyCells",
    "Finding",
    "FindingPlace",
    "Input",
    "ItemState",
    "Level",
    "Logic",
    "Movement",
    "NumberKind",
    "NumberState",
    "Opinion",
    "Outcome",
    "Precondition",
    "Predicate",
    "PrintedNumber",
    "Problem",
    "PublishedCell",
    "PublishedTable",
    "ReadColumn",
    "RecodedRow",
    "ReleaseFacts",
    "Report",
    "Role",
    "SampleResult",
    "SecondOpinion",
    "Selection",
    "Severity",
    "Shares",
    "State",
    "Stratum",
    "Summary",
    "Tabulation",
    "Text",
    "Tool",
    "Verdict",
]
