"""Rasa's parts that the engine replaces so that a turn runs in this process and fails loudly."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from graphlib import TopologicalSorter
from types import SimpleNamespace
from typing import Any

import jsonschema_rs
import numpy as np
import rasa.core.policies.rule_policy
import rasa.core.processor
import rasa.shared.utils.common
from rasa.core.actions.action import Action, ActionExecutionRejection, RemoteAction
from rasa.core.channels.channel import OutputChannel
from rasa.core.nlg import NaturalLanguageGenerator
from rasa.core.policies.policy import PolicyPrediction
from rasa.core.processor import MessageProcessor
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.nlu.classifiers.logistic_regression_classifier import LogisticRegressionClassifier
from rasa.shared.core.slots import Slot
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig
from rasa_sdk.executor import ActionExecutor

from bot.actions import ACTIONS
from bot.answers import Answers


def replace_slow_parts() -> None:
    """What Rasa does anew for every message, and here once, or in a quicker way with the same result."""
    RemoteAction._validate_action_result = _action_result_validator(RemoteAction.action_response_format_spec())
    rasa.core.processor.DaskGraphRunner = InOrderRunner
    # Every tracker copies every slot, and a turn makes seven trackers.
    Slot.__copy__ = _copy_of
    # Asked for each event and each slot by its name; every subclass is imported before a model is loaded.
    rasa.shared.utils.common.all_subclasses = _all_subclasses
    # Both modules make deep copies for what they log at the level of debugging alone.
    for module in (rasa.core.processor, rasa.core.policies.rule_policy):
        module.copy = SimpleNamespace(deepcopy=_as_it_is)


_all_subclasses = cache(rasa.shared.utils.common.all_subclasses)


def _copy_of(slot: Slot) -> Slot:
    same = slot.__class__.__new__(slot.__class__)
    same.__dict__.update(slot.__dict__)
    return same


def _as_it_is(value: Any) -> Any:
    return value


def lay_out_weights(processor: MessageProcessor) -> None:
    """Store the weights of what was learned by columns, or every message copies all of them to multiply with them."""
    for node in processor.graph_runner._instantiated_nodes.values():
        if isinstance(component := node._component, LogisticRegressionClassifier):
            component.clf.coef_ = np.asfortranarray(component.clf.coef_)


def _action_result_validator(schema: Mapping[str, Any]) -> Callable[[RemoteAction, dict[str, Any]], bool]:
    """Checks against the same schema, but an event against the schema of its kind only and not against all 23."""
    events = schema["properties"]["events"]["items"]
    kinds = {_kind(one): jsonschema_rs.Draft7Validator({**events, "oneOf": [one]}) for one in events["oneOf"]}
    anything = {"type": "array", "items": {"type": "object", "required": ["event"]}}
    outside = jsonschema_rs.Draft7Validator({**schema, "properties": {**schema["properties"], "events": anything}})

    def validate(_: RemoteAction, result: dict[str, Any]) -> bool:
        outside.validate(result)
        for event in result.get("events", ()):
            if event["event"] not in kinds:
                raise ValueError(f"an action returned an event of the unknown kind {event['event']!r}")
            kinds[event["event"]].validate(event)
        return True

    return validate


def _kind(event: Mapping[str, Any]) -> str:
    return str(event["properties"]["event"]["const"])


class InOrderRunner(DaskGraphRunner):  # type: ignore[misc]
    """Runs the parts of a trained model one after the other, in an order that is found once and not by Dask each time.

    Rasa runs Dask in one thread as well; what it plans is the same for every message.
    """

    _orders: dict[tuple[str, ...], tuple[tuple[str, tuple[str, ...]], ...]]

    def run(self, inputs: dict[str, Any] | None = None, targets: list[str] | None = None) -> dict[str, Any]:
        """See `GraphRunner.run`."""
        wanted = tuple(targets or self._graph_schema.target_names)
        done: dict[str, tuple[str, Any]] = {name: (name, value) for name, value in (inputs or {}).items()}
        for name, needs in self._order(wanted):
            done[name] = self._instantiated_nodes[name](*(done[need] for need in needs))
        return {target: done[target][1] for target in wanted}

    def _order(self, wanted: Sequence[str]) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The parts that these results need, each after what it needs itself."""
        kept = self.__dict__.setdefault("_orders", {})
        key = tuple(wanted)
        if key not in kept:
            nodes = self._graph_schema.minimal_graph_schema(list(wanted)).nodes
            needs = {name: tuple(node.needs.values()) for name, node in nodes.items()}
            kept[key] = tuple((name, needs[name]) for name in TopologicalSorter(needs).static_order() if name in needs)
        found: tuple[tuple[str, tuple[str, ...]], ...] = kept[key]
        return found


class InProcessActions(EndpointConfig):  # type: ignore[misc]
    """The action server, without a server: the SDK's own executor, called where Rasa would open a connection."""

    def __init__(self, answers: Answers) -> None:
        # Our actions never look at the domain; this keeps Rasa from copying it into every call.
        super().__init__(url="in-process://actions", enable_selective_domain=True)
        self._executor = ActionExecutor()
        for action in ACTIONS:
            self._executor.register_action(action(answers))

    async def request(self, *_: Any, json: dict[str, Any], **__: Any) -> Any:
        return await self._executor.run(json)


class LoudProcessor(MessageProcessor):  # type: ignore[misc]
    """Rasa logs an action's exception and goes on without its replies; this one keeps it for the engine to raise."""

    failure: Exception | None = None

    async def _run_action(
        self,
        action: Action,
        tracker: DialogueStateTracker,
        output_channel: OutputChannel,
        nlg: NaturalLanguageGenerator,
        prediction: PolicyPrediction,
    ) -> bool:
        return bool(await super()._run_action(_Watched(action, self), tracker, output_channel, nlg, prediction))


class _Watched(Action):  # type: ignore[misc]
    """An action whose exception is noted on its way to Rasa."""

    def __init__(self, action: Action, processor: LoudProcessor) -> None:
        self._action = action
        self._processor = processor

    def name(self) -> str:
        return str(self._action.name())

    async def run(self, *arguments: Any, **keywords: Any) -> Any:
        try:
            return await self._action.run(*arguments, **keywords)
        except ActionExecutionRejection:
            raise
        except Exception as error:
            self._processor.failure = error
            raise

    def event_for_successful_execution(self, prediction: PolicyPrediction) -> Any:
        return self._action.event_for_successful_execution(prediction)
