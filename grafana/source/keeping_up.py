"""Whether the monitor keeps up, and what it costs: lag, rounds, looks, faults, blind time, processor and memory."""

from typing import Any

from grafana.source.look_words import LOOK
from grafana.source.panels import Chart, lines
from grafana.source.queries import metric, over_time
from grafana.source.words import GREEN, RED, steps

RATE = "[$__rate_interval]"
LATE = 10  # seconds, as the alert of monitor.rules.yml has it
LOOKS = metric("emc_looks_total")


def lag() -> Any:
    return lines(
        Chart(
            title="Độ trễ của lượt xem kế tiếp",
            about="How long the next round has waited past its time; the dashed line is where the alert begins.",
            queries=(over_time(metric("emc_schedule_lag_seconds"), "{{instance}}"),),
            unit="s",
            least=0,
            thresholds=tuple(steps((None, GREEN), (LATE, RED))),
        ),
        goal=True,
    )


def rounds() -> Any:
    bucket = f"sum by (le) (rate({metric('emc_round_duration_seconds_bucket')}{RATE}))"
    return lines(
        Chart(
            title="Thời gian một lượt (trung vị và 95 %)",
            about="From the first look of a round to its verdicts. Rounds that confirm a failure take longer by "
            "their pause.",
            queries=(
                over_time(f"histogram_quantile(0.5, {bucket})", "trung vị"),
                over_time(f"histogram_quantile(0.95, {bucket})", "95 %"),
            ),
            unit="s",
            least=0,
        )
    )


def probes() -> Any:
    bucket = f"sum by (probe, le) (rate({metric('emc_probe_duration_seconds_bucket')}{RATE}))"
    return lines(
        Chart(
            title="Thời gian của từng phần dò (95 %)",
            about="Time that one probe took for one look. Nightly probes show only in their hours.",
            queries=(over_time(f"histogram_quantile(0.95, {bucket})", "{{probe}}"),),
            unit="s",
            least=0,
        )
    )


def looks() -> Any:
    return lines(
        Chart(
            title="Lượt xem mỗi giây theo kết quả",
            about="Looks by their outcome; many failures of one kind at once point at ourselves.",
            queries=(over_time(f"sum by (outcome) (rate({LOOKS}{RATE}))", "{{outcome}}"),),
            unit="cps",
            least=0,
            names=LOOK,
        ),
        stacked=True,
    )


def queue() -> Any:
    return lines(
        Chart(
            title="Lượt chờ được ghi",
            about="Rounds taken and not yet kept; it grows while the store refuses.",
            queries=(over_time(metric("emc_store_queue_length"), "{{instance}}"),),
            unit="short",
            least=0,
        )
    )


def faults() -> Any:
    counters = {
        "lượt hỏng do lỗi của ta": "emc_round_errors_total",
        "ghi phải làm lại": "emc_store_errors_total",
        "lượt bị bỏ qua": "emc_schedule_skipped_total",
    }
    return lines(
        Chart(
            title="Lỗi và lượt bị bỏ qua",
            about="Rounds that broke by our own fault, commits tried again, rounds left out because the last one "
            "was not over.",
            queries=tuple(over_time(f"sum(increase({metric(name)}{RATE}))", words) for words, name in counters.items()),
            unit="short",
            least=0,
        )
    )


def unobserved() -> Any:
    seconds = metric("emc_portal_state_seconds_total")
    blind = metric("emc_portal_state_seconds_total", 'state="unobserved"')
    return lines(
        Chart(
            title="Thời gian không quan sát được",
            about="Share of the portals' time of which nothing is known: the monitor was blind, stopped or too late.",
            queries=(over_time(f"sum(rate({blind}{RATE})) / sum(rate({seconds}{RATE}))", "không quan sát"),),
            unit="percentunit",
            least=0,
            most=1,
        )
    )


def cost() -> Any:
    processor = f"sum(rate({metric('process_cpu_seconds_total')}{RATE}))"
    return lines(
        Chart(
            title="Thời gian xử lý cho mỗi lượt xem",
            about="Processor time of the process over looks taken. In a demo the simulated estate's own work is in it.",
            queries=(over_time(f"{processor} / (sum(rate({LOOKS}{RATE})) > 0)", "mỗi lượt xem"),),
            unit="s",
            least=0,
        )
    )


def memory() -> Any:
    return lines(
        Chart(
            title="Bộ nhớ của tiến trình",
            about="Resident memory of the process.",
            queries=(over_time(metric("process_resident_memory_bytes"), "{{instance}}"),),
            unit="bytes",
            least=0,
        )
    )
