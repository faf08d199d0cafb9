"""The patterns are the engine's, without a case layer's message names."""

from tests.engine.conftest import alone

__all__ = ["alone"]
