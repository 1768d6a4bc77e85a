"""The summary table as an SVG picture for the README: `demo --once --json | python -m monitor.reports.summary_svg`."""

import json
import re
import sys
from io import StringIO
from typing import Any

from rich._export_format import CONSOLE_SVG_FORMAT
from rich.console import Console

from monitor.reports.summary_table import summary_table

_WIDTH = 88
_FONT_FACES = re.compile(r"@font-face \{\{.*?\}\}\n", re.DOTALL)


def summary_svg(summary: dict[str, Any]) -> str:
    """One self-contained picture: it asks nobody for a font."""
    console = Console(record=True, width=_WIDTH, file=StringIO(), force_terminal=True)
    console.print(summary_table(summary))
    form = _FONT_FACES.sub("", CONSOLE_SVG_FORMAT).replace("Fira Code", "DejaVu Sans Mono")
    return console.export_svg(title="emc-monitor demo --once", code_format=form, unique_id="summary")


if __name__ == "__main__":
    print(summary_svg(json.load(sys.stdin)))
