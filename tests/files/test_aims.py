"""The measures of objectives as typed: what is sound, and the sentence for what is not."""

from __future__ import annotations

import pytest

from tests.files.conftest import Mistake

OLD = 'measure: {metric: clear_time_s, within: "5:00"}'
SOUND = [
    "measure: {metric: time_to_secured_90_s, from: order, within: 60, where: {pa: zone-A}}",
    'measure: {metric: clear_time_s, within: "03:00", where: {space: [GYM, "1E3"]}}',
    'measure: {metric: exposed, at_most: 0, where: {level: "1"}}',
    "measure: {expects: [E1]}",
    'measure: {time_of: {event: locked, opening: "@main_entrance"}, from: recognition, within: 60}',
    "measure: {time_of: {order: evacuate}, within: 60}",
    "measure: {never: {event: unlocked, opening: X1}, after: {inject: I1}}",
    "measure: {never: {action: unlock}}",
    "measure: {judged: yes}",
    "measure: {metric: hold_complete_s, from: order, within: 60}",
]
WRONG = [
    ("measure: {metric: clear_time, within: 180}", "there is no metric clear_time; did you mean clear_time_s?"),
    ("measure: {metric: evacuated, within: 180}", "evacuated is a number, not a time; write at_most"),
    ("measure: {metric: ccp_s, within: 9, where: {space: GYM}}", "ccp_s is not counted by place; these are: people,"),
    ("measure: {expects: [E11]}", "there is no expectation E11; did you mean E1?"),
    ("measure: {time_of: {event: lokked}, within: 9}", "there is no event lokked; did you mean locked?"),
    ("measure: {time_of: {event: locked, opening: X9}, within: 9}", "has no opening X9"),
    ("measure: {time_of: {event: locked, agency: police}, within: 9}", "the event locked has no agency"),
    ("measure: {time_of: {step: F1}, within: 9}", "stands only in a response plan"),
    ("measure: {never: {inject: I99}}", "there is no inject I99"),
    ("measure: {never: {event: locked}, after: {order: leave}}", "there is no order leave"),
    ("measure: {metric: secured, at_most: 9, where: {pa: zone-C}}", "there is no speaker zone zone-C"),
    ("measure: {metric: secured, at_most: 9, where: {space: GIM}}", "has no space GIM; did you mean GYM?"),
    ('measure: {metric: secured, at_most: 9, where: {level: "7"}}', "there is no level 7"),
    ("measure: {metric: secured, at_most: 9, where: {}}", "name exactly one of pa, space and level"),
    ("measure: {metric: secured}", "a metric needs exactly one of within and at_most"),
    ("measure: {metric: secured, judged: yes}", "give exactly one of metric, expects, time_of, never, and judged: yes"),
    ("measure: {time_of: {event: locked}}", "time_of needs within"),
    ("measure: {time_of: {event: arrived, agency: polise}, within: 9}", "there is no agency polise"),
    ("measure: {never: {event: locked}, within: 9}", "within does not go with this measure"),
    ("measure: {judged: yes, from: order}", "from does not go with this measure"),
    ("measure: {metric: secured, at_most: 9, from: order}", "from does not go with this measure"),
    ("measure: {expects: [E1], where: {space: GYM}}", "where does not go with this measure"),
    ("measure: {metric: clear_time_s, within: 9, from: alarm}", "from"),
]


@pytest.mark.parametrize("measure", SOUND)
def test_a_sound_measure(mistake: Mistake, measure: str) -> None:
    assert mistake("scenario", OLD, measure) == []


@pytest.mark.parametrize(("measure", "words"), WRONG)
def test_a_measure_that_cannot_be_meant_is_a_sentence_on_its_line(mistake: Mistake, measure: str, words: str) -> None:
    found = mistake("scenario", OLD, measure)
    assert len(found) == 1, found
    assert "objectives[0].measure" in found[0]
    assert words in found[0]
