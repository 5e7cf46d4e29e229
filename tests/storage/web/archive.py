"""A small archive with what the pages have to show: faults, versions, a gap, a hostile page."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from html import escape

from pipelines.coverage.judge import judge_coverage
from pipelines.report.form import load_form
from storage import archive
from storage.records import AlertDraft
from storage.vocabulary import AlertKind, SiteState
from tests.pipelines.home import VISIT, WATER, Home, report_page
from tests.pipelines.report.printed import Layout, page

DAY = dt.timedelta(days=1)
AS_OF = dt.date(2026, 4, 15)
YOUNG = replace(WATER, id="data", name="清河县数据局", first_report_year=2025)
SPY = "http://spy.example"

HOSTILE_TEXT = "<script>document.title='ran'</script><img src=x onerror=alert(1)>{{ 7 * 7 }}"
HOSTILE = f"""
<base href="{SPY}/">
<meta http-equiv="refresh" content="0;url={SPY}/refresh">
<link rel="stylesheet" href="{SPY}/style.css"><link rel="dns-prefetch" href="{SPY}">
<style>@import url("{SPY}/import.css"); body {{ background: url("{SPY}/background.png") }}</style>
<script src="{SPY}/script.js"></script>
<script>parent.document.title = "taken"; fetch("{SPY}/fetch"); document.title = "ran";</script>
<img src="{SPY}/picture.png" onerror="document.title='ran'" srcset="{SPY}/set.png 2x">
<svg onload="document.title='ran'"><image href="{SPY}/svg.png"/><script>1</script></svg>
<iframe src="{SPY}/frame"></iframe><object data="{SPY}/object"></object><embed src="{SPY}/embed">
<video src="{SPY}/video" poster="{SPY}/poster" autoplay></video>
<form id="f" action="{SPY}/form" method="post">
<input name="a" autofocus onfocus="f.submit()"></form>
<a id="nianbao-cell" href="{SPY}/link" ping="{SPY}/ping">link</a>
<a href="javascript:document.title='ran'">script</a>
<table background="{SPY}/table.png"><tr>
<td style="background:url({SPY}/cell.png)">x</td></tr></table>
<p style="position:fixed;inset:0;background-image:url({SPY}/p.png)" onclick="alert(1)">over</p>
"""


def fill(home: Home) -> None:
    """Reports of three agencies over five years, read and judged."""
    with home.database.session() as session:
        archive.save_agencies(session, [YOUNG])
    early = [_row("清河县人民政府", "gov", year, 20 + year % 7) for year in range(2021, 2026)]
    early += [_row("清河县水务局", "water", year, year % 5) for year in range(2021, 2025)]
    early += [_row("清河县民政局", "civil", year, 4) for year in (2021, 2022)]
    early += [("civil-2023.html", _title("清河县民政局", 2023), _faulty()), _hostile_row()]
    at = VISIT + 365 * DAY
    home.list_reports(*early, _row("清河县民政局", "civil", 2024, 4), at=at)
    home.read()
    changed = _row("清河县民政局", "civil", 2024, 9)
    home.list_reports(*early, changed, at=at + DAY)
    home.read()
    with home.database.session() as session:
        archive.set_site_state(session, home.site_id, SiteState.REACHABLE, "", at + DAY)
    judge_coverage(home.database, AS_OF + DAY)
    with home.database.session() as session:
        told = AlertDraft("test", AlertKind.QUIET_EDIT, "civil", 2024)
        archive.save_alerts(session, [told], at.date(), at)


def _row(name: str, file: str, year: int, received: int) -> tuple[str, str, bytes]:
    day = f"{year + 1}-01-20"
    body = report_page(name, year, published=day, received=received)
    return f"{file}-{year}.html", _title(name, year), body


def _title(name: str, year: int) -> str:
    return f"{name}{year}年政府信息公开工作年度报告"


def _faulty() -> bytes:
    """A sum that does not hold, a cell with words, one that is blank, one with a unit."""
    cells = dict.fromkeys(load_form("ogi_2021").keys, "0")
    cells |= {
        "t3.requests_received.natural_person": "1,234",
        "t3.requests_received.total": "1234件",
        "t3.outcome_granted.natural_person": "1234",
        "t3.outcome_granted.total": "1200",
        "t3.outcomes_total.natural_person": "1234",
        "t3.outcomes_total.total": "1234",
        "t4.reconsideration.upheld": "/",
        "t4.reconsideration.total": "",
        "t2_8.fees.amount_wan_yuan": "25.10",
    }
    text = page("ogi_2021", cells, Layout()).decode().replace("2024年", "2023年")
    return text.replace("<p>", "<p>发布日期：2024-01-20</p><p>", 1).encode()


def _hostile_row() -> tuple[str, str, bytes]:
    """A report for 2025 in GB 18030 amid what runs, sends, loads and leads away."""
    text = report_page("清河县民政局", 2025, published="2026-01-20", received=7).decode()
    text = text.replace("公开意识有待加强", "公开意识有待加强" + escape(HOSTILE_TEXT))
    return (
        "civil-2025.html",
        _title("清河县民政局", 2025),
        text.replace("<div id=zoom>", f"{HOSTILE}<div id=zoom>", 1).encode("gb18030"),
    )
