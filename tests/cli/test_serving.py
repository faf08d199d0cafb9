"""Commands that serve: a taken port, and being told to stop."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path


def serve(folder: Path, port: int) -> subprocess.Popen[str]:
    environment = os.environ | {
        "WRIT_DATABASE_URL": f"sqlite:///{folder}/writ.db", "WRIT_VAR_DIR": str(folder), "WRIT_PORT": str(port),
    }  # fmt: skip
    return subprocess.Popen(
        [sys.executable, "-m", "worklist", "run"], env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_a_taken_port_is_told_in_a_sentence(tmp_path: Path) -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        process = serve(tmp_path, holder.getsockname()[1])
        _, errors = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "set WRIT_PORT" in errors
    assert "Traceback" not in errors


def test_a_service_that_is_told_to_stop_ends_in_order(tmp_path: Path) -> None:
    process = serve(tmp_path, free_port())
    assert process.stdout is not None
    assert "Writ is ready" in process.stdout.readline()
    process.send_signal(signal.SIGTERM)
    words, errors = process.communicate(timeout=60)
    assert process.returncode == 0
    assert "Stopped." in words
    assert "scheduler stopped" in errors
