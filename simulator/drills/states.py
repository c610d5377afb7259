"""The states whose rules rows may name, by their two letters, so that a slip of the pen does not switch rules off."""

from __future__ import annotations

from simulator.rules.near import did_you_mean

_NAMES = """AL Alabama,AK Alaska,AZ Arizona,AR Arkansas,CA California,CO Colorado,CT Connecticut,DE Delaware,
DC District of Columbia,FL Florida,GA Georgia,HI Hawaii,ID Idaho,IL Illinois,IN Indiana,IA Iowa,KS Kansas,KY Kentucky,
LA Louisiana,ME Maine,MD Maryland,MA Massachusetts,MI Michigan,MN Minnesota,MS Mississippi,MO Missouri,MT Montana,
NE Nebraska,NV Nevada,NH New Hampshire,NJ New Jersey,NM New Mexico,NY New York,NC North Carolina,ND North Dakota,
OH Ohio,OK Oklahoma,OR Oregon,PA Pennsylvania,RI Rhode Island,SC South Carolina,SD South Dakota,TN Tennessee,TX Texas,
UT Utah,VT Vermont,VA Virginia,WA Washington,WV West Virginia,WI Wisconsin,WY Wyoming,AS American Samoa,GU Guam,
MP Northern Mariana Islands,PR Puerto Rico,VI Virgin Islands"""
STATES: dict[str, str] = {one.strip()[:2]: one.strip()[3:] for one in _NAMES.split(",")}
"""States, the District of Columbia and the territories, by the letters that the post gives them."""


def state_meant(name: str) -> str | None:
    """The letters of the state that was probably meant: `TX` for `tx`, `Texas` and `Texsa`; None where none is near."""
    typed = name.replace("-", " ").replace("_", " ").strip().lower().removeprefix("us ")
    if typed.upper() in STATES:
        return typed.upper()
    near = did_you_mean(typed, STATES.values(), 0.75).removeprefix("; did you mean ").removesuffix("?")
    return next((letters for letters, state in STATES.items() if state == near), None)
