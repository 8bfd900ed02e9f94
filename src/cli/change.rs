//! `effect`, `repeal`, `withdraw`: records that move periods without a new text.
//!
//! Specification: `docs/in-force.md`, "Records". Each shows what it changes, asks, then does everything or
//! nothing.

use super::Env;
use super::archive_args::day;
use super::commit::{self, Session, SignArgs, confirm, unlock};
use super::history::beginning;
use super::in_force::NoPolicy;
use super::new::NoId;
use super::out::{Failure, Out};
use super::withhold;
use crate::base::effect::{Awaits, Effect, From, Open};
use crate::base::{Day, Id, Lang, Say, lang};
use crate::format::record::{Body, Ground, Repeal, Restate, Withdraw};
use crate::timeline::{Fact, History};

/// State anew when a version (or a repeal) takes effect
///
/// Settles or postpones the beginning, extends or shortens the period. What is not given stays as it was.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  inkraft effect house-rules --version 3 --from 2026-07-01\n  inkraft effect house-rules --version 2 --last-day 2027-12-31"
)]
pub struct EffectArgs {
    /// The policy's id
    policy: String,
    /// The version whose effect is stated
    #[arg(long = "version", value_name = "N", conflicts_with = "entry", required_unless_present = "entry")]
    version_number: Option<u32>,
    /// The entry whose effect is stated: an issue or a repeal
    #[arg(long, value_name = "N")]
    entry: Option<u64>,
    /// The first day in force
    #[arg(long, value_name = "DAY", conflicts_with = "awaits")]
    from: Option<String>,
    /// The last day in force
    #[arg(long, value_name = "DAY", conflicts_with = "no_end")]
    last_day: Option<String>,
    /// Without an end
    #[arg(long)]
    no_end: bool,
    /// The beginning is open: what it waits for (day: the day is not established)
    #[arg(long, value_name = "WHAT", value_parser = ["publication", "approval", "signature", "day"], requires = "not_before")]
    awaits: Option<String>,
    /// The earliest day of an open beginning
    #[arg(long, value_name = "DAY", requires = "awaits")]
    not_before: Option<String>,
    #[command(flatten)]
    sign: SignArgs,
}

/// Repeal a policy: from a day on nothing is in force
///
/// What was in force before stays provable. If something else is to take its place, a new version is enough: it ends the one before.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  inkraft repeal house-rules --last-day 2025-12-31\n  inkraft repeal house-rules --from 2026-01-01 --successor terms-of-use"
)]
pub struct RepealArgs {
    /// The policy's id
    policy: String,
    /// The last day in force
    #[arg(long, value_name = "DAY", conflicts_with = "from", required_unless_present = "from")]
    last_day: Option<String>,
    /// The first day on which nothing is in force
    #[arg(long, value_name = "DAY")]
    from: Option<String>,
    /// A policy that takes its place
    #[arg(long = "successor", value_name = "POLICY")]
    successors: Vec<String>,
    #[command(flatten)]
    sign: SignArgs,
}

/// Withdraw a record, as if it had never been made
///
/// Answers are then as if it had never been; what it had ended was never ended. The log shows both. To let a policy end, use repeal.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  inkraft withdraw house-rules --version 2 --ground error \\\n      --reason \"wrong file\""
)]
pub struct WithdrawArgs {
    /// The policy's id
    policy: String,
    /// The version that is withdrawn
    #[arg(long = "version", value_name = "N", conflicts_with = "entry", required_unless_present = "entry")]
    version_number: Option<u32>,
    /// The entry that is withdrawn
    #[arg(long, value_name = "N")]
    entry: Option<u64>,
    /// On what ground
    #[arg(long, value_name = "GROUND", value_parser = ["error", "decision", "court"])]
    ground: String,
    /// Why, in words
    #[arg(long, value_name = "TEXT")]
    reason: String,
    #[command(flatten)]
    sign: SignArgs,
}

/// There is nothing to which the record could apply.
#[derive(Debug)]
pub enum NoTarget {
    Version(u32, Vec<u32>),
    Entry(u64),
    Nothing,
    Same,
    NoReason,
}

