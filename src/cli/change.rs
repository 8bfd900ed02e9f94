//! `repeal`, `withdraw`, and what they share with `effect`: records that move periods without a new text.
//!
//! Specification: `docs/in-force.md`, "Records". Each shows what it changes, asks, then does everything or
//! nothing.

use super::archive_args::NoId;
use super::archive_args::day;
use super::commit::{self, Session, SignArgs, confirm, unlock};
use super::event::EventArgs;
use super::given::{OpenArgs, line};
use super::in_force::NoPolicy;
use super::links::Odd;
use super::out::{Failure, Out};
use super::{Env, event, proposed, told, withhold};
use crate::base::effect::{Effect, From};
use crate::base::{Id, Lang, Say, lang};
use crate::format::files::Files;
use crate::format::record::{Body, Ground, Repeal, Withdraw};
use crate::timeline::{Fact, History};

/// Repeal a policy: from a day on nothing is in force
///
/// What was in force before stays provable. If something else is to take its place, a new version is enough: it ends the one before.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  inkraft repeal house-rules --last-day 2025-12-31\n  inkraft repeal house-rules --from 2026-01-01 --successor terms-of-use\n  inkraft repeal house-rules --awaits approval --not-before 2026-01-01"
)]
pub struct RepealArgs {
    /// The policy's id
    policy: String,
    /// The last day in force
    #[arg(long, value_name = "DAY", conflicts_with_all = ["from", "awaits"], required_unless_present_any = ["from", "awaits"])]
    last_day: Option<String>,
    /// The first day on which nothing is in force
    #[arg(long, value_name = "DAY", conflicts_with = "awaits")]
    from: Option<String>,
    #[command(flatten)]
    open: OpenArgs,
    /// A policy that takes its place
    #[arg(long = "successor", value_name = "POLICY")]
    successors: Vec<String>,
    #[command(flatten)]
    events: EventArgs,
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
    events: EventArgs,
    #[command(flatten)]
    sign: SignArgs,
}

/// There is nothing to which the record could apply.
#[derive(Debug)]
pub enum NoTarget {
    /// No such version; these there are.
    Version(u32, Vec<u32>),
    /// The entry is no issue or repeal.
    Entry(u64),
    /// It is not said what changes.
    Nothing,
    /// It is stated so already.
    Same,
    /// The reason is empty.
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
                "--from, --last-day, --no-end, --awaits, --for oder --beside angeben.",
                "Give --from, --last-day, --no-end, --awaits, --for or --beside."
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
    of_policy(id, Session::begin(args, env, out)?)
}

