"""No law depends on how fast a machine is."""

from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st


@given(st.sampled_from([0.0, 0.3]))
def test_a_slow_example_is_no_failure(seconds):
    # Hypothesis itself takes an example for a failure after 0.2 seconds.
    time.sleep(seconds)