impl Say for NoTarget {
    fn fact(&self, lang: Lang) -> String {
        match self {
            Self::Version(v, _) => lang::say!(
                lang,
                "eine Fassung {v} ist nicht eingetragen",
                "there is no version {v} in the log"
            ),
            Self::Entry(e) => lang::say!(
                lang,
                "Eintrag {e} ist keine Freigabe oder Aufhebung dieser Regelung",
                "entry {e} is no issue or repeal of this policy"
            ),
            Self::Nothing => {
                lang::say!(lang, "es ist nicht gesagt, was sich ändert", "it is not said what changes")
            }
            Self::Same => lang::say!(
                lang,
                "so ist es schon eingetragen; es ändert sich nichts",
                "that is what is logged already; nothing changes"
            ),
            Self::NoReason => lang::say!(lang, "die Begründung ist leer", "the reason is empty"),
        }
    }

    fn advice(&self, lang: Lang) -> Option<String> {
        match self {
            Self::Version(_, known) if !known.is_empty() => {
                let known = known.iter().map(u32::to_string).collect::<Vec<_>>().join(", ");
                Some(lang::say!(lang, "Eingetragen: {known}.", "Logged: {known}."))
            }
            Self::Nothing => Some(lang::say!(
                lang,
                "--from, --last-day, --no-end oder --awaits angeben.",
                "Give --from, --last-day, --no-end or --awaits."
            )),
            Self::NoReason => Some(lang::say!(
                lang,
                "Mit --reason in Worten sagen, warum.",
                "Say with --reason in words why."
            )),
            _ => Some(lang::say!(
                lang,
                "`inkraft history` zeigt die Einträge.",
                "`inkraft history` shows the entries."
            )),
        }
    }
}

/// The policy and its history, if it has one.
pub fn begin(
    policy: &str,
    args: &SignArgs,
    env: &Env,
    out: &mut Out,
) -> Result<(Session, Id, History), Failure> {
    let id: Id = policy.parse().map_err(NoId)?;
    let session = Session::begin(args, env, out)?;
    let history = session.history(&id);
    if history.records().is_empty() {
        let known = session.log.state.histories.keys().cloned().collect();
        return Err(NoPolicy { asked: id.to_string(), known }.into());
    }
    Ok((session, id, history))
}

/// The entry that a version number or an entry index names.
pub fn target(history: &History, version: Option<u32>, entry: Option<u64>) -> Result<u64, Failure> {
    let issues = || {
        history.records().iter().filter_map(|r| match r.fact {
            Fact::Issue { version, .. } => Some((version, r.entry)),
            _ => None,
        })
    };
    match (version, entry) {
        (Some(v), _) => {
            let found = issues().find(|(number, _)| *number == v).map(|(_, entry)| entry);
            found.ok_or_else(|| NoTarget::Version(v, issues().map(|(number, _)| number).collect()).into())
        }
        (None, Some(entry)) => Ok(entry),
        (None, None) => Err(NoTarget::Nothing.into()),
    }
}

/// Runs `effect`.
pub fn effect(args: EffectArgs, env: &Env, out: &mut Out) -> Result<u8, Failure> {
    let (session, id, history) = begin(&args.policy, &args.sign, env, out)?;
    let target = target(&history, args.version_number, args.entry)?;
    let mut effect = history.latest().effect(target).cloned().ok_or(NoTarget::Entry(target))?;
    let before = effect.clone();
    let today = session.now.day();
    if args.from.is_none() && args.last_day.is_none() && !args.no_end && args.awaits.is_none() {
        return Err(NoTarget::Nothing.into());
    }
    if let Some(from) = &args.from {
        effect.from = From::Day(day(from, today)?);
    }
    if let (Some(awaits), Some(not_before)) = (&args.awaits, &args.not_before) {
        let awaits = match awaits.as_str() {
            "publication" => Awaits::Publication,
            "approval" => Awaits::Approval,
            "signature" => Awaits::Signature,
            _ => Awaits::Day,
        };
        effect.from = From::Open(Open { not_before: day(not_before, today)?, not_after: None, awaits });
    }
    if let Some(last) = &args.last_day {
        effect.until = Some(day(last, today)?.next());
    }
    if args.no_end {
        effect.until = None;
    }
    if effect == before {
        return Err(NoTarget::Same.into());
    }
    commit::ends_after_beginning(&effect)?;
    let lang = out.lang;
    let (was, now) = (beginning(&before, lang), beginning(&effect, lang));
    let rows = vec![
        (lang.pick("Regelung", "Policy"), id.to_string()),
        (lang.pick("Eintrag", "Entry"), target.to_string()),
        (lang.pick("Bisher", "So far"), was),
        (lang.pick("Künftig", "From now"), now),
    ];
    let body = Body::Effect(Restate { policy: id, target, effect, events: Vec::new() });
    finish(session, &args.sign, body, rows, out)
}

