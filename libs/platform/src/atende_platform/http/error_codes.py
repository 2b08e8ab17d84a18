"""Writes the page of all error codes of the HTTP API, in English or in Portuguese: ``docs/errors.md``."""

import string
import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from atende_contracts import page
from atende_contracts.field_errors import FIELD_ERRORS
from atende_contracts.problems import PROBLEMS
from atende_contracts.type_errors import TYPE_ERRORS
from atende_contracts.words import Words
from atende_platform.languages import Language, in_language

_ENGLISH: Final = """\
# Error codes

*[Em português](errors.pt-BR.md)*

Every error is a problem document ([RFC 9457](https://www.rfc-editor.org/rfc/rfc9457)). Written by
`make docs` from the tables in `libs/contracts` that every service uses; do not edit it by hand.

- `code` is for programs: compare it and nothing else. Where errors share a code, `reason` says which it is.
- `params` has the values that stand in the sentence, by name. Neither changes with the language.
- `title`, `detail` and the messages in `errors` are for people: Portuguese or English, whichever the
  request's `Accept-Language` prefers, else English; `Content-Language` names it. Words may be polished at any
  time.
- `errors` says what is wrong with each field: its path, a `code` of the second or third table, and its
  `params`.
- New codes come with new versions. For one that you do not know, go by the status and show `detail`.
"""
_PORTUGUESE: Final = """\
# Códigos de erro

*[In English](errors.md)*

Todo erro é um documento de problema ([RFC 9457](https://www.rfc-editor.org/rfc/rfc9457)). Escrito por
`make docs` a partir das tabelas em `libs/contracts` que todos os serviços usam; não edite à mão.

- `code` é para programas: compare só ele. Onde vários erros têm o mesmo código, `reason` diz qual deles é.
- `params` tem os valores que estão na frase, por nome. Nenhum dos dois muda com o idioma.
- `title`, `detail` e as mensagens em `errors` são para pessoas: em português ou inglês, conforme o
  `Accept-Language` da requisição; sem preferência, em inglês. `Content-Language` diz qual. As palavras podem
  melhorar a qualquer momento.
- `errors` diz o que há de errado em cada campo: o caminho, um `code` da segunda ou terceira tabela, e seus
  `params`.
- Novas versões trazem novos códigos. De um que você não conhece, vale o status: mostre o `detail`.
"""
_INTRODUCTION: Final[Mapping[Language, str]] = {"en": _ENGLISH, "pt": _PORTUGUESE}
_PROBLEMS: Final = Words("Problemas", "Problems")
_FIELDS: Final = Words("Campos", "Fields")
_TYPES: Final = Words("Tipos e tamanhos", "Types and lengths")
_HEAD: Final = Words("| status | `code` | `reason` | frase |", "| status | `code` | `reason` | sentence |")
_FIELD_HEAD: Final = Words("| `code` | frase |", "| `code` | sentence |")
_PYDANTIC: Final = "https://docs.pydantic.dev/latest/errors/validation_errors/"
_OF_PYDANTIC: Final = Words(
    f"São os [tipos de erro do pydantic]({_PYDANTIC}), que verifica os corpos e parâmetros; a frase em inglês"
    " é a dele.",
    f"These are [pydantic's error types]({_PYDANTIC}), which checks bodies and parameters; the English"
    " sentence is its own.",
)


def names_in(sentence: str) -> frozenset[str]:
    """Return the names of the parameters in a sentence."""
    return frozenset(name for _, name, _, _ in string.Formatter().parse(sentence) if name)


def render(language: Language) -> str:
    """Return the page as Markdown."""
    return "\n".join(_lines(language)) + "\n"


def _lines(language: Language) -> Iterator[str]:
    yield _INTRODUCTION[language]
    yield f"## {in_language(_PROBLEMS, language)}\n"
    yield in_language(_HEAD, language)
    yield "|---|---|---|---|"
    for key, problem in sorted(PROBLEMS.items(), key=lambda item: (item[1].status, item[1].code, item[0])):
        reason = "" if key == problem.code else f"`{key}`"
        yield f"| {problem.status} | `{problem.code}` | {reason} | {_cell(problem.words, language)} |"
    yield f"\n## {in_language(_FIELDS, language)}\n"
    yield in_language(_FIELD_HEAD, language)
    yield "|---|---|"
    for code, words in sorted(FIELD_ERRORS.items()):
        yield f"| `{code}` | {_cell(words, language)} |"
    yield f"\n## {in_language(_TYPES, language)}\n"
    yield in_language(_OF_PYDANTIC, language)
    yield ""
    if language == "en":
        yield ", ".join(f"`{code}`" for code in sorted(TYPE_ERRORS))
        return
    yield in_language(_FIELD_HEAD, language)
    yield "|---|---|"
    for code, sentence in sorted(TYPE_ERRORS.items()):
        yield f"| `{code}` | {_escaped(sentence)} |"


def _cell(words: Words, language: Language) -> str:
    return _escaped(in_language(words, language))


def _escaped(sentence: str) -> str:
    return sentence.replace("|", "\\|")


def main(arguments: Sequence[str]) -> int:
    """Write or check the page, in Portuguese for a file ``….pt-BR.md``; return the exit status."""
    language: Language = "pt" if arguments and arguments[-1].endswith(".pt-BR.md") else "en"
    return page.write_or_check(arguments, lambda: render(language), "atende_platform.http.error_codes")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
