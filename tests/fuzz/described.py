"""Every address of our routers as OpenAPI describes it, asked by schemathesis with what fits and what does not."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import Any

import httpx
import schemathesis
from fastapi import APIRouter
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode

#: Takes what a request is made of: method, url, params, headers, data …
Ask = Callable[..., httpx.Response]
#: Of a generated request; the rest is settings of another client.
KEPT = ("method", "url", "params", "headers", "cookies", "data", "json", "content", "files")


def attack(
    routers: Sequence[APIRouter], ask: Ask, *, examples: int, leave: Callable[[str], bool] = lambda _path: False
) -> dict[str, list[int]]:
    """Every status that each operation answered with, by method and path; where `leave` says so it is left out."""
    found = ((f"{each.method.upper()} {each.path}", each) for each in operations(routers) if not leave(each.path))
    return {name: answers(operation, ask, examples) for name, operation in found}


def operations(routers: Sequence[APIRouter]) -> Iterator[Any]:
    for found in schemathesis.openapi.from_dict(description(routers)).get_all_operations():
        yield found.ok()


def description(routers: Sequence[APIRouter]) -> dict[str, Any]:
    """Pages included, which are in no public description."""
    routes = [route for router in routers for route in router.routes if isinstance(route, APIRoute)]
    hidden = [route for route in routes if not route.include_in_schema]
    for route in hidden:
        route.include_in_schema = True
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # two methods of one address share an id
            return get_openapi(title="Rumbo", version="1", routes=routes)
    finally:
        for route in hidden:
            route.include_in_schema = False


def answers(operation: Any, ask: Ask, examples: int) -> list[int]:
    statuses: set[int] = set()
    quickly = settings(
        max_examples=examples, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck)
    )

    def once(case: Any) -> None:
        made = case.as_transport_kwargs(base_url="http://testserver")
        statuses.add(ask(**{name: made[name] for name in KEPT if name in made}).status_code)

    for mode in GenerationMode:
        with suppress(Unsatisfiable):  # nothing can be wrong about an address without parameters
            quickly(given(case=operation.as_strategy(generation_mode=mode))(once))()
    return sorted(statuses)
