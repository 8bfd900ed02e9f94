//! `history`: every record of a policy, and when each version was in force.
//!
//! Specification: `docs/in-force.md`; `docs/json.md`. Lists what never came into force as well.

use serde_json::{Value, json};

use super::archive_args::{self, ArchiveArgs};
use super::in_force::{NoPolicy, awaits_text, period, signers};
use super::out::{Failure, Out};
use super::rendition::{self, State};
use super::{Env, event, report};
use crate::base::effect::{Effect, Event, From};
use crate::base::{Id, Lang, lang};
use crate::format::record::{Body, Decision, Ground, Rendition, Review, Stream, Withhold, WithholdGround};
use crate::manifest::one_line;
use crate::timeline::{Span, View};
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
        let stream = Stream::Policy(id.clone());
        let last = history.seen(known).last().map(|r| r.entry);
        let records: Vec<_> = log.state.stream(&stream).filter(|s| Some(s.index) <= last).collect();
        if args.json {
            let records: Vec<_> = records.iter().map(|s| record_json(s, &log, &view)).collect();
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
        legend(out);
        report::warn_not_anchored(out, &log);
    }
    Ok(if log.anchored == verify::Anchored::Yes { 0 } else { 1 })
}

/// Whose word the days are.
fn legend(out: &mut Out) {
    out.say(out.lang.pick(
        "Eingetragen: nach Angabe des Archivs. Gezeichnet: nach Angabe der zeichnenden Person, am selben Tag, wenn \
         keiner genannt ist. Von Dritten bezeugt ist keiner dieser Tage.",
        "Logged: as the archive says. Signed: as the officer says, on the same day if none is named. No third party \
         vouches for any of these days.",
    ));
}

fn print(out: &mut Out, log: &Log, id: &Id, records: &[&Standing], view: &View<'_>) {
    let lang = out.lang;
    out.say(id.as_str());
    for standing in records {
        let (index, day) = (standing.index, standing.logged.day().short(lang));
        let what = told(standing, log, view, lang);
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
        if let Some(by) = view.withheld_by(index) {
            out.say(&lang::say!(
                lang,
                "        Dateien gesperrt durch Eintrag {by}",
                "        files withheld by entry {by}"
            ));
        }
    }
}

/// What else a record says, a line each.
pub fn more(body: &Body, lang: Lang) -> Vec<String> {
    let mut lines = Vec::new();
    match body {
        Body::Issue(i) => {
            if i.adopted {
                lines.push(lang::say!(
                    lang,
                    "übernommen: ein PDF, das es schon gab; ohne Quelldaten",
                    "adopted: a PDF that existed before; without source data"
                ));
            }
            if let Some(version) = i.amends {
                lines.push(lang::say!(lang, "ändert Fassung {version}", "amends version {version}"));
            }
            if !i.replaces.is_empty() {
                let named = i.replaces.iter().map(Id::as_str).collect::<Vec<_>>().join(", ");
                lines.push(lang::say!(lang, "ersetzt {named}", "replaces {named}"));
            }
        }
        Body::Rendition(r) => lines
            .extend(r.reason.as_ref().map(|text| lang::say!(lang, "Begründung: {text}", "reason: {text}"))),
        _ => {}
    }
    lines.extend(events(body).iter().map(|e| event::told(e, lang)));
    lines
}

/// What happened outside the archive.
fn events(body: &Body) -> &[Event] {
    match body {
        Body::Issue(b) => &b.events,
        Body::Effect(b) => &b.events,
        Body::Repeal(b) => &b.events,
        Body::Withdraw(b) => &b.events,
        Body::Rendition(b) => &b.events,
        Body::Review(b) => &b.events,
        Body::Withhold(b) => &b.events,
        Body::Charter(_) => &[],
    }
}

