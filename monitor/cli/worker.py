"""`worker`: looks from another place."""

import logging
import re
from dataclasses import replace
from importlib import import_module
from typing import Annotated

import typer

from monitor.cli.options import ConfigOption, configuration_of
from monitor.configuration import Configuration
from monitor.daemon import end_on_sigterm
from monitor.log_lines import log_to_stderr
from monitor.spare_memory import spare_memory
from probes.mistakes import DataError, Mistake

_WORKER = "monitor.cluster.worker"  # asked for by name: it imports what only the extra installs
_NAME = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(worker)


def worker(
    vantage: Annotated[str, typer.Option("--vantage", metavar="NAME", help="The place that it looks from.")],
    config: ConfigOption = None,
) -> None:
    """Điểm đo: take looks from the queue of a vantage and send what was seen, until SIGTERM or Ctrl-C.
    Needs the broker (EMC_CLUSTER__BROKER) and the extra [cluster]; no database.

    Example: emc-monitor worker --vantage hn --config /etc/emc-monitor
    """
    form = "%(asctime)s %(levelname)s %(name)s %(message)s"
    log_to_stderr(logging.INFO, form=form)
    for library, level in (("celery", logging.ERROR), ("kombu", logging.ERROR), (_TALKATIVE, logging.CRITICAL)):
        logging.getLogger(library).setLevel(level)
    end_on_sigterm()
    configuration = placed(configuration_of(config), vantage)
    spare_memory()
    import_module(_WORKER).Worker(configuration).run()


_TALKATIVE = "celery.worker.consumer.consumer"  # tells of every attempt to reach the broker; we tell of the first


def placed(configuration: Configuration, vantage: str) -> Configuration:
    """The same configuration at that vantage; raises `DataError` where it cannot be worked with."""
    settings = configuration.settings
    mistakes = []
    if not _NAME.fullmatch(vantage):
        expected = "small letters, digits and hyphens, at most 63"
        mistakes.append(Mistake(file="--vantage", where="", wrong=repr(vantage), expected=expected))
    if settings.cluster.broker is None:
        expected = "where the queues are, best as EMC_CLUSTER__BROKER"
        mistakes.append(Mistake(file="settings.toml", where="cluster.broker", wrong="nothing", expected=expected))
    if mistakes:
        raise DataError(mistakes)
    here = settings.vantage.model_copy(update={"name": vantage})
    return replace(configuration, settings=settings.model_copy(update={"vantage": here}))
