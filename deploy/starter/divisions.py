"""The governments of county level and above, with the general offices of the provinces."""

from collections.abc import Iterator

from deploy.starter.wheels import Division, Divisions, HomePages
from storage.vocabulary import AgencyClass

MUNICIPALITIES = frozenset({"北京市", "天津市", "上海市", "重庆市"})


def governments(divisions: Divisions, home_pages: HomePages) -> Iterator[dict[str, str]]:
    """Lines of the registry; an id is the code of the division.

    A province without a home page in the list is left out with all below it: 香港, 澳门 and 台湾,
    where the regulation does not apply.
    """
    for province in divisions:
        home_page = home_pages.provincial.get(f"{province.name}人民政府", "")
        if home_page:
            yield from _province(province, f"{home_page}/")


def _province(province: Division, home_page: str) -> Iterator[dict[str, str]]:
    place = {"province": province.name}
    yield _government(province, place) | {"homepage": home_page}
    yield {
        "id": f"{province.code}.bgt",
        "name": f"{province.name}人民政府办公厅",
        "class": AgencyClass.DEPARTMENT,
        "division_code": province.code,
        "parent_id": province.code,
        **place,
    }
    for city in province.below:
        if _is_county(city):
            prefix = province.name if province.name in MUNICIPALITIES else ""
            yield _county(city, place, province.code, prefix)
            continue
        yield _government(city, place | {"city": city.name}) | {"parent_id": province.code}
        for county in city.below:
            yield _county(county, place | {"city": city.name}, city.code, city.name)


def _county(county: Division, place: dict[str, str], parent: str, prefix: str) -> dict[str, str]:
    """A county's line; a district (区) bears its city's name in front, a county does not."""
    line = _government(county, place | {"county": county.name}) | {"parent_id": parent}
    return line | {"name": f"{prefix}{line['name']}"} if county.name.endswith("区") else line


def _government(division: Division, place: dict[str, str]) -> dict[str, str]:
    """A government's line; 地区 and 盟 have an outpost of the province (行政公署) instead."""
    seat = "行政公署" if division.name.endswith(("地区", "盟")) else "人民政府"
    return {
        "id": division.code,
        "name": f"{division.name}{seat}",
        "class": AgencyClass.GOVERNMENT,
        "division_code": division.code,
        **place,
    }


def _is_county(division: Division) -> bool:
    """Whether the code is a county's: its last two digits are not 00."""
    return not division.code.endswith("00")
