"""Cases that have just come, wait for their title, or go elsewhere."""

from worklist.demo.people import CHEN_XI, LI_WEI, WANG_JING, XU_NING, ZHANG_YU
from worklist.demo.scenes import intake as at
from worklist.demo.stories.story import Story

STORIES = (
    Story("coral_tours", at.ASKED, 1, ("register_case",), held={"register_case": WANG_JING.id}),
    Story("walnut", at.REGISTERED, 1, ("conflict_and_sanctions_check",), held={"conflict_and_sanctions_check": XU_NING.id}),
    Story("finch_print", at.CLEARED, 2, ("confirm_classification",), limitation_left=25),
    Story("kiwi_fern", at.CLASSIFIED, 1, ("sign_off_route",), owner=ZHANG_YU.id, held={"sign_off_route": CHEN_XI.id}),
    Story("tulip_seed", at.CLEARED.then(2, at.finds_not_final), 20, ("wait_title_title_final",), owner=ZHANG_YU.id),
    Story("piano_house", at.CLEARED.then(2, at.finds_procedural), 1, ("decide_ineligible",)),
    Story("orchid_air", at.CLEARED.then(4, at.finds_unclear_matter), 3, ("decide_review",), owner=ZHANG_YU.id),
    Story("silk_bazaar", at.REGISTERED.then(3, at.declines), 60, ("declined",)),
    Story("lynx_paper", at.CLEARED.then(2, at.finds_procedural).then(1, at.stops), 90, ("not_enforceable",)),
    Story("lumiere_lin", at.CLASSIFIED, 2, ("decide_late_filing",), limitation_left=-40),
    Story("jade_peak", at.SIGNED_OFF, 5, ("pre_filing_review",)),
    Story("vista_lotus", at.SIGNED_OFF, 8, ("check_seat_and_commercial",), owner=ZHANG_YU.id),
    Story("ruifeng", at.SIGNED_OFF, 3, ("check_title_package",)),
    Story("zhuhai_paint", at.SIGNED_OFF, 30, ("check_title_package",), held={"check_title_package": LI_WEI.id}),
    Story("minhe", at.CLASSIFIED, 1, ("decide_ineligible",), owner=LI_WEI.id),
    Story("alp_gear", at.SIGNED_OFF, 50, ("check_seat_and_commercial",), owner=ZHANG_YU.id),
)  # fmt: skip
