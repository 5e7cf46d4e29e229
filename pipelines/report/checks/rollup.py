"""A government's report against those of its departments and lower governments: R15."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipelines.items import Finding
from storage.vocabulary import Fault, Severity

# What a government compiles from the reports below it; the key of the cell and its words.
_COMPILED = {
    "t3.requests_received.total": "本年新收政府信息公开申请数量",
    "t4.reconsideration.total": "行政复议",
    "t4.litigation_direct.total": "行政诉讼（未经复议直接起诉）",
    "t4.litigation_after_reconsideration.total": "行政诉讼（复议后起诉）",
}
# Led from above, they report inside their own system and not to the local government.
_VERTICAL = re.compile(
    r"海关|税务局|气象局|海事局|邮政管理局|烟草专卖局|通信管理局|人民银行|外汇管理局|调查队"
    r"|金融监(?:督)?管(?:理)?总局|矿山安全监察|出入境边防|能源监管|国家安全"
)


@dataclass(frozen=True, slots=True)
class Part:
    """The report of an agency below a government: its name, and the compiled cells that it has."""

    agency: str
    values: Mapping[str, int]


def check_rollup(whole: Mapping[str, int], parts: Sequence[Part]) -> Iterator[Finding]:
    """R15: a government's numbers are not below those of its parts. Only told: scope differs.

    The parts that were found need not be all there are, so that a government with more than their
    sum is no finding; one that reports only its own level is told so each year.
    """
    below = [part for part in parts if not _VERTICAL.search(part.agency)]
    for cell, words in _COMPILED.items():
        counted = [(part.values[cell], part.agency) for part in below if part.values.get(cell)]
        total = sum(number for number, _ in counted)
        if cell not in whole or total <= whole[cell]:
            continue
        most, agency = max(counted)
        formula = f"下级报告之和 {total}（{len(counted)} 份） > 本报告 {whole[cell]}"
        message = f"“{words}”（{whole[cell]}）少于所属机关和下级政府报告之和（{total}）"
        if most > whole[cell]:
            message += f"，其中{agency}一家即为 {most}"
        message += "；如本报告只统计本级则属正常"
        yield Finding("R15_rollup", Severity.INFO, Fault.AGENCY, message, (cell,), formula)
