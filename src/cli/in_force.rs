//! `in-force`: what was in force on a day, as it was known on a day.
//!
//! Specification: `docs/in-force.md`. Prints the answer with its flags and says as of when it is known. The
//! answers of a range are told by `in_force_range`.

use std::cmp::Ordering;

use serde_json::{Value, json};

use super::archive_args::{self, ArchiveArgs};
use super::out::{Failure, Out, count};
use super::{Env, in_force_range, rendition, report};
use crate::base::effect::Awaits;
use crate::base::{Day, Id, Lang, Period, Say, lang};
use crate::format::record::{Body, Issue};
use crate::timeline::{Absent, Answer, Awaited, Flag, InForce, Verdict};
use crate::verify::{self, Log, Standing};

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
        out.json(
            &json!({ "format": "inkraft/in-force/1", "log": report::basis_json(&log), "answers": list }),
        );
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
        out.json(&json!({
            "format": "inkraft/in-force-range/1",
            "log": report::basis_json(log),
            "range": range,
            "as_known": known,
            "policies": list,
        }));
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

/// As of when the answer is known: a checkpoint has no time of its own.
///
/// If K lies on the day of the last entry or later, the answer is as of that entry, never as of K.
fn freshness(out: &mut Out, log: &Log, known: Day) {
    let lang = out.lang;
    let entries = count(log.tree().size, lang.pick("Eintrag", "entry"), lang.pick("Einträge", "entries"));
    let last = log.state.logged.map_or(String::new(), |t| t.day().short(lang));
    let as_of = known.short(lang);
    out.say(&if before_the_last(log, known) {
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
    });
    report::warn_not_anchored(out, log);
}

/// Whether something was logged after that day: only then is it known what was known by its end.
fn before_the_last(log: &Log, known: Day) -> bool {
    log.state.logged.is_some_and(|last| known < last.day())
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

/// The other files of the versions in force, a line each.
pub fn also(verdict: &Verdict, log: &Log, lang: Lang) -> Vec<String> {
    let versions = match verdict {
        Verdict::One(v) => std::slice::from_ref(v),
        Verdict::Several(all) => all.as_slice(),
        Verdict::None(_) => &[],
        Verdict::Undetermined { otherwise, .. } => return also(otherwise, log, lang),
    };
    let all = versions.iter().flat_map(|v| v.also.iter().map(move |entry| (v.version, *entry)));
    let told = all.filter_map(|(version, entry)| {
        let what = rendition::told(rendition::at(log, entry)?, lang);
        Some(match versions {
            [_] => lang::say!(lang, "auch: {what}, Eintrag {entry}", "also: {what}, entry {entry}"),
            _ => lang::say!(
                lang,
                "auch: {what} zu Fassung {version}, Eintrag {entry}",
                "also: {what} of version {version}, entry {entry}"
            ),
        })
    });
    told.collect()
}

/// The issue of a version.
pub fn issue(log: &Log, entry: u64) -> Option<(&Standing, &Issue)> {
    let standing = log.state.standing.get(&entry)?;
    match &standing.record.body {
        Body::Issue(issue) => Some((standing, issue)),
        _ => None,
    }
}

/// Who signed a record, by name.
pub fn signers(log: &Log, standing: &Standing) -> String {
    let charter = log.state.charter_at(standing.index);
    let names = standing.signers.iter().map(|key| {
        let person = charter.and_then(|c| c.person(key, log.origin()));
        match person {
            Some(p) => p.function.as_ref().map_or(p.name.clone(), |f| format!("{} ({f})", p.name)),
            None => key.clone(),
        }
    });
    names.collect::<Vec<_>>().join(", ")
}

/// The answer in a sentence or two. What is past was, what is today is, what is to come will be.
pub fn sentence(answer: &Answer, today: Day, log: &Log, lang: Lang) -> String {
    let on = answer.on.short(lang);
    let tense = |past: &'static str, now: &'static str, future: &'static str| match answer.on.cmp(&today) {
        Ordering::Less => past,
        Ordering::Equal => now,
        Ordering::Greater => future,
    };
    let known = answer.known.short(lang);
    let as_known = match before_the_last(log, answer.known) {
        true => lang::say!(lang, "Nach Kenntnis vom {known}: ", "As known on {known}: "),
        false => String::new(),
    };
    let mut text = match lang {
        Lang::De => format!("{as_known}Am {on} {} ", tense("war", "ist", "wird")),
        Lang::En if as_known.is_empty() => format!("On {on} "),
        Lang::En => format!("{as_known}on {on} "),
    };
    // The German future ends in "in Kraft sein".
    let be = match lang {
        Lang::De => tense("in Kraft", "in Kraft", "in Kraft sein"),
        Lang::En => tense("was in force", "is in force", "will be in force"),
    };
    match &answer.verdict {
        Verdict::One(v) => {
            let (name, rest) = version(v, log, lang);
            text += &format!("{name} {be} ({rest}).");
        }
        Verdict::Several(all) => {
            text = match lang {
                Lang::De => {
                    format!("{as_known}Am {on} {} nebeneinander {be}:", tense("waren", "sind", "werden"))
                }
                Lang::En => format!("{text}these {} in force side by side:", tense("were", "are", "will be")),
            };
            for v in all {
                let (name, rest) = version(v, log, lang);
                text += &format!("\n  {name} ({rest})");
            }
        }
        Verdict::None(absent) => {
            let (nothing, why) = absent_text(absent, lang);
            text += &match (lang, nothing.split_once(' ')) {
                (Lang::En, Some((nothing, more))) => format!("{nothing} {be} {more}"),
                _ => format!("{nothing} {be}"),
            };
            text += &why.map_or(".".to_owned(), |why| format!(": {why}."));
        }
        Verdict::Undetermined { awaits, otherwise } => {
            let be = match lang {
                Lang::De => tense("in Kraft war", "in Kraft ist", "in Kraft sein wird"),
                Lang::En => be,
            };
            text = capital(&lang::say!(
                lang,
                "{as_known}Was am {on} {be}, ist noch offen. Es hängt ab von:",
                "{as_known}what {be} on {on} is undetermined. It depends on:"
            ));
            for a in awaits {
                text += &format!("\n  {}", awaited(a, lang));
            }
            let otherwise = settled(otherwise, log, lang);
            text += &lang::say!(lang, "\n  Bis dahin: {otherwise}", "\n  Until then: {otherwise}");
        }
    }
    text
}

