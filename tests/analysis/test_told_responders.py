"""Responders in sentences and in figures: what a facilitator would read out."""

from __future__ import annotations

from simulator.analysis.responders import responder_metrics
from simulator.analysis.told_responders import responder_summary, told_responders, unit_words
from simulator.model.run import Run
from tests.engine.test_responders import GONE, PATIENT, SEND, SEND_EMS, decided, play

ROLES = {"sergeant": {"agency": "police", "in": "off_site", "title": "Police supervisor"}}


def told(played: Run) -> list[tuple[int, str]]:
    return [(moment.t_ms // 1000, moment.words) for moment in told_responders(played)]


def test_the_whole_chain_in_sentences() -> None:
    played = play(SEND, SEND_EMS, threat=GONE, patients=[PATIENT], roles=ROLES)
    words = told(played)
    assert words[:4] == [
        (10, "2 police units were sent."), (10, "2 EMS units were sent."), (80, "Police unit 1 arrived at OUT."),
        (80, "Police unit 2 arrived at OUT, the last of 2 there so far."),
    ]  # fmt: skip
    for line in (
        (95, "The Police supervisor had command at OUT."),
        (100, "Police unit 1 and police unit 2 went into the building through exit X."),
        (170, "The Police supervisor and EMS shared one command."),
        (260, "Rescue task force 1 was ready to go in."),
        (269, "Rescue task force 1 was with patient PT1 in room A."),
        (294, "A casualty collection point was open at H."),
        (302, "Rescue task force 1 had brought patient PT1 to H."),
        (352, "EMS unit 1 had patient PT1 on board and set off."),
        (652, "Patient PT1 was at the hospital."),
    ):
        assert line in words, words
    assert words[-1][1] == "Patient PT1 was at the hospital."


def test_what_was_cleared_twice_is_said() -> None:
    both = {"police": {"units": 1}, "sheriff": {"units": 1}}
    taken = {"sergeant": {"agency": "police", "in": "off_site", "played": True}}
    send = decided(id="N2", agency="sheriff")
    played = play(SEND, send, threat=GONE, agencies=both, roles=taken, seats={"all": "taken"})
    assert "3 rooms had been cleared more than once: two teams had separate lists." in [one[1] for one in told(played)]
    assert "The agencies had no command together." in responder_summary(played)


def test_the_chain_in_figures_and_in_sum() -> None:
    played = play(SEND, SEND_EMS, threat=GONE, patients=[PATIENT], roles=ROLES)
    measured = responder_metrics(played)
    cleared = measured.pop("building_cleared_s")
    assert cleared is not None and cleared > 100
    assert measured == {
        "first_officer_on_site_s": 80.0, "police_entry_s": 100.0, "threat_ended_s": 5.0, "unified_command_s": 170.0,
        "rtf_ready_s": 260.0, "first_patient_contact_s": 269.22, "ccp_s": 294.22,
    }  # fmt: skip
    told_in_sum = responder_summary(played)
    assert told_in_sum[0] == "The first officer was on site 1 minute 10 after the first dispatch."
    assert told_in_sum[-1] == "Of 1 patient, somebody was with 1, and 1 had left for hospital."


def test_what_did_not_happen_is_no_figure() -> None:
    played = play(threat=None)
    assert set(responder_metrics(played).values()) == {None}
    assert told(played) == []
    assert responder_summary(played) == ["No responders were sent."]
    assert responder_summary(play(threat=None, agencies={}, roles={})) == []


def test_a_sheriffs_unit_is_an_officer_too() -> None:
    played = play(decided(agency="sheriff"), agencies={"sheriff": {"units": 1}})
    assert responder_metrics(played)["first_officer_on_site_s"] == 80.0
    assert unit_words(played, "sheriff-1") == "sheriff unit 1"
