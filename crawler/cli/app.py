"""The command line put together."""

from __future__ import annotations

import typer

from crawler.cli import (
    agencies,
    alerts,
    check,
    coverage,
    crawl,
    demo,
    diff,
    evidence,
    export,
    health,
    issues,
    process,
    rebuild,
    release,
    reports,
    revisit,
    schedule,
    search,
    serve,
    show,
    stats,
    verify,
    worker,
)

app = typer.Typer(
    name="nianbao",
    help="Finds, archives, reads and watches annual reports on open government information "
    "(政府信息公开工作年度报告).",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
app.add_typer(agencies.app, name="agencies")
app.command("crawl")(crawl.crawl)
app.command("revisit")(revisit.revisit)
app.command("process")(process.process)
app.command("reports")(reports.reports)
app.command("show")(show.show)
app.command("search")(search.search)
app.command("stats")(stats.stats)
app.command("diff")(diff.diff)
app.command("coverage")(coverage.coverage)
app.add_typer(alerts.app, name="alerts")
app.command("evidence")(evidence.evidence)
app.command("issues")(issues.issues)
app.command("check")(check.check)
app.command("export")(export.export)
app.command("release")(release.release)
app.command("verify")(verify.verify)
app.command("rebuild")(rebuild.rebuild)
app.command("schedule")(schedule.schedule)
app.command("serve")(serve.serve)
app.command("worker")(worker.worker)
app.command("fleet")(worker.fleet)
app.command("health")(health.health)
app.command("demo")(demo.demo)
