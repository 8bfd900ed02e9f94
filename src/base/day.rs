//! Calendar days, months of a "Stand", and half-open periods.
//!
//! A day is a date of the proleptic Gregorian calendar between 0001-01-01 and 9999-12-31, written
//! `YYYY-MM-DD` (RFC 3339 full-date). It has no time zone: which day it is "now" is decided once,
//! in `main`, in the archive's zone.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;

use super::{Lang, Misspelt, serde_as_text};

/// A calendar day, written `YYYY-MM-DD`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(Date);

impl Day {
    /// The day of this year, month (1–12) and day of the month, if the calendar has it.
    pub fn new(year: i16, month: i8, day: i8) -> Option<Self> {
        Date::new(year, month, day).ok().filter(|_| (1..=9999).contains(&year)).map(Self)
    }

    /// The next day; the last day of the calendar stays.
    pub fn next(self) -> Self {
        self.0.tomorrow().map_or(self, Self)
    }

    /// The day before; the first day of the calendar stays.
    pub fn previous(self) -> Self {
        self.0.yesterday().ok().filter(|d| d.year() >= 1).map_or(self, Self)
    }

    /// Year, month and day of the month.
    pub fn parts(self) -> (i16, i8, i8) {
        (self.0.year(), self.0.month(), self.0.day())
    }

    /// This day so many calendar months later, or the last day of that month if it is shorter.
    pub fn plus_months(self, months: u16) -> Self {
        self.0.checked_add(jiff::Span::new().months(i64::from(months))).map_or(self, Self)
    }

    /// How many days lie from `self` to `other` (negative when `other` is earlier).
    pub fn days_until(self, other: Day) -> i64 {
        self.0.until(other.0).map_or(0, |span| i64::from(span.get_days()))
    }

    /// The day in running text: `25. Juli 2018` (no-break spaces), `25 July 2018`.
    pub fn long(self, lang: Lang) -> String {
        let (y, m, d) = self.parts();
        let month = month_name(m, lang);
        match lang {
            Lang::De => format!("{d}.\u{a0}{month}\u{a0}{y}"),
            Lang::En => format!("{d}\u{a0}{month}\u{a0}{y}"),
        }
    }

    /// The day in tables and on the terminal: `25.07.2018`, `2018-07-25`.
    pub fn short(self, lang: Lang) -> String {
        let (y, m, d) = self.parts();
        match lang {
            Lang::De => format!("{d:02}.{m:02}.{y:04}"),
            Lang::En => self.to_string(),
        }
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (y, m, d) = self.parts();
        write!(f, "{y:04}-{m:02}-{d:02}")
    }
}

impl fmt::Debug for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Day {
    type Err = Misspelt;
    fn from_str(text: &str) -> Result<Self, Misspelt> {
        let fail = || Misspelt::new("a day written YYYY-MM-DD", text);
        let (y, m, d) = match text.as_bytes() {
            [y @ .., b'-', m1, m2, b'-', d1, d2] if y.len() == 4 => {
                (digits(y), digits(&[*m1, *m2]), digits(&[*d1, *d2]))
            }
            _ => return Err(fail()),
        };
        let (Some(y), Some(m), Some(d)) = (y, m, d) else { return Err(fail()) };
        Day::new(y, m as i8, d as i8).ok_or_else(fail)
    }
}

serde_as_text!(Day);

fn digits(bytes: &[u8]) -> Option<i16> {
    bytes.iter().try_fold(0i16, |n, b| b.is_ascii_digit().then(|| n * 10 + i16::from(b - b'0')))
}

fn month_name(month: i8, lang: Lang) -> &'static str {
    const DE: [&str; 12] = [
        "Januar",
        "Februar",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
    ];
    const EN: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let names = match lang {
        Lang::De => DE,
        Lang::En => EN,
    };
    names.get((month - 1) as usize).copied().unwrap_or("?")
}

/// The "Stand" of a text: a day (`2018-07-25`) or a month (`2018-07`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AsOf {
    /// A whole month: the first day stands for it in comparisons.
    Month(Day),
    /// A single day.
    Day(Day),
}

impl AsOf {
    /// The first day it can mean.
    pub fn first_day(self) -> Day {
        match self {
            AsOf::Month(d) | AsOf::Day(d) => d,
        }
    }

    /// In running text: `Juli 2018` or `25. Juli 2018`.
    pub fn long(self, lang: Lang) -> String {
        match self {
            AsOf::Day(d) => d.long(lang),
            AsOf::Month(d) => {
                let (y, m, _) = d.parts();
                format!("{}\u{a0}{y}", month_name(m, lang))
            }
        }
    }
}

impl fmt::Display for AsOf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            AsOf::Day(d) => d.fmt(f),
            AsOf::Month(d) => {
                let (y, m, _) = d.parts();
                write!(f, "{y:04}-{m:02}")
            }
        }
    }
}

impl FromStr for AsOf {
    type Err = Misspelt;
    fn from_str(text: &str) -> Result<Self, Misspelt> {
        let fail = || Misspelt::new("a day written YYYY-MM-DD or a month written YYYY-MM", text);
        if text.len() == 7 {
            let day = format!("{text}-01").parse().map_err(|_| fail())?;
            Ok(AsOf::Month(day))
        } else {
            text.parse().map(AsOf::Day).map_err(|_| fail())
        }
    }
}

serde_as_text!(AsOf);

/// A half-open period `[from, until)`; `until: None` has no end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Period {
    /// The first day in the period.
    pub from: Day,
    /// The first day after it.
    pub until: Option<Day>,
}

impl Period {
    /// Whether the day lies in the period.
    pub fn contains(&self, day: Day) -> bool {
        self.from <= day && self.until.is_none_or(|u| day < u)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_one_spelling_of_a_day_is_read() {
        for good in ["0001-01-01", "2024-02-29", "9999-12-31"] {
            assert_eq!(good.parse::<Day>().map(|d| d.to_string()).as_deref(), Ok(good));
        }
        for bad in [
            "2026-02-31",
            "2025-02-29",
            "0000-01-01",
            "2026-2-1",
            "26-02-01",
            "2026-02-01 ",
            "+026-02-01",
            "",
            "２026-02-01",
        ] {
            assert!(bad.parse::<Day>().is_err(), "{bad}");
        }
    }

    #[test]
    fn months_are_added_to_the_last_day_a_month_has() {
        let day: Day = "2024-08-31".parse().unwrap();
        assert_eq!(day.plus_months(6).to_string(), "2025-02-28");
    }

    #[test]
    fn a_stand_is_a_day_or_a_month() {
        assert_eq!("2018-07".parse::<AsOf>().unwrap().long(Lang::De), "Juli\u{a0}2018");
        assert_eq!("2018-07-25".parse::<AsOf>().unwrap().long(Lang::En), "25\u{a0}July\u{a0}2018");
        assert!("2018-13".parse::<AsOf>().is_err());
        assert!("2018".parse::<AsOf>().is_err());
    }

    #[test]
    fn a_period_does_not_contain_its_until() {
        let p = Period { from: "2025-01-01".parse().unwrap(), until: "2026-01-01".parse().ok() };
        assert!(p.contains("2025-12-31".parse().unwrap()));
        assert!(!p.contains("2026-01-01".parse().unwrap()));
    }
}
