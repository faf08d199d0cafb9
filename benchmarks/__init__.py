"""Programs that measure. Never run as tests; figures are quoted from one run."""
