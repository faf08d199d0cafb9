"""Debtors without assets: every remedy at least once, and the end of the current proceedings."""

from worklist.demo.people import LI_WEI, LIN_YA, ZHANG_YU
from worklist.demo.plot import Plot, Scene
from worklist.demo.scenes import impasse as at
from worklist.demo.scenes import remedies as by
from worklist.demo.stories.story import Story

#: A gift, learnt of when enforcement found nothing.
GIFT = by.act("GIFT", 300, 20, "A cousin of the director", 2_400_000)
CLAIM = by.act("IDLE_CLAIM", 400, 20, "Grey Heron Retail Co", 3_100_000, receivable_due_date=by.days_before(400))


def deadlock(remedy: str, *acts: dict[str, object], company: bool = True, **findings: str) -> Plot:
    """Return the plot up to the partner's choice of a remedy, about the first act where there is one."""
    looked: tuple[Scene, ...] = (at.reviews_shareholders(**findings),) if company else ()
    hidden, idle = ("YES" if remedy == "CRIMINAL" else "NO"), ("YES" if remedy == "SUBROGATION" else "NO")
    facts = at.DEADLOCK.then(5, *looked, at.collects_facts(*acts, hidden=hidden, idle=idle))
    return facts.then(4, at.chooses(remedy, act=0 if acts else None))


CRIMINAL = deadlock("CRIMINAL", by.act("HIDDEN", 90, 30, "An account of the wife", 700_000), company=False)
JOINDER = deadlock("JOINDER", capital_unpaid="YES")
SHAREHOLDER = JOINDER.then(6, by.collects_on_target("SHAREHOLDER", "LLC", "UNPAID"))
JOINDER_FILED = SHAREHOLDER.then(3, by.chooses_basis("JN-1d", "SUIT")).then(4, by.files_joinder)
REVOCATION = deadlock("REVOCATION", GIFT)
SUBROGATION = deadlock("SUBROGATION", CLAIM).then(3, by.notifies_third_party)
BANKRUPTCY = deadlock("BANKRUPTCY").then(5, by.collects_rank)
BANKRUPT = BANKRUPTCY.then(3, by.asks_transfer).then(30, by.transferred).then(28, by.bankruptcy_accepted)
TERMINATED = at.EXHAUSTED.then(1, at.checks_conditions).then(20, at.terminated)
STANDING = TERMINATED.then(2, at.informs_client).then(9, at.accepts_termination)

STORIES = (
    Story("yongtai", CRIMINAL.then(8, by.packs_evidence), 2, ("confirm_screening",), held={"confirm_screening": LI_WEI.id}),
    Story("otter_feed", CRIMINAL.then(8, by.packs_evidence).then(5, by.reports_crime), 12, ("wait_police_police_decision",)),
    Story("haiyun", SHAREHOLDER, 1, ("choose_basis",), owner=ZHANG_YU.id),
    Story("badger_bank", JOINDER_FILED, 15, ("wait_ruling_joinder_ruling",)),
    Story("heron_lease", REVOCATION, 2, ("decide_revocation",), owner=ZHANG_YU.id),
    Story("rural_loom", SUBROGATION, 2, ("decide_subrogation",)),
    Story("plum_rain", BANKRUPTCY, 3, ("advise_transfer",), owner=ZHANG_YU.id),
    Story("dune", BANKRUPT.then(14, by.claims_called(9)), 6, ("file_claim",), held={"file_claim": LI_WEI.id}),
    Story("swallow_air", deadlock("VEIL", sole_shareholder="YES"), 4, ("prepare_suit",)),
    Story("elm", deadlock("DIRECTORS", director_acts="YES"), 6, ("prepare_suit",)),
    Story("copper_end", TERMINATED, 3, ("inform_client",), held={"inform_client": LIN_YA.id}),
    Story("frost", STANDING, 25, ("standing_search_finished",), owner=ZHANG_YU.id),
)  # fmt: skip
