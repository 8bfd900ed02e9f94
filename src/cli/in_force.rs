//! `in-force`: what was in force on a day, as it was known on a day.
//!
//! Specification: `docs/in-force.md`. Prints the answer with its flags and says as of when it is known. The
//! answers of a range are told by `in_force_range`.

use serde_json::{Value, json};

use super::answer::{also, before_the_last, flag_text, sentence};
use super::answer_json::answer_json;
use super::archive_args::{self, ArchiveArgs};
use super::out::{Failure, Out, count};
use super::{Env, in_force_range, report, witnessed};
use crate::base::{Day, Id, Lang, Period, Say, lang};
use crate::timeline::{Answer, Verdict};
use crate::verify::{self, Log, Proof};

/// Tell which version was in force on a day
///
/// The answer follows from the entries of the log, which is verified first. With --from or --until, a table of every stretch of days that have one answer.
///
/// Exit codes: 0 one version; 3 nothing in force; 4 undetermined, or several; 1 the archive does not hold, or is not anchored; 2 it could not be told. The highest of all answers where there are several.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  inkraft in-force house-rules\n  inkraft in-force house-rules --on 2025-12-31 --as-known 2025-06-30\n  inkraft in-force house-rules --from 2024-01-01 --until 2026-01-01\n  inkraft in-force --all --json"
)]
pub struct Args {
    /// The policy's id (default: every policy)
    policy: Option<String>,
    /// Every policy (as without POLICY)
    #[arg(long, conflicts_with = "policy")]
    all: bool,
    /// The day that is asked about (default: today)
    #[arg(long, value_name = "DAY", conflicts_with_all = ["first", "until"])]
    on: Option<String>,
    /// All days from this one on (default with --until: from the very first)
    #[arg(long = "from", value_name = "DAY")]
    first: Option<String>,
    /// All days before this one, which is the first after them (default with --from: without an end)
    #[arg(long, value_name = "DAY")]
    until: Option<String>,
    /// Only records logged by the end of this day count (default: all)
    #[arg(long, value_name = "DAY")]
    as_known: Option<String>,
    #[command(flatten)]
    from: ArchiveArgs,
    /// Print JSON for programs
    #[arg(long)]
    json: bool,
}

/// The archive has no such policy.
#[derive(Debug)]
pub struct NoPolicy {
    /// What was asked for.
    pub asked: String,
    /// What there is.
    pub known: Vec<Id>,
}

impl Say for NoPolicy {
    fn fact(&self, lang: Lang) -> String {
        let asked = &self.asked;
        lang::say!(lang, "das Archiv kennt keine Regelung „{asked}“", "the archive has no policy \"{asked}\"")
    }

    fn advice(&self, lang: Lang) -> Option<String> {
        let known = self.known.iter().take(20).map(Id::as_str).collect::<Vec<_>>().join(", ");
        Some(if self.known.is_empty() {
            lang::say!(lang, "Bisher ist keine Fassung eingetragen.", "No version is logged yet.")
        } else {
            lang::say!(lang, "Vorhanden: {known}.", "There are: {known}.")
        })
    }
}

/// Runs the command.
pub fn run(args: Args, env: &Env, out: &mut Out) -> Result<u8, Failure> {
    let opened = args.from.open(env)?;
    // What is no id names no policy; the archive is asked all the same, to say which there are.
    let wanted: Option<Id> = args.policy.as_deref().and_then(|text| text.parse().ok());
    let log = verify::log(&opened.dir, &opened.trust).map_err(|f| report::refuse(out, args.json, &f))?;
    report::sound(out, args.json, &log)?;
    let today = archive_args::now(env, log.state.charter())?.day();
    let on = args.on.as_deref().map_or(Ok(today), |d| archive_args::day(d, today))?;
    let known = match &args.as_known {
        // Nobody knows today what will be known on a day to come.
        Some(text) => archive_args::day(text, today)?.min(log.known_by(today)),
        None => log.known_by(today),
    };
    let known_ids = || log.state.histories.keys().cloned().collect();
    let policies: Vec<Id> = match (wanted, args.policy) {
        (Some(id), _) if log.state.histories.contains_key(&id) => vec![id],
        (_, Some(asked)) => return Err(NoPolicy { asked, known: known_ids() }.into()),
        (_, None) => known_ids(),
    };
    if let Some(range) = in_force_range::asked(args.first.as_deref(), args.until.as_deref(), today)? {
        return Ok(tell_range(out, &policies, range, known, &log, args.json));
    }
    let answers: Vec<(Id, Answer)> = policies
        .into_iter()
        .filter_map(|id| log.state.histories.get(&id).map(|h| h.answer(on, known)).map(|a| (id, a)))
        .collect();
    if args.json {
        let list: Vec<_> = answers.iter().map(|(id, a)| answer_json(a, &log, id)).collect();
        let mut value =
            json!({ "format": "inkraft/in-force/1", "log": report::basis_json(&log), "answers": list });
        add_proven(&mut value, &log, known);
        out.json(&value);
    } else {
        let lang = out.lang;
        for (i, (id, answer)) in answers.iter().enumerate() {
            if i > 0 {
                out.say("");
            }
            if answers.len() > 1 {
                out.say(&format!("{id}:"));
            }
            print(out, answer, today, &log);
        }
        if answers.is_empty() {
            out.say(&lang::say!(lang, "Bisher ist keine Fassung eingetragen.", "No version is logged yet."));
        }
        freshness(out, &log, known);
    }
    Ok(highest(answers.iter().map(|(_, a)| &a.verdict), &log))
}

