from __future__ import annotations

import pytest
from power_cuts import cut_everywhere


def test_a_power_cut_at_any_call_of_a_save_costs_nothing(tmp_path):
    outcome = cut_everywhere(tmp_path)
    assert outcome.problems == []
    assert outcome.disks > 50


@pytest.mark.parametrize("forgetful", ["file", "folder"])
def test_the_model_knows_what_an_fsync_is_for(tmp_path, forgetful):
    assert len(cut_everywhere(tmp_path, forgetful).problems) > 50
