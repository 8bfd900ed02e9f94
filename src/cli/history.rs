//! `history`: every record of a policy, and when each version was in force.
//!
//! Specification: `docs/in-force.md`; `docs/json.md`. Lists what never came into force as well.

use serde_json::{Value, json};

use super::answer::signers;
use super::archive_args::{self, ArchiveArgs};
use super::in_force::NoPolicy;
use super::out::{Failure, Out};
use super::rendition::State;
use super::told::{events, more, state, told};
use super::{Env, dispute, report};
use crate::base::{Id, lang};
use crate::format::record::Body;
use crate::timeline::{Fact, Span, View};
use crate::verify::{self, Log, Standing};

/// List every record of a policy and its versions' periods
///
/// Names what was withdrawn or never came into force as well.
///
/// Exit codes: 0 listed; 1 the archive does not hold, or is not anchored; 2 it could not be listed.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  inkraft history house-rules\n  inkraft history house-rules --as-known 2025-06-30 --json"
)]
pub struct Args {
    /// The policy's id (default: every policy)
    policy: Option<String>,
    /// Only records logged by the end of this day count (default: all)
    #[arg(long, value_name = "DAY")]
    as_known: Option<String>,
    #[command(flatten)]
    from: ArchiveArgs,
    /// Print JSON for programs
    #[arg(long)]
    json: bool,
}

/// Runs the command.
pub fn run(args: Args, env: &Env, out: &mut Out) -> Result<u8, Failure> {
    let opened = args.from.open(env)?;
    let log = verify::log(&opened.dir, &opened.trust).map_err(|f| report::refuse(out, args.json, &f))?;
    report::sound(out, args.json, &log)?;
    let today = archive_args::now(env, log.state.charter())?.day();
    let known = match &args.as_known {
        Some(text) => archive_args::day(text, today)?,
        None => log.known_by(today),
    };
    let all: Vec<Id> = log.state.histories.keys().cloned().collect();
    let chosen = match &args.policy {
        Some(text) => match all.iter().find(|id| id.as_str() == text) {
            Some(id) => vec![id.clone()],
            None => return Err(NoPolicy { asked: text.clone(), known: all }.into()),
        },
        None => all,
    };
    let mut list = Vec::new();
    for (i, id) in chosen.iter().enumerate() {
        let Some(history) = log.state.histories.get(id) else { continue };
        let view = history.as_known(known);
        let spans = view.spans();
        let seen = history.seen(known).iter();
        let records: Vec<_> =
            seen.filter_map(|r| Some((log.state.standing.get(&r.entry)?, &r.fact))).collect();
        if args.json {
            let records: Vec<_> = records.iter().map(|(s, fact)| record_json(s, fact, &log, &view)).collect();
            let versions: Vec<_> = spans.iter().map(span_json).collect();
            list.push(json!({ "policy": id, "records": records, "versions": versions }));
        } else {
            if i > 0 {
                out.say("");
            }
            print(out, &log, id, &records, &view);
        }
    }
    if args.json {
        let basis = report::basis_json(&log);
        out.json(
            &json!({ "format": "inkraft/history/1", "log": basis, "as_known": known, "policies": list }),
        );
    }
    if !args.json {
        if chosen.is_empty() {
            out.say(out.lang.pick("Bisher ist keine Fassung eingetragen.", "No version is logged yet."));
        }
        legend(out, &log);
        report::warn_not_anchored(out, &log);
    }
    Ok(if log.anchored == verify::Anchored::Yes { 0 } else { 1 })
}

/// Whose word the days are.
fn legend(out: &mut Out, log: &Log) {
    let lang = out.lang;
    let whose = lang.pick(
        "Eingetragen: nach Angabe des Archivs. Gezeichnet: nach Angabe der zeichnenden Person, am selben Tag, wenn \
         keiner genannt ist.",
        "Logged: as the archive says. Signed: as the officer says, on the same day if none is named.",
    );
    let third = match log.stamps.newest() {
        None => lang.pick(
            "Von Dritten bezeugt ist keiner dieser Tage.",
            "No third party vouches for any of these days.",
        ),
        Some(_) => lang.pick(
            "Bewiesen: durch einen Zeitstempel; sonst bezeugt kein Dritter diese Tage.",
            "Proven: by a time stamp; no third party vouches for any other of these days.",
        ),
    };
    out.say(&format!("{whose} {third}"));
}

