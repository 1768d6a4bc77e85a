"""Write every dashboard: `python -m grafana.source`, or `make dashboards`."""

from pathlib import Path

from grafana.source.writing import documents

FOLDER = Path(__file__).parents[1] / "dashboards"


def main() -> None:
    """Replace what stands in the folder by what the code says now."""
    FOLDER.mkdir(exist_ok=True)
    written = documents()
    for old in FOLDER.glob("*.json"):
        if old.name not in written:
            old.unlink()
    for name, text in written.items():
        (FOLDER / name).write_text(text, "utf-8")


if __name__ == "__main__":
    main()
