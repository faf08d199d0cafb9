"""The image and the compose file, read as a reviewer would: no root, no secret, the same lock, health known."""

import json
import re
from typing import Any

import pytest
import yaml

from tests.structure.source import ROOT, files

SECRET = re.compile(r"secret|password|token|_key", re.IGNORECASE)
OURS = ("migrate", "web", "scheduler")


def instructions() -> list[tuple[str, str]]:
    """Return the instructions of the Dockerfile as (word, rest), continued lines joined."""
    lines = [
        line
        for line in (ROOT / "Dockerfile").read_text(encoding="utf-8").splitlines()
        if not line.startswith("#")
    ]
    joined = re.sub(r"\\\n\s*", "", "\n".join(lines))
    return [(word, rest) for word, _, rest in (line.partition(" ") for line in joined.splitlines() if line)]


def stage(number: int) -> list[tuple[str, str]]:
    """Return the instructions of one stage; -1: of the image itself."""
    stages: list[list[tuple[str, str]]] = []
    for instruction in instructions():
        if instruction[0] == "FROM":
            stages.append([])
        stages[-1].append(instruction)
    return stages[number]


def of(word: str, number: int = -1) -> list[str]:
    """Return what follows one word in a stage."""
    return [rest for found, rest in stage(number) if found == word]


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
    return loaded


def test_the_image_is_slim_and_built_apart() -> None:
    froms = [rest for word, rest in instructions() if word == "FROM"]
    assert len(froms) == 2
    assert all(re.match(r"python:3\.\d+-slim\b", line) for line in froms)


def test_the_image_runs_as_nobody_special() -> None:
    assert of("USER") == ["writ"]
    assert any("useradd --system --uid 10001" in line for line in of("RUN"))
    words = [word for word, _ in stage(-1)]
    assert "RUN" not in words[words.index("USER") :]


def test_the_image_installs_exactly_the_locks() -> None:
    installs = re.findall(r"pip install([^&]*)", " && ".join(of("RUN", 0)))
    locked = [line for line in installs if "-r " in line]
    assert [line.split("-r ")[1].strip() for line in locked] == [
        "requirements.lock",
        "requirements-build.lock",
    ]
    assert all("--require-hashes" in line for line in locked)
    assert all("--no-deps" in line and "--no-index" in line for line in installs if line not in locked)


def test_everything_copied_is_in_the_repository_and_reaches_the_build() -> None:
    sources = {
        source
        for number in (0, -1)
        for line in of("COPY", number)
        if "--from" not in line
        for source in line.split()[:-1]
    }
    known = {path.relative_to(ROOT).parts[0] for path in files()}
    allowed = {
        line[1:]
        for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
        if line[:1] == "!"
    }
    assert sources <= known
    assert {re.sub(r"s(-\w+)?\.lock", "s*.lock", source) for source in sources} <= allowed


def test_the_image_says_whether_it_is_well() -> None:
    (check,) = of("HEALTHCHECK")
    command = json.loads(check.partition("CMD ")[2])
    assert command[0] == "python"
    assert "/healthz" in command[-1]


def test_the_image_keeps_its_data_in_a_volume() -> None:
    assert of("VOLUME") == ["/data"]
    assert "WRIT_VAR_DIR=/data" in " ".join(of("ENV"))


def test_the_image_holds_no_secret() -> None:
    given = [rest for word, rest in instructions() if word in ("ENV", "ARG")]
    names = [name for line in given for name in re.findall(r"(\w+)=", line)]
    assert [name for name in names if SECRET.search(name)] == []
    assert "secrets" not in {path.relative_to(ROOT).parts[0] for path in files()}


def test_two_serve_pages_and_two_fire_timers(compose: dict[str, Any]) -> None:
    services = compose["services"]
    assert set(services) == {"postgres", *OURS}
    assert [services[name]["deploy"]["replicas"] for name in ("web", "scheduler")] == [2, 2]
    assert [services[name]["command"] for name in OURS] == [["db", "upgrade"], ["web"], ["scheduler"]]


def test_every_service_that_stays_says_whether_it_is_well(compose: dict[str, Any]) -> None:
    checks = {
        name: service["healthcheck"] for name, service in compose["services"].items() if name != "migrate"
    }
    assert all(check["test"][0] == "CMD" and check["interval"] for check in checks.values())


def test_pages_and_scheduler_start_after_the_migrations(compose: dict[str, Any]) -> None:
    for name in ("web", "scheduler"):
        after = compose["services"][name]["depends_on"]
        assert after["migrate"]["condition"] == "service_completed_successfully"
        assert after["postgres"]["condition"] == "service_healthy"


def test_secrets_come_from_files_and_have_no_default(compose: dict[str, Any]) -> None:
    assert all(secret["file"].startswith("${WRIT_SECRETS:?") for secret in compose["secrets"].values())
    given = {
        f"{service}.{name}": str(value)
        for service, content in compose["services"].items()
        for name, value in content.get("environment", {}).items()
    }
    clear = [
        name for name, value in given.items() if SECRET.search(name) and not value.startswith("/run/secrets")
    ]
    assert clear == []


def test_our_services_can_write_nothing_but_what_they_must(compose: dict[str, Any]) -> None:
    for name in OURS:
        service = compose["services"][name]
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert "privileged" not in service
