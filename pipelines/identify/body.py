"""What the text of a document says of itself: that it is the report, and whose."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from pipelines.identify.characters import arabic_years, compact
from pipelines.identify.titles import TitleParts, is_organ, parse_title
from pipelines.items import Extracted, Paragraph, Reading

_LABELS = re.compile(
    r"本年新收(?:到)?政府信息公开申请|上年(?:度)?结转|结转下年度继续办理|本年制发件数|本年废止件数|现行有效件数"
    r"|本年新制作数量|本年新公开数量|对外公开总数量|规范性文件|行政许可|行政处罚|行政强制|行政事业性收费|政府集中采购"
    r"|予以公开|部分公开|不予公开|无法提供|不予处理|商业企业|科研机构|社会公益组织|法律服务机构|第二十条第"
    r"|制发规范性文件总数|回应公众关注热点"
)
_HEADINGS = re.compile(
    r"总体情况|概述|主动公开政府信息的?情况|政府信息主动公开情况|收到和处理政府信息公开申请的?情况|依申请公开(?:政府信息)?(?:办理)?情况"
    r"|行政复议[、和]?(?:提起)?行政诉讼(?:的?情况)?|存在的?(?:主要)?问题|改进(?:情况|措施)|其[他它]需要报告的?事项"
    r"|收费(?:及|和)?减免情况"
)
_STATEMENTS = (
    ("law", 1.0, re.compile(r"政府信息公开条例")),
    ("article", 2.0, re.compile(r"条例》?.{0,20}第(?:四十九|五十|三十一|三十二)条")),
    (
        "period",
        2.0,
        re.compile(r"统计期[限为]|1月1日.{0,8}12月31日|\d{4}1月1日|\d{4}11日.{0,8}1231日"),
    ),
    (
        "self",
        2.0,
        re.compile(
            r"(?:现|特向社会|特此)(?:将|公布|发布|公开|编制).{0,50}(?:报告|年报|年度报告)"
            r"|本年?度?(?:工作)?(?:年度)?(?:报告|年报)(?:由|根据|依据|所列|中所列|的电子版|按照|是根据)"
            r"|(?:编制|综合).{0,30}本(?:年度)?报告|特编制|等[四五六七八两三]部分(?:组成|内容)"
        ),
    ),
    (
        "requests",
        1.0,
        re.compile(
            r"(?:收到|受理|接到|办理|办结).{0,30}申请|无依申请公开|申请.{0,12}\d+[件条例宗项]"
        ),
    ),
    ("proactive", 1.0, re.compile(r"(?:主动公开|公开|发布).{0,20}信息.{0,12}\d+(?:余)?[条篇项]")),
)
_BY = (
    re.compile(r"由([^,。;、]{2,30}?)(?:负责)?编制"),
    re.compile(r"与([^,。;、()]{2,30}?)联系"),
    re.compile(r"^([^,。;、]{2,30}?)(?:根据|按照|依据)《"),
)
_PAGE_HEAD = re.compile(r"来源[::]|发布(?:日期|时间|机构|单位)[::]|索引号|浏览次数|当前位置")
_YEAR = re.compile(r"(?<!\d)(20\d{2})年(?!\d{1,2}月\d{1,2}日)")
_SPEAKS_OF_ITSELF = 1500  # compact characters: the title, the opening and the contact line


@dataclass(frozen=True, slots=True)
class Body:
    """The signs in a text that it is the statutory report.

    ``names`` are who the opening says it is by, ``title_names`` the agencies in lines that are
    report titles. ``labels`` and ``headings`` count different ones of the form;
    ``statements`` are the kinds of sentences such a report has; ``weight`` sums it all up.
    ``years`` counts the years its sentences name, dates and titles apart.
    """

    text: str
    titles: tuple[TitleParts, ...]
    names: tuple[str, ...]
    title_names: tuple[str, ...]
    labels: int
    headings: int
    figures: int
    statements: tuple[str, ...]
    weight: float
    years: dict[int, int]

    @property
    def has_form(self) -> bool:
        """Whether the statutory tables stand there."""
        return self.figures >= 30 or self.labels >= 6

    @property
    def is_strong(self) -> bool:
        """Whether the text alone shows the report, whatever the title says."""
        return self.weight >= 6 and (self.has_form or self.headings >= 3)


def read_body(extracted: Extracted, reading: Reading) -> Body:
    """Look for the signs of the report in a document."""
    lines = [line for line in map(_line, extracted.paragraphs) if line]
    cells = [compact(cell.text) for grid in extracted.grids for cell in grid]
    text = "\n".join((*lines, *cells))
    labels = len(set(_LABELS.findall(text)))
    known = {section.key for section in reading.sections if section.key}
    headings = max(len(set(_HEADINGS.findall(text))), len(known))
    statements = {name: weight for name, weight, pattern in _STATEMENTS if pattern.search(text)}
    weight = min(labels, 6) * 0.75 + min(headings, 4) * 0.75 + sum(statements.values())
    titles = tuple(parts for parts in map(parse_title, _title_lines(lines)) if parts.is_report)
    return Body(
        text=text,
        titles=titles,
        names=tuple(dict.fromkeys(_names(text[:_SPEAKS_OF_ITSELF]))),
        title_names=tuple(dict.fromkeys(p.agency_text for p in titles if p.agency_text)),
        labels=labels,
        headings=headings,
        figures=len(reading.figures),
        statements=tuple(statements),
        weight=weight + (4 if len(reading.figures) >= 30 else 0),
        years=Counter(int(year) for line in sentences(text) for year in _YEAR.findall(line)),
    )


def _line(paragraph: Paragraph) -> str:
    return arabic_years(compact(paragraph.text))


def _title_lines(lines: list[str]) -> Iterator[str]:
    """The lines and quoted titles that can be a report's title; a title may be cut in two lines.

    The byline of the page is no half of a title: 来源 names who put the report up.
    """
    for line, after in pairwise([*(line for line in lines if not _PAGE_HEAD.search(line)), ""]):
        if len(line) <= 60 and "公开" in line + after:
            yield line
            if len(line) + len(after) <= 60 and after:
                yield line + after
        yield from re.findall(r"(?:现|特).{0,8}?(?:公布|公开|发布|将)《?(.{4,50}?报告)", line)


def _names(opening: str) -> Iterator[str]:
    for line in opening.splitlines():
        for sentence in re.split(r"[。;]", line):
            for pattern in _BY:
                yield from (name for name in pattern.findall(sentence) if _is_name(name))


def _is_name(text: str) -> bool:
    return is_organ(text) and not re.search(r"^[我本]|政府信息公开$|条例|国务院", text)


def sentences(text: str) -> Iterator[str]:
    """The lines that the report itself says: no titles, no path, date or source of the page."""
    for line in text.splitlines():
        head = len(line) <= 80 and (">" in line or _PAGE_HEAD.search(line))
        if not head and not (len(line) <= 60 and "公开" in line and parse_title(line).is_report):
            yield line


def lines_naming(text: str, names: tuple[str, ...]) -> int:
    """How many of the report's own lines name an agency by one of its names.

    民政局 may be anyone's; the name of a township, however short, is its own.
    """
    long_enough = [name for name in names if len(name) > 3 or name.endswith(("乡", "镇"))]
    return sum(any(name in line for name in long_enough) for line in sentences(text))
