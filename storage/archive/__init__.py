"""Every write. Each function takes the session first; running it twice changes nothing."""

from storage.archive.absences import note_absence, note_presence, set_withdrawal
from storage.archive.agencies import save_agencies, settle_alias
from storage.archive.alerts import (
    acknowledge_alerts,
    note_states,
    save_alerts,
    save_verification,
    settle_alerts,
)
from storage.archive.captures import index_exchanges, store_exchange, write_exchanges
from storage.archive.coverage import save_expectations
from storage.archive.crawls import (
    add_errands,
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
from storage.archive.fleet import note_failure
from storage.archive.issues import clear_issues, replace_issues, save_issue
from storage.archive.listings import (
    assign_listing_rows,
    save_column,
    save_column_reading,
    save_listing_rows,
)
from storage.archive.messages import (
    attempts,
    claim_message,
    give_up,
    mark_failed,
    mark_sent,
    save_delivery,
    save_message,
    undelivered_alerts,
)
from storage.archive.reindex import (
    count_on,
    crawl_ids,
    finish_restored,
    index_answers,
    mend_places,
    next_crawl_id,
    restore_crawl,
    restore_sites,
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
from storage.archive.tables import REGISTRY, TOLD, restore_table, table_rows
from storage.archive.texts import save_text_bands
from storage.archive.versions import keep_versions, save_version

__all__ = [
    "REGISTRY",
    "TOLD",
    "acknowledge_alerts",
    "add_errands",
    "assign_listing_rows",
    "attempts",
    "beat",
    "begin_reading_again",
    "bury_scheduler",
    "claim_message",
    "claim_run",
    "clear_issues",
    "count_on",
    "crawl_ids",
    "enrol_scheduler",
    "finish_crawl",
    "finish_restored",
    "finish_run",
    "give_up",
    "index_answers",
    "index_exchanges",
    "interrupt_dead_crawls",
    "keep_versions",
    "mark_failed",
    "mark_read",
    "mark_sent",
    "mend_places",
    "next_crawl_id",
    "note_absence",
    "note_failure",
    "note_presence",
    "note_states",
    "plan_run",
    "replace_issues",
    "restore_crawl",
    "restore_sites",
    "restore_table",
    "save_agencies",
    "save_alerts",
    "save_column",
    "save_column_reading",
    "save_delivery",
    "save_document",
    "save_expectations",
    "save_issue",
    "save_listing_rows",
    "save_message",
    "save_proven_host",
    "save_site",
    "save_text_bands",
    "save_verification",
    "save_version",
    "save_visit",
    "set_document_state",
    "set_site_state",
    "set_withdrawal",
    "settle_alerts",
    "settle_alias",
    "start_crawl",
    "stop_scheduler",
    "store_exchange",
    "table_rows",
    "undelivered_alerts",
    "write_exchanges",
]
