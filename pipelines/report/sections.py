"""The sections of a report, its signature, and the years it speaks of."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipelines.extract.dates import days_in
from pipelines.extract.grid import Grid
from pipelines.items import Extracted, Section
from pipelines.report.form import Entry, sections
from pipelines.report.labels import best, likeness, normal

_NUMERALS = "一二三四五六七八九十"
# 一、 and its misprints: a dash for 一, an Arabic number, a full stop or nothing for the comma.
_NUMBERED = re.compile(
    rf"^([{_NUMERALS}]{{1,2}}|[-—–―ー]|[1-9])\s*[、.．,，:：\s]\s*(.+)$", re.DOTALL
)
_REMARK = re.compile(
    r"[(（【\[][^()（）【】\[\]]*(?:宋体|黑体|楷体|仿宋|字号|号字|加粗|居中|表格|该部分|格式)[^()（）]*[)）】\]]?"
)
_LEAD = re.compile(r"^(.{2,32}?)[。:：\s](.+)$", re.DOTALL)
_SENTENCE = re.compile(r"[。；;]\s*$")
_LONGEST = 45  # characters of a heading line; the longest of the form has 18
_NUMBERED_LIKE, _BARE_LIKE, _LEAD_LIKE = 0.7, 0.88, 0.88
_PERIOD = re.compile(
    r"(20\d\d)年?0?1月0?1日?(?:起|始|开始)?(?:至|到|[-—–~～])+(?:(20\d\d)年?)?12月31日?"
)
_WHOLE_YEAR = re.compile(r"(?:统计)?(?:期限|时段|时间)(?:为|是)?(20\d\d)年(?:全年|度)")
_YEAR = re.compile(r"(?<!\d)(20[012]\d)年")
_SIGNER = re.compile(r"^[\u4e00-\u9fff（）()]{3,40}$")
_LAST_LINES = 8  # the signature stands in the last lines of a report


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    in_table: bool = False


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs at the end of a report, and on which day."""

    agency: str = ""
    day: dt.date | None = None


def split_sections(extracted: Extracted) -> tuple[Section, ...]:
    """The sections in printed order; text before the first heading belongs to none.

    A heading is known by number and words, or by words alone; one paragraph may hold heading and
    text. A numbered heading of other words starts a section of its own if its number comes next.
    """
    found: list[tuple[str, str, str, list[str]]] = []
    end = _signature_start(extracted)
    for index, line in enumerate(_lines(extracted)):
        heading = _heading(line, found[-1][1] if found else "")
        if heading:
            key, number, words, rest = heading
            found.append((key, number, words, [rest] if rest else []))
        elif found and index < end and (not line.in_table or len(line.text) > _LONGEST):
            found[-1][3].append(line.text)
    return tuple(Section(key, no, words, "\n".join(text)) for key, no, words, text in found)


def _lines(extracted: Extracted) -> list[_Line]:
    return [line for block in extracted.blocks for line in _lines_of(block)]


def _lines_of(block: object) -> Iterator[_Line]:
    if isinstance(block, Grid):
        for row in range(block.rows):
            filled = [cell.text for cell in block.row(row) if cell.text.strip()]
            if len(filled) == 1:  # pages laid out as one table keep their headings in it
                yield _Line(filled[0], in_table=True)
    else:
        yield _Line(getattr(block, "text", ""))


def _heading(line: _Line, last: str) -> tuple[str, str, str, str] | None:
    """Key, number, words and the text after them, or None for a line of text."""
    text = _REMARK.sub("", line.text.strip()).strip()
    numbered = _NUMBERED.match(text)
    number, words = (_numeral(numbered[1]), numbered[2]) if numbered else ("", text)
    if len(normal(words)) <= _LONGEST:
        entry = _known(words, bool(number), line.in_table)
        if entry:
            return entry.key, number, words, ""
        if numbered and not line.in_table and _is_next(number, last) and _looks_like_one(words):
            return "", number, words, ""
    lead = _LEAD.match(words) if numbered else None
    if lead and (entry := best(lead[1], sections(), _LEAD_LIKE)):
        return entry.key, number, lead[1], lead[2].strip()
    return None


def _known(words: str, numbered: bool, in_table: bool) -> Entry | None:
    least = _NUMBERED_LIKE if numbered and not in_table else _BARE_LIKE
    entry = best(words, sections(), least)
    if entry is None or (numbered and not _SENTENCE.search(words)):
        return entry
    # （一）主动公开情况 heads a part of the overview; only the form's own words need no number.
    # 无其他需要报告的事项。 is the text of section six, not its heading.
    plain = not re.match(r"[(\d无]", normal(words)) and not _SENTENCE.search(words)
    own_words = Entry(entry.key, entry.label)
    return entry if plain and likeness(words, own_words) >= _BARE_LIKE else None


def _looks_like_one(words: str) -> bool:
    return not re.search(r"[。；;，,]", words) and not re.search(r"\d\s*$", words)


def _numeral(printed: str) -> str:
    if printed.isdigit():
        return _NUMERALS[int(printed) - 1]
    return printed if printed[0] in _NUMERALS else "一"


def _is_next(number: str, last: str) -> bool:
    place = _NUMERALS.find(number)
    return place == (_NUMERALS.find(last) + 1 if last else 0)


def _signature_start(extracted: Extracted) -> int:
    """The index of the line where the signature begins, or the number of lines."""
    lines = _lines(extracted)
    for index in range(len(lines) - 1, max(len(lines) - _LAST_LINES, 0) - 1, -1):
        if _is_date_line(lines[index].text):
            signed = index > 0 and _SIGNER.match(re.sub(r"\s", "", lines[index - 1].text))
            return index - 1 if signed else index
    if lines and _looks_like_agency(lines[-1].text):
        return len(lines) - 1
    return len(lines)


def _is_date_line(text: str) -> bool:
    return len(normal(text)) <= 16 and bool(days_in(text))


def _looks_like_agency(text: str) -> bool:
    words = re.sub(r"\s", "", text)
    return bool(_SIGNER.match(words)) and bool(
        re.search(r"(?:政府|办公室|办公厅|委员会|[局厅委办部院处会乡镇]|街道|中心)$", words)
    )


def signature(extracted: Extracted) -> Signature:
    """The agency and the day at the end of the text."""
    lines = _lines(extracted)
    start = _signature_start(extracted)
    day: dt.date | None = None
    agency = ""
    for line in lines[start : start + 2]:
        if _is_date_line(line.text):
            day = days_in(line.text)[0]
        elif _SIGNER.match(words := re.sub(r"\s", "", line.text)):
            agency = words
    return Signature(agency, day)


def period_year(texts: Sequence[str]) -> int | None:
    """The year the text says its data are of; 年 and 月 may be missing in the statement."""
    whole = normal("\n".join(texts))
    if match := _PERIOD.search(whole):
        return int(match[2] or match[1])
    match = _WHOLE_YEAR.search(whole)
    return int(match[1]) if match else None


def years_named(texts: Sequence[str]) -> dict[int, int]:
    """How often each year is named, most often first."""
    counted = Counter(int(year) for year in _YEAR.findall(normal("\n".join(texts))))
    return dict(counted.most_common())
