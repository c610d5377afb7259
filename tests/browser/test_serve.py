"""The whole server in a real browser, as a newcomer meets it: start page, desk, a phone, the projector."""

from __future__ import annotations

import re

import pytest

from tests.dashboard.fake_server import free_port
from tests.dashboard.test_real import Served

pytestmark = pytest.mark.browser
SEARCHES = re.compile(r"/(seat|evaluate|run|plan|hotwash)/_stcore/(health|host-config)")
"""Streamlit looks for its own root from the page's address upwards: two answers of 404, which are none of ours."""


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    made = Served(tmp_path_factory.mktemp("serve") / "e.db", free_port())
    made.wait()
    yield made
    made.end()


def codes_on(page) -> list[str]:
    return [one.inner_text() for one in page.locator(".hw-code").all()]


@pytest.fixture
def opened(server, new_page):
    """The guided sample, as its first button opens it; the page with its codes."""
    page = new_page()
    page.goto(server.base + "/")
    page.get_by_role("button", name="Begin the guided sample").click(timeout=30_000)
    page.locator(".hw-code").nth(3).wait_for(timeout=30_000)
    return page


def complaints(watched) -> list[str]:
    return [one for one in watched.complaints if not SEARCHES.search(one)]


def test_a_newcomer_gets_to_a_desk_and_nothing_is_asked_elsewhere(server, opened, watched) -> None:
    assert "THIS IS AN EXERCISE" in opened.locator("body").inner_text()
    assert len(codes_on(opened)) == 4
    opened.get_by_role("button", name="Open the desk").click()
    opened.wait_for_function("document.title.startsWith('‖ ') && !document.title.endsWith('Hotwash')", timeout=30_000)
    assert "/run?seat=" in opened.url
    opened.reload()
    opened.wait_for_function("document.title.startsWith('‖ ') && !document.title.endsWith('Hotwash')", timeout=30_000)
    assert watched.foreign(server.base) == []
    assert any(url.startswith(server.base.replace("http", "ws")) for url in watched.urls)
    assert complaints(watched) == []


def test_a_participant_joins_by_code_and_role_and_keeps_the_seat(server, opened, new_page, watched) -> None:
    phone = new_page(390, 844)
    phone.goto(f"{server.base}/seat?code={codes_on(opened)[0]}")
    phone.get_by_label("Your name").fill("<script>alert(1)</script>")
    phone.get_by_role("button", name="Go on").click()
    phone.get_by_role("button", name=re.compile("^Principal")).click(timeout=20_000)
    phone.wait_for_url("**/seat?seat=*", timeout=20_000)
    seat = phone.url
    phone.reload()
    phone.wait_for_timeout(500)
    assert phone.url == seat
    assert phone.locator("script", has_text="alert(1)").count() == 0
    assert watched.foreign(server.base) == []


def test_a_wrong_code_is_a_sentence(server, new_page) -> None:
    phone = new_page(390, 844)
    phone.goto(f"{server.base}/evaluate?code=ZZZZZZ")
    phone.get_by_role("button", name="Go on").click(timeout=20_000)
    phone.get_by_text("No exercise that is open here has this code").wait_for(timeout=20_000)


def test_a_projector_takes_its_seat_by_a_link_and_keeps_it(server, opened, new_page, watched) -> None:
    projector = new_page(1920, 1080)
    projector.goto(f"{server.base}/projector?code={codes_on(opened)[2]}")
    projector.wait_for_url("**/projector?seat=*", timeout=20_000)
    observer = new_page()
    observer.goto(server.base + "/observer")
    observer.get_by_label("Code for this screen").fill(codes_on(opened)[3])
    observer.get_by_role("button", name="Open the screen").click()
    observer.wait_for_url("**/observer?seat=*", timeout=20_000)
    assert watched.foreign(server.base) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_doors_and_start_page_have_no_violation_of_wcag(server, opened, new_page, scheme) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    rules = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
    found = {}
    for path, ready in {"/": "Begin the guided sample", opened.url: "The exercise is open", "/seat": "Your code",
                        "/run": "start page", "/projector": "Code for", "/stopped": "EMERGENCY"}.items():  # fmt: skip
        page = new_page(color_scheme=scheme)
        page.goto(path if path.startswith("http") else server.base + path)
        page.get_by_text(ready).first.wait_for(timeout=20_000)
        page.wait_for_function("!document.querySelector('[data-stale=true], [data-test-script-state=running]')")
        page.wait_for_timeout(700)  # what Streamlit is about to paint anew, it fades
        violations = axe.run(page, options=rules).response["violations"]
        found[path] = [(one["id"], [node["html"][:160] for node in one["nodes"]]) for one in violations]
        page.context.close()
    assert {path: one for path, one in found.items() if one} == {}


