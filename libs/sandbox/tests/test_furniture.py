"""What others' tools read of this repository: pre-commit, GitHub."""

from typing import Any

import yaml

from atende_sandbox.settings import REPOSITORY


def read(path: str) -> Any:
    return yaml.safe_load((REPOSITORY / path).read_text())


def test_hooks_run_the_repository_s_own_tools() -> None:
    """So that nothing is fetched: they are those that `make install` brings."""
    [repository] = read(".pre-commit-config.yaml")["repos"]
    assert repository["repo"] == "local"
    for hook in repository["hooks"]:
        program, *arguments = hook["entry"].split()
        assert hook["language"] == "system"
        assert (REPOSITORY / program).exists(), hook["id"]
        for argument in arguments:
            assert not argument.endswith(".py") or (REPOSITORY / argument).exists(), hook["id"]


def test_github_runs_what_everybody_runs() -> None:
    workflow = read(".github/workflows/ci.yml")
    runs = [step["run"] for job in workflow["jobs"].values() for step in job["steps"] if "run" in step]
    assert runs == [".ci/run"]


def test_forms_of_issues_are_forms() -> None:
    for form in ("bug", "feature"):
        fields = read(f".github/ISSUE_TEMPLATE/{form}.yml")["body"]
        assert [field["id"] for field in fields if field["type"] != "markdown"]
