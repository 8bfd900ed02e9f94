"""Whether the calendar of `inkraft due --ics` is one that other programs read (RFC 5545).

`check.py FILE`: the file is read by icalendar, and what a lenient reader passes over is looked at in the bytes: line ends,
folding at 75 octets, characters cut apart. The same checks must first refuse the file spoiled in several ways, so that we
know that they look. Exit codes: 0 it is in order, 1 it is not.
"""

import datetime
import pathlib
import sys

import icalendar


def faults(data: bytes) -> list[str]:
    """Everything that is wrong with a calendar."""
    found = []
    if not data.endswith(b"\r\n") or b"\n" in data.replace(b"\r\n", b"") or b"\r" in data.replace(b"\r\n", b""):
        found.append("a line does not end in CR LF")
    for line in data.split(b"\r\n"):
        if len(line) > 75:
            found.append(f"a line of {len(line)} octets")
        try:
            line.decode("utf-8")
        except UnicodeDecodeError:
            found.append("a character is cut apart")
    try:
        calendar = icalendar.Calendar.from_ical(data)
    except (ValueError, IndexError, KeyError) as error:
        return [*found, f"icalendar refuses it: {error}"]
    for name in ("VERSION", "PRODID"):
        if name not in calendar:
            found.append(f"the calendar has no {name}")
    uids = set()
    for event in calendar.walk("VEVENT"):
        found += [f"{name}: {why}" for name, why in event.errors]
        missing = [name for name in ("UID", "DTSTAMP", "DTSTART", "SUMMARY") if name not in event]
        if missing:
            found.append(f"an event has no {', '.join(missing)}")
            continue
        if event["UID"] in uids:
            found.append(f"two events are called {event['UID']}")
        uids.add(event["UID"])
        start, stamp = event.decoded("DTSTART"), event.decoded("DTSTAMP")
        whole = type(start) is datetime.date and event["DTSTART"].params.get("VALUE") == "DATE"
        if not whole:
            found.append(f"{event['UID']} is no whole day")
        elif event.decoded("DTEND") != start + datetime.timedelta(days=1):
            found.append(f"{event['UID']} does not end on the next day")
        if not isinstance(stamp, datetime.datetime) or stamp.utcoffset() != datetime.timedelta(0):
            found.append(f"{event['UID']} is not stamped in UTC")
    if not uids:
        found.append("there is no event")
    return found


# What is spoiled: in words, how it stands, how it becomes.
SPOILS = [
    ("line ends", b"\r\n", b"\n"),
    ("an event without a name", b"\r\nUID:", b"\r\nX-UID:"),
    ("a day that there is not", b"DTSTART;VALUE=DATE:20", b"DTSTART;VALUE=DATE:2099"),
    ("a stamp without a zone", b"Z\r\nDTSTART", b"\r\nDTSTART"),
    ("an event that does not end", b"END:VEVENT\r\n", b""),
    ("a line that is not folded", b"\r\nSUMMARY:", b"\r\nSUMMARY:" + 80 * b"x"),
    ("a character cut apart", b"\r\nSUMMARY:", b"\r\nSUMMARY:\xc3\r\n \xbc"),
    ("a time of day", b"DTSTART;VALUE=DATE:", b"DTSTART:"),
]


def main() -> int:
    data = pathlib.Path(sys.argv[1]).read_bytes()
    wrong = faults(data)
    for words, old, new in SPOILS:
        spoiled = data.replace(old, new, 1) if words != "line ends" else data.replace(old, new)
        assert spoiled != data, words
        if not faults(spoiled):
            wrong.append(f"accepted although spoiled: {words}")
    for fault in wrong:
        print(fault)
    if not wrong:
        events = len(icalendar.Calendar.from_ical(data).walk("VEVENT"))
        print(f"read by icalendar, {events} event(s); {len(SPOILS)} spoiled ones are refused")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
