"""How long something lasted, in words; nothing where that is not known"""

from datetime import datetime, timedelta

from flow.engine.text import Text

NOTHING = Text("", "")
UNDER_A_MINUTE = Text("kurang dari 1 menit", "less than 1 minute")
DAYS = Text("{n} hari", "{n} d")
HOURS = Text("{n} jam", "{n} h")
MINUTES = Text("{n} menit", "{n} min")


def lasted(since: datetime | None, until: datetime) -> Text:
    """ "1 jam 5 menit"; nothing where the beginning is not known, or nothing lay between."""
    if since is None or until <= since:
        return NOTHING
    minutes = (until - since) // timedelta(minutes=1)
    if minutes == 0:
        return UNDER_A_MINUTE
    parts = ((DAYS, minutes // 1440), (HOURS, minutes // 60 % 24), (MINUTES, minutes % 60))
    return Text.joined((words.filled(n=n) for words, n in parts if n), " ")


def after(words: Text, since: datetime | None, until: datetime) -> Text:
    """The words with how long it lasted in their `{lasted}`; nothing where that is not known."""
    length = lasted(since, until)
    return words.filled(lasted=length) if length != NOTHING else NOTHING
