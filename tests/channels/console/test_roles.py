"""Every declared page, by every role, walked from the declarations themselves."""

from __future__ import annotations

import pytest

from channels.console.app import PAGES
from channels.console.news import ONCE
from channels.console.pages import Declared
from channels.console.roles import ALLOWED, May, Role, may

from .conftest import Browse, mark_of

DECLARED = [each for module in PAGES for each in module.declared]
FORMS = [each for each in DECLARED if each.method == "POST"]


def name(page: Declared) -> str:
    return f"{page.method} {page.path}"


def address(page: Declared) -> str:
    """With something in place of what the path asks for, which then does not exist."""
    path = page.path
    while "{" in path:
        begin, _, rest = path.partition("{")
        path = begin + "0" + rest.partition("}")[2]
    return f"/console{path}" + (f"?{ONCE}" if page.method == "GET" else "")


def test_routes_are_all_declared(browse: Browse) -> None:
    """No two pages have the same address, and none is declared without being needed for something."""
    assert len({name(page) for page in DECLARED}) == len(DECLARED)
    assert {page.may for page in DECLARED} <= set(May)


@pytest.mark.parametrize("role", list(Role))
def test_each_role_gets_what_the_table_says_and_nothing_else(browse: Browse, role: Role) -> None:
    """A page that is not for a role answers 403 to it; any other answers, if only that there is nothing."""
    client = browse(role)
    mark = mark_of(client, "/console/nothing")
    for page in DECLARED:
        if page.path == "/sign-out":
            continue
        answer = client.request(page.method, address(page), data={"csrf": mark} if page.method == "POST" else None)
        refused = answer.status_code == 403

        assert refused == (page.may not in ALLOWED[role]), f"{role} {name(page)}: {answer.status_code}"
        assert answer.status_code < 500


def test_nobody_gets_anything(browse: Browse) -> None:
    """Signed out, every page leads to the form, and no form does anything."""
    client = browse(None)
    for page in DECLARED:
        answer = client.request(page.method, address(page).removesuffix(f"?{ONCE}"))

        assert answer.status_code == 303, name(page)
        assert answer.headers["location"].startswith("/console/sign-in"), name(page)


def test_forms_need_their_mark(browse: Browse) -> None:
    """What another site sends, without the mark or with one of another session, does nothing."""
    client, other = browse(Role.ADMIN), browse(Role.ADMIN)
    foreign = mark_of(other, "/console/log")
    for page in FORMS:
        for data in ({}, {"csrf": "00"}, {"csrf": foreign}):
            assert client.post(address(page), data=data).status_code == 403, name(page)


def test_menu_shows_what_a_role_may_see(browse: Browse) -> None:
    """Nobody is offered a page that would refuse them."""
    for role in Role:
        text = browse(role).get("/console/nothing").text
        for page in DECLARED:
            if page.nav:
                assert (f'href="/console{page.path}"' in text) == may(role, page.may)


def test_unknown_role_may_nothing() -> None:
    """An account of a later version is not let in by an older program."""
    assert not any(may("superhero", each) for each in May)
