"""What others' tools read of this repository: pre-commit, GitHub."""

import importlib.util
from typing import Any

import yaml

from atende_sandbox.scratch import scratch_folder
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


def test_pages_show_code_that_is_there() -> None:
    """`.ci/docs_code.py` sees lines and names that are gone."""
    spec = importlib.util.spec_from_file_location("docs_code", REPOSITORY / ".ci" / "docs_code.py")
    assert spec
    assert spec.loader
    checker = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(checker)
    with scratch_folder() as folder:
        page = folder / "page.md"
        checker.STRICT = (page.relative_to(REPOSITORY).as_posix(),)
        source = "libs/sandbox/src/atende_sandbox/errors.py"
        page.write_text(
            f"```python {source}\nclass SandboxError(Exception):\n```\n"
            f"`{source}`, `SandboxError`, `scratch_folder()`\n"
        )
        assert list(checker.violations(page)) == []
        page.write_text(
            f"```python {source}\nclass Gone(Exception):\n```\n```python libs/gone.py\n```\n"
            "`libs/gone.py`, `is_gone_too()`\n".replace("is_gone", "was" + "_gone")
        )
        found = list(checker.violations(page))
    assert len(found) == 4, found
