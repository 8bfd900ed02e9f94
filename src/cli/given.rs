//! What officers state of a record on the command line: texts of a line, an open beginning, versions beside.
//!
//! Specification: `docs/in-force.md`, "Effects". Takes arguments as they were typed; gives values of a record, or says
//! what is wrong with them. Days are those on which something is still so: "until 2026-12-31" includes that day.

use unicode_normalization::UnicodeNormalization as _;

use super::archive_args::day;
use super::out::Failure;
use crate::base::effect::{Awaits, Beside, Effect, From, Open};
use crate::base::{Day, Id, Lang, Say, lang};
use crate::format::record::{Body, Restate};
use crate::timeline::View;

/// A text of one line as it is signed: composed characters, single spaces, and none of the controls that come along
/// when text is copied from a PDF or a terminal.
pub fn line(text: &str) -> String {
    let composed: String = text.nfc().filter(|c| c.is_whitespace() || !c.is_control()).collect();
    composed.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A beginning that is still open.
#[derive(Debug, clap::Args)]
pub struct OpenArgs {
    /// The beginning is open: what it waits for (day: the day is not established)
    #[arg(long, value_name = "WHAT", value_parser = ["publication", "approval", "signature", "day"], requires = "not_before")]
    awaits: Option<String>,
    /// The earliest day of an open beginning
    #[arg(long, value_name = "DAY", requires = "awaits")]
    not_before: Option<String>,
    /// The latest day of an open beginning: by then it has begun, whatever happened
    #[arg(long, value_name = "DAY", requires = "awaits")]
    not_after: Option<String>,
}

impl OpenArgs {
    /// Whether an open beginning is stated.
    pub fn is_given(&self) -> bool {
        self.awaits.is_some()
    }

    /// The open beginning, if one is stated.
    pub fn read(&self, today: Day) -> Result<Option<From>, Failure> {
        let (Some(awaits), Some(not_before)) = (&self.awaits, &self.not_before) else { return Ok(None) };
        let awaits = match awaits.as_str() {
            "publication" => Awaits::Publication,
            "approval" => Awaits::Approval,
            "signature" => Awaits::Signature,
            _ => Awaits::Day,
        };
        let not_before = day(not_before, today)?;
        let not_after = self.not_after.as_deref().map(|text| day(text, today)).transpose()?;
        Ok(Some(From::Open(Open { not_before, not_after, awaits })))
    }
}

/// The versions that stay in force beside another, as they were typed; `none` alone is an empty list.
pub fn beside(typed: &[String], today: Day) -> Result<Vec<Beside>, Failure> {
    match typed {
        [one] if ["none", "keine"].contains(&one.trim()) => Ok(Vec::new()),
        all => all.iter().map(|text| one_beside(text, today)).collect(),
    }
}

/// `VERSION[ until DAY][ for WHOM]`.
fn one_beside(text: &str, today: Day) -> Result<Beside, Failure> {
    let typed = line(text);
    let bad = || Failure::new(NoBeside(text.to_owned()));
    let (number, mut rest) = typed.split_once(' ').unwrap_or((&typed, ""));
    let mut beside = Beside { version: number.parse().map_err(|_| bad())?, until: None, for_whom: None };
    let after = |rest: &str, words: [&str; 2]| {
        let (word, more) = rest.split_once(' ')?;
        words.contains(&word).then(|| more.to_owned())
    };
    let until = after(rest, ["until", "bis"]);
    if let Some(more) = &until {
        let (last, more) = more.split_once(' ').unwrap_or((more, ""));
        beside.until = Some(day(last, today)?.next());
        rest = more;
    }
    beside.for_whom = after(rest, ["for", "für"]);
    if beside.for_whom.is_none() && !rest.is_empty() {
        return Err(bad());
    }
    Ok(beside)
}

/// A text does not say which version stays in force beside.
#[derive(Debug)]
struct NoBeside(String);

impl Say for NoBeside {
    fn fact(&self, lang: Lang) -> String {
        let text = &self.0;
        lang::say!(
            lang,
            "„{text}“ sagt nicht, welche Fassung daneben in Kraft bleibt",
            "\"{text}\" does not say which version stays in force beside it"
        )
    }

    fn advice(&self, lang: Lang) -> Option<String> {
        Some(lang::say!(
            lang,
            "Nummer, letzter Tag und für wen, in Anführungszeichen: \"1\", \"1 bis 31.12.2026\", \"1 bis 31.12.2026 für laufende Verfahren\"; none für keine.",
            "Number, last day and for whom, in quotation marks: \"1\", \"1 until 2026-12-31\", \"1 until 2026-12-31 for pending cases\"; none for none."
        ))
    }
}

/// The days between which an effect begins; `None` is never.
pub fn begins(effect: &Effect) -> (Day, Option<Day>) {
    match &effect.from {
        From::Day(day) => (*day, Some(*day)),
        From::Open(open) => (open.not_before, open.not_after),
    }
}

/// The record that states an effect anew.
pub fn restated(policy: Id, target: u64, effect: Effect, events: Vec<crate::base::effect::Event>) -> Body {
    Body::Effect(Restate { policy, target, effect, events })
}

/// A version or a repeal that is not withdrawn, and its effect.
#[derive(Debug, Clone, Copy)]
pub struct Item<'a> {
    /// Its entry.
    pub entry: u64,
    /// The version; `None` for a repeal.
    pub version: Option<u32>,
    /// The effect last stated for it.
    pub effect: &'a Effect,
}

