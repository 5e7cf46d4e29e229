"""The statutory form as an agency prints it: which rows and columns in which year, with labels."""

from __future__ import annotations

from functools import cache
from typing import Any

import yaml

from deploy.demo.province import HERE


@cache
def form_data() -> dict[str, Any]:
    """``form.yaml`` as it stands."""
    data: dict[str, Any] = yaml.safe_load((HERE / "form.yaml").read_text(encoding="utf-8"))
    return data


def form_of(report_year: int) -> str:
    """The form in force for a report year: the one of 2019 for two years, then that of 2021."""
    return "ogi_2019" if report_year <= 2020 else "ogi_2021"


def applicants() -> list[str]:
    """Keys of the applicant columns of table 3, without 总计."""
    return [key for key in form_data()["applicants"] if key != "total"]


def outcome_groups(form: str) -> list[dict[str, Any]]:
    """The lines （一） to （七） under 本年度办理结果 in one form."""
    return [group for group in form_data()["outcomes"] if group.get("form", form) == form]


def outcomes(form: str) -> list[str]:
    """Keys of the outcome rows of table 3 in the order of the form, without （七）总计."""
    keys: list[str] = []
    for group in outcome_groups(form):
        keys += group["rows"] if "rows" in group else [group["key"]]
    return [key for key in keys if key != "outcomes_total"]
