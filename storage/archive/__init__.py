"""Every write. Each function takes the session first; running it twice changes nothing."""

from storage.archive.agencies import save_agencies, settle_alias
from storage.archive.captures import store_exchange
from storage.archive.coverage import save_expectations
from storage.archive.crawls import (
    finish_crawl,
    interrupt_dead_crawls,
    save_proven_host,
    save_site,
    save_visit,
    set_site_state,
    start_crawl,
)
from storage.archive.documents import (
    begin_reading_again,
    mark_read,
    save_document,
    set_document_state,
)
from storage.archive.issues import clear_issues, save_issue
from storage.archive.listings import (
    assign_listing_rows,
    save_column,
    save_column_reading,
    save_listing_rows,
)
from storage.archive.schedule import (
    beat,
    bury_scheduler,
    claim_run,
    enrol_scheduler,
    finish_run,
    plan_run,
    stop_scheduler,
)
from storage.archive.versions import keep_versions, save_version

__all__ = [
    "assign_listing_rows",
    "beat",
    "begin_reading_again",
    "bury_scheduler",
    "claim_run",
    "clear_issues",
    "enrol_scheduler",
    "finish_crawl",
    "finish_run",
    "interrupt_dead_crawls",
    "keep_versions",
    "mark_read",
    "plan_run",
    "save_agencies",
    "save_column",
    "save_column_reading",
    "save_document",
    "save_expectations",
    "save_issue",
    "save_listing_rows",
    "save_proven_host",
    "save_site",
    "save_version",
    "save_visit",
    "set_document_state",
    "set_site_state",
    "settle_alias",
    "start_crawl",
    "stop_scheduler",
    "store_exchange",
]
