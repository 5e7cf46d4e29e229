"""Runs a page's scripts just far enough to see where they go and what they ask for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from crawler.spiders.pages.javascript.expressions import Reader, Scope
from crawler.spiders.pages.javascript.tokens import END, Token, tokenize
from crawler.spiders.pages.javascript.values import UNKNOWN, Value, operate, to_text, truth

_MOST_STEPS = 20_000
_DEEPEST = 6
_ASSIGNS = ("=", "+=", "-=", "*=")
_DECLARES = ("var", "let", "const")
_LOCATION = re.compile(r"(?:^|\.)(?:location(?:\.href)?|\w*\.src)$")
_OPENS = re.compile(r"(?:^|\.)(?:location\.(?:replace|assign)|window\.open|open)$")
_FIELD = re.compile(r"^[#.]|^\w*\[name=['\"]?|['\"]?\]$")
# what keeps a browser from taking an old copy: any number does
_CLOCK = re.compile(
    r"new Date\(\)(?:\.(?:getTime|valueOf)\(\))?|\bDate\.now\(\)|\bMath\.random\(\)"
)
_ASKS = re.compile(r"(?:^|\.)(?:ajax|post|get|getJSON|fetch|request|load|axios)$")


@dataclass(frozen=True, slots=True)
class Ask:
    """What a script does to the net: ``navigate`` opens ``url``; GET and POST ask for data.

    ``submit`` sends the form named in ``url`` with ``data`` set in its fields.
    """

    method: str
    url: str
    data: Mapping[str, str | int] = field(default_factory=dict)
    is_json: bool = False


@dataclass(slots=True)
class Function:
    """A function of the page: the names of its parameters and the tokens of its body."""

    parameters: list[str]
    body: list[Token]

    @property
    def is_given_object(self) -> bool:
        """Whether the body reads a member of its first parameter."""
        name = self.parameters[0] if self.parameters else ""
        pairs = zip(self.body, self.body[1:], strict=False)
        return any(first.text == name and second.text == "." for first, second in pairs)


class Program:
    """The scripts of the page at ``url``, run once.

    ``loaded`` is what they ask for as the page loads. Without ``url`` the page's place is unknown.
    """

    def __init__(self, scripts: str, url: str = "") -> None:
        self.functions: dict[str, Function] = {}
        self.variables: Scope = _browser(url) if url else {}
        self._steps = 0
        self._asked: list[Ask] = []
        self._fields: dict[str, str] = {}
        tokens = tokenize(_CLOCK.sub("1", scripts))
        self._collect(tokens)
        self._run(tokens, self.variables, 0)
        self.loaded = tuple(self._asked)

    def call(self, code: str, **given: Value) -> tuple[Ask, ...]:
        """What running ``code`` (a handler such as ``next(2)``) would ask for."""
        self._asked = []
        self._fields = {}
        self._steps = 0
        self._run(tokenize(code), self.variables | given, 0)
        return tuple(self._asked)

    def _collect(self, tokens: list[Token]) -> None:
        """Find ``function f(a) {…}``, ``f = function (a) {…}`` and ``f: function (a) {…}``."""
        for at, token in enumerate(tokens):
            if token.kind != "name" or token.text != "function":
                continue
            reader = Reader(tokens, {}, at + 1)
            name = reader.token.text if reader.token.kind == "name" else ""
            if name:
                reader.at += 1
            elif at >= 2 and tokens[at - 1].text in {"=", ":"}:
                name = tokens[at - 2].text
            start = reader.at
            reader.skip_group()
            names = [t.text for t in tokens[start : reader.at] if t.kind == "name"]
            start = reader.at
            reader.skip_group()
            if name:
                self.functions.setdefault(name, Function(names, tokens[start + 1 : reader.at - 1]))

    def _run(self, tokens: list[Token], scope: Scope, depth: int) -> None:
        reader = Reader(tokens, scope)
        while reader.token is not END and self._steps < _MOST_STEPS:
            before = reader.at
            self._statement(reader, depth)
            reader.at = max(reader.at, before + 1)

    def _statement(self, reader: Reader, depth: int) -> None:
        self._steps += 1
        if reader.sees("if"):
            self._condition(reader, depth)
        elif reader.sees("function"):
            reader.at += 2
            reader.skip_group()
            reader.skip_group()
        elif reader.token.kind == "name":
            self._simple(reader, depth)
        else:
            reader.at += 1

    def _condition(self, reader: Reader, depth: int) -> None:
        reader.at += 2
        test = reader.expression()
        while not reader.take(")") and reader.token is not END:
            reader.at += 1
        self._branch(reader, depth, run=test is UNKNOWN or truth(test))
        if reader.take("else"):
            self._branch(reader, depth, run=test is UNKNOWN or not truth(test))

    def _branch(self, reader: Reader, depth: int, *, run: bool) -> None:
        start = reader.at
        if reader.sees("{"):
            reader.skip_group()
        elif reader.sees("if"):
            self._skip_condition(reader)
        else:
            while not reader.sees(";", "}", "else") and reader.token is not END:
                if reader.sees("(", "[", "{"):
                    reader.skip_group()
                else:
                    reader.at += 1
            reader.take(";")
        if run:
            self._run(reader.tokens[start : reader.at], reader.scope, depth)

    def _skip_condition(self, reader: Reader) -> None:
        self._steps += 1
        reader.at += 1
        reader.skip_group()
        self._branch(reader, 0, run=False)
        if reader.take("else"):
            self._branch(reader, 0, run=False)

    def _simple(self, reader: Reader, depth: int) -> None:
        """An assignment or a call; anything else is stepped over."""
        if reader.sees(*_DECLARES):
            reader.at += 1
        path = self._path(reader)
        if reader.token.kind == "sign" and reader.token.text in _ASSIGNS:
            self._assign(reader, path, reader.token.text, depth)
        elif reader.sees("("):
            self._call(reader, path, depth)
        elif reader.sees("++", "--"):
            one = 1.0 if reader.sees("++") else -1.0
            old = reader.scope.get(path, UNKNOWN)
            reader.scope[path] = old + one if isinstance(old, float) else UNKNOWN
            reader.at += 1

    def _path(self, reader: Reader) -> str:
        parts = [reader.token.text]
        reader.at += 1
        while reader.sees(".", "["):
            if reader.sees("["):  # document.forms[0]
                reader.skip_group()
                continue
            parts.append(
                reader.tokens[reader.at + 1].text if reader.at + 1 < len(reader.tokens) else ""
            )
            reader.at += 2
        return ".".join(parts)

    def _call_kept(self, reader: Reader, depth: int) -> bool:
        """Make the call whose result is kept: ``var w = window.open(…)``; False if it is none."""
        start = reader.at
        if reader.token.kind == "name":
            path = self._path(reader)
            if reader.sees("(") and (_OPENS.search(path) or _ASKS.search(path)):
                self._call(reader, path, depth)
                return True
        reader.at = start
        return False

    def _assign(self, reader: Reader, path: str, sign: str, depth: int) -> None:
        reader.at += 1
        if reader.sees("function"):  # its body runs only when it is called
            reader.at += 1
            if path.split(".")[-1] not in {"onload", "ready"}:
                reader.skip_group()
                reader.skip_group()
            return
        if self._call_kept(reader, depth):
            reader.scope[path] = UNKNOWN
            return
        value = reader.expression()
        if sign != "=":
            old = reader.scope.get(path, UNKNOWN)
            value = operate(sign[0], old, value)
        if path.endswith(".value"):
            self._set(path.split(".")[-2], value)
        if _LOCATION.search(path) and isinstance(value, str):
            self._asked.append(Ask("navigate", value))
        reader.scope[path.removeprefix("window.").removeprefix("this.")] = value

    def _call(self, reader: Reader, path: str, depth: int) -> None:
        reader.at += 1
        start = reader.at
        values = reader.arguments()
        if path.endswith(".submit"):
            self._asked.append(Ask("submit", path.split(".")[-2], dict(self._fields)))
        elif _ASKS.search(path) and (ask := _request(path, values)):
            self._asked.append(ask)
        elif _OPENS.search(path) and values:
            self._asked.extend(_opened(values))
        elif function := self.functions.get(path.split(".")[-1]):
            if depth < _DEEPEST:
                given = dict(zip(function.parameters, values, strict=False))
                self._run(function.body, {**self.variables, **reader.scope, **given}, depth + 1)
        else:  # $(function () {…}), $(document).ready(…), setTimeout(…): what they hold runs
            self._run_callbacks(reader.tokens[start : reader.at], reader.scope, depth)
        if reader.sees("."):
            self._chain(reader, depth, to_text(values[0]) if values else "")

    def _chain(self, reader: Reader, depth: int, target: str) -> None:
        """What follows a call: ``$(document).ready(…)``, ``$("#page").val(2)``, ``.submit()``."""
        reader.at += 1
        name = self._path(reader)
        if name == "value" and reader.take("="):
            self._set(target, reader.expression())
        elif reader.take("("):
            start = reader.at
            values = reader.arguments()
            if name == "val" and values:
                self._set(target, values[0])
            elif name == "submit":
                self._asked.append(Ask("submit", target.lstrip("#."), dict(self._fields)))
            elif name == "load" and values and isinstance(values[0], str):
                self._asked.append(Ask("GET", values[0].partition(" ")[0]))
            elif name in {"ready", "load"}:
                self._run_callbacks(reader.tokens[start : reader.at], reader.scope, depth)
            if reader.sees("."):
                self._chain(reader, depth, target)

    def _set(self, name: str, value: Value) -> None:
        """Note what a script writes into the field of a form."""
        if value is not UNKNOWN and not isinstance(value, dict | list):
            self._fields[_FIELD.sub("", name)] = to_text(value)

    def _run_callbacks(self, tokens: list[Token], scope: Scope, depth: int) -> None:
        if depth >= _DEEPEST:
            return
        for at, token in enumerate(tokens):
            if token.text in {"function", "=>"} and token.kind in {"name", "sign"}:
                reader = Reader(tokens, scope, at + 1)
                if token.text == "function":
                    reader.skip_group()
                start = reader.at
                reader.skip_group()
                self._run(tokens[start + 1 : reader.at - 1], scope, depth + 1)
                return


def _opened(values: list[Value]) -> list[Ask]:
    """``window.open(url, …)``, or ``XMLHttpRequest.open(method, url, …)``."""
    texts = [value for value in values[:2] if isinstance(value, str)]
    if len(texts) == 2 and texts[0].upper() in {"GET", "POST"}:
        return [Ask(texts[0].upper(), texts[1])]
    return [Ask("navigate", texts[0])] if texts and texts[0] == values[0] else []


def _browser(url: str) -> Scope:
    """What a script finds of the page's own address: ``location`` by its names."""
    parts = urlsplit(url)
    location: dict[str, Value] = {
        "href": url,
        "origin": f"{parts.scheme}://{parts.netloc}",
        "protocol": f"{parts.scheme}:",
        "host": parts.netloc,
        "hostname": parts.hostname or "",
        "pathname": parts.path or "/",
        "search": f"?{parts.query}" if parts.query else "",
        "hash": "",
    }
    holder: dict[str, Value] = {"location": location}
    return {
        "location": location,
        "window": holder,
        "self": holder,
        "document": {**holder, "URL": url},
    }