/// The text with a capital at its beginning.
fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or(String::new(), |c| c.to_uppercase().chain(chars).collect())
}

/// What holds as long as nothing that waits has begun, without a verb.
pub fn settled(verdict: &Verdict, log: &Log, lang: Lang) -> String {
    let one = |v| {
        let (name, rest) = version(v, log, lang);
        format!("{name} ({rest})")
    };
    match verdict {
        Verdict::One(v) => one(v),
        Verdict::Several(all) => all.iter().map(one).collect::<Vec<_>>().join("; "),
        Verdict::None(absent) => match absent_text(absent, lang) {
            (nothing, Some(why)) => format!("{nothing} ({why})"),
            (nothing, None) => nothing.to_owned(),
        },
        Verdict::Undetermined { otherwise, .. } => settled(otherwise, log, lang),
    }
}

/// A version by number and title, and its period with what else is to be known of it.
fn version(v: &InForce, log: &Log, lang: Lang) -> (String, String) {
    (name(v, log, lang), period(&v.period, lang) + &particulars(v, lang))
}

/// A version by number and title, and what else is to be known of it, but not its period.
pub fn version_in_words(v: &InForce, log: &Log, lang: Lang) -> String {
    name(v, log, lang) + &particulars(v, lang)
}

fn name(v: &InForce, log: &Log, lang: Lang) -> String {
    let number = v.version;
    let title = issue(log, v.entry).map_or(String::new(), |(_, i)| i.title.clone());
    lang::say!(lang, "Fassung {number} „{title}“", "version {number} \"{title}\"")
}

/// For whom it applies and whose wording, each behind a semicolon.
fn particulars(v: &InForce, lang: Lang) -> String {
    let mut rest = String::new();
    if let Some(whom) = &v.for_whom {
        rest += &lang::say!(lang, "; für {whom}", "; for {whom}");
    }
    if let Some(entry) = v.text {
        rest += &lang::say!(
            lang,
            "; im Wortlaut der Berichtigung in Eintrag {entry}",
            "; in the wording of the correction in entry {entry}"
        );
    }
    rest
}

/// A half-open period as officers say it: `25.07.2018 bis 24.01.2019`, `ab 25.07.2018`.
pub fn period(p: &Period, lang: Lang) -> String {
    let from = p.from.short(lang);
    match p.until {
        Some(until) => {
            let last = until.previous().short(lang);
            lang::say!(lang, "vom {from} bis {last}", "from {from} to {last}")
        }
        None => lang::say!(lang, "ab {from}", "from {from}"),
    }
}

