"""Sphinx' settings for both languages of the documentation; `docs_site` says where the pages are."""

import json
import os
from pathlib import Path
from typing import Any

SOURCE = Path(os.environ["SITE_SOURCE"])
SITE: dict[str, Any] = json.loads((SOURCE / "site.json").read_text())
ENGLISH_ONLY = frozenset(SITE["english"])
IS_ENGLISH = SITE["language"] == "en"

project = "Atendechat"
author = "Atendechat"
language = SITE["language"]
extensions = ["myst_parser"]
exclude_patterns = ["site.json"]
locale_dirs = [str(SOURCE / "locale")]
numfig = False
smartquotes = False

myst_heading_anchors = 6
myst_enable_extensions = ["tasklist"]
# Examples leave out parts of JSON and of commands.
suppress_warnings = ["misc.highlighting_failure"]
highlight_language = "text"

html_theme = "pydata_sphinx_theme"
html_title = "Atendechat"
html_static_path = [str(SOURCE / "static")]
html_css_files = ["site.css"]
html_favicon = str(SOURCE / "static/icon.svg")
templates_path = [str(Path(__file__).parent / "templates")]
html_copy_source = False
html_show_sourcelink = False
html_use_index = False
html_search_language = "en" if IS_ENGLISH else "pt"
html_sidebars = {"index": []}
html_context = {"default_mode": "auto"}
html_theme_options = {
    "logo": {"image_light": "_static/icon.svg", "image_dark": "_static/icon.svg", "text": "Atendechat"},
    "search_bar_text": "Search" if IS_ENGLISH else "Buscar",
    "header_links_before_dropdown": 4,
    "navbar_align": "left",
    "navbar_end": ["theme-switcher"],
    "navbar_persistent": ["search-button", "language"],
    "collapse_navigation": True,
    "navigation_depth": 3,
    "secondary_sidebar_items": ["page-toc"],
    "footer_start": [],
    "footer_end": [],
    "show_prev_next": True,
}


def _add_language(_app: Any, pagename: str, _template: str, context: dict[str, Any], _doctree: Any) -> None:
    """Give the templates the page in the other language, and mark a page that is in English only."""
    up = "../" * (pagename.count("/") + 1)
    context["other_language"] = SITE["other"]
    context["other_page"] = f"{up}{SITE['other']}/{pagename}.html"
    if pagename in ENGLISH_ONLY and "body" in context:
        note = '<p class="only-english">Esta página existe só em inglês.</p>'
        context["body"] = f'{note}<div lang="en">{context["body"]}</div>'


def setup(app: Any) -> dict[str, bool]:
    """Connect to Sphinx."""
    app.connect("html-page-context", _add_language)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
