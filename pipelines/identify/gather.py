"""What a document, its list row and its place on the site say of agency and year."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from pipelines.identify.names import NameEvidence
from pipelines.identify.recognise import Recognition
from pipelines.identify.years import YearEvidence, year_of_address, year_of_column
from pipelines.items import Extracted, Reading

# What the head of a page calls the agency that publishes, by the trust it earns: 来源 is often the
# portal itself, 所属机构 the office that runs the site.
_PUBLISHER_FIELDS = ("发布机构", "发布单位", "公开主体", "发文机关", "信息来源", "来源", "所属机构")


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where a document was found: its URL, its link's words and day, the columns down to it."""

    url: str = ""
    list_title: str = ""
    column_path: tuple[str, ...] = ()
    column_is_annual: bool = False
    listed_on: dt.date | None = None


def year_evidence(
    extracted: Extracted, reading: Reading, where: Whereabouts, recognised: Recognition
) -> YearEvidence:
    """All that is said of the report year: titles, text, dates, folders and columns."""
    years = [parts.year for parts in recognised.titles]
    listed = bool(where.list_title.strip())
    own = [year for year in (years[1:] if listed else years) if year]
    folders = (*reversed(where.column_path), *reversed(where.url.split("/")[3:-1]))
    columns = [year for name in folders if (year := year_of_column(name))]
    if not own:  # the title may stand in the text alone
        stated = {parts.year for parts in recognised.body.titles if parts.year}
        own = list(stated) if len(stated) == 1 else []
    return YearEvidence(
        list_title=years[0] if listed else None,
        title=own[0] if own else None,
        column_year=columns[0] if columns else None,
        period_year=reading.period_year,
        named=recognised.body.years or reading.years,
        signed_on=reading.signed_on,
        published_on=extracted.published_on or where.listed_on,
        address_year=year_of_address(where.url),
    )


def _title_name(recognised: Recognition) -> tuple[str, ...]:
    """The agency in the text's own title lines, where they are of one agency."""
    names = recognised.body.title_names
    return names if len(names) == 1 else ()


def name_evidence(
    extracted: Extracted,
    reading: Reading,
    breadcrumb: tuple[str, ...],
    recognised: Recognition,
    year: int | None,
) -> NameEvidence:
    """All that is said of the agency; a title that is only a name counts if no other names one."""
    fields = extracted.fields
    publishers = (fields[name] for name in _PUBLISHER_FIELDS if fields.get(name))
    claims = [p.agency_text for p in recognised.titles if p.kind in ("report", "possible")]
    return NameEvidence(
        titles=tuple(filter(None, claims)) or tuple(p.agency_text for p in recognised.titles),
        column_path=breadcrumb,
        publisher=next(publishers, extracted.meta.get("contentsource", "")),
        index_number=fields.get("索引号", ""),
        signature=reading.signature,
        body_names=(*recognised.body.names, *_title_name(recognised)),
        site_id_code=extracted.meta.get("siteidcode", ""),
        report_year=year,
    )
