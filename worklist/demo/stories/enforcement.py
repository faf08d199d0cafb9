"""Recognised judgments: searches, freezes, money."""

from worklist.demo.people import LI_WEI, ZHANG_YU, ZHOU_LAN
from worklist.demo.scenes import enforcement as at
from worklist.demo.scenes.recognition import DOCKETED
from worklist.demo.stories.story import Story

#: A freeze whose window for renewal closed yesterday: it ends seven days after it (rule DL-X-23).
RENEWAL_MISSED = at.FOUND.then(9, at.frozen(ends_in=6), at.enters_measure).then(1, at.confirms_term())
PAID_IN_PART = at.FROZEN.then(30, at.paid("0.4"))

STORIES = (
    Story("green_valley", DOCKETED, 2, ("open_enforcement_file",), held={"open_enforcement_file": LI_WEI.id}),
    Story("copper_loon", at.OPENED, 5, ("plan_measures", "request_restrictions"), owner=ZHANG_YU.id),
    Story("stork_crane", at.SEARCHED.then(12, at.debtor_reports), 2, ("review_debtor_report",)),
    Story("guanghe", at.FOUND, 4, ("next_review",), owner=ZHANG_YU.id),
    Story("ocean_link", RENEWAL_MISSED, 200, ("apply_renewal",), held={"apply_renewal": LI_WEI.id}),
    Story("finch_lane", at.FOUND.then(9, at.frozen(), at.enters_measure), 0, ("confirm_validity",)),
    Story("harbour_bulk", at.FROZEN.then(30, at.plan_received), 3, ("check_plan",), held={"check_plan": LI_WEI.id}),
    Story("reef", PAID_IN_PART, 1, ("book_receipt",), held={"book_receipt": ZHOU_LAN.id}),
    Story("aspen", PAID_IN_PART.then(2, at.books("0.4")), 2, ("review_progress",), owner=ZHANG_YU.id),
    Story(
        "finale", at.FROZEN.then(30, at.paid("1")).then(1, at.books("1")).then(3, at.reviews("GOING_ON")).then(4, at.closes), 36,
        ("case_closed",),
    ),
    Story("truce", at.FROZEN.then(14, at.settlement_offered), 5, ("check_special_authority",)),
)  # fmt: skip
