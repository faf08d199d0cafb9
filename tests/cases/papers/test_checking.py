"""A template is checked when it is uploaded; each problem is a sentence that says what to do."""

import pytest

from tests.cases.papers.word import cut_up, template
from worklist.cases.papers import check
from worklist.cases.papers.checking import read_template


def problems(content: bytes) -> list[str]:
    return [str(problem) for problem in check(content)[1]]


def test_a_template_tells_its_names_and_what_must_be_chosen_and_asked():
    found, wrong = check(template("{{ case.client.name }}对{{ measure.kind }}、{{ asset.description }}：{{ fields.grounds }}", title="续封申请书"))
    assert wrong == ()
    assert (found.name, found.name_zh, found.subjects) == ("Application", "续封申请书", ["asset", "measure"])
    assert [asked.label_zh for asked in found.asked] == ["事实与理由"]


def test_a_tag_that_word_cut_up_is_read_whole():
    assert problems(cut_up("{", "{ case.cl", "ient.na", "me }", "}")) == []
    assert problems(cut_up("{", "{ case.cl", "ient.nmae }", "}")) == ["'case.client.nmae' is not in the case file; did you mean 'case.client.name'?"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("{{ case.client.nmae }}", "'case.client.nmae' is not in the case file; did you mean 'case.client.name'?"),
        ("{{ client.name }}", "'client.name' is not in the case file: nothing there is called 'client'"),
        ("{{ case.client }}", "'case.client' is a part of the case file, not a value: add what of it, such as 'case.client.party_id'"),
        ("{{ case.debtors }}", "'case.debtors' is a list: repeat it with {% for one in case.debtors %}{{ one.… }}{% endfor %}"),
        ("{{ case.debtors.name }}", "'case.debtors' is a list: repeat it with {% for one in case.debtors %}{{ one.… }}{% endfor %}"),
        ("{{ case.client.power_of_attorney }}", "'case.client.power_of_attorney' is a file or a list of cases and cannot be printed"),
        ("{% for d in case.debtors %}{{ d.nane }}{% endfor %}", "'d.nane' is not in the case file; did you mean 'd.name'?"),
        ("{% for d in case.client %}{{ d }}{% endfor %}", "'case.client' is no list and cannot be repeated"),
        ('{% if case.stage == "ENFORCMENT" %}a{% endif %}', "'case.stage' is never 'ENFORCMENT'; it is one of INTAKE, RECOGNITION, PRESERVATION, ENFORCEMENT, TERMINATED, BANKRUPTCY"),
        ("{{ fields.reasons }}", "'fields.reasons' is not in the case file; did you mean 'fields.persons'?"),
        ("{{ case.client.name|capitals }}", "'case.client.name' cannot be said as 'capitals'"),
        ("{{ case.title.amount|upper }}", "Expected one of capitals, digits, percent after |, found 'upper'"),
        ("{% if case.title.divorce %}a", "The tag {% if case.title.divorce %} is not closed: {% endif %} is missing"),
        ("a{% endfor %}", "The tag {% endfor %} closes nothing that was opened before it"),
        ("{% for d in case.debtors %}{% if d.name %}{% endfor %}", "The tag {% if d.name %} is not closed: {% endif %} is missing"),
        ("{{ case.client.name }", "A tag is not whole: write {{ name }} or {% if … %} in one paragraph, with half-width braces; found '{{ case.client.name }'"),
        ("｛｛ case.client.name ｝｝", "A tag is not whole: write {{ name }} or {% if … %} in one paragraph, with half-width braces; found '｛｛ case.client.name ｝｝'"),
        ("{% fro d in case.debtors %}", "The tag {% fro d in case.debtors %} is not known; there are for, if, elif, else, endif and endfor"),
        ("{{ }}", "A tag is empty or too long: '{{ }}'"),
        ("{{r case.client.name }}", "Write {{r case.client.name }} with a space after the braces: {{ name }}"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_in_a_sentence(text, sentence):
    assert problems(template(text)) == [sentence]


def test_a_condition_that_tears_a_table_apart_is_refused():
    (sentence,) = problems(template("{% if case.title.divorce %}申请", table=[("a{% endif %}", "b")]))
    assert sentence.startswith("A repetition or condition begins in one paragraph, row or cell and ends in another")
    assert problems(template("申请", table=[("{%tr if case.title.divorce %}", ""), ("c", "d"), ("{%tr endif %}", "")])) == []


def test_footers_are_looked_at_too():
    assert problems(template("申请", footer="{{ case.nubmer }}")) == ["'case.nubmer' is not in the case file; did you mean 'case.number'?"]


def test_every_problem_is_told_once():
    assert len(problems(template("{{ case.a }}{{ case.a }}", "{{ case.b }}"))) == 2


def test_a_broken_tag_does_not_hide_the_names_that_are_wrong():
    assert problems(template("{{ case.nubmer }}", "{% if case.stage %}", "{{ case.client.name }")) == [
        "A tag is not whole: write {{ name }} or {% if … %} in one paragraph, with half-width braces; found '{{ case.client.name }'",
        "'case.nubmer' is not in the case file; did you mean 'case.number'?",
    ]


def test_a_template_needs_a_name_and_its_file_a_key():
    assert problems(template("申请", title="")) == [
        "The template has no name: write its Chinese name into Title and its English name into Subject (File, Info)"
    ]
    assert read_template("申请书.docx", template("申请"))[0] is None
    assert read_template("joinder.docx", template("申请"))[0].key == "joinder"
