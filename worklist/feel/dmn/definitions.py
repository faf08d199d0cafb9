"""Reading DMN files. Source: DMN 1.5 §6.3 (requirements graphs), §7.3.2 (item definitions); Camunda Modeler's files."""

from collections.abc import Iterable

from worklist.feel.dmn.boxed import BoxedFunction
from worklist.feel.dmn.items import read_types
from worklist.feel.dmn.model import Decision, DecisionModel, Knowledge, Requirements, Service, Variable
from worklist.feel.dmn.reading import BoxedReader
from worklist.feel.dmn.xml import Document, Element, load
from worklist.feel.errors import DmnError, DmnProblem


def parse_dmn(source: bytes) -> DecisionModel:
    """Return the model of a DMN file (1.1 to 1.5), its expressions compiled.

    Raises DmnError with all problems (line, element, message), whatever the bytes are. Source: DMN 1.5 §6.3, §7.3, §8.3.
    """
    document = Document(load(source))
    _note_names(document)
    reader = BoxedReader(document)
    model = DecisionModel(types=document.types, name=document.name(document.root))
    for element in document.all(document.root, "import"):
        document.refuse(element, "imports of other models are not read; put the decisions into one file")
    for element in document.all(document.root, "inputData"):
        model.inputs[_id(document, element)] = _variable(document, reader, element)
    for element in document.all(document.root, "businessKnowledgeModel"):
        model.knowledge[_id(document, element)] = _knowledge(document, reader, element)
    for element in document.all(document.root, "decision"):
        _add_decision(document, reader, element, model)
    for element in document.all(document.root, "decisionService"):
        model.services[_id(document, element)] = _service(document, element)
    _check_references(document, model)
    if document.problems:
        raise DmnError(document.problems)
    return model


def _id(document: Document, element: Element) -> str:
    found = str(element.get("id", ""))
    if not found:
        document.refuse(element, "expected an id")
    return found


def _add_decision(document: Document, reader: BoxedReader, element: Element, model: DecisionModel) -> None:
    id_ = _id(document, element)
    if id_ in model.decisions:
        document.refuse(element, f"the id {id_!r} is used twice")
    requires = _requirements(document, element)
    variable = _variable(document, reader, element)
    model.decisions[id_] = Decision(
        id_, document.name(element), variable, requires, reader.inside(element), element.sourceline, document.properties(element)
    )


def _variable(document: Document, reader: BoxedReader, element: Element) -> Variable:
    inner = document.find(element, "variable")
    if inner is None:
        return Variable(str(element.get("id", "")), document.name(element))
    found = reader.variable(inner)
    return Variable(found.id, str(inner.get("name") or document.name(element)), found.type)


def _requirements(document: Document, element: Element) -> Requirements:
    found = Requirements()
    for requirement in document.all(element, "informationRequirement"):
        found.decisions += filter(None, [document.reference(requirement, "requiredDecision")])
        found.inputs += filter(None, [document.reference(requirement, "requiredInput")])
    for requirement in document.all(element, "knowledgeRequirement"):
        found.knowledge += filter(None, [document.reference(requirement, "requiredKnowledge")])
    return found


def _knowledge(document: Document, reader: BoxedReader, element: Element) -> Knowledge:
    logic = document.find(element, "encapsulatedLogic")
    if logic is None:
        document.refuse(element, "expected the logic of the function")
    function = reader.function(logic) if logic is not None else None
    parameters = function.parameters if isinstance(function, BoxedFunction) else ()
    body = function.body if isinstance(function, BoxedFunction) else None
    return Knowledge(str(element.get("id", "")), document.name(element), parameters, _requirements(document, element), body)


def _service(document: Document, element: Element) -> Service:
    def ids(tag: str) -> list[str]:
        return [str(one.get("href", "")).removeprefix("#") for one in document.all(element, tag)]

    id_, name = str(element.get("id", "")), document.name(element)
    return Service(id_, name, ids("outputDecision"), ids("inputData"), ids("inputDecision"))


# -- names and types -------------------------------------------------------------------------


def _note_names(document: Document) -> None:
    """Note the names, functions and types of a file, which its expressions may use before they are defined."""
    names = {str(element.get("name")) for element in document.root.iter() if element.get("name")}
    document.names = frozenset(name for name in names if not name.isidentifier() and len(name) <= 200)
    callable_ = (*document.within("businessKnowledgeModel"), *document.within("decisionService"))
    named = {document.name(element) for element in callable_} | {str(element.get("id", "")) for element in callable_}
    functions = {str(v.get("name")) for e in document.within("contextEntry") for v in document.all(e, "variable") if v.get("name")}
    parameters = {str(parameter.get("name")) for parameter in document.within("formalParameter")}
    document.functions = frozenset(named | functions | parameters)
    document.types = read_types(document)


# -- references ------------------------------------------------------------------------------


def _check_references(document: Document, model: DecisionModel) -> None:
    if not model.decisions and not model.knowledge:
        document.problems.append(DmnProblem(document.root.sourceline, document.root.get("id"), "no decision in the file"))
    owners: list[Decision | Knowledge] = [*model.decisions.values(), *model.knowledge.values()]
    for owner in owners:
        requires = owner.requires
        _check(document, owner.id, "decision", requires.decisions, model.decisions)
        _check(document, owner.id, "input", requires.inputs, model.inputs)
        _check(document, owner.id, "function", requires.knowledge, {**model.knowledge, **model.services})
    for service in model.services.values():
        _check(document, service.id, "decision", [*service.outputs, *service.input_decisions], model.decisions)
        _check(document, service.id, "input", service.inputs, model.inputs)
    for decision in model.decisions.values():
        if _circle(model, decision.id):
            document.problems.append(DmnProblem(decision.line, decision.id, f"the decision {decision.id!r} requires itself"))


def _check(document: Document, owner: str, kind: str, wanted: Iterable[str], known: Iterable[str]) -> None:
    for id_ in wanted:
        if id_ not in set(known):
            document.problems.append(DmnProblem(None, owner, f"the required {kind} {id_!r} is not in the file"))


def _circle(model: DecisionModel, start: str) -> bool:
    """Return whether a decision requires itself, through others or not."""
    waiting, seen = [start], set[str]()
    while waiting:
        decision = model.decisions.get(waiting.pop())
        for required in decision.requires.decisions if decision else []:
            if required == start:
                return True
            if required not in seen:
                seen.add(required)
                waiting.append(required)
    return False
