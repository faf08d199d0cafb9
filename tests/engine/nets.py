"""Draw random diagrams of tasks, gateways, loops, sub-processes, boundary events and ends, from a seed.

Every round of a loop passes a user task, and what ends a scope at once (a terminating or an error end) stands right
behind a user task of its own. So no two automatic steps race, and the standard says what comes out.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from tests.engine.diagrams import boundary, end, error, message, node, on, process, start, sub, user

#: Kinds of gateways, as often as they are drawn. Most blocks end in the kind that they begin with.
KINDS = ("exclusive", "parallel", "parallel", "inclusive", "inclusive")


@dataclass
class Net:
    """A drawn diagram. `conditions`: the variables its flows ask; `messages`: boundary event → message name."""

    source: bytes = b""
    conditions: list[str] = field(default_factory=list)
    messages: dict[str, str] = field(default_factory=dict)


@dataclass
class Sheet:
    """What one scope holds: elements, flows, and the merges that a jump may lead to."""

    depth: int
    elements: list[str] = field(default_factory=list)
    flows: list[str] = field(default_factory=list)
    merges: list[str] = field(default_factory=list)


class Draughtsman:
    """Draws one net. `left`: how many blocks may still be begun."""

    def __init__(self, seed: int) -> None:
        self.chance, self.net = random.Random(seed), Net()
        self.left = self.chance.randint(4, 16)
        self.numbers: dict[str, int] = {}

    def draw(self) -> Net:
        """Return the net."""
        sheet = Sheet(0)
        self._frame(sheet, "start", "end")
        roots = "".join(message(name) for name in self.net.messages.values()) + error("err_a", "A") + error("err_b", "B")
        self.net.source = process("net", *sheet.elements, flows=tuple(sheet.flows), roots=roots)
        return self.net

    def _frame(self, sheet: Sheet, first: str, last: str) -> None:
        sheet.elements += [start(first), end(last)]
        entry, leave = self._block(sheet)
        sheet.flows.append(f"{first} > {entry}")
        if leave:
            sheet.flows.append(f"{leave} > {last}")

    def _name(self, kind: str) -> str:
        self.numbers[kind] = self.numbers.get(kind, 0) + 1
        return f"{kind}{self.numbers[kind]}"

    def _condition(self) -> str:
        self.net.conditions.append(self._name("c"))
        return f"? ${{{self.net.conditions[-1]}}}"

    def _gateway(self, sheet: Sheet, kind: str, name: str) -> str:
        identity = self._name(name)
        sheet.elements.append(node(f"{kind}Gateway", identity))
        return identity

    # -- blocks: (element they begin with, element they end with) -----------------------

    def _block(self, sheet: Sheet, nested: int = 0) -> tuple[str, str]:
        self.left -= 1
        if self.left <= 0 or nested > 3:
            return self._task(sheet)
        draw = self.chance.choices(
            [self._task, self._row, self._branches, self._loop, self._subprocess], [1, 2, 5, 4, 2 if sheet.depth < 2 else 0]
        )[0]
        return draw(sheet, nested + 1)

    def _row(self, sheet: Sheet, nested: int = 0) -> tuple[str, str]:
        (first, leave), (entry, last) = self._block(sheet, nested), self._block(sheet, nested)
        sheet.flows.append(f"{leave} > {entry}")
        return first, last

    def _task(self, sheet: Sheet, nested: int = 0) -> tuple[str, str]:
        identity, loop = self._name("t"), ""
        if self.chance.random() < 0.12:
            sequential = self.chance.choice(["true", "false"])
            loop = (
                f'<bpmn:multiInstanceLoopCharacteristics isSequential="{sequential}"><bpmn:loopCardinality>'
                f"{self.chance.randint(1, 3)}</bpmn:loopCardinality></bpmn:multiInstanceLoopCharacteristics>"
            )
        sheet.elements.append(user(identity, loop))
        return identity, self._guarded(sheet, identity, 0.25)

    def _guarded(self, sheet: Sheet, host: str, odds: float) -> str:
        """Attach a boundary event now and then; return what the host's way goes on from."""
        if self.chance.random() >= odds:
            return host
        identity = self._name("b")
        self.net.messages[identity] = f"m_{identity}"
        definition = on("message", f"m_m_{identity}")
        sheet.elements.append(boundary(identity, host, definition, self.chance.random() < 0.6))
        return self._handled(sheet, host, identity)

    def _handled(self, sheet: Sheet, host: str, caught: str) -> str:
        """Draw what follows a boundary event: a task and an end of its own, or the host's way again."""
        handler = self._name("h")
        sheet.elements.append(user(handler))
        sheet.flows.append(f"{caught} > {handler}")
        if self.chance.random() < 0.5:
            sheet.elements.append(end(f"{handler}_end"))
            sheet.flows.append(f"{handler} > {handler}_end")
            return host
        merge = self._gateway(sheet, "exclusive", "m")
        sheet.merges.append(merge)
        sheet.flows += [f"{host} > {merge}", f"{handler} > {merge}"]
        return merge

    def _branches(self, sheet: Sheet, nested: int = 0) -> tuple[str, str]:
        kind = self.chance.choice(KINDS)
        split = self._gateway(sheet, kind, "s")
        join = self._gateway(sheet, self.chance.choice(KINDS) if self.chance.random() < 0.3 else kind, "j")
        count = self.chance.randint(2, 3)
        lone = self.chance.randrange(count * 3)  # at most one branch is empty, or leads to an end of its own
        for number in range(count):
            how = "" if kind == "parallel" else "!" if number == count - 1 else self._condition()
            if number == lone:
                sheet.flows.append(f"{split} > {join} {how}")
            elif number == lone - count and number:
                sheet.flows.append(f"{split} > {self._dead_end(sheet)} {how}")
            else:
                entry, leave = self._block(sheet, nested)
                sheet.flows += [f"{split} > {entry} {how}", f"{self._jumping(sheet, leave)} > {join}"]
        return split, join

    def _dead_end(self, sheet: Sheet) -> str:
        """Draw a task and an end behind it that may end more than its own token."""
        task, last = self._name("t"), self._name("e")
        kinds = ["", on("terminate"), on("error", self.chance.choice(["err_a", "err_b"]))]
        weights = [2, 3, 3 if sheet.depth else 0.3]
        sheet.elements += [user(task), end(last, self.chance.choices(kinds, weights)[0])]
        sheet.flows.append(f"{task} > {last}")
        return task

    def _jumping(self, sheet: Sheet, leave: str) -> str:
        """Let a branch jump to a merge elsewhere now and then: nets that no block structure has."""
        if not sheet.merges or self.chance.random() > 0.25:
            return leave
        task, jump = self._name("t"), self._gateway(sheet, "exclusive", "x")
        sheet.elements.append(user(task))
        target = self.chance.choice(sheet.merges)
        sheet.flows += [f"{leave} > {task} > {jump}", f"{jump} > {target} {self._condition()}"]
        after = self._gateway(sheet, "exclusive", "m")
        sheet.flows.append(f"{jump} > {after} !")
        return after

    def _loop(self, sheet: Sheet, nested: int = 0) -> tuple[str, str]:
        again, more = self._gateway(sheet, "exclusive", "m"), self._gateway(sheet, "exclusive", "x")
        sheet.merges.append(again)
        (first, then), (entry, leave) = self._task(sheet), self._block(sheet, nested)
        sheet.flows += [f"{again} > {first}", f"{then} > {entry}", f"{leave} > {more}"]
        sheet.flows.append(f"{more} > {again} {self._condition()}")
        out = self._gateway(sheet, "exclusive", "m")
        sheet.flows.append(f"{more} > {out} !")
        return again, out

    def _subprocess(self, sheet: Sheet, nested: int = 0) -> tuple[str, str]:
        identity = self._name("p")
        inner = Sheet(sheet.depth + 1)
        self._frame(inner, f"{identity}_start", f"{identity}_end")
        sheet.elements.append(sub(identity, *inner.elements))
        sheet.flows += inner.flows
        leave = self._guarded(sheet, identity, 0.4)
        if self.chance.random() < 0.6:
            caught = self._name("b")
            code = self.chance.choice(["", "err_a", "err_b"])
            sheet.elements.append(boundary(caught, identity, on("error", code)))
            if leave == identity:
                return identity, self._handled(sheet, identity, caught)
            handler = self._name("h")
            sheet.elements += [user(handler), end(f"{handler}_end")]
            sheet.flows.append(f"{caught} > {handler} > {handler}_end")
        return identity, leave