fn print(out: &mut Out, log: &Log, id: &Id, records: &[(&Standing, &Fact)], view: &View<'_>) {
    let lang = out.lang;
    out.say(id.as_str());
    for (standing, fact) in records {
        let (index, day) = (standing.index, standing.logged.day().short(lang));
        let what = match fact {
            Fact::Ruling { .. } => dispute::ruling(fact, lang),
            _ => told(standing, log, view, lang),
        };
        let who = signers(log, standing);
        // The officer's day is another claim than the archive's; it is told where it differs.
        let signed = Some(standing.record.signed_at.day()).filter(|signed| *signed != standing.logged.day());
        let on = signed
            .map(|signed| signed.short(lang))
            .map_or(String::new(), |signed| lang::say!(lang, " am {signed}", " on {signed}"));
        out.say(&format!("  #{index}  {day}  {what}"));
        for line in more(&standing.record.body, lang) {
            out.say(&format!("        {line}"));
        }
        out.say(&lang::say!(lang, "        gezeichnet{on} von {who}", "        signed{on} by {who}"));
        if let Some(proof) = log.stamps.proof_of(index) {
            let when = report::proven(&proof, log, lang);
            out.say(&lang::say!(lang, "        bewiesen {when}", "        proven {when}"));
        }
        if let Some(by) = view.withheld_by(index) {
            out.say(&lang::say!(
                lang,
                "        Dateien gesperrt durch Eintrag {by}",
                "        files withheld by entry {by}"
            ));
        }
    }
}

fn record_json(s: &Standing, fact: &Fact, log: &Log, view: &View<'_>) -> Value {
    let mut value = json!({
        "entry": s.index,
        "kind": s.record.kind(),
        "signed_at": s.record.signed_at,
        "logged": s.logged,
        "signers": s.signers,
        "leaf": s.leaf,
    });
    match &s.record.body {
        Body::Issue(i) => {
            value["version"] = json!(i.version);
            value["title"] = json!(i.title);
            value["effect"] = json!(i.effect);
            value["pdf"] = json!(i.pdf);
            if i.adopted {
                value["adopted"] = json!(true);
            }
            if let Some(version) = i.amends {
                value["amends"] = json!(version);
            }
            if !i.replaces.is_empty() {
                value["replaces"] = json!(i.replaces);
            }
        }
        Body::Effect(e) => {
            value["target"] = json!(e.target);
            value["effect"] = json!(e.effect);
        }
        Body::Repeal(r) => value["effect"] = json!(r.effect),
        Body::Withdraw(w) => {
            value["target"] = json!(w.target);
            value["ground"] = json!(w.ground);
            value["reason"] = json!(w.reason);
        }
        Body::Rendition(r) => {
            value["version"] = json!(r.version);
            value["purpose"] = json!(r.purpose);
            if let Some(language) = &r.language {
                value["language"] = json!(language);
            }
            if let Some(title) = &r.title {
                value["title"] = json!(title);
            }
            value["current"] = json!(state(s.index, r, log, view) == State::Current);
            value["pdf"] = json!(r.pdf);
            if let Some(reason) = &r.reason {
                value["reason"] = json!(reason);
            }
        }
        Body::Review(r) => {
            value["since"] = json!(r.since);
            value["through"] = json!(r.through);
            value["by"] = json!(r.by);
            value["necessary"] = json!(r.necessary);
            value["alternatives"] = json!(r.alternatives);
            value["decisions"] = json!(r.decisions);
            value["next_due"] = json!(r.next_due);
            if let Some(report) = &r.report {
                value["report"] = json!(report);
            }
        }
        Body::Withhold(w) => {
            value["target"] = json!(w.target);
            value["ground"] = json!(w.ground);
            value["reason"] = json!(w.reason);
        }
        Body::Charter(_) => value["ruling"] = dispute::ruling_json(fact),
    }
    let events = events(&s.record.body);
    if !events.is_empty() {
        value["events"] = json!(events);
    }
    if let Some(proof) = log.stamps.proof_of(s.index) {
        value["proven"] = report::proven_json(&proof, log);
    }
    if let Some(by) = view.withheld_by(s.index) {
        value["withheld"] = json!(by);
    }
    dispute::add_json(&mut value, view, s.index);
    if view.is_withdrawn(s.index) && !view.is_voided(s.index) {
        value["withdrawn"] = json!(true);
    }
    value
}

fn span_json(s: &Span) -> Value {
    let mut value = json!({
        "version": s.version,
        "entry": s.entry,
        "never": s.never,
        "fixed": s.fixed,
        "period": s.period,
    });
    if s.disputed {
        value["disputed"] = json!(true);
    }
    value
}
