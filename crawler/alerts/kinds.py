"""The kinds of alerts in the words of a disclosure office, and which of them wait for a person."""

from __future__ import annotations

from storage.vocabulary import AlertKind

NAMES = {
    AlertKind.ARCHIVE_DAMAGED: "存档损坏",
    AlertKind.CRAWL_FAILED: "采集失败",
    AlertKind.SITE_DOWN: "网站无法访问",
    AlertKind.BLOCKED: "网站拒绝访问",
    AlertKind.CONFIRMED_MISSING: "逾期未公布（已核实）",
    AlertKind.OVERDUE: "逾期未见（尚未核实）",
    AlertKind.WITHDRAWN: "已公布的年报被撤下",
    AlertKind.PUBLISHED_INVALID: "所公布的不是应有的年报",
    AlertKind.QUIET_EDIT: "未作说明的改动",
    AlertKind.CORRECTED: "重新公布（更正）",
    AlertKind.WRONG_SUMS: "新公布的年报勾稽关系不成立",
    AlertKind.PUBLISHED_AT_LAST: "先前提示未见，现已公布",
    AlertKind.PUBLISHED_LATE: "逾期公布",
    AlertKind.REMINDER_3: "三日内到期",
    AlertKind.REMINDER_14: "两周内到期",
}
"""In the order in which a message tells them."""

URGENT = frozenset(
    {
        AlertKind.ARCHIVE_DAMAGED,
        AlertKind.CRAWL_FAILED,
        AlertKind.SITE_DOWN,
        AlertKind.BLOCKED,
        AlertKind.CONFIRMED_MISSING,
        AlertKind.OVERDUE,
        AlertKind.WITHDRAWN,
    }
)
"""Those that stay open until their matter is over or a person acknowledges them."""

OPERATORS = frozenset({AlertKind.CRAWL_FAILED, AlertKind.ARCHIVE_DAMAGED})
"""Those about the running of this program rather than about an agency or its site."""
