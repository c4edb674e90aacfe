"""Every table the page /about speaks of has somebody who keeps what it promises."""

from eduplatform.shared import privacy
from eduplatform.upkeep import retention


def test_every_promise_has_a_keeper():
    assert set(retention.PROMISES) == set(privacy.TABLES), (
        "say in upkeep/retention.py PROMISES which step deletes it in time, and let that step do it"
    )
    assert set(retention.PROMISES.values()) <= {*retention.STEPS, "change"}
