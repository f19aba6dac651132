"""Comments of an XLSX workbook, however its parts are written."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from qa_checks.reading.cell_marks.package import Package
from qa_checks.reading.cell_marks.xlsx_links import each_link, read_comments

SHEET, COMMENTS = "xl/worksheets/sheet1.xml", "xl/comments1.xml"
LINKS = "xl/worksheets/_rels/sheet1.xml.rels"
LINK = '<Relationships><Relationship Type="x/comments" Target="../comments1.xml"/></Relationships>'
COMMENT = '<comments><comment ref="B3"><text><t>{}</t></text></comment></comments>'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("written", ["Ask &lt;Ann&gt;", "<![CDATA[Ask <Ann>]]>"])
def test_comments_are_read_as_they_are_shown(tmp_path: Path, encoding: str, written: str) -> None:
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        archive.writestr(LINKS, LINK.encode(encoding))
        archive.writestr(COMMENTS, COMMENT.format(written).encode(encoding))
    with Package(tmp_path / "a.xlsx") as archive:
        [(kind, xml)] = each_link(archive, SHEET)
    assert (kind, list(read_comments(xml))) == ("comments", [(2, 1, "Ask <Ann>")])
