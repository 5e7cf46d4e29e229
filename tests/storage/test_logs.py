"""Logs as JSON lines."""

from __future__ import annotations

import json
import logging
from dataclasses import replace
from pathlib import Path

from deploy.demo.province import REGISTRY
from storage.logs import JsonLines
from tests.program import Program


def test_a_record_says_what_it_is_about() -> None:
    record = logging.LogRecord(
        "spider", logging.WARNING, "", 0, "%s is %d", ("https://www.a.gov.cn/nb/", 404), None
    )
    line = json.loads(JsonLines(crawl=7, share=None).format(record))
    del line["at"]
    assert line == {
        "level": "warning",
        "from": "spider",
        "message": "https://www.a.gov.cn/nb/ is 404",
        "crawl": 7,
        "site": "www.a.gov.cn",
    }


def test_a_crawl_logs_in_json_if_so_set(tmp_path: Path) -> None:
    program = replace(Program(tmp_path), settings={"NIANBAO_LOG_JSON": "1"})
    program.done("agencies", "import", str(REGISTRY))
    program("crawl", "--site", "jyj.qinghe.example")  # no answer: nothing is served
    lines = (tmp_path / "logs" / "crawl-1.log").read_text().splitlines()
    assert [json.loads(line)["crawl"] for line in lines] == [1] * len(lines) != []
