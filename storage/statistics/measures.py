"""What is counted and what is held against what, with the cells of each form that it comes from.

Which cells of two forms may stand in one series says the crosswalk in ``docs/data-dictionary.md``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from storage.errors import QuestionError
from storage.models import CaseOutcome, DisclosureStatistics, RequestOutcome
from storage.models.statutory import OfAgencyYear


class Kind(StrEnum):
    """Whether a measure counts, or is a share of something."""

    COUNT = "count"
    SHARE = "share"


@dataclass(frozen=True, slots=True)
class Cells:
    """Where a measure is read in one statutory table.

    ``rows`` says which rows of a report: the values that a column of the table may have. All of
    them have to be there, and each with a number in every column that is needed.
    """

    table: type[OfAgencyYear]
    counted: tuple[str, ...]
    of: tuple[str, ...] = ()
    less: tuple[str, ...] = ()  # taken from ``of``
    rows: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def row_count(self) -> int:
        """How many rows of a report it takes."""
        return max((len(values) for values in self.rows.values()), default=1)


@dataclass(frozen=True, slots=True)
class Measure:
    """Something to be counted, with its names and the tables it is read in."""

    key: str
    name: str
    chinese: str
    kind: Kind
    cells: tuple[Cells, ...]
    first_year: int


_TOTAL = MappingProxyType({"applicant": ("total",)})
_RECONSIDERATION = MappingProxyType({"block": ("reconsideration",)})
_LITIGATION = MappingProxyType({"block": ("litigation_direct", "litigation_after_reconsideration")})
_HANDLED = ("outcomes_total",)

# The eight grounds of the form since 2019, with their articles in the regulation of 2019.
_GROUNDS = {
    "state_secret": ("State secret", "属于国家秘密"),
    "prohibited_by_law": ("Prohibited by law", "其他法律行政法规禁止公开"),
    "security_stability": ("Security and stability", "危及“三安全一稳定”"),
    "third_party_rights": ("Rights of a third party", "保护第三方合法权益"),
    "internal_affairs": ("Internal affairs", "属于三类内部事务信息"),
    "deliberative_process": ("Deliberative process", "属于四类过程性信息"),
    "enforcement_case_file": ("Enforcement case file", "属于行政执法案卷"),
    "administrative_inquiry": ("Administrative inquiry", "属于行政查询事项"),
}
_UNAVAILABLE = (
    *("outcome_unavailable_not_held", "outcome_unavailable_requires_creation"),
    "outcome_unavailable_unclear_after_correction",
)
_NOT_PROCESSED = (
    *("outcome_not_processed_petition", "outcome_not_processed_duplicate"),
    *("outcome_not_processed_publication", "outcome_not_processed_excessive"),
    "outcome_not_processed_reconfirmation",
)


def _requests(*counted: str, of: tuple[str, ...] = ()) -> Cells:
    return Cells(RequestOutcome, counted, of, rows=_TOTAL)


def _in_2014(*counted: str) -> Cells:
    return Cells(DisclosureStatistics, counted)


def _count(key: str, name: str, chinese: str, *cells: Cells) -> Measure:
    first = 2014 if any(part.table is DisclosureStatistics for part in cells) else 2019
    return Measure(key, name, chinese, Kind.COUNT, cells, first)


def _share(key: str, name: str, chinese: str, cells: Cells) -> Measure:
    return Measure(key, name, chinese, Kind.SHARE, (cells,), 2019)


def _grounds() -> tuple[Measure, ...]:
    return tuple(
        _share(
            f"refused_{key}",
            f"Refused: {name}",
            f"不予公开：{chinese}",
            _requests(f"outcome_denied_{key}", of=_HANDLED),
        )
        for key, (name, chinese) in _GROUNDS.items()
    )


MEASURES: tuple[Measure, ...] = (
    _count(
        "requests_received",
        "Requests received",
        "新收申请",
        _requests("requests_received"),
        _in_2014("requests_received"),
    ),
    _count("requests_handled", "Requests handled", "办理结果总计", _requests(*_HANDLED)),
    _count(
        "granted",
        "Granted in full",
        "予以公开",
        _requests("outcome_granted"),
        _in_2014("answered_granted"),
    ),
    _share(
        "grant_rate",
        "Granted in full or in part",
        "予以公开和部分公开占比",
        _requests("outcome_granted", "outcome_partially_granted", of=_HANDLED),
    ),
    _share(
        "full_grant_rate",
        "Granted in full, share",
        "予以公开占比",
        _requests("outcome_granted", of=_HANDLED),
    ),
    _share(
        "refusal_rate",
        "Refused on one of the eight grounds",
        "不予公开占比",
        _requests(*(f"outcome_denied_{ground}" for ground in _GROUNDS), of=_HANDLED),
    ),
    *_grounds(),
    _share(
        "unavailable_rate",
        "Cannot be provided",
        "无法提供占比",
        _requests(*_UNAVAILABLE, of=_HANDLED),
    ),
    _share(
        "not_processed_rate",
        "Not processed",
        "不予处理占比",
        _requests(*_NOT_PROCESSED, of=_HANDLED),
    ),
    _share(
        "carried_forward_rate",
        "Carried forward to the next year",
        "结转下年度占比",
        _requests("requests_carried_forward", of=("requests_received", "requests_carried_over")),
    ),
    _count(
        "reconsiderations",
        "Reconsiderations",
        "行政复议",
        Cells(CaseOutcome, ("total",), rows=_RECONSIDERATION),
        _in_2014("reconsideration_total"),
    ),
    _share(
        "reconsideration_corrected_rate",
        "Decided reconsiderations that corrected the agency",
        "行政复议结果纠正占已审结",
        Cells(CaseOutcome, ("corrected",), ("total",), ("pending",), _RECONSIDERATION),
    ),
    _count(
        "litigations",
        "Lawsuits",
        "行政诉讼",
        Cells(CaseOutcome, ("total",), rows=_LITIGATION),
        _in_2014("litigation_total"),
    ),
    _share(
        "litigation_corrected_rate",
        "Decided lawsuits that corrected the agency",
        "行政诉讼结果纠正占已审结",
        Cells(CaseOutcome, ("corrected",), ("total",), ("pending",), _LITIGATION),
    ),
)
_BY_KEY = {one.key: one for one in MEASURES}


def measure(key: str) -> Measure:
    """The measure of a key.

    Raises:
        QuestionError: there is none.
    """
    if key not in _BY_KEY:
        raise QuestionError(f"{key}: no such measure; there are {', '.join(_BY_KEY)}")
    return _BY_KEY[key]