def _request(path: str, values: list[Value]) -> Ask | None:
    """The request of ``$.ajax({…})``, ``$.post(url, {…})``, ``fetch(url, {…})`` and their kin."""
    if not values:
        return None
    name = path.split(".")[-1]
    first = values[0]
    options = first if isinstance(first, dict) else {}
    url = options.get("url", UNKNOWN) if options else first
    if not isinstance(url, str) or not re.search(r"[/.?]", url):
        return None
    second = values[1] if len(values) > 1 and isinstance(values[1], dict) else {}
    settings = options or (second if name in {"fetch", "request"} else {})
    verb = settings.get("type") or settings.get("method") or ("POST" if name == "post" else "GET")
    data = settings.get("data", settings.get("body", settings.get("params", UNKNOWN)))
    if not options and name in {"post", "get", "getJSON", "load"}:
        data = second.get("params", second)
    known = _known(data)
    is_json = "json" in str(settings.get("contentType", settings.get("headers", ""))).lower()
    method = to_text(verb).upper() if verb is not UNKNOWN else "GET"
    return Ask(method if method in {"GET", "POST"} else "GET", url, known, is_json)


def _known(data: Value) -> dict[str, str | int]:
    if isinstance(data, str):
        pairs = (part.partition("=") for part in data.split("&") if "=" in part)
        return {name: value for name, _, value in pairs}
    if not isinstance(data, dict):
        return {}
    return {
        key: int(value) if isinstance(value, float) else to_text(value)
        for key, value in data.items()
        if value is not UNKNOWN and not isinstance(value, dict | list)
    }
