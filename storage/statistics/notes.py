"""What has to be said beside a table of statistics, so that nobody compares what cannot be."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import NamedTuple

from storage.statistics.ask import Scope
from storage.statistics.measures import Measure
from storage.vocabulary import AgencyClass


class Note(NamedTuple):
    """A remark in English and in Chinese."""

    text: str
    chinese: str


_GOVERNMENTS_OUT = Note(
    "Governments are left out: their reports are compiled from the departments' and lower "
    "governments', which are counted here themselves.",
    "未计入各级政府的报告：政府的报告由所属部门和下级政府的报告汇总而成，而后者在此已分别计入。",
)
_COUNTED_TWICE = Note(
    "Governments and the bodies below them are added up: what a government compiled from the "
    "others is counted twice.",
    "政府与其下属机关一并相加：政府汇总自下属机关的数字在此计了两次。",
)
_OWN_LEVEL = Note(
    "Some governments report for their region, others for their own level only.",
    "有的政府报告全地区的情况，有的只报告本级。",
)
_FORM_2014 = Note(
    "Report years to 2018 come from the form of 2014, which has no split by applicant and other "
    "outcomes; only counts that mean the same are put beside later years.",
    "2018年度及以前的数字取自2014年统计表，办理结果的分类不同；这里只把含义相同的数量放在一起。",
)
_SINCE_2019 = Note(
    "Shares begin with report year 2019: the form of 2014 divides outcomes otherwise.",
    "占比从2019年度开始：2014年统计表对办理结果的划分不同。",
)
_FORM_2021 = Note(
    "The form changed for report year 2021: 其他处理, one row before, has been three since; the "
    "total of outcomes means the same.",
    "2021年度起使用新表样：“其他处理”由一行改为三行；办理结果总计的含义不变。",
)
_LEFT_OUT = Note(
    "Reports in which a needed cell is blank, a dash or words are left out of both parts of a "
    "share; they are counted as left out.",
    "所需单元格为空白、“/”或文字的报告，分子分母均不计入，另列其份数。",
)


def notes(
    measures: Collection[Measure], years: Iterable[int], scope: Scope, *, left_out: bool
) -> tuple[Note, ...]:
    """The remarks that a table of these measures, years and agencies needs."""
    span = sorted(set(years))
    first, last = (span[0], span[-1]) if span else (0, 0)
    government = AgencyClass.GOVERNMENT in scope.classes
    told = {
        _GOVERNMENTS_OUT: not government and scope.agency_id is None,
        _COUNTED_TWICE: government and len(scope.classes) > 1,
        _OWN_LEVEL: government,
        _FORM_2014: first < 2019 <= last,
        _SINCE_2019: (scope.first_year or 2014) < 2019
        and any(one.first_year == 2019 for one in measures),
        _FORM_2021: 2019 <= first < 2021 <= last,
        _LEFT_OUT: left_out,
    }
    return tuple(note for note, needed in told.items() if needed)
