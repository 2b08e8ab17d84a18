"""The edge's own answers say what the table of problems says, in both languages."""

import re
from typing import Final

from atende_contracts.problems import PROBLEMS
from atende_contracts.problems.edge import EDGE
from atende_sandbox.nginx import GATEWAY

TEMPLATE: Final = (GATEWAY / "nginx.conf.template").read_text(encoding="utf-8")


def _map(variable: str) -> dict[int, str]:
    """Return a map of the template by status; its default is that of 500."""
    [body] = re.findall(rf"map \$status \${variable} {{(.*?)\n    }}", TEMPLATE, re.DOTALL)
    found = re.findall(r'^\s+(\d+|default) "?(.+?)"?;$', body, re.MULTILINE)
    return {500 if status == "default" else int(status): value for status, value in found}


def test_the_edge_has_the_codes_and_words_of_the_table() -> None:
    assert _map("problem_code") == {status: problem.code for status, problem in EDGE.items()}
    assert _map("problem_title_en") == {status: problem.words.en for status, problem in EDGE.items()}
    assert _map("problem_title_pt") == {status: problem.words.pt for status, problem in EDGE.items()}


def test_the_edge_answers_each_status_that_it_may_give_by_itself() -> None:
    handled = {int(one) for one in re.findall(r"\b\d{3}\b(?=[^;=]*/problem(?:/last)?;)", TEMPLATE)}
    assert handled == EDGE.keys() - {414}  # That is answered as 431.


def test_an_error_has_one_code_wherever_it_is_found() -> None:
    for status, problem in EDGE.items():
        if status == 412:  # The services' is about a revision, the edge's about a file.
            continue
        of_services = {each.code for each in PROBLEMS.values() if each.status == status}
        assert problem.code in of_services or status not in {each.status for each in PROBLEMS.values()}