/// The answers of a range, for one policy or several.
fn tell_range(out: &mut Out, policies: &[Id], range: Period, known: Day, log: &Log, json: bool) -> u8 {
    let lang = out.lang;
    let all: Vec<_> = policies
        .iter()
        .filter_map(|id| Some((id, log.state.histories.get(id)?.stretches(range, known))))
        .collect();
    if json {
        let list: Vec<_> = all.iter().map(|(id, s)| in_force_range::rows_json(id, s, log)).collect();
        let mut value = json!({
            "format": "inkraft/in-force-range/1",
            "log": report::basis_json(log),
            "range": range,
            "as_known": known,
            "policies": list,
        });
        add_proven(&mut value, log, known);
        out.json(&value);
    } else {
        for (id, stretches) in &all {
            in_force_range::print(out, id, stretches, log);
            out.say("");
        }
        if all.is_empty() {
            out.say(&lang::say!(lang, "Bisher ist keine Fassung eingetragen.", "No version is logged yet."));
        }
        freshness(out, log, known);
    }
    highest(all.iter().flat_map(|(_, stretches)| stretches).map(|s| &s.answer.verdict), log)
}

/// The exit code: the highest of all answers.
fn highest<'a>(verdicts: impl Iterator<Item = &'a Verdict>, log: &Log) -> u8 {
    match log.anchored {
        verify::Anchored::No => 1,
        verify::Anchored::Yes => verdicts.map(code).max().unwrap_or(3),
    }
}

fn code(verdict: &Verdict) -> u8 {
    match verdict {
        Verdict::One(_) => 0,
        Verdict::None(_) => 3,
        Verdict::Several(_) | Verdict::Undetermined { .. } => 4,
    }
}

/// According to which log an answer is given: a checkpoint has no time of its own.
///
/// If K lies on the day of the last entry or later, the answer is as of that entry, never as of K.
pub fn according_to(log: &Log, known: Day, lang: Lang) -> String {
    let entries = count(log.tree().size, lang.pick("Eintrag", "entry"), lang.pick("Einträge", "entries"));
    let last = log.state.logged.map_or(String::new(), |t| t.day().short(lang));
    let as_of = known.short(lang);
    if before_the_last(log, known) {
        lang::say!(
            lang,
            "Nach dem Register dieses Archivs ({entries}), wie bis {as_of} eingetragen.",
            "According to this archive's log ({entries}), as logged by {as_of}."
        )
    } else {
        lang::say!(
            lang,
            "Nach dem Register dieses Archivs ({entries}, der letzte vom {last}); was danach geschah, weiß es nicht.",
            "According to this archive's log ({entries}, the last of {last}); it does not know what came after."
        )
    }
}

/// Says so, and what of it is proven.
fn freshness(out: &mut Out, log: &Log, known: Day) {
    let lang = out.lang;
    out.say(&according_to(log, known, lang));
    if let Some(proof) = proof_by(log, known) {
        let when = report::proven(&proof, log, lang);
        out.say(&lang::say!(
            lang,
            "Bewiesen ist, dass diese Einträge vorlagen: {when}.",
            "It is proven that these entries existed: {when}."
        ));
    } else if let Some(proof) = log.stamps.newest() {
        let when = report::proven(&proof, log, lang);
        let entries = count(proof.size, lang.pick("Eintrag", "entry"), lang.pick("Einträge", "entries"));
        out.say(&lang::say!(
            lang,
            "Bewiesen ist das nur für die ersten ({entries}): {when}.",
            "Proven is this of the first only ({entries}): {when}."
        ));
    }
    if let Some(confirmed) = witnessed::sentence(log, lang) {
        out.say(&confirmed);
    }
    report::warn_not_anchored(out, log);
}

/// The earliest time stamp that covers everything logged by the end of a day.
fn proof_by(log: &Log, known: Day) -> Option<Proof> {
    log.stamps.proof_of(log.last_by(known)?)
}

fn add_proven(value: &mut Value, log: &Log, known: Day) {
    if let Some(proof) = proof_by(log, known) {
        value["proven"] = report::proven_json(&proof, log);
    }
}

/// Prints an answer.
fn print(out: &mut Out, answer: &Answer, today: Day, log: &Log) {
    let lang = out.lang;
    out.say(&sentence(answer, today, log, lang));
    for line in also(&answer.verdict, log, lang) {
        out.say(&format!("  {line}"));
    }
    for flag in &answer.flags {
        let text = flag_text(*flag, lang);
        out.say(&format!("  ({text})"));
    }
}
