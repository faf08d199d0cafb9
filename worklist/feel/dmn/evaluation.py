"""Evaluating decisions and those they require. Source: DMN 1.5 §6.2.1 (requirements), §10.4 (execution semantics)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from worklist.feel.compiler.core import brief
from worklist.feel.dmn.boxed import Boxed, function_of
from worklist.feel.dmn.model import Decision, DecisionModel, Requirements, Service, Variable
from worklist.feel.dmn.result import DecisionResult
from worklist.feel.dmn.table import DecisionTable
from worklist.feel.errors import DecisionError, FeelError
from worklist.feel.scope import MAX_STEPS, Layer, Meter
from worklist.feel.values import Function

#: Steps a decision may take together with all it requires.
_MAX_STEPS_IN_ALL = 10 * MAX_STEPS
#: How deep one call of a decision service goes, in levels of expressions.
_LEVELS_OF_A_SERVICE = 20


def evaluate_decision(model: DecisionModel, decision_id: str, context: Mapping[str, Any]) -> DecisionResult:
    """Evaluate a decision, or a decision service, and the decisions it requires.

    A required decision is seen under its id, its name and the name of its variable; an input under its id and its name.
    Raises DecisionError, with rows and inputs, for a violated hit policy, a missing input, a limit exceeded, an unknown id;
    other errors leave null and stand in `DecisionResult.errors`. Source: DMN 1.5 §6.2.1, §8.2.11, §10.4.
    """
    evaluation = Evaluation(model, context)
    service = model.services.get(decision_id)
    try:
        return evaluation.decision(decision_id) if service is None else evaluation.service(service)
    except FeelError as problem:
        raise DecisionError(f"{decision_id}: {problem}", decision_id) from problem
    except RecursionError:
        raise DecisionError(f"{decision_id}: the evaluation is nested too deeply", decision_id) from None


@dataclass
class Evaluation:
    """One evaluation of a model in a context; each decision is evaluated once.

    `left`: the steps all of it may still take; `depth`: how deep it was called from a function.
    """

    model: DecisionModel
    context: Mapping[str, Any]
    left: int = _MAX_STEPS_IN_ALL
    depth: int = 0
    known: dict[str, DecisionResult] = field(default_factory=dict)

    def decision(self, id_: str) -> DecisionResult:
        """Return the result of a decision. Raises DecisionError."""
        if id_ in self.known:
            return self.known[id_]
        decision = self.model.decisions.get(id_)
        if decision is None or decision.logic is None:
            raise DecisionError(f"the decision {id_!r} is not known", id_)
        result = DecisionResult(id_, [])
        scope = self._scope(decision, result)
        given = min(self.left, MAX_STEPS)
        meter = Meter(given, self.depth)
        try:
            self._decide(decision, decision.logic, scope, meter, result)
        finally:
            self.left -= given - meter.steps
        result.errors = meter.errors
        self.known[id_] = result
        return result

    def _decide(
        self, decision: Decision, logic: Boxed, scope: Mapping[str, Any], meter: Meter, result: DecisionResult
    ) -> None:
        if isinstance(logic, DecisionTable):
            outcome = logic.decide(scope, meter, decision.id)
            result.inputs, result.outputs = outcome.inputs, outcome.outputs
            result.matched[decision.id] = outcome.matched
            result.value = self._coerced(decision, outcome.value, meter)
        else:
            result.value = self._coerced(decision, logic.evaluate(scope, meter), meter)
            result.outputs = [{decision.variable.name: result.value}]

    def _coerced(self, decision: Decision, value: Any, meter: Meter) -> Any:
        fits, found = self.model.types.coerced(value, decision.variable.type, meter)
        if not fits:
            meter.fail(f"{decision.name}: expected {decision.variable.type}, got {brief(value)}")
        return found

    # -- what a decision sees ------------------------------------------------------------------

    def _scope(self, decision: Decision, result: DecisionResult) -> Mapping[str, Any]:
        seen: dict[str, Any] = {}
        for id_ in decision.requires.decisions:
            inner = self.decision(id_)
            result.required[id_] = inner
            result.matched |= inner.matched
            required = self.model.decisions[id_]
            seen |= dict.fromkeys(filter(None, (id_, required.name, required.variable.name)), inner.value)
        for id_ in decision.requires.inputs:
            seen |= self._input(decision.id, id_)
        seen |= self._functions(decision.requires)
        return Layer(seen, self.context) if seen else self.context

    def _input(self, decision: str, id_: str) -> dict[str, Any]:
        variable = self.model.inputs[id_]
        for name in (variable.name, id_):
            if name in self.context:
                given = self.context[name]
                fits, value = self.model.types.coerced(given, variable.type)
                if not fits:
                    raise DecisionError(f"{decision}: expected the input {name} as {variable.type}, got {brief(given)}", decision)
                return {variable.name: value, id_: value}
        raise DecisionError(f"{decision}: the input {variable.name!r} is missing", decision)

    def _functions(self, requires: Requirements) -> dict[str, Function]:
        seen: dict[str, Function] = {}
        for id_ in requires.knowledge:
            service = self.model.services.get(id_)
            found = self._service_function(service) if service else self._knowledge_function(id_)
            name = service.name if service else self.model.knowledge[id_].name
            seen[id_] = seen[name] = found
        return seen

    def _knowledge_function(self, id_: str) -> Function:
        knowledge = self.model.knowledge[id_]

        def call(meter: Meter, values: list[Any]) -> Any:
            if knowledge.logic is None:
                raise FeelError(f"{knowledge.name} has no logic")
            scope = self._functions(knowledge.requires)  # made when called: functions may call one another
            return function_of(knowledge.parameters, knowledge.logic, scope, self.model.types).call(meter, values)

        return Function(tuple(parameter.name for parameter in knowledge.parameters), call, name=knowledge.name)

    # -- decision services ---------------------------------------------------------------------

    def service(self, service: Service) -> DecisionResult:
        """Return the results of a service's output decisions together."""
        parameters = self._parameters(service)
        missing = [parameter.name for parameter in parameters if parameter.name not in self.context]
        if missing:
            raise DecisionError(f"{service.id}: the input {missing[0]!r} is missing", service.id)
        values = [self.context[parameter.name] for parameter in parameters]
        return self._called(service, self._inside(service, values))

    def _parameters(self, service: Service) -> list[Variable]:
        inputs = [self.model.inputs[id_] for id_ in service.inputs]
        return inputs + [self.model.decisions[id_].variable for id_ in service.input_decisions]

    def _inside(self, service: Service, values: list[Any]) -> "Evaluation":
        """Return the evaluation of a service, which sees its inputs and nothing else."""
        given = dict(zip([parameter.name for parameter in self._parameters(service)], values, strict=True))
        inner = Evaluation(self.model, given, self.left, self.depth)
        for id_ in service.input_decisions:
            variable = self.model.decisions[id_].variable
            inner.known[id_] = DecisionResult(id_, [{variable.name: given[variable.name]}], value=given[variable.name])
        return inner

    def _called(self, service: Service, inner: "Evaluation") -> DecisionResult:
        result = DecisionResult(service.id, [])
        for id_ in service.outputs:
            result.required[id_] = inner.decision(id_)
            result.matched |= result.required[id_].matched
        found = {self.model.decisions[id_].variable.name: one.value for id_, one in result.required.items()}
        result.outputs = [found]
        result.value = next(iter(found.values())) if len(found) == 1 else found
        return result

    def _service_function(self, service: Service) -> Function:
        parameters = self._parameters(service)

        def call(meter: Meter, values: list[Any]) -> Any:
            if len(values) != len(parameters):
                raise FeelError(f"expected {len(parameters)} arguments, got {len(values)}")
            meter.enter(_LEVELS_OF_A_SERVICE)
            inner = self._inside(service, values)
            inner.left, inner.depth = meter.steps, meter.depth
            try:
                result = self._called(service, inner)
                for problem in (problem for one in result.required.values() for problem in one.errors):
                    meter.fail(problem)
                return result.value
            finally:
                meter.steps, meter.depth = inner.left, meter.depth - _LEVELS_OF_A_SERVICE

        return Function(tuple(parameter.name for parameter in parameters), call, name=service.name)
