"""Our own processes are told from all others by an argument, with everything below them."""

import subprocess
import sys

from probes.rendering.processes import kill, memory, started_with, told

CHILD = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'print(1, flush=True); input()'])"


def test_a_marked_process_is_found_with_its_children_weighed_and_ended() -> None:
    mark = "--emc-monitor-test-mark=found"
    command = [sys.executable, "-c", CHILD, mark]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        found = started_with(mark)
        assert process.pid in found
        assert len(found) == 2
        assert memory(found) > memory(frozenset({process.pid})) > 1_000_000
        assert told(found, "--emc-monitor-test-mark") == "found"
        assert told(found, "--other") is None
        kill(found)
    assert process.returncode == -9
    assert started_with(mark) == frozenset()


def test_nobody_has_a_mark_that_was_never_given() -> None:
    assert started_with("--no-such-mark-anywhere") == frozenset()
    assert memory(frozenset({2**22 + 1})) == 0
    kill(frozenset({2**22 + 1}))
