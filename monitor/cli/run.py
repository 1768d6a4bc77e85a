"""`run`: the daemon."""

import logging

import typer

from monitor.cli.check_config import say_warnings
from monitor.cli.options import ConfigOption, configuration_of
from monitor.daemon import end_on_sigterm, reload_on_sighup
from monitor.log_lines import log_to_stderr
from monitor.spare_memory import spare_memory
from monitor.standby import keep_watch
from monitor.web.server import bind


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(run)


def run(config: ConfigOption = None) -> None:
    """Chạy thường trực: watch on a schedule, until SIGTERM or Ctrl-C. SIGHUP reads the configuration again.
    Metrics at /metrics, health at /healthz and /readyz. A second one on the same PostgreSQL stands by for the first.

    Example: emc-monitor run --config /etc/emc-monitor
    """
    form = "%(asctime)s %(levelname)s %(name)s %(message)s"
    log_to_stderr(logging.INFO, form=form)
    for library in ("apscheduler", "alembic"):
        logging.getLogger(library).setLevel(logging.WARNING)
    end_on_sigterm()
    reload_asked = reload_on_sighup()
    configuration = configuration_of(config)
    say_warnings(configuration)
    spare_memory()
    web = configuration.settings.web
    listener = bind(web.host, web.port)
    with listener:
        keep_watch(configuration, listener, reload_asked=reload_asked)