/// The session, its policy and the policy's history, if it has one.
pub fn of_policy(id: Id, session: Session) -> Result<(Session, Id, History), Failure> {
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

/// Runs `repeal`.
pub fn repeal(args: RepealArgs, env: &Env, out: &mut Out) -> Result<u8, Failure> {
    let successors: Result<Vec<Id>, _> = args.successors.iter().map(|s| s.parse()).collect();
    let successors = successors.map_err(NoId)?;
    let (session, id, _) = begin(&args.policy, &args.sign, env, out)?;
    let today = session.now.day();
    let from = match (&args.from, &args.last_day, args.open.read(today)?) {
        (Some(from), ..) => From::Day(day(from, today)?),
        (None, Some(last), _) => From::Day(day(last, today)?.next()),
        (None, None, Some(open)) => open,
        (None, None, None) => return Err(NoTarget::Nothing.into()),
    };
    let events = args.events.read(today, out)?;
    let effect = Effect { from, until: None, beside: Vec::new(), for_whom: None };
    let lang = out.lang;
    let told = proposed::last_day(&effect, lang);
    let mut rows =
        vec![(lang.pick("Regelung", "Policy"), id.to_string()), (lang.pick("Aufhebung", "Repeal"), told)];
    if !successors.is_empty() {
        let named = successors.iter().map(Id::as_str).collect::<Vec<_>>().join(", ");
        rows.push((lang.pick("Nachfolge", "Successor"), named));
    }
    successors.iter().filter(|s| !session.log.state.histories.contains_key(s)).for_each(|s| {
        out.warning(&Odd::Unknown(s.clone()));
    });
    rows.extend(event::rows(&events, lang));
    event::warn_if_open(&events, &effect, out);
    let body = Body::Repeal(Repeal { policy: id, effect, successors, events });
    finish(session, &args.sign, body, rows, env, out)
}

/// Runs `withdraw`.
pub fn withdraw(args: WithdrawArgs, env: &Env, out: &mut Out) -> Result<u8, Failure> {
    let reason = reason(&args.reason)?;
    let (session, id, history) = begin(&args.policy, &args.sign, env, out)?;
    let target = target(&history, args.version_number, args.entry)?;
    let ground = match args.ground.as_str() {
        "error" => Ground::Error,
        "decision" => Ground::Decision,
        _ => Ground::Court,
    };
    let events = args.events.read(session.now.day(), out)?;
    let lang = out.lang;
    let standing = session.log.state.standing.get(&target);
    let view = history.latest();
    let what = standing.map_or_else(String::new, |standing| {
        let more = told::more(&standing.record.body, lang);
        std::iter::once(told::told(standing, &session.log, &view, lang))
            .chain(more)
            .collect::<Vec<_>>()
            .join("; ")
    });
    let has_files = standing.is_some_and(|s| Files::of(&s.record.body, s.index).is_some());
    let withdraw = Withdraw { policy: id, target, ground, reason, events };
    let mut rows = vec![
        (lang.pick("Regelung", "Policy"), withdraw.policy.to_string()),
        (lang.pick("Erklärung", "Record"), what),
        (
            lang.pick("Rücknahme", "Withdraws"),
            lang::say!(
                lang,
                "Eintrag {target}, als wäre er nie gemacht worden",
                "entry {target}, as if it had never been made"
            ),
        ),
        (lang.pick("Begründung", "Reason"), told::withdrawn(&withdraw, lang)),
    ];
    rows.extend(event::rows(&withdraw.events, lang));
    if has_files && ground == Ground::Error {
        out.warning(&FilesStay(target));
    }
    finish(session, &args.sign, Body::Withdraw(withdraw), rows, env, out)
}

/// What is withdrawn still lies in the archive, and is published with it.
#[derive(Debug)]
struct FilesStay(u64);

impl Say for FilesStay {
    fn fact(&self, lang: Lang) -> String {
        let entry = self.0;
        lang::say!(
            lang,
            "die Dateien von Eintrag {entry} bleiben im Archiv und öffentlich",
            "the files of entry {entry} stay in the archive, and public"
        )
    }

    fn advice(&self, lang: Lang) -> Option<String> {
        let entry = self.0;
        Some(lang::say!(
            lang,
            "Darf sie niemand sehen, danach sperren: `inkraft withhold … --entry {entry}`.",
            "If nobody may see them, withhold them afterwards: `inkraft withhold … --entry {entry}`."
        ))
    }
}

/// A reason in words, as it is signed.
pub fn reason(typed: &str) -> Result<String, Failure> {
    let reason = line(typed);
    if reason.is_empty() { Err(NoTarget::NoReason.into()) } else { Ok(reason) }
}

/// Shows only what can stand; then asks and appends.
pub fn finish(
    session: Session,
    args: &SignArgs,
    body: Body,
    mut rows: Vec<(&str, String)>,
    env: &Env,
    out: &mut Out,
) -> Result<u8, Failure> {
    rows.extend(session.agent_row(out.lang));
    let record = session.record(body);
    record.text()?;
    let consequences = session.consequences(&record)?;
    withhold::files_are_back(&session, &record)?;
    out.rows(&rows);
    commit::show(out, &session, &record, &consequences);
    if consequences.is_empty() && matches!(record.body, Body::Effect(_)) {
        out.say(out.lang.pick("  → Kein Geltungszeitraum ändert sich.", "  → No period changes."));
    }
    confirm(out.lang.pick("Unterschreiben?", "Sign?"), args.yes, out)?;
    let keys = unlock(&session, &record.body, None, args, out)?;
    commit::told(out, env, session.commit(&record, Vec::new(), &keys)?);
    Ok(0)
}
