"""How property tests run: without a clock, since the machine may be busy."""

from hypothesis import HealthCheck, settings

unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
many = settings(unhurried, max_examples=400)
