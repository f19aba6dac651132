from __future__ import annotations

from pathlib import Path

from qa_checks.model.texts import BlockKind
from qa_checks.texts.documents import read_text

TEXT = """---
title: Findings 1
---

Findings *in* 2025
------------------

There were **4**,000 homes[^1] and ~~5~~ [6](https://example.org/7) `8`
places<sup>2</sup> &ndash; 9\\* <!-- 10 -->
<https://example.org/11>

1. Item
   - Below

| Grade | Homes |
|-------|------:|
| Good  | 12    |

```
code 13
```

<div hidden>14</div>
<div data-line-of-text="999999999999"><p>Raw</p></div>

![15](16.png)

[^1]: Of all
    kinds.
[^2]: Nobody points here.
"""


def test_marks_are_folded_and_lines_kept(tmp_path: Path) -> None:
    path = tmp_path / "findings.md"
    path.write_text(TEXT, encoding="utf-8")
    text = read_text(path, "findings.md")
    assert [(b.line, b.kind, text.content[b.start : b.end]) for b in text.blocks] == [
        (5, BlockKind.HEADING, "Findings in 2025"),
        (
            8,
            BlockKind.PARAGRAPH,
            "There were 4,000 homes[¹] and 6 8 places² – 9* https://example.org/11",
        ),
        (12, BlockKind.ITEM, "Item"),
        (13, BlockKind.ITEM, "Below"),
        (15, BlockKind.CELL, "Grade"),
        (15, BlockKind.CELL, "Homes"),
        (17, BlockKind.CELL, "Good"),
        (17, BlockKind.CELL, "12"),
        (19, BlockKind.PARAGRAPH, "code 13"),
        (23, BlockKind.PARAGRAPH, "Raw"),
        (26, BlockKind.PARAGRAPH, "15"),
        (28, BlockKind.NOTE, "Of all kinds."),
    ]