/// Nothing, and why.
pub fn absent_text(absent: &Absent, lang: Lang) -> (&'static str, Option<String>) {
    let nothing = lang.pick("nichts", "nothing");
    match absent {
        Absent::NoRecord => {
            (nothing, Some(lang::say!(lang, "keine Fassung eingetragen", "no version logged")))
        }
        Absent::Withdrawn => {
            (nothing, Some(lang::say!(lang, "jede Fassung zurückgenommen", "every version withdrawn")))
        }
        Absent::NotYet => (lang.pick("noch nichts", "nothing yet"), None),
        Absent::Repealed { since, .. } => {
            let last = since.previous().short(lang);
            let why =
                lang::say!(lang, "aufgehoben mit Ablauf des {last}", "repealed, the last day being {last}");
            (lang.pick("nichts mehr", "nothing any more"), Some(why))
        }
        Absent::Expired { since, .. } => {
            let last = since.previous().short(lang);
            let why = lang::say!(
                lang,
                "durch Fristablauf außer Kraft mit Ablauf des {last}",
                "expired, the last day being {last}"
            );
            (lang.pick("nichts mehr", "nothing any more"), Some(why))
        }
    }
}

/// What an open beginning waits for.
pub fn awaits_text(awaits: Awaits, lang: Lang) -> &'static str {
    match awaits {
        Awaits::Publication => lang.pick("Veröffentlichung", "publication"),
        Awaits::Approval => lang.pick("Genehmigung", "approval"),
        Awaits::Signature => lang.pick("Unterzeichnung", "signature"),
        Awaits::Day => lang.pick("Tag noch nicht festgestellt", "day not established"),
    }
}

pub fn awaited(a: &Awaited, lang: Lang) -> String {
    let what = awaits_text(a.awaits, lang);
    let entry = a.entry;
    match a.version {
        Some(v) => {
            lang::say!(lang, "Fassung {v} ({what}, Eintrag {entry})", "version {v} ({what}, entry {entry})")
        }
        None => lang::say!(lang, "Aufhebung ({what}, Eintrag {entry})", "repeal ({what}, entry {entry})"),
    }
}

pub fn flag_text(flag: Flag, lang: Lang) -> &'static str {
    match flag {
        Flag::Retroactive => lang.pick(
            "rückwirkend: der Beginn liegt vor der Unterschrift",
            "retroactive: it began before it was signed",
        ),
        Flag::Revised => lang.pick(
            "an jenem Tag selbst wäre die Antwort eine andere gewesen",
            "asked on that day itself, the answer was another",
        ),
        Flag::Foreseen => lang.pick(
            "vorausgesehen: der Tag liegt nach dem Kenntnisstand",
            "foreseen: the day lies after what was known",
        ),
        Flag::BeforePublication => lang.pick(
            "der Beginn liegt vor der letzten Veröffentlichung",
            "it began before the last publication",
        ),
        Flag::Gap => lang.pick("Lücke zwischen zwei Geltungszeiträumen", "a gap between two periods"),
    }
}

/// An answer as JSON.
pub fn answer_json(a: &Answer, log: &Log, policy: &Id) -> Value {
    let mut value = verdict_json(&a.verdict, log);
    value["policy"] = json!(policy);
    value["on"] = json!(a.on);
    value["as_known"] = json!(a.known);
    value["flags"] = a.flags.iter().map(|f| f.code()).collect();
    value
}

pub fn verdict_json(v: &Verdict, log: &Log) -> Value {
    match v {
        Verdict::One(v) => {
            let mut value = version_json(v, log);
            value["answer"] = json!("one");
            value
        }
        Verdict::Several(all) => {
            let versions: Vec<_> = all.iter().map(|v| version_json(v, log)).collect();
            json!({ "answer": "several", "versions": versions })
        }
        Verdict::None(absent) => {
            let mut value = json!({ "answer": "none", "why": absent.code() });
            if let Some(since) = absent.since() {
                value["since"] = json!(since);
            }
            value
        }
        Verdict::Undetermined { awaits, otherwise } => {
            let entries: Vec<_> = awaits
                .iter()
                .map(|a| json!({ "entry": a.entry, "awaits": a.awaits, "version": a.version }))
                .collect();
            json!({ "answer": "undetermined", "awaits": entries, "otherwise": verdict_json(otherwise, log) })
        }
    }
}

fn version_json(v: &InForce, log: &Log) -> Value {
    let mut value = json!({ "version": v.version, "entry": v.entry, "from": v.period.from });
    if let Some(until) = v.period.until {
        value["until"] = json!(until);
    }
    if let Some(whom) = &v.for_whom {
        value["for"] = json!(whom);
    }
    if let Some(text) = v.text {
        value["text"] = json!(text);
    }
    if !v.also.is_empty() {
        value["also"] = json!(v.also);
    }
    if v.text.is_some() || !v.also.is_empty() {
        value["renditions"] = rendition::list_json(log, v.text.into_iter().chain(v.also.iter().copied()));
    }
    if let Some((_, issue)) = issue(log, v.entry) {
        value["title"] = json!(issue.title);
        value["pdf"] = json!(issue.pdf);
    }
    value
}
