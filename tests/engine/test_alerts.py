"""Text alerts and cameras: who has it when, and who looks. Known answers."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.model.run import Run
from tests.engine.buildings import rows
from tests.engine.talking import COMMS, ROLES, decided, talk
from tests.engine.test_channels import learned

STATIONARY = {"enters": "X", "at": 60, "pattern": "stationary", "lasts": {"fixed": 600}, "speed": {"fixed": 1}}


def alerted(says: Any, audience: str = "families", reach: float = 1, **more: Any) -> Run:
    alerts = {audience: {"reach": reach, "delay": {"uniform": [20, 90]}}}
    text = decided(10, "principal", "send_alert", audience=audience, says=says)
    return talk(text, comms=COMMS | {"alerts": alerts}, **more)


def told(run: Run) -> list[str]:
    return [row[8] for row in rows(run, "received") if row[6] == "text"]


def test_a_text_goes_out_when_it_is_written_and_comes_between_its_delays() -> None:
    run = alerted("We are safe.")
    assert [(row[0], row[5], row[8]) for row in rows(run, "sent")] == [(40_000, "families", "to 5")]
    assert told(run) == ["1 of 5 have it", "3 of 5 have it", "5 of 5 have it"]
    assert all(60_000 <= row[0] <= 130_000 for row in rows(run, "received"))
    assert rows(run, "lost") == [] and list(learned(run, "alert")) == ["families"]


def test_it_reaches_a_share_and_the_rest_never_have_it() -> None:
    run = alerted("We are safe.", reach=0.4)
    missed = [row[8] for row in rows(run, "lost")]
    had = int(told(run)[-1].split()[0]) if told(run) else 0
    assert missed == [f"{5 - had} of 5 were not reached"] and 0 < had < 5
    nobody = alerted("We are safe.", reach=0)
    assert told(nobody) == [] and learned(nobody, "alert") == {}


def test_families_are_as_many_as_the_reunification_expects() -> None:
    run = alerted("Come at noon.", reunification={"site": "OUT", "families": {"count": 40, "first": 900}})
    assert rows(run, "sent")[0][8] == "to 40"


def test_an_order_by_text_is_heard_by_each_who_gets_it() -> None:
    run = alerted("lockdown", "staff")
    heard = {row[3]: row[7] for row in rows(run, "learned") if row[4] == "order"}
    assert {name: heard.get(name) for name in ("principal", "secretary", "officer", "dean")} == dict.fromkeys(
        ("principal", "secretary", "officer", "dean"), "text"
    )
    assert "class" not in heard or heard["class"] != "text"


def test_who_is_not_reached_by_an_order_does_not_have_it() -> None:
    assert [row for row in rows(alerted("lockdown", "staff", reach=0), "learned") if row[7] == "text"] == []


def test_there_is_no_such_list() -> None:
    text = decided(10, "principal", "send_alert", audience="media", says="Hello")
    run = talk(text, comms=COMMS | {"alerts": {"families": {}}})
    assert [row[4] for row in rows(run, "refused")] == [
        "there is no list called media for text alerts; there are: families"
    ]


# ---- cameras ---------------------------------------------------------------------------------------------------------


def watched(pattern: Any = "stationary", roles: Any = None, **camera: Any) -> Run:
    """Somebody comes in by the west door of a hall whose camera hangs in its middle third and looks east."""
    threat = STATIONARY | {"pattern": pattern}
    comms = COMMS | {"cameras": {"CAM": camera}}
    perception = {"recognise_s": {"fixed": 500}}
    return talk(comms=comms, threat=threat, perception=perception, roles=roles or ROLES)


def by_camera(run: Run) -> list[tuple[str, str, int]]:
    return [(row[3], row[5], row[0]) for row in rows(run, "learned") if row[7] == "camera" and row[4] == "threat_where"]


def test_whoever_watches_learns_where_the_person_is_after_a_while() -> None:
    run = watched(["B"], by="secretary")
    moved = next(row for row in rows(run, "threat_moved") if row[3] == "H/2")
    assert by_camera(run) == [("secretary", "H", moved[0] + 5_000)]


def test_behind_the_camera_is_not_in_its_picture() -> None:
    assert by_camera(watched(by="secretary")) == []  # stays in H/1, west of the camera


@pytest.mark.parametrize("camera", [{"by": "secretary", "watched": False}, {"by": "sergeant"}])
def test_nobody_learns_from_a_camera_that_nobody_here_watches(camera: dict[str, Any]) -> None:
    assert by_camera(watched(["B"], **camera)) == []


def test_without_a_name_the_first_role_in_the_office_watches() -> None:
    assert [who for who, _, _ in by_camera(watched(["B"]))] == ["secretary"]
    nobody = {name: role | ({"in": "B"} if name == "secretary" else {}) for name, role in ROLES.items()}
    assert by_camera(watched(["B"], nobody)) == []
