"""The one road: command → decide → events → journal → floor → boards.

Somebody asks (command). A pure function answers with what happened (events) or refuses in a
sentence. What happened is appended to the journal and folded into the floor: who is where, now.
Boards are what a screen may show of the floor. Nothing walks this road backwards.
"""

__version__ = "0.3.0"
