"""The console as a browser gets it: it starts under its policy, and a browser keeps what does not change."""

import pytest
from console.browser import PHONE
from console.conftest import Open


async def test_it_starts_under_its_policy_and_says_nothing_on_its_console(visit: Open) -> None:
    window = await visit()
    answer = await window.page.goto("/login")
    assert answer
    assert "trusted-types 'none'" in (await answer.all_headers())["content-security-policy"]
    await window.page.get_by_role("heading", level=1).wait_for()


@pytest.mark.parametrize("dark", [False, True])
async def test_the_page_for_developers_is_there_and_leads_back(visit: Open, dark: bool) -> None:
    window = await visit(size=PHONE, dark=dark)
    await window.page.goto("/about")
    await window.page.get_by_role("heading", name="Services").wait_for()
    await window.assert_accessible()
    await window.page.get_by_role("link", name="The console").click()
    await window.page.wait_for_url("**/inbox*")


async def test_a_string_never_becomes_code_or_markup(visit: Open) -> None:
    window = await visit()
    window.expected += ["Trusted", "Content Security Policy", "unsafe-eval"]
    await window.page.goto("/login")
    for attempt in (
        "document.body.innerHTML = '<p>x</p>'",
        "document.createElement('script').text = 'x'",
        "trustedTypes.createPolicy('default', { createHTML: text => text })",
    ):
        refused = await window.page.evaluate(f"() => {{ try {{ {attempt} }} catch (e) {{ return e.name }} }}")
        assert refused == "TypeError", attempt
    loaded = await window.page.evaluate(
        """() => new Promise(done => {
            const script = document.createElement('script');
            script.onload = () => done('loaded');
            script.onerror = () => done('refused');
            try {
                script.src = 'https://evil.test/x.js';
                document.head.append(script);
            } catch {
                done('refused');
            }
        })"""
    )
    assert loaded == "refused"


async def test_a_second_visit_asks_only_for_the_page(visit: Open) -> None:
    window = await visit()
    for _ in range(2):
        window.requests.clear()
        await window.page.goto("/login")
        await window.page.get_by_role("heading", level=1).wait_for()
        transferred = await window.page.evaluate(
            """() => performance.getEntriesByType('resource')
                .filter(entry => entry.name.includes('/assets/'))
                .map(entry => [entry.name, entry.transferSize])"""
        )
    assert transferred
    assert [name for name, size in transferred if size > 0] == []
