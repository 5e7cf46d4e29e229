"""The calendar that due dates are days of."""

from __future__ import annotations

from zoneinfo import ZoneInfo

CHINA = ZoneInfo("Asia/Shanghai")  # wherever the machine stands
