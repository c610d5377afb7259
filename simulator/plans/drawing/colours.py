"""The one table of colours and kinds. The values are those of the screens' tokens (light paper)."""

from __future__ import annotations

PAPER = "#F6F4EE"
SURFACE = "#FFFFFF"
SUNKEN = "#ECE9E0"
LINE = "#D8D3C6"
LINE_STRONG = "#827C6C"
HATCH = "#B4AEA0"
INK = "#15212B"
INK_2 = "#43505A"
INK_3 = "#59646C"
STRIP_TEXT = "#F3F0E8"
STRIP_SOFT = "#C3C9CD"

OFFICE = "#DDE7EE"
GATHERING = "#F5ECD6"
SERVICE = "#E2E4E6"

FAMILY = {
    "classroom": "classroom",
    "portable": "classroom",
    "corridor": "hall",
    "lobby": "hall",
    "concourse": "hall",
    "office": "office",
    "cafeteria": "gathering",
    "gymnasium": "gathering",
    "auditorium": "gathering",
    "library": "gathering",
    "seating": "gathering",
    "stage": "gathering",
    "reunification": "gathering",
    "kitchen": "service",
    "restroom": "service",
    "locker-room": "service",
    "mechanical": "service",
    "storage": "service",
    "stairs": "stairs",
    "elevator": "lift",
    "outdoors": "outdoors",
    "field": "outdoors",
    "parking": "outdoors",
    "stand": "outdoors",
    "vehicle": "outdoors",
    "assembly": "assembly",
}
"""Which of the drawing's few looks each kind of space has."""

FILL = {
    "classroom": SURFACE,
    "hall": SUNKEN,
    "office": OFFICE,
    "gathering": GATHERING,
    "service": SERVICE,
    "stairs": SURFACE,
    "lift": SURFACE,
    "outdoors": "none",
    "assembly": "none",
}

OUTSIDE = frozenset(kind for kind, family in FAMILY.items() if family in ("outdoors", "assembly"))
"""Kinds drawn with a dashed line and no wall: open air, and what stands in it."""

POINT_LETTER = {
    "aed": "A",
    "camera": "C",
    "fire-pull": "F",
    "key-box": "K",
    "fire-panel": "L",
    "pa-microphone": "M",
    "panic-button": "P",
    "trauma-kit": "T",
    "utility": "U",
    "hvac-switch": "V",
    "weather-radio": "W",
}
POINT_WORD = {
    "aed": "AED",
    "camera": "camera",
    "fire-pull": "fire alarm pull",
    "key-box": "key box",
    "fire-panel": "fire alarm panel",
    "pa-microphone": "microphone",
    "panic-button": "panic button",
    "trauma-kit": "trauma kit",
    "utility": "utility shut-off",
    "hvac-switch": "ventilation switch",
    "weather-radio": "weather radio",
}
