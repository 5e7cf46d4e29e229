"""Telephones, addresses and e-mail in a report's text: published, but nothing to find people by.

The text of a report stays as it is; what is searched, and shown of a search, is without them
(网络数据安全管理条例, article 24). What changes here changes the index: see ``storage.bigrams``.
"""

from __future__ import annotations

import re

HIDDEN = "▢"
"""Stands in the place of each contact: a character that no report has, so that no phrase joins."""

_MAIL = r"[A-Za-z0-9_.+-]+[@＠][A-Za-z0-9-]+(?:[.．][A-Za-z0-9-]+)+"
_DIGITS = r"[（(]?0\d{2,3}[)）]?[-—－–—\s]{0,2}\d{7,8}(?:[-—－转]\d{1,6})?"
_MOBILE = r"1[3-9]\d{9}"
_NUMBER = rf"(?<!\d)(?:{_DIGITS}|{_MOBILE})(?!\d)"
_SAYS = r"\s{0,3}(?:[:：]|为|是)\s{0,3}"
_TELEPHONE = (
    rf"(?:电话|手机|传真|热线|联系方式)(?:号码)?{_SAYS}"
    r"[（(]?\d[\d\s、,，/;；()（）—－–转-]{4,60}\d"
)
_POSTCODE = rf"(?:邮编|邮政编码){_SAYS}\d{{6}}"
_PERSON = rf"(?:联系人|经办人){_SAYS}[\u4e00-\u9fff·]{{2,8}}"
# 网址 and the address of a web site are no contact of a person.
_ADDRESS = (
    r"(?<![网站页])(?:(?:联系|办公|通讯|通信|邮寄|单位|详细)地址|地址)"
    rf"{_SAYS}(?!\s*(?:https?:|www\.))[^，,。；;、）)\n]{{2,60}}"
)
_CONTACT = re.compile("|".join((_MAIL, _TELEPHONE, _POSTCODE, _PERSON, _ADDRESS, _NUMBER)))


def without_contacts(text: str) -> str:
    """A text in which each telephone, address, e-mail, postcode and named contact is hidden."""
    return _CONTACT.sub(HIDDEN, text)
