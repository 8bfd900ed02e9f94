//! Days as a calendar that other programs can take over: iCalendar, RFC 5545.
//!
//! Specification: RFC 5545 and `docs/due.md`. Takes events of whole days; gives the text. Lines end in CR LF and are
//! folded at 75 octets, never inside a character; texts are escaped, controls left out. Reads no clock.

use std::fmt::Write as _;

use crate::base::{Day, Time};

/// Something that falls on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// The same for the same thing in every calendar, so that a program renews it and does not double it.
    pub uid: String,
    /// The day.
    pub day: Day,
    /// What it is, in a line.
    pub summary: String,
    /// More about it.
    pub description: String,
}

/// Octets of a line without its end (RFC 5545, 3.1).
const LINE: usize = 75;

/// The calendar; `stamp` says when it was made.
pub fn calendar(name: &str, stamp: Time, events: &[Event]) -> String {
    let mut out = String::new();
    let mut line = |text: &str| fold(text, &mut out);
    line("BEGIN:VCALENDAR");
    line("VERSION:2.0");
    line("PRODID:-//inkraft//inkraft//DE");
    line("CALSCALE:GREGORIAN");
    line(&format!("X-WR-CALNAME:{}", escape(name)));
    for event in events {
        line("BEGIN:VEVENT");
        line(&format!("UID:{}", escape(&event.uid)));
        line(&format!("DTSTAMP:{}", instant(stamp)));
        line(&format!("DTSTART;VALUE=DATE:{}", date(event.day)));
        // The first day after it, as everywhere (RFC 5545, 3.6.1); the calendar's last day has none.
        if event.day.next() != event.day {
            line(&format!("DTEND;VALUE=DATE:{}", date(event.day.next())));
        }
        line(&format!("SUMMARY:{}", escape(&event.summary)));
        line(&format!("DESCRIPTION:{}", escape(&event.description)));
        line("TRANSP:TRANSPARENT");
        line("END:VEVENT");
    }
    line("END:VCALENDAR");
    out
}

fn date(day: Day) -> String {
    let (y, m, d) = day.parts();
    format!("{y:04}{m:02}{d:02}")
}

/// An instant in UTC: `20190121T090000Z`.
fn instant(time: Time) -> String {
    let utc = Time::in_zone(time.seconds(), &jiff::tz::TimeZone::UTC).unwrap_or(time).to_string();
    let digits: String = utc.chars().take(19).filter(|c| c.is_ascii_digit() || *c == 'T').collect();
    digits + "Z"
}

/// A text as a value (RFC 5545, 3.3.11).
fn escape(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => {
                out.push('\\');
                out.push(c);
            }
            '\n' => out.push_str("\\n"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// Writes a line: what is longer goes on in the next, behind a space.
fn fold(text: &str, out: &mut String) {
    let mut used = 0;
    for c in text.chars() {
        if used + c.len_utf8() > LINE {
            out.push_str("\r\n ");
            used = 1;
        }
        // Writing to a String cannot fail.
        let _ = write!(out, "{c}");
        used += c.len_utf8();
    }
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(text: &str) -> String {
        let mut out = String::new();
        fold(text, &mut out);
        out
    }

    #[test]
    fn lines_are_folded_at_75_octets_and_never_inside_a_character() {
        assert_eq!(folded(&"x".repeat(75)), format!("{}\r\n", "x".repeat(75)));
        assert_eq!(folded(&"x".repeat(76)), format!("{}\r\n x\r\n", "x".repeat(75)));
        for c in ["ü", "€", "𝄞", "a"] {
            for before in 0..8 {
                let text = "x".repeat(before) + &c.repeat(200);
                let folded = folded(&text);
                assert!(folded.ends_with("\r\n"));
                for line in folded.trim_end_matches("\r\n").split("\r\n") {
                    assert!(line.len() <= 75, "{line}");
                    // As long as it can be: the next character would not have fitted.
                }
                assert_eq!(folded.replace("\r\n ", "").trim_end(), text);
            }
        }
        // The space that marks the continuation counts: 75, then 74 a line.
        assert_eq!(folded(&"x".repeat(150)).matches("\r\n ").count(), 2);
        assert_eq!(folded(&"x".repeat(149)).matches("\r\n ").count(), 1);
    }

    #[test]
    fn texts_are_escaped_and_cannot_begin_a_line_of_their_own() {
        assert_eq!(escape("a;b,c\\d\ne"), "a\\;b\\,c\\\\d\\ne");
        assert_eq!(escape("a\r\nEND:VEVENT\u{7}"), "a\\nEND:VEVENT");
        let event = Event {
            uid: "x@y".into(),
            day: "2019-01-31".parse().unwrap(),
            summary: "a\r\nEND:VEVENT".into(),
            description: String::new(),
        };
        let text = calendar("k", "2019-01-21T10:00:00+01:00".parse().unwrap(), &[event]);
        assert_eq!(text.matches("\r\nEND:VEVENT\r\n").count(), 1);
    }

    #[test]
    fn an_event_is_a_whole_day_and_stamped_in_utc() {
        let event = Event {
            uid: "review-p-1@kammer.example".into(),
            day: "2019-12-31".parse().unwrap(),
            summary: "Evaluierung, p".into(),
            description: "x".into(),
        };
        let text = calendar("Fristen", "2019-01-21T00:30:00+01:00".parse().unwrap(), &[event]);
        assert_eq!(
            text,
            "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//inkraft//inkraft//DE\r\nCALSCALE:GREGORIAN\r\n\
             X-WR-CALNAME:Fristen\r\nBEGIN:VEVENT\r\nUID:review-p-1@kammer.example\r\n\
             DTSTAMP:20190120T233000Z\r\nDTSTART;VALUE=DATE:20191231\r\nDTEND;VALUE=DATE:20200101\r\n\
             SUMMARY:Evaluierung\\, p\r\nDESCRIPTION:x\r\nTRANSP:TRANSPARENT\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
        );
    }
}