/// A record in a line.
pub fn told(standing: &Standing, log: &Log, view: &View<'_>, lang: Lang) -> String {
    match &standing.record.body {
        Body::Issue(i) => {
            let (version, title) = (i.version, &i.title);
            let state = match view.spans().iter().find(|s| s.entry == standing.index) {
                None => lang::say!(lang, "zurückgenommen", "withdrawn"),
                Some(s) if s.never => lang::say!(lang, "nie in Kraft getreten", "never in force"),
                Some(Span { period: Some(p), fixed: true, .. }) => {
                    let p = period(p, lang);
                    lang::say!(lang, "in Kraft {p}", "in force {p}")
                }
                Some(_) => beginning(&i.effect, lang),
            };
            lang::say!(lang, "Fassung {version} „{title}“: {state}", "version {version} \"{title}\": {state}")
        }
        Body::Effect(e) => {
            let (target, effect) = (e.target, beginning(&e.effect, lang));
            lang::say!(
                lang,
                "Geltungsregelung zu Eintrag {target}: {effect}",
                "effect of entry {target}: {effect}"
            )
        }
        Body::Repeal(r) => {
            let effect = beginning(&r.effect, lang);
            lang::say!(lang, "Aufhebung: {effect}", "repeal: {effect}")
        }
        Body::Withdraw(w) => {
            let (target, reason) = (w.target, &w.reason);
            let ground = match w.ground {
                Ground::Error => lang.pick("Irrtum", "error"),
                Ground::Decision => lang.pick("Beschluss", "decision"),
                Ground::Court => lang.pick("Gericht", "court"),
            };
            lang::say!(
                lang,
                "Rücknahme von Eintrag {target} ({ground}: {reason})",
                "withdrawal of entry {target} ({ground}: {reason})"
            )
        }
        Body::Rendition(r) => {
            let (version, what) = (r.version, rendition::told(r, lang));
            let text = lang::say!(lang, "{what} zu Fassung {version}", "{what} of version {version}");
            match state(standing.index, r, log, view).told(lang) {
                Some(state) => format!("{text}: {state}"),
                None => text,
            }
        }
        Body::Review(r) => {
            let (since, through, due) = (r.since.short(lang), r.through.short(lang), r.next_due.short(lang));
            let decisions = decisions(r, lang);
            lang::say!(
                lang,
                "Evaluierung {since} bis {through}: {decisions}; nächste fällig am {due}",
                "review {since} to {through}: {decisions}; the next due on {due}"
            )
        }
        Body::Withhold(w) => {
            let (target, why) = (w.target, withheld(w, lang));
            lang::say!(
                lang,
                "Sperrung der Dateien von Eintrag {target} ({why})",
                "files of entry {target} withheld ({why})"
            )
        }
        Body::Charter(_) => lang::say!(lang, "Zeichnungsregelung", "charter"),
    }
}

/// What a review decided: `facebook: unverändert fortführen, twitter: anpassen`.
fn decisions(review: &Review, lang: Lang) -> String {
    let one = |d: &Decision| match &d.channel {
        Some(channel) => format!("{}: {}", one_line(channel), d.outcome.told(lang)),
        None => d.outcome.told(lang).to_owned(),
    };
    review.decisions.iter().map(one).collect::<Vec<_>>().join(", ")
}

/// Why files are withheld: `Löschung: Name einer Privatperson`.
pub fn withheld(withhold: &Withhold, lang: Lang) -> String {
    let ground = match withhold.ground {
        WithholdGround::Erasure => lang.pick("Löschung", "erasure"),
        WithholdGround::Court => lang.pick("Gericht", "court"),
        WithholdGround::Decision => lang.pick("Beschluss", "decision"),
    };
    format!("{ground}: {}", one_line(&withhold.reason))
}

/// What became of a rendition.
fn state(entry: u64, of: &Rendition, log: &Log, view: &View<'_>) -> State {
    let issue = log.state.issue(&of.policy, of.version);
    State::of(view, entry, issue.map_or(entry, |(issue, _)| issue))
}

/// When an effect begins and ends, in words.
pub fn beginning(effect: &Effect, lang: Lang) -> String {
    let mut text = match &effect.from {
        From::Day(day) => {
            let day = day.short(lang);
            lang::say!(lang, "ab {day}", "from {day}")
        }
        From::Open(open) => {
            let (day, what) = (open.not_before.short(lang), awaits_text(open.awaits, lang));
            let latest = open.not_after.map(|day| day.short(lang));
            let latest = latest.map_or_else(String::new, |day| {
                lang::say!(lang, ", spätestens ab {day}", ", on {day} at the latest")
            });
            lang::say!(
                lang,
                "frühestens ab {day}{latest}, noch offen ({what})",
                "from {day} at the earliest{latest}, open ({what})"
            )
        }
    };
    if let Some(until) = effect.until {
        let last = until.previous().short(lang);
        text += &lang::say!(lang, " bis {last}", " to {last}");
    }
    if let Some(whom) = &effect.for_whom {
        text += &lang::say!(lang, ", für {whom}", ", for {whom}");
    }
    for b in &effect.beside {
        let version = b.version;
        text += &lang::say!(lang, "; daneben Fassung {version}", "; beside it version {version}");
        if let Some(until) = b.until {
            let last = until.previous().short(lang);
            text += &lang::say!(lang, " bis {last}", " to {last}");
        }
        if let Some(whom) = &b.for_whom {
            text += &lang::say!(lang, " für {whom}", " for {whom}");
        }
    }
    text
}

fn record_json(s: &Standing, log: &Log, view: &View<'_>) -> Value {
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
        Body::Charter(_) => {}
    }
    let events = events(&s.record.body);
    if !events.is_empty() {
        value["events"] = json!(events);
    }
    if let Some(by) = view.withheld_by(s.index) {
        value["withheld"] = json!(by);
    }
    value
}

fn span_json(s: &Span) -> Value {
    json!({ "version": s.version, "entry": s.entry, "never": s.never, "fixed": s.fixed, "period": s.period })
}
