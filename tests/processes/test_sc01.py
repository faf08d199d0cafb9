"""SC01, a UK judgment: recognised by reciprocity, and what the file says on the way."""

from datetime import date

from tests.processes.file_note import Case, Row
from tests.processes.thames import SC01

END = date(2026, 6, 9)


def test_show(case: Case) -> None:
    SC01.told(case, END)
    print(case.open_tasks())
    for r in sorted(case.rules()):
        print(r, case.rows(r))
    for p in ("intake_triage","foreign_judgment_recognition","service_defence","spc_reporting","reconsideration","limitation_watch","compulsory_enforcement"):
        print(p, case.ends(p), case.passed(p))
    print(case.untaken())
    for d in ("D01_instrument_eligibility","D02_recognition_route","D19_reciprocity_assessment","D03_competent_court","D17_reporting_requirement","D17b_reconsideration_available","D08_limitation_rule"):
        print(d, case.decided(d))
    assert 0
