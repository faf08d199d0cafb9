"""Decision models: reading DMN files and evaluating decisions. Source: DMN 1.5 §6 (requirements), §7 (boxed), §8 (tables)."""

from worklist.feel.dmn.analysis import Finding, analyse
from worklist.feel.dmn.definitions import parse_dmn
from worklist.feel.dmn.evaluation import evaluate_decision
from worklist.feel.dmn.model import Decision, DecisionModel
from worklist.feel.dmn.result import DecisionResult, explained
from worklist.feel.dmn.shape import Column, Misfit, Shape, shape_of

__all__ = [
    "Column", "Decision", "DecisionModel", "DecisionResult", "Finding", "Misfit", "Shape", "analyse", "evaluate_decision", "explained",
    "parse_dmn", "shape_of",
]  # fmt: skip