/// Runs `repeal`.
pub fn repeal(args: RepealArgs, env: &Env, out: &mut Out) -> Result<u8, Failure> {
    let successors: Result<Vec<Id>, _> = args.successors.iter().map(|s| s.parse()).collect();
    let successors = successors.map_err(NoId)?;
    let (session, id, _) = begin(&args.policy, &args.sign, env, out)?;
    let today = session.now.day();
    let from: Day = match (&args.from, &args.last_day) {
        (Some(from), _) => day(from, today)?,
        (None, Some(last)) => day(last, today)?.next(),
        (None, None) => return Err(NoTarget::Nothing.into()),
    };
    let lang = out.lang;
    let last = from.previous().short(lang);
    let mut rows = vec![
        (lang.pick("Regelung", "Policy"), id.to_string()),
        (
            lang.pick("Aufhebung", "Repeal"),
            lang::say!(lang, "letzter Tag in Kraft {last}", "last day in force {last}"),
        ),
    ];
    if !successors.is_empty() {
        let named = successors.iter().map(Id::as_str).collect::<Vec<_>>().join(", ");
        rows.push((lang.pick("Nachfolge", "Successor"), named));
    }
    let body =
        Body::Repeal(Repeal { policy: id, effect: Effect::starting(from), successors, events: Vec::new() });
    finish(session, &args.sign, body, rows, out)
}

/// Runs `withdraw`.
pub fn withdraw(args: WithdrawArgs, env: &Env, out: &mut Out) -> Result<u8, Failure> {
    if args.reason.trim().is_empty() {
        return Err(NoTarget::NoReason.into());
    }
    let (session, id, history) = begin(&args.policy, &args.sign, env, out)?;
    let target = target(&history, args.version_number, args.entry)?;
    let ground = match args.ground.as_str() {
        "error" => Ground::Error,
        "decision" => Ground::Decision,
        _ => Ground::Court,
    };
    withhold::files_are_back(&session, target)?;
    let lang = out.lang;
    let reason = args.reason;
    let rows = vec![
        (lang.pick("Regelung", "Policy"), id.to_string()),
        (
            lang.pick("Rücknahme", "Withdraws"),
            lang::say!(
                lang,
                "Eintrag {target}, als wäre er nie gemacht worden",
                "entry {target}, as if it had never been made"
            ),
        ),
        (lang.pick("Begründung", "Reason"), reason.clone()),
    ];
    let body = Body::Withdraw(Withdraw { policy: id, target, ground, reason, events: Vec::new() });
    finish(session, &args.sign, body, rows, out)
}

/// Shows only what can stand; then asks and appends.
fn finish(
    session: Session,
    args: &SignArgs,
    body: Body,
    rows: Vec<(&str, String)>,
    out: &mut Out,
) -> Result<u8, Failure> {
    let record = session.record(body);
    record.text()?;
    let consequences = session.consequences(&record)?;
    out.rows(&rows);
    commit::show(out, &consequences);
    confirm(out.lang.pick("Unterschreiben?", "Sign?"), args.yes, out)?;
    let keys = unlock(&session, args, out)?;
    let (appended, _) = session.commit(&record, Vec::new(), &keys)?;
    commit::done(out, &appended);
    Ok(0)
}