def test_a_phone_goes_on_by_itself_after_a_killed_server_and_is_never_locked(tmp_path, new_page) -> None:
    """Streamlit's own dialog about a lost connection would make the page inert."""
    port = free_port()
    server = Served(tmp_path / "e.db", port)
    try:
        server.wait()
        page = new_page()
        page.goto(server.base + "/")
        page.get_by_role("button", name="Begin the guided sample").click(timeout=30_000)
        page.locator(".hw-code").nth(3).wait_for(timeout=30_000)
        phone = new_page(390, 844)
        phone.goto(f"{server.base}/seat?code={codes_on(page)[0]}")
        phone.get_by_role("button", name="Go on").click(timeout=20_000)
        phone.get_by_role("button", name=re.compile("^Principal")).click(timeout=20_000)
        phone.get_by_role("button", name="I have read this").wait_for(timeout=20_000)
        seat = phone.url
        server.end()
        phone.wait_for_selector("#hw-notice", timeout=5000)
        phone.wait_for_timeout(9000)
        assert phone.locator("[data-testid=stDialog]").count() == 0
        phone.get_by_role("button", name="I have read this").click(timeout=5000)
        server = Served(tmp_path / "e.db", port)
        server.wait()
        phone.wait_for_selector("#hw-notice", state="detached", timeout=5000)
        assert phone.url == seat
    finally:
        server.end()


def test_another_sites_page_gets_no_socket(server) -> None:
    sockets = pytest.importorskip("websockets.sync.client")
    invalid = pytest.importorskip("websockets.exceptions").InvalidHandshake
    url = server.base.replace("http", "ws") + "/_stcore/stream"
    with pytest.raises(invalid):
        sockets.connect(url, origin="http://evil.example")
    with pytest.raises(invalid):
        sockets.connect(url, origin="http://evil.example", additional_headers={"Host": "evil.example"})
    with sockets.connect(url, origin=server.base):
        pass


def test_on_the_network_only_the_passcode_opens_the_facilitators_pages(tmp_path, new_page) -> None:
    from dashboard.serve import lan_address

    here = lan_address()
    if here.startswith("127."):
        pytest.skip("this machine has no address on a network")
    port = free_port()
    server = Served(tmp_path / "e.db", port, "--lan", passcode="quiet otter 9")
    try:
        server.wait()
        page = new_page()
        page.goto(f"http://{here}:{port}/")
        page.get_by_text("I was given a code").wait_for(timeout=20_000)
        assert page.get_by_role("button", name="Begin the guided sample").count() == 0
        page.get_by_text("I am the facilitator").click()
        page.get_by_label("Passcode").fill("wrong otter 9")
        page.get_by_role("button", name="Open", exact=True).click()
        page.get_by_text("That is not the passcode").wait_for(timeout=20_000)
        page.get_by_label("Passcode").fill("quiet otter 9")
        page.get_by_role("button", name="Open", exact=True).click()
        page.get_by_role("button", name="Begin the guided sample").wait_for(timeout=20_000)
        other = new_page()
        other.goto(f"http://{here}:{port}/plan")
        other.get_by_text("I am the facilitator").wait_for(timeout=20_000)
        assert other.get_by_text("Start from a scenario").count() == 0
    finally:
        server.end()
