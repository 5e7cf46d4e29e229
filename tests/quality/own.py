"""Our own documents, read."""

from __future__ import annotations

from pipelines.extract.dispatch import extract
from pipelines.report.cells import read_cell
from pipelines.report.form import FormKey
from pipelines.report.judgement import judge
from tests.quality.compared import Compared, Meaning, compare
from tests.quality.documents import Kind, printed


def read_own(kind: Kind, form: FormKey) -> Compared:
    """One form in one medium."""
    meanings: dict[str, Meaning] = {
        key: (cell.value, cell.state)
        for key, raw in printed(form).items()
        for cell in [read_cell(raw)]
    }
    return compare(judge(extract(kind.write(form), f"{form}.{kind.name}")), meanings)
