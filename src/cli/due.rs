//! `due`: what is overdue, and what falls due soon.
//!
//! Specification: `docs/due.md`; `docs/json.md`. Computed from the log on the day it is asked, never stored.

#[cfg(feature = "author")]
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::archive_args::{self, ArchiveArgs};
use super::deadlines::{self, Deadline, What};
use super::in_force::NoPolicy;
use super::out::{Failure, Out};
use super::{Env, report};
use crate::base::{Day, Id, lang};
use crate::verify::{self, Anchored};

/// Tell what is overdue or falls due soon
///
/// The next evaluation of each policy, versions that end without a successor, beginnings that still wait, officers whose authority ends. All of it is computed anew from the records.
///
/// Exit codes: 0 nothing is due; 1 something is due or overdue; 2 it could not be told, because the archive does not hold or is not anchored.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  inkraft due\n  inkraft due house-rules --within 90\n  inkraft due --within 365 --json"
)]
pub struct Args {
    /// The policy's id (default: every policy, and the officers)
    policy: Option<String>,
    /// How many days ahead
    #[arg(long, value_name = "DAYS", default_value_t = 30, value_parser = clap::value_parser!(u16).range(0..=3660))]
    within: u16,
    #[command(flatten)]
    from: ArchiveArgs,
    /// Write the days into a calendar file (iCalendar)
    #[cfg(feature = "author")]
    #[arg(long, value_name = "FILE")]
    ics: Option<PathBuf>,
    /// Print JSON for programs
    #[arg(long)]
    json: bool,
}

/// Runs the command.
pub fn run(args: Args, env: &Env, out: &mut Out) -> Result<u8, Failure> {
    let opened = args.from.open(env).map_err(|e| e.code(2))?;
    // That something is due is told with 1, so that all that is in the way is told with 2.
    let log =
        verify::log(&opened.dir, &opened.trust).map_err(|f| report::refuse(out, args.json, &f).code(2))?;
    report::sound(out, args.json, &log).map_err(|e| e.code(2))?;
    let now = archive_args::now(env, log.state.charter())?;
    let today = now.day();
    let all: Vec<Id> = log.state.histories.keys().cloned().collect();
    let chosen = match &args.policy {
        Some(text) => match all.iter().find(|id| id.as_str() == text) {
            Some(id) => vec![id.clone()],
            None => return Err(NoPolicy { asked: text.clone(), known: all }.into()),
        },
        None => all,
    };
    let found = deadlines::all(&log, &opened.dir, &chosen, args.policy.is_none(), today)
        .map_err(|fault| report::refuse(out, args.json, &[fault]).code(2))?;
    let (due, later): (Vec<Deadline>, Vec<Deadline>) =
        found.into_iter().partition(|d| today.days_until(d.day) <= i64::from(args.within));
    if args.json {
        let list: Vec<Value> = due.iter().map(|d| as_json(d, today)).collect();
        let basis = report::basis_json(&log);
        let within = args.within;
        out.json(&json!({ "format": "inkraft/due/1", "log": basis, "today": today, "within": within, "due": list }));
    } else {
        print(out, &due, later.first(), args.within, today);
        report::warn_not_anchored(out, &log);
    }
    #[cfg(feature = "author")]
    if let Some(path) = &args.ics {
        match log.anchored {
            Anchored::Yes => write(path, &log, &due, now, env, out)?,
            Anchored::No => out.warn(out.lang.pick(
                "Kalender nicht geschrieben: Das Archiv ist nicht verankert.",
                "Calendar not written: the archive is not anchored.",
            )),
        }
    }
    Ok(match (log.anchored, due.is_empty()) {
        (Anchored::No, _) => 2,
        (Anchored::Yes, true) => 0,
        (Anchored::Yes, false) => 1,
    })
}

fn print(out: &mut Out, due: &[Deadline], next: Option<&Deadline>, within: u16, today: Day) {
    let lang = out.lang;
    if due.is_empty() {
        let next = next.map_or_else(String::new, |d| {
            let day = d.day.short(lang);
            lang::say!(lang, " Das Nächste: am {day}.", " The next: on {day}.")
        });
        out.say(&lang::say!(
            lang,
            "In den nächsten {within} Tagen ist nichts fällig.{next}",
            "Nothing is due in the next {within} days.{next}"
        ));
    }
    let (late, soon): (Vec<_>, Vec<_>) = due.iter().partition(|d| d.day < today);
    for (heading, list) in [(lang.pick("Überfällig", "Overdue"), late), (lang.pick("Fällig", "Due"), soon)]
    {
        if list.is_empty() {
            continue;
        }
        out.say(heading);
        for deadline in list {
            let (day, what) = (deadline.day.short(lang), deadline.what.told(lang));
            let who = deadline.policy.as_ref().map_or_else(String::new, |id| format!("{id}: "));
            out.say(&format!("  {day}  {who}{what}"));
        }
    }
}

fn as_json(deadline: &Deadline, today: Day) -> Value {
    let mut value = json!({
        "kind": deadline.what.code(),
        "day": deadline.day,
        "overdue": deadline.day < today,
    });
    if let Some(policy) = &deadline.policy {
        value["policy"] = json!(policy);
    }
    match &deadline.what {
        What::Review { after, counted } => {
            value["after"] = json!(after);
            if let Some((as_of, months)) = counted {
                value["as_of"] = json!(as_of);
                value["every_months"] = json!(months);
            }
        }
        What::Ends { version } => value["version"] = json!(version),
        What::Disputed { entry, by } => {
            value["entry"] = json!(entry);
            value["by"] = json!(by);
        }
        What::Waits { entry, version, awaits, not_before, not_after } => {
            value["entry"] = json!(entry);
            value["awaits"] = json!(awaits);
            value["not_before"] = json!(not_before);
            if let Some(version) = version {
                value["version"] = json!(version);
            }
            if let Some(not_after) = not_after {
                value["not_after"] = json!(not_after);
            }
        }
        What::Officer { person, name, remain } => {
            value["person"] = json!(person);
            value["name"] = json!(name);
            value["remain"] = json!(remain);
        }
    }
    value
}

/// Writes the calendar, in the place of the one that is there.
#[cfg(feature = "author")]
fn write(
    path: &Path,
    log: &verify::Log,
    due: &[Deadline],
    now: crate::base::Time,
    env: &Env,
    out: &mut Out,
) -> Result<(), Failure> {
    use crate::publish::calendar::{Event, calendar};
    let (lang, origin) = (out.lang, log.origin());
    let event = |d: &Deadline| {
        let policy = d.policy.as_ref().map_or_else(String::new, |id| format!("{id}-"));
        let who = d.policy.as_ref().map_or(origin, Id::as_str);
        Event {
            uid: format!("{}-{policy}{}@{origin}", d.what.code(), d.what.key()),
            day: d.day,
            summary: format!("{who}: {}", d.what.told(lang)),
            description: lang::say!(
                lang,
                "Berechnet aus dem Register {origin}, {} Einträge.",
                "Computed from the log {origin}, {} entries.",
                log.tree().size
            ),
        }
    };
    let name = lang::say!(lang, "Fristen {origin}", "Deadlines {origin}");
    let text = calendar(&name, now, &due.iter().map(event).collect::<Vec<_>>());
    crate::store::replace_file(&env.cwd.join(path), text.as_bytes())?;
    let path = path.display();
    out.warn(&lang::say!(lang, "Kalender geschrieben: {path}", "Calendar written: {path}"));
    Ok(())
}
