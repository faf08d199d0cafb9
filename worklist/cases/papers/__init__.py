"""Papers: Word templates that lawyers edit, checked against the case file and filled from a case."""

from worklist.cases.papers.checking import KEY, Template, check, read_template
from worklist.cases.papers.checklist import Needed, needed
from worklist.cases.papers.making import DOCX, Made, make, must_be_deployed
from worklist.cases.papers.names import SUBJECTS, about, all_names

__all__ = ["DOCX", "KEY", "SUBJECTS", "Made", "Needed", "Template", "about", "all_names", "check", "make", "must_be_deployed", "needed", "read_template"]
