//! `in-force --from --until`: what was in force on every day of a range, as a table.
//!
//! Specification: `docs/in-force.md`, "Ranges"; `docs/json.md`. A row is a stretch of days that have one answer,
//! flags included.

use serde_json::{Value, json};

use super::answer::{absent_text, awaited, version_in_words, without};
use super::answer_json::verdict_json;
use super::out::{Failure, Out};
use super::{archive_args, dispute};
use crate::base::{Day, Id, Lang, Period, Say, lang};
use crate::timeline::{Flag, Stretch, Verdict};
use crate::verify::Log;

/// A range without a day in it.
#[derive(Debug)]
struct Empty {
    from: Day,
    until: Day,
}

impl Say for Empty {
    fn fact(&self, lang: Lang) -> String {
        let (from, until) = (self.from.short(lang), self.until.short(lang));
        lang::say!(
            lang,
            "der Zeitraum ist leer: {until} (--until) liegt nicht nach {from} (--from)",
            "the range is empty: {until} (--until) is not after {from} (--from)"
        )
    }

    fn advice(&self, lang: Lang) -> Option<String> {
        Some(lang::say!(
            lang,
            "--until ist der erste Tag nach dem Zeitraum, also der Tag nach dem letzten.",
            "--until is the first day after the range: the day after the last one."
        ))
    }
}

/// The range that was asked about; `None` if a single day was. Without a beginning it is the first day of the
/// calendar.
pub fn asked(from: Option<&str>, until: Option<&str>, today: Day) -> Result<Option<Period>, Failure> {
    if from.or(until).is_none() {
        return Ok(None);
    }
    let from = from.map(|text| archive_args::day(text, today)).transpose()?;
    let from = from.or_else(|| Day::new(1, 1, 1)).unwrap_or(today);
    match until.map(|text| archive_args::day(text, today)).transpose()? {
        Some(until) if until <= from => Err(Failure::new(Empty { from, until })),
        until => Ok(Some(Period { from, until })),
    }
}

/// Prints the rows of a policy.
pub fn print(out: &mut Out, id: &Id, stretches: &[Stretch], log: &Log) {
    let lang = out.lang;
    let (first, last, what) =
        (lang.pick("von", "from"), lang.pick("bis", "to"), lang.pick("in Kraft", "in force"));
    out.say(&format!("{id}:"));
    out.say(&format!("  {first:<10}  {last:<10}  {what}"));
    for stretch in stretches {
        let Period { from, until } = stretch.period;
        // The first day of the calendar stands for a range without a beginning.
        let from =
            Day::new(1, 1, 1).filter(|first| *first == from).map_or(from.short(lang), |_| "–".to_owned());
        let until = until.map_or("–".to_owned(), |until| until.previous().short(lang));
        let mut cells = cells(&stretch.answer.verdict, log, lang);
        let flags: Vec<_> = stretch.answer.flags.iter().map(|flag| short(*flag, lang)).collect();
        let flags = flags.join(", ");
        match cells.as_mut_slice() {
            _ if flags.is_empty() => {}
            [cell] => *cell += &format!(" ({flags})"),
            // Of several lines none is the one that the flags belong to.
            _ => cells.push(format!("({flags})")),
        }
        for (i, cell) in cells.iter().enumerate() {
            let (from, until) = if i == 0 { (from.as_str(), until.as_str()) } else { ("", "") };
            out.say(&format!("  {from:<10}  {until:<10}  {cell}"));
        }
    }
}

/// An answer in a few words, a line for each version.
fn cells(verdict: &Verdict, log: &Log, lang: Lang) -> Vec<String> {
    match verdict {
        Verdict::One(v) => vec![version_in_words(v, log, lang)],
        Verdict::Several(all) => all.iter().map(|v| version_in_words(v, log, lang)).collect(),
        Verdict::None(absent) => match absent_text(absent, lang) {
            (nothing, Some(why)) => vec![format!("{nothing}: {why}")],
            (nothing, None) => vec![nothing.to_owned()],
        },
        Verdict::Undetermined { disputed, awaits, otherwise } => {
            let awaits = awaits.iter().map(|a| awaited(a, lang));
            let awaits: Vec<_> = awaits.chain(dispute::hangs_on(disputed, lang)).collect();
            let awaits = awaits.join("; ");
            vec![
                lang::say!(lang, "noch offen, hängt ab von: {awaits}", "undetermined, depends on: {awaits}"),
                without(disputed, otherwise, log, lang),
            ]
        }
    }
}

/// A flag in a word or two.
fn short(flag: Flag, lang: Lang) -> &'static str {
    match flag {
        Flag::Retroactive => lang.pick("rückwirkend", "retroactive"),
        Flag::Revised => lang.pick("damals anders beantwortet", "answered otherwise at the time"),
        Flag::Foreseen => lang.pick("vorausgesehen", "foreseen"),
        Flag::BeforePublication => lang.pick("vor der Veröffentlichung", "before publication"),
        Flag::Gap => lang.pick("Lücke", "gap"),
    }
}

/// The rows of a policy for programs.
pub fn rows_json(id: &Id, stretches: &[Stretch], log: &Log) -> Value {
    let rows: Vec<_> = stretches
        .iter()
        .map(|stretch| {
            let mut row = verdict_json(&stretch.answer.verdict, log);
            row["period"] = json!(stretch.period);
            row["flags"] = stretch.answer.flags.iter().map(|f| f.code()).collect();
            row
        })
        .collect();
    json!({ "policy": id, "rows": rows })
}
