"""What machines ask: alive, ready, and the numbers."""

from __future__ import annotations

import httpx
import pytest
from fastapi import FastAPI
from prometheus_client.parser import text_string_to_metric_families

from storage.errors import ArchiveUnreachable
from storage.warc import WarcStore


def test_it_lives_and_is_ready(client: httpx.Client) -> None:
    assert client.get("/healthz").text == "ok\n"
    assert client.get("/readyz").text == "ready\n"


def test_an_archive_that_does_not_answer_is_not_ready_and_says_no_address(
    client: httpx.Client, app: FastAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(self: WarcStore) -> None:
        raise ArchiveUnreachable("s3://secret-place: no")

    monkeypatch.setattr(WarcStore, "ready", gone)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.text) == (503, "ArchiveUnreachable\n")
    assert client.get("/healthz").status_code == 200


def test_the_numbers_are_those_of_the_database(client: httpx.Client) -> None:
    answer = client.get("/metrics")
    found = {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }
    assert found["nianbao_reports",] > 0
    assert found["nianbao_captures",] > 0
    assert found["nianbao_documents", "read"] > 0
    assert found["nianbao_archive_waiting",] == 0
