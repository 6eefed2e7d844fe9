"""``tadamun serve``"""

import argparse
import os
from gettext import gettext as _

from tadamun.config.commands import start_django, whole
from tadamun.config.compiled import compile_if_stale
from tadamun.config.report import Failed, Report


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help=_("address to listen on (127.0.0.1)"))
    parser.add_argument("--port", type=whole(1, 65_535), default=8000, help=_("port to listen on (8000)"))
    parser.add_argument("--workers", type=whole(1), help=_("web processes (one per processor)"))
    parser.add_argument(
        "--blocking-threads", type=whole(1), default=2, help=_("requests one process works on (2)")
    )
    parser.add_argument("--no-worker", action="store_true", help=_("do no jobs: another machine does"))


def run(arguments: argparse.Namespace, report: Report) -> int:
    compile_if_stale(report)
    os.environ.setdefault("TADAMUN_ORIGIN", f"http://*:{arguments.port}")
    start_django()
    from django.conf import settings

    from tadamun.config.addresses import addresses
    from tadamun.config.prepare import apply_migrations, collect_static, write_courses
    from tadamun.config.running import at_work
    from tadamun.config.serve import AddressInUse, Plan, default_workers, serve

    for name in apply_migrations():
        report.say(_("migrated: %s") % name)
    write_courses()
    collect_static()
    listed = addresses()
    plan = Plan(
        host=arguments.host,
        port=arguments.port,
        workers=arguments.workers or default_workers(),
        threads=arguments.blocking_threads,
        jobs=not arguments.no_worker,
        bank=settings.BANK_PORT,
    )

    def ready() -> None:
        for name, url in listed:
            report.say(f"{report.strong(url)}  {name}")
        report.say(_("Stop with Ctrl-C."))

    try:
        with at_work():
            serve(plan, ready=ready)
    except AddressInUse as error:
        raise Failed(_("This address is in use: %s") % error) from error
    return 0
