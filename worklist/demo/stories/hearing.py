"""Applications before the court: service, defence, report, ruling, and what follows a ruling against us."""

from worklist.demo.people import LI_WEI, ZHANG_YU
from worklist.demo.scenes import recognition as at
from worklist.demo.scenes.waiting import begins_to_write
from worklist.demo.stories.story import Story

REFUSED = at.ANSWERED.then(60, at.rules("REFUSED"))

#: Half a review, kept as a draft.
DRAFT = begins_to_write("review_defence", defence_summary="Says the writ never reached him; the courier slip says otherwise.")

STORIES = (
    Story("magnolia", at.ACCEPTED, 6, ("wait_service_copy_served",)),
    Story("bison_drill", at.ACCEPTED.then(20, at.service_fails), 3, ("trace_respondent_address",), owner=ZHANG_YU.id),
    Story("cascade_tools", at.SERVED, 4, ("wait_defence_defence_received",), held={"prepare_hearing": LI_WEI.id}),
    Story("pacific_leasing", at.DEFENDED.then(1, DRAFT), 1, ("review_defence",)),
    Story("nordmar", at.SERVED.then(6, at.objects_to_jurisdiction), 9, ("wait_jurisdiction_jurisdiction_ruling_final",)),
    Story("thames_kite", at.REPORTED, 20, ("wait_reply_spc_reply",), owner=ZHANG_YU.id),
    Story("fjord_salmon", at.REPORTED.then(30, at.hearing_set(0)), 8, ("prepare_hearing",), held={"prepare_hearing": LI_WEI.id}),
    Story("clover_med", at.ANSWERED.then(20, at.hearing_set(5)), 4, ("prepare_hearing",), owner=ZHANG_YU.id),
    Story("quarry_steel", at.REPLIED.then(16, at.rules("PARTIAL")), 2, ("review_ruling",), held={"review_ruling": LI_WEI.id}),
    Story("lapwing", at.ANSWERED.then(60, at.rules("RECOGNISED")), 1, ("query_missing_reply",), owner=ZHANG_YU.id, held={"query_missing_reply": ZHANG_YU.id}),
    Story("tern_island", at.RECOGNISED, 4, ("file_enforcement_application", "decide_reconsideration"), owner=ZHANG_YU.id),
    Story("ibis_hotels", at.APPLIED, 3, ("wait_docketing_enforcement_docketed",), breaks=True),
    Story(
        "volga_bell", REFUSED.then(3, at.reads_ruling("REFUSED")).then(4, at.asks_reconsideration), 9,
        ("wait_decision_reconsideration_ruling",), owner=ZHANG_YU.id,
    ),
    Story("puffin", REFUSED.then(2, at.reads_ruling("REFUSED")).then(64, at.tags_refusal), 16, ("refused_final",)),
    Story(
        "quince", at.ACCEPTED.then(30, at.rules("DISMISSED")).then(2, at.reads_ruling("DISMISSED")), 1,
        ("cure_and_refile",),
    ),
)  # fmt: skip

