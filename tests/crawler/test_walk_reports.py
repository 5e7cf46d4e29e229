"""The walk at reports: their files, what is a list besides, names that say little."""

from __future__ import annotations

import pytest

from tests.crawler.paper_site import PaperSite, listing, page, report
from tests.crawler.small_county import HOME, NB, site_of, title, walk


@pytest.mark.parametrize("text", ["临河县财政局", "2025年"])
def test_a_file_under_an_agencys_name_or_a_year_is_no_folder(text: str) -> None:
    """Years as tabs, the agencies below them: one of them put its report there as a file."""
    names = "".join(
        f'<li><a href="{NB}{n}/">临河县{name}</a></li>'
        for n, name in enumerate(["民政局", "教育局"])
    )
    pages = site_of()
    pages[NB] = page("政府信息公开年报", f'<ul>{names}<li><a href="/up/1.pdf">{text}</a></li></ul>')
    pages[f"{HOME}up/1.pdf"] = "%PDF-1.4 not a real one"
    assert f"{HOME}up/1.pdf" in walk(PaperSite(pages)).document_urls


def test_a_report_titled_without_a_year_is_told_by_its_sentences() -> None:
    name = "临河县财政局"
    text = f"<p>{name}推进政府信息公开。</p>" * 9
    pages = site_of()
    pages[NB] = page("政府信息公开年报", f'<ul><li><a href="{NB}1/">{name}</a></li></ul>')
    pages[f"{NB}1/"] = page(name, f"<h1>{name}政府信息公开工作年度报告</h1>{text}")
    assert walk(PaperSite(pages)).document_urls == {f"{NB}1/"}


def test_a_fragment_is_read_with_the_clicks_of_the_page_it_is_put_into() -> None:
    """Cards without links: the first page's script says where a click on one leads."""

    def cards(*years: int) -> str:
        return "".join(
            f'<div class="card" data-id="{year}"><p>{title(year)}</p><i>{year + 1}-01-20</i></div>'
            for year in years
        )

    script = """<script>
    $(document).on("click", ".card", function(){ location.href = "/v/" + $(this).data("id"); });
    function turn(n){ if(n > 2) return; $("#list").load("/frag/7_" + n + ".html"); }</script>"""
    turn = '第<i>1</i>页 共<i>2</i>页 <a href="javascript:;" onclick="turn(2)">下一页</a>'
    pages = site_of()
    first = f'<div id="list">{cards(2025, 2024, 2023)}</div>{turn}{script}'
    pages[NB] = page("政府信息公开年报", first)
    pages[f"{HOME}frag/7_2.html"] = cards(2022, 2021)
    years = range(2021, 2026)
    pages |= {f"{HOME}v/{year}": report(title(year)) for year in years}
    walked = walk(PaperSite(pages))
    assert walked.document_urls == {f"{HOME}v/{year}" for year in years}
    assert walked.closed[NB].complete


def test_files_of_a_report_page_are_fetched_with_it() -> None:
    pages = site_of(2025)
    pages[f"{NB}2025.html"] = report(title(2025), '<p>附件：<a href="P02026.pdf">下载PDF</a></p>')
    pages[f"{NB}P02026.pdf"] = "%PDF-1.4 not a real one"
    walked = walk(PaperSite(pages))
    file = next(document for document in walked.documents if document.url.endswith(".pdf"))
    assert file.parent_url == f"{NB}2025.html"


def test_the_word_and_the_pdf_of_a_report_make_no_column_of_its_page() -> None:
    files = "".join(
        f'<li><a href="{NB}2025.{kind}">{title(2025)}.{kind}</a></li>' for kind in ("docx", "pdf")
    )
    site = PaperSite(site_of(2025) | {f"{NB}2025.html": report(title(2025), f"<ul>{files}</ul>")})
    walked = walk(site)
    assert walked.document_urls == {f"{NB}2025.html"}
    assert {f"{NB}2025.docx", f"{NB}2025.pdf"} <= set(site.urls)
    assert walked.closed.keys() == {NB}


def test_a_row_titled_as_a_report_may_lead_to_those_of_many_with_one_title() -> None:
    """The folder of a year, in which every agency's report has the same title."""
    same = "2025年政府信息公开工作年度报告"
    items = [(f"{NB}{n}.html", same, "2026-01-20") for n in range(5)]
    pages = site_of()
    pages[NB] = listing("政府信息公开年报", [(f"{NB}2025/", same, "2026-01-31")])
    pages[f"{NB}2025/"] = listing(same, items)
    pages |= {url: report(same) for url, _, _ in items}
    assert {url for url, _, _ in items} <= walk(PaperSite(pages)).document_urls


def test_what_a_list_calls_a_report_may_be_a_column_of_cut_titles() -> None:
    """A folder of an agency: 机构职能 and 年度报告 as two entries, behind the second the years."""
    folder = f"{NB}gknb/index.html"
    items = [
        (f"{NB}{year}.html", f"临河县财政局{year}年...", "2026-01-20") for year in (2025, 2024)
    ]
    pages = site_of(2025, 2024)
    pages[NB] = listing("政府信息公开年报", [(folder, "政府信息公开年度报告", "2026-01-31")])
    pages[folder] = listing("年度报告", items)
    walked = walk(PaperSite(pages))
    assert {url for url, _, _ in items} <= walked.document_urls
    assert walked.closed[folder].complete


def test_a_report_that_names_those_of_two_others_is_a_column_too() -> None:
    others = "".join(
        f'<li><a href="{NB}{year}.html">{title(year)}</a></li>' for year in (2024, 2023)
    )
    pages = site_of(2025, 2024, 2023)
    pages[NB] = report(title(2025), f"<ul>{others}</ul>")
    walked = walk(PaperSite(pages))
    assert walked.document_urls == {NB, f"{NB}2024.html", f"{NB}2023.html"}
    assert walked.closed.keys() == {NB}
