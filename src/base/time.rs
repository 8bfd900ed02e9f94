//! Instants with the offset they were written in, to whole seconds.
//!
//! Written `YYYY-MM-DDThh:mm:ss±hh:mm` (RFC 3339, always a numeric offset, never `Z` or `-00:00`).
//! Order is by instant; the day is the date as written, so that no reader needs time-zone tables.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use jiff::civil::DateTime;
use jiff::tz::{Offset, TimeZone};

use super::{Day, Misspelt, serde_as_text};

/// An instant together with its local date and time.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Time {
    local: DateTime,
    /// Seconds east of UTC, a whole number of minutes.
    offset: i32,
}

impl Time {
    /// This instant (seconds since 1970-01-01T00:00:00Z) as it is written in the zone.
    ///
    /// `None` outside the years 1 to 9999, or where the zone's offset is not of whole minutes.
    pub fn in_zone(seconds: i64, zone: &TimeZone) -> Option<Self> {
        let instant = jiff::Timestamp::from_second(seconds).ok()?;
        let offset = zone.to_offset(instant);
        Self::checked(offset.to_datetime(instant), offset.seconds())
    }

    fn checked(local: DateTime, offset: i32) -> Option<Self> {
        let ok = (1..=9999).contains(&local.year())
            && local.subsec_nanosecond() == 0
            && offset % 60 == 0
            && offset.abs() < 24 * 3600
            && Offset::from_seconds(offset).is_ok_and(|o| o.to_timestamp(local).is_ok());
        ok.then_some(Self { local, offset })
    }

    /// Seconds since 1970-01-01T00:00:00Z.
    pub fn seconds(self) -> i64 {
        Offset::from_seconds(self.offset)
            .and_then(|o| o.to_timestamp(self.local))
            .map_or(0, |t| t.as_second())
    }

    /// The date as written.
    pub fn day(self) -> Day {
        let (y, m, d) = (self.local.year(), self.local.month(), self.local.day());
        Day::new(y, m, d).unwrap_or_else(|| unreachable!("checked on construction"))
    }

    /// Hours and minutes as written, `09:05`.
    pub fn clock(self) -> String {
        format!("{:02}:{:02}", self.local.hour(), self.local.minute())
    }
}

impl PartialOrd for Time {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// By instant; the same instant in two offsets is ordered by offset, so that equality stays exact.
impl Ord for Time {
    fn cmp(&self, other: &Self) -> Ordering {
        self.seconds().cmp(&other.seconds()).then(self.offset.cmp(&other.offset))
    }
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let t = self.local;
        let sign = if self.offset < 0 { '-' } else { '+' };
        let minutes = self.offset.abs() / 60;
        write!(
            f,
            "{}T{:02}:{:02}:{:02}{sign}{:02}:{:02}",
            self.day(),
            t.hour(),
            t.minute(),
            t.second(),
            minutes / 60,
            minutes % 60
        )
    }
}

impl fmt::Debug for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Time {
    type Err = Misspelt;
    fn from_str(text: &str) -> Result<Self, Misspelt> {
        let fail = || Misspelt::new("a time written YYYY-MM-DDThh:mm:ss+hh:mm", text);
        if text.len() != 25 || !text.is_ascii() {
            return Err(fail());
        }
        let (local, offset) = text.split_at(19);
        let local: DateTime = local.parse().map_err(|_| fail())?;
        let minutes = |s: &str| s.parse::<u8>().ok().map(i32::from);
        let (h, m) = match (minutes(&offset[1..3]), minutes(&offset[4..6])) {
            (Some(h), Some(m)) => (h, m),
            _ => return Err(fail()),
        };
        let sign = if offset.starts_with('-') { -1 } else { 1 };
        let time = Self::checked(local, sign * (h * 3600 + m * 60)).ok_or_else(fail)?;
        // One spelling only: whatever the lenient parts above let through is not what we write.
        if time.to_string() == text { Ok(time) } else { Err(fail()) }
    }
}

serde_as_text!(Time);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_one_spelling_of_a_time_is_read() {
        for good in ["2026-03-29T03:30:00+02:00", "1999-12-31T23:59:59-11:30", "2000-01-01T00:00:00+00:00"] {
            assert_eq!(good.parse::<Time>().map(|t| t.to_string()).as_deref(), Ok(good));
        }
        for bad in [
            "2026-03-29T03:30:00Z",
            "2026-03-29t03:30:00+02:00",
            "2026-03-29 03:30:00+02:00",
            "2026-03-29T03:30:00-00:00",
            "2026-03-29T03:30:60+02:00",
            "2026-02-30T03:30:00+02:00",
            "2026-03-29T03:30:00+24:00",
            "2026-03-29T03:30:00+02:60",
            "2026-03-29T03:30:00+ 2:00",
            "2026-03-29T03:30:00",
            "2026-03-29T03:30.5+02:00xx",
        ] {
            assert!(bad.parse::<Time>().is_err(), "{bad}");
        }
    }

    #[test]
    fn order_is_by_instant_and_the_day_is_the_one_written() {
        let a: Time = "2026-01-01T00:30:00+01:00".parse().unwrap();
        let b: Time = "2025-12-31T23:45:00+00:00".parse().unwrap();
        assert!(a < b);
        assert_eq!(a.day().to_string(), "2026-01-01");
        assert_eq!(b.day().to_string(), "2025-12-31");
    }

    #[test]
    fn a_zone_gives_the_offset_of_that_instant() {
        let berlin = TimeZone::get("Europe/Berlin").unwrap();
        let summer = Time::in_zone(1_774_747_800, &berlin).unwrap();
        assert_eq!(summer.to_string(), "2026-03-29T03:30:00+02:00");
        assert_eq!(summer.seconds(), 1_774_747_800);
    }
}
