"""A run that remembers the elements its tokens came to."""

from tests.engine.runs import Game


class Traced(Game):
    """A game with a trace. `trace`: element ids in the order in which tokens came to them."""

    def _go_on(self) -> Game:
        if not hasattr(self, "trace"):
            self.trace: list[str] = []
        self.run.settle()
        self.trace += self.run.trail
        self.run.trail.clear()
        return super()._go_on()

    def count(self, element: str) -> int:
        """How often a token came to an element."""
        return self.trace.count(element)
