"""Random reports whose every sum holds."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import strategies as st

from pipelines.items import Figure, Reading, Section
from pipelines.report.cells import read_cell
from pipelines.report.form import FormKey, load_form, sections

Numbers = dict[str, int]
_SMALL = st.integers(0, 40)


@st.composite
def numbers(draw: st.DrawFn, form: FormKey) -> Numbers:
    """Values for every cell of a form of 2019 or 2021, with all sums right."""
    found = {key: draw(_SMALL) for key in load_form(form).keys if key.startswith("t2")}
    if form == "ogi_2019":
        for kind in ("rules", "normative_documents"):
            found[f"t2_1.{kind}.total_disclosed"] += found[f"t2_1.{kind}.newly_disclosed"]
    types = [c.key for c in load_form(form).table("t3").columns if c.key != "total"]
    for column in types:
        outcomes = 0
        for row in load_form(form).table("t3").rows:
            if row.key.startswith("outcome_"):
                found[f"t3.{row.key}.{column}"] = draw(_SMALL)
                outcomes += found[f"t3.{row.key}.{column}"]
        forward = draw(_SMALL)
        over = draw(st.integers(0, outcomes + forward))
        found[f"t3.outcomes_total.{column}"] = outcomes
        found[f"t3.requests_carried_forward.{column}"] = forward
        found[f"t3.requests_carried_over.{column}"] = over
        found[f"t3.requests_received.{column}"] = outcomes + forward - over
    for row in load_form(form).table("t3").rows:
        found[f"t3.{row.key}.total"] = sum(found[f"t3.{row.key}.{column}"] for column in types)
    for block in ("reconsideration", "litigation_direct", "litigation_after_reconsideration"):
        parts = {c: draw(_SMALL) for c in ("upheld", "corrected", "other_result", "pending")}
        found |= {f"t4.{block}.{column}": value for column, value in parts.items()}
        found[f"t4.{block}.total"] = sum(parts.values())
    return found


def reading(form: FormKey, values: Mapping[str, int | str]) -> Reading:
    """A reading with these cells and six sections that are in order."""
    figures = {}
    for key, printed in values.items():
        value, state, doubt = read_cell(str(printed))
        figures[key] = Figure(key, str(printed), value, state, doubt=doubt)
    texts = tuple(
        Section(s.key, s.number, s.label, "本局做好公开工作，未收取信息处理费。")
        for s in sections()
    )
    title = "清河县民政局2024年政府信息公开工作年度报告"
    return Reading(form=form, title=title, sections=texts, figures=figures, period_year=2024)
