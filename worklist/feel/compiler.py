"""From the tree to closures: `Expression(variables) -> value`. Cached by text.

Null where an operation has no value; the reason is kept beside it. A budget of steps ends what runs too long.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal, DivisionByZero, InvalidOperation, Overflow
from functools import lru_cache
from typing import Any

from worklist.feel.builtins import FUNCTIONS, MAX_SIZE, PARAMETERS, iterable
from worklist.feel.errors import FeelError, FeelSyntaxError
from worklist.feel.lexer import error
from worklist.feel.parser import Node, Parser
from worklist.feel.values import (
    NUMBERS,
    Range,
    YearsMonths,
    add_months,
    compare,
    literal_at,
    number,
    string,
    to_number,
)  # fmt: skip

#: Most members a comprehension may visit.
MAX_STEPS = 20_000


class State:
    """One evaluation: the variables, what went wrong, and how many steps are left."""

    __slots__ = ("errors", "steps", "variables")

    def __init__(self, variables: Mapping[str, Any]) -> None:
        self.variables, self.steps = variables, MAX_STEPS
        self.errors: list[str] = []

    def inner(self, names: Mapping[str, Any]) -> "State":
        """Return a state that sees more names."""
        state = State.__new__(State)
        state.variables, state.errors, state.steps = Layer(names, self.variables), self.errors, self.steps - 1
        return state

    def step(self) -> None:
        """Count a step. Raises FeelError when too many were taken."""
        self.steps -= 1
        if self.steps < 0:
            raise FeelError(f"expected at most {MAX_STEPS:,} steps")


class Layer(Mapping[str, Any]):
    """Names in front of other names."""

    __slots__ = ("front", "rest")

    def __init__(self, front: Mapping[str, Any], rest: Mapping[str, Any]) -> None:
        self.front, self.rest = front, rest

    def __getitem__(self, name: str) -> Any:
        return self.front[name] if name in self.front else self.rest[name]

    def __iter__(self) -> Any:
        return iter({**self.rest, **self.front})

    def __len__(self) -> int:
        return len({**self.rest, **self.front})


Run = Callable[[State], Any]


class Expression:
    """A compiled text. Calling it with variables gives its value, null where it has none."""

    __slots__ = ("names", "run", "text")

    def __init__(self, text: str, run: Run, names: frozenset[str]) -> None:
        self.text, self.run, self.names = text, run, names

    def __call__(self, variables: Mapping[str, Any]) -> Any:
        """Return the value."""
        return self.with_errors(variables)[0]

    def with_errors(self, variables: Mapping[str, Any]) -> tuple[Any, list[str]]:
        """Return the value and what went wrong on the way."""
        state = State(variables)
        return _guarded(self.run, state), state.errors


def _guarded(run: Run, state: State) -> Any:
    try:
        return run(state)
    except FeelError as problem:
        state.errors.append(str(problem))
    except (ArithmeticError, OverflowError, RecursionError) as problem:
        state.errors.append(type(problem).__name__)
    return None


@lru_cache(maxsize=8192)
def compile(text: str, dialect: str = "feel") -> Expression:
    """Compile a FEEL text, or one of the `${…}` dialect (without its braces). Raises FeelSyntaxError."""
    return _compiled(text, Parser(text, dialect == "juel").whole())


@lru_cache(maxsize=8192)
def compile_tests(text: str) -> Expression:
    """Compile the cell of a decision table; `?` is the input. Raises FeelSyntaxError."""
    return _compiled(text, Parser(text).tests())


def _compiled(text: str, tree: Node) -> Expression:
    names: set[str] = set()
    try:
        run = Compiler(text, names).node(tree)
    except RecursionError:
        raise FeelSyntaxError("the expression is nested too deeply", 1, 1) from None
    return Expression(text, run, frozenset(names))


class Compiler:
    """Turns nodes into closures and notes the names they read."""

    def __init__(self, text: str, names: set[str], bound: frozenset[str] = frozenset()) -> None:
        self.text, self.names, self.bound = text, names, bound

    def node(self, tree: Node) -> Run:
        """Return the closure of a node."""
        run: Run = getattr(self, "_" + _METHODS[tree[0]])(*tree[1:])
        return run

    def _constant(self, value: Any) -> Run:
        return lambda state: value

    def _number(self, text: str) -> Run:
        return self._constant(number(text))

    def _text(self, text: str) -> Run:
        return self._constant(text)

    def _at(self, text: str) -> Run:
        try:
            return self._constant(literal_at(text))
        except FeelError as problem:
            raise error(self.text, max(self.text.find("@"), 0), str(problem)) from None

    def _name(self, name: str) -> Run:
        if name not in self.bound:
            self.names.add(name)

        def run(state: State) -> Any:
            try:
                return to_number(state.variables[name])
            except KeyError:
                state.errors.append(f"{name!r} is not known")
                return None

        return run

    def _path(self, tree: Node, name: str) -> Run:
        inner = self.node(tree)
        return lambda state: member(inner(state), name, state)

    def _filter(self, tree: Node, condition: Node) -> Run:
        inner = self.node(tree)
        nested = Compiler(self.text, self.names, self.bound | {"item"})
        nested_condition = nested.node(condition)

        def run(state: State) -> Any:
            source = inner(state)
            members = [] if source is None else source if isinstance(source, list) else [source]
            if condition[0] in {"number", "negative"}:
                return _at_place(members, nested_condition(state))
            found = []
            for value in members:
                state.step()
                seen = {"item": value, **value} if isinstance(value, Mapping) else {"item": value}
                held = nested_condition(state.inner(seen))
                if isinstance(held, Decimal):
                    return _at_place(members, held)
                if held is True:
                    found.append(value)
            return found

        return run

    def _list(self, members: tuple[Node, ...]) -> Run:
        runs = [self.node(tree) for tree in members]
        return lambda state: [run(state) for run in runs]

    def _context(self, entries: tuple[tuple[str, Node], ...]) -> Run:
        runs, bound = [], self.bound
        for key, tree in entries:
            runs.append((key, Compiler(self.text, self.names, bound).node(tree)))
            bound |= {key}

        def run(state: State) -> dict[str, Any]:
            built: dict[str, Any] = {}
            for key, entry in runs:
                built[key] = entry(state.inner(built) if built else state)
            return built

        return run

    def _range(self, low_in: bool, low: Node, high: Node, high_in: bool) -> Run:
        first, last = self.node(low), self.node(high)
        return lambda state: Range(low_in, first(state), last(state), high_in)

    def _steps(self, low: Node, high: Node) -> Run:
        first, last = self.node(low), self.node(high)

        def run(state: State) -> list[Decimal]:
            begin, stop = int(first(state)), int(last(state))
            if abs(stop - begin) > MAX_STEPS:
                raise FeelError("the range is too long")
            step = 1 if stop >= begin else -1
            return [Decimal(n) for n in range(begin, stop + step, step)]

        return run

    def _if(self, condition: Node, yes: Node, no: Node) -> Run:
        test, first, second = self.node(condition), self.node(yes), self.node(no)
        return lambda state: first(state) if test(state) is True else second(state)

    def _and(self, left: Node, right: Node) -> Run:
        first, second = self.node(left), self.node(right)

        def run(state: State) -> bool | None:
            a = first(state)
            if a is False:
                return False
            b = second(state)
            return False if b is False else True if a is True and b is True else None

        return run

    def _or(self, left: Node, right: Node) -> Run:
        first, second = self.node(left), self.node(right)

        def run(state: State) -> bool | None:
            a = first(state)
            if a is True:
                return True
            b = second(state)
            return True if b is True else False if a is False and b is False else None

        return run

    def _not(self, tree: Node) -> Run:
        inner = self.node(tree)
        # In ${…} a missing value counts as false, as it does in Camunda.
        return lambda state: inner(state) is not True

    def _empty(self, tree: Node) -> Run:
        inner = self.node(tree)
        return lambda state: inner(state) in (None, "", [], {})

    def _compare(self, sign: str, left: Node, right: Node) -> Run:
        first, second = self.node(left), self.node(right)
        return lambda state: compare(sign, first(state), second(state))

    def _between(self, tree: Node, low: Node, high: Node) -> Run:
        value, first, last = self.node(tree), self.node(low), self.node(high)
        return lambda state: Range(True, first(state), last(state), True).holds(value(state))

    def _in(self, tree: Node, tests: tuple[Node, ...]) -> Run:
        value = self.node(tree)
        runs = [Compiler(self.text, self.names, self.bound | {"?"}).node(test) for test in tests]

        def run(state: State) -> bool:
            seen = state.inner({"?": value(state)})
            return any(test(seen) is True for test in runs)

        return run

    def _instance(self, tree: Node, name: str) -> Run:
        inner = self.node(tree)
        return lambda state: kind(inner(state)) == name

    def _test(self, tree: Node) -> Run:
        inner = self.node(tree)
        uses_input = "?" in self.text

        def run(state: State) -> bool:
            wanted, value = inner(state), to_number(state.variables.get("?"))
            if isinstance(wanted, Range):
                return wanted.holds(value) is True
            if isinstance(wanted, bool) and uses_input:
                return wanted
            if isinstance(wanted, list) and not isinstance(value, list):
                return any(compare("=", value, one) is True for one in wanted)
            return compare("=", value, wanted) is True

        return run

    def _any_of(self, tests: tuple[Node, ...]) -> Run:
        runs = [self.node(test) for test in tests]
        return lambda state: any(run(state) is True for run in runs)

    def _none_of(self, tests: tuple[Node, ...]) -> Run:
        runs = [self.node(test) for test in tests]
        return lambda state: not any(run(state) is True for run in runs)

    def _for(self, sources: tuple[tuple[str, Node], ...], result: Node) -> Run:
        walk, last = self._walk(sources, result)

        def run(state: State) -> list[Any]:
            found: list[Any] = []
            for inner in walk(state):
                found.append(last(inner.inner({"partial": list(found)}) if "partial" in self.text else inner))
                if len(found) > MAX_SIZE:
                    raise FeelError("the list is too long")
            return found

        return run

    def _some(self, sources: tuple[tuple[str, Node], ...], condition: Node) -> Run:
        walk, test = self._walk(sources, condition)
        return lambda state: any(test(inner) is True for inner in walk(state))

    def _every(self, sources: tuple[tuple[str, Node], ...], condition: Node) -> Run:
        walk, test = self._walk(sources, condition)
        return lambda state: all(test(inner) is True for inner in walk(state))

    def _walk(self, sources: tuple[tuple[str, Node], ...], last: Node) -> tuple[Callable[[State], Any], Run]:
        bound, runs = self.bound, []
        for name, tree in sources:
            runs.append((name, Compiler(self.text, self.names, bound).node(tree)))
            bound |= {name, "partial"}

        def walk(state: State, depth: int = 0) -> Any:
            if depth == len(runs):
                yield state
                return
            name, source = runs[depth]
            for value in iterable(source(state)):
                state.step()
                yield from walk(state.inner({name: value}), depth + 1)

        return walk, Compiler(self.text, self.names, bound).node(last)

    def _negative(self, tree: Node) -> Run:
        inner = self.node(tree)

        def run(state: State) -> Any:
            value = _negated(inner(state))
            if not isinstance(value, (Decimal, timedelta, YearsMonths)):
                raise FeelError(f"-{string(value)} has no value")
            return value

        return run

    def _arithmetic(self, sign: str, left: Node, right: Node) -> Run:
        first, second = self.node(left), self.node(right)
        return lambda state: arithmetic(sign, first(state), second(state))

    def _call(self, name: str, arguments: tuple[Node, ...], keys: tuple[str, ...]) -> Run:
        function = FUNCTIONS.get(name)
        if function is None:
            raise error(self.text, max(self.text.find(name), 0), f"the function {name!r} is not known")
        runs = [self.node(tree) for tree in arguments]
        if keys:
            order = PARAMETERS.get(name, ())
            runs = [runs[keys.index(key)] for key in order if key in keys]

        def run(state: State) -> Any:
            state.step()
            try:
                return to_number(function(*[argument(state) for argument in runs]))
            except TypeError:
                raise FeelError(f"{name} cannot take these arguments") from None

        return run


_METHODS = {
    "constant": "constant", "number": "number", "text": "text", "at": "at", "name": "name", "path": "path",
    "filter": "filter", "list": "list", "context": "context", "range": "range", "steps": "steps", "if": "if",
    "and": "and", "or": "or", "not": "not", "empty": "empty", "compare": "compare", "between": "between", "in": "in",
    "instance of": "instance", "test": "test", "any of": "any_of", "none of": "none_of", "for": "for", "some": "some",
    "every": "every", "negative": "negative", "call": "call",
}  # fmt: skip


def _binary(sign: str) -> Callable[[Compiler, Node, Node], Run]:
    return lambda compiler, left, right: compiler._arithmetic(sign, left, right)


for _sign, _word in (("+", "plus"), ("-", "minus"), ("*", "times"), ("/", "over"), ("**", "power"), ("%", "modulo")):
    _METHODS[_sign] = _word
    setattr(Compiler, "_" + _word, _binary(_sign))


def member(value: Any, name: str, state: State) -> Any:
    """Return a member of a context, of every member of a list, or a property of a day. Null for anything else."""
    if isinstance(value, list):
        return [member(one, name, state) for one in value]
    if isinstance(value, Mapping):
        if name in value:
            return to_number(value[name])
        state.errors.append(f"{name!r} is not in the context")
        return None
    if isinstance(value, date) and name in {"year", "month", "day", "weekday"}:
        return Decimal(value.isoweekday() if name == "weekday" else getattr(value, name))
    if isinstance(value, datetime) and name in {"hour", "minute", "second"}:
        return Decimal(getattr(value, name))
    if isinstance(value, timedelta) and name in {"days", "hours"}:
        return Decimal(value.days if name == "days" else value.seconds // 3600)
    if isinstance(value, YearsMonths) and name in {"years", "months"}:
        return Decimal(int(value.months / 12) if name == "years" else value.months % 12)
    return None


def arithmetic(sign: str, left: Any, right: Any) -> Any:
    """Return the result of + - * / ** for numbers, texts, days and durations. Raises FeelError where there is none."""
    if isinstance(left, Decimal) and isinstance(right, Decimal):
        return _numbers(sign, left, right)
    if sign == "+" and isinstance(left, str) and isinstance(right, str):
        if len(left) + len(right) > MAX_SIZE:
            raise FeelError("the text is too long")
        return left + right
    if sign in {"+", "-"}:
        found = _temporal(sign, left, right)
        if found is not None:
            return found
    if sign in {"*", "/"} and isinstance(left, timedelta) and isinstance(right, Decimal):
        return left * float(right) if sign == "*" else left / float(right)
    raise FeelError(f"{string(left)} {sign} {string(right)} has no value")


def _numbers(sign: str, left: Decimal, right: Decimal) -> Decimal:
    try:
        if sign == "**":
            if abs(right) > 1_000:
                raise FeelError("the exponent is too large")
            return NUMBERS.power(left, right)
        operation = {
            "+": NUMBERS.add, "-": NUMBERS.subtract, "*": NUMBERS.multiply, "/": NUMBERS.divide, "%": NUMBERS.remainder,
        }[sign]  # fmt: skip
        return operation(left, right)
    except (DivisionByZero, InvalidOperation, Overflow):
        raise FeelError(f"{left} {sign} {right} has no value") from None


def _temporal(sign: str, left: Any, right: Any) -> Any:
    turned = right if sign == "+" else _negated(right)
    try:
        if isinstance(left, date) and isinstance(turned, YearsMonths):
            return add_months(left, turned.months)
        if isinstance(left, date) and isinstance(turned, timedelta):
            return left + turned
        if sign == "+" and isinstance(right, date) and isinstance(left, (timedelta, YearsMonths)):
            return _temporal("+", right, left)
        if sign == "-" and isinstance(left, date) and isinstance(right, date):
            return left - right if isinstance(left, datetime) == isinstance(right, datetime) else None
        if isinstance(left, timedelta) and isinstance(turned, timedelta):
            return left + turned
        if isinstance(left, YearsMonths) and isinstance(turned, YearsMonths):
            return YearsMonths(left.months + turned.months)
    except (OverflowError, TypeError):
        raise FeelError("the date is out of range") from None
    return None


def _negated(value: Any) -> Any:
    if isinstance(value, YearsMonths):
        return YearsMonths(-value.months)
    return -value if isinstance(value, (timedelta, Decimal)) else value


def _at_place(members: list[Any], place: Any) -> Any:
    index = int(place) if isinstance(place, Decimal) else 0
    if index == 0 or abs(index) > len(members):
        return None
    return members[index - 1 if index > 0 else index]


def kind(value: Any) -> str:
    """Return the FEEL type of a value."""
    if value is None:
        return "null"
    names = (
        (bool, "boolean"), (str, "string"), (Decimal, "number"), (datetime, "date and time"), (date, "date"),
        (timedelta, "days and time duration"), (YearsMonths, "years and months duration"), (list, "list"),
        (Mapping, "context"), (Range, "range"),
    )  # fmt: skip
    return next((name for type_, name in names if isinstance(value, type_)), "any")