impl Item<'_> {
    /// What it is called: `Fassung 2 (Eintrag 3)`.
    pub fn told(&self, lang: Lang) -> String {
        let entry = self.entry;
        match self.version {
            Some(version) => {
                lang::say!(lang, "Fassung {version} (Eintrag {entry})", "version {version} (entry {entry})")
            }
            None => lang::say!(lang, "Aufhebung (Eintrag {entry})", "repeal (entry {entry})"),
        }
    }
}

/// The versions that can be in force some day, and the repeals, in log order; what is disputed is only there by name.
pub fn items<'a>(view: &View<'a>) -> Vec<Item<'a>> {
    let versions =
        view.spans().iter().filter(|s| !s.never && view.counts(s.entry)).map(|s| (s.entry, Some(s.version)));
    let repeals = view.repeals().map(|entry| (entry, None));
    let mut all: Vec<Item<'a>> = versions
        .chain(repeals)
        .filter_map(|(entry, version)| Some(Item { entry, version, effect: view.effect(entry)? }))
        .collect();
    all.sort_by_key(|i| i.entry);
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_beside_are_read_with_their_last_day() {
        let today: Day = "2026-01-01".parse().unwrap();
        let read = |text: &str| beside(&[text.to_owned()], today).ok();
        let one = |until: Option<&str>, whom: Option<&str>| {
            let until = until.map(|day| day.parse().unwrap());
            Some(vec![Beside { version: 1, until, for_whom: whom.map(str::to_owned) }])
        };
        assert_eq!(read("none"), Some(Vec::new()));
        assert_eq!(read("1"), one(None, None));
        assert_eq!(read("1 until 2026-12-31"), one(Some("2027-01-01"), None));
        assert_eq!(
            read(" 1  bis 31.12.2026 für laufende Verfahren"),
            one(Some("2027-01-01"), Some("laufende Verfahren"))
        );
        assert_eq!(read("1 for pending cases until spring"), one(None, Some("pending cases until spring")));
        for bad in
            ["", "eins", "1 2026-12-31", "1 until", "1 until never", "1 for", "1 until 2026-12-31 pending"]
        {
            assert_eq!(read(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_line_has_single_spaces_and_composed_letters() {
        assert_eq!(line("  Gebu\u{308}hren\n neu\u{1b}\u{85} "), "Gebühren neu");
    }
}
