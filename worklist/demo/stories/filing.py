"""Foreign judgments on their way to the court, and before it takes them."""

from worklist.demo.people import CHEN_XI, LI_WEI, ZHANG_YU, ZHOU_LAN
from worklist.demo.scenes import intake as in_
from worklist.demo.scenes import recognition as at
from worklist.demo.stories.story import Story

STORIES = (
    Story("han_river", in_.SIGNED_OFF, 2, ("assess_reciprocity",), owner=ZHANG_YU.id, held={"assess_reciprocity": ZHANG_YU.id}),
    Story("cherry_lane", in_.SIGNED_OFF.then(4, at.doubts_reciprocity), 3, ("decide_reciprocity",)),
    Story("north_star", at.ASSESSED, 1, ("pre_filing_review",), limitation_left=3, held={"act_on_deadline": LI_WEI.id}),
    Story("seville_cork", at.SCREENED, 2, ("assemble_filing", "act_on_deadline"), limitation_left=12),
    Story("lagoon", at.ASSEMBLED, 1, ("choose_court",), owner=ZHANG_YU.id, held={"choose_court": ZHANG_YU.id}),
    Story("rhine_clock", at.COURT_CHOSEN, 1, ("sign_off_filing",), held={"sign_off_filing": CHEN_XI.id}),
    Story("baobab", at.RELEASED, 2, ("file_application",), limitation_left=28, owner=ZHANG_YU.id),
    Story("mapleleaf", at.FILED.then(3, at.hearing_set(24)), 2, ("wait_acceptance_case_accepted",)),
    Story("gulf_dune", at.FILED, 45, ("wait_acceptance_chase",), owner=ZHANG_YU.id),
    Story(
        "amber_coast", at.FILED.then(9, at.correction_asked(0)), 6, ("mend_filing",), held={"mend_filing": LI_WEI.id},
    ),
    Story("andes_pulp", at.FILED.then(9, at.correction_asked(-2)), 14, ("mend_filing",), owner=ZHANG_YU.id),
    Story("anatolia", at.FILED.then(8, at.fee_asked), 2, ("pay_court_fee",), held={"pay_court_fee": ZHOU_LAN.id}),
    Story("steppe_grain", at.FILED.then(8, at.fee_asked), 11, ("pay_court_fee",)),
    Story("mekong", at.FILED.then(15, at.not_accepted), 4, ("decide_nonacceptance",), owner=ZHANG_YU.id),
)  # fmt: skip
