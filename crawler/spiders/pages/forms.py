"""The forms of a page: some lists turn their pages by submitting one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lxml.html import HtmlElement

from crawler.spiders.pages.markup import absolute


@dataclass(frozen=True, slots=True)
class Form:
    """A form as a browser would send it: absolute ``action``, ``method`` GET or POST, its fields.

    ``name`` is its name or id; ``ids`` gives the field name for an element id.
    """

    name: str
    action: str
    method: str
    fields: tuple[tuple[str, str], ...]
    ids: tuple[tuple[str, str], ...] = ()

    def filled(self, data: Mapping[str, str | int]) -> dict[str, str | int]:
        """The fields with ``data`` written over them, known by name or by id."""
        names = dict(self.ids)
        return {**dict(self.fields)} | {names.get(key, key): value for key, value in data.items()}

    def has(self, keys: set[str]) -> bool:
        """Whether a field of the form has one of these names or ids."""
        return any(name in keys for name, _ in (*self.fields, *self.ids))


def forms_of(root: HtmlElement, base: str) -> tuple[Form, ...]:
    """Every form of a page that holds named fields."""
    return tuple(form for node in root.iter("form") if (form := _form(node, base)).fields)


def _form(node: HtmlElement, base: str) -> Form:
    fields: dict[str, str] = {}
    ids: dict[str, str] = {}
    for field in node.iter("input", "select"):
        name = field.get("name") or ""
        if name and field.get("type", "text").lower() not in {"submit", "button", "image", "file"}:
            fields[name] = field.get("value") or ""
            ids[field.get("id") or name] = name
    method = "POST" if (node.get("method") or "").upper() == "POST" else "GET"
    action = absolute(base, node.get("action") or "") or base
    return Form(
        node.get("name") or node.get("id") or "",
        action,
        method,
        tuple(fields.items()),
        tuple(ids.items()),
    )
