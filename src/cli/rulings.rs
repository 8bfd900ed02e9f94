//! `acknowledge`, `confirm`, `void`: what becomes of void entries and of disputed records.
//!
//! Specification: `docs/archive-format.md`, "Rulings". Each is one charter record, signed with recovery keys. Shows what is
//! decided about, and what the decision changes; how it is signed and logged is in `amending`.

use super::Env;
use super::amending::{AmendingArgs, Amendment, amend, begin};
use super::charter_brings::{sentence, void_entries};
use super::charter_change::{Change, Ruling};
use super::commit::Session;
use super::no_change::NoChange;
use super::out::{Failure, Out};
use crate::base::{Say as _, lang};
use crate::format::record::After;
use crate::verify::{Finding, Log, What};

/// Take note of void entries, so that the archive holds again
///
/// A void entry has no effect and cannot be removed. Once it is acknowledged, it is a note and no failure any more. Shows each with its reason.
///
/// Exit codes: 0 logged; 1 declined, or the archive is not in order otherwise; 2 it could not be done. But for 0, everything is as before.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  inkraft acknowledge\n  inkraft acknowledge 17 18")]
pub struct AcknowledgeArgs {
    /// The entries (default: all that are void, but for those of a newer version of this program)
    entry: Vec<u64>,
    #[command(flatten)]
    amending: AmendingArgs,
}

/// Confirm disputed records: they stand after all
///
/// Records are disputed that needed the signature of a key from the entry on from which it was in foreign hands (key revoke --compromised-from).
///
/// Exit codes: 0 logged; 1 declined, or the archive is not in order; 2 it could not be done. But for 0, everything is as before.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  inkraft confirm 12 13\n  inkraft confirm --all")]
pub struct ConfirmArgs {
    #[command(flatten)]
    which: WhichArgs,
    #[command(flatten)]
    amending: AmendingArgs,
}

/// Declare disputed records void: from then on they are as if they had never been made
///
/// They keep their place in the log, and their files stay. What was known before stays as it was known then.
///
/// Exit codes: 0 logged; 1 declined, or the archive is not in order; 2 it could not be done. But for 0, everything is as before.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  inkraft void 14\n  inkraft void --all")]
pub struct VoidArgs {
    #[command(flatten)]
    which: WhichArgs,
    #[command(flatten)]
    amending: AmendingArgs,
}

#[derive(Debug, clap::Args)]
struct WhichArgs {
    /// The entries
    #[arg(required_unless_present = "all", conflicts_with = "all")]
    entry: Vec<u64>,
    /// All that are disputed
    #[arg(long)]
    all: bool,
}

/// Runs `acknowledge`.
pub fn acknowledge(args: AcknowledgeArgs, env: &Env, out: &mut Out) -> Result<u8, Failure> {
    let (session, _) = begin(&args.amending, true, env, out)?;
    let void = void_entries(&session.log);
    let there: Vec<u64> = void.iter().map(|(e, _)| e.index).collect();
    only(&args.entry, &there, NoChange::NothingVoid)?;
    let named = void.into_iter().filter(|(e, _)| args.entry.contains(&e.index)).collect();
    let chosen = if args.entry.is_empty() { acknowledgeable(&session.log, out) } else { named };
    let mut amendment = Amendment::default();
    for (entry, finding) in chosen {
        let (index, why) = (entry.index, finding.what.fact(out.lang));
        amendment.notes.push(lang::say!(out.lang, "Eintrag {index}: {why}", "Entry {index}: {why}"));
        amendment.changes.push(Change::Rule(Ruling::Acknowledge, entry));
    }
    // All of them are among the changes already.
    let args = args.amending.alone();
    amend(&args, None, session, amendment, env, out)?;
    Ok(0)
}

/// How many void entries one record acknowledges: more do not fit into it.
const AT_ONCE: usize = 500;

/// The void entries that one record can acknowledge without being asked for each by its number. Says what it leaves: what
/// does not fit, and what a newer version of this program may have written, which is not void there.
pub fn acknowledgeable<'a>(log: &'a Log, out: &mut Out) -> Vec<(After, &'a Finding)> {
    let lang = out.lang;
    let newer = |f: &Finding| matches!(f.what, What::Newer(_));
    let (newer, mut void): (Vec<_>, Vec<_>) = void_entries(log).into_iter().partition(|(_, f)| newer(f));
    if void.len() > AT_ONCE {
        let more = void.len() - AT_ONCE;
        void.truncate(AT_ONCE);
        out.warn(&lang::say!(
            lang,
            "Hinweis: {more} weitere unwirksame Einträge passen nicht in diese Erklärung; danach noch einmal `inkraft acknowledge`.",
            "note: {more} more void entries do not fit into this record; run `inkraft acknowledge` once more afterwards."
        ));
    }
    for (entry, _) in newer {
        let index = entry.index;
        out.warn(&lang::say!(
            lang,
            "Hinweis: Eintrag {index} kann eine neuere Programmfassung geschrieben haben. Nur wenn das niemand hier getan hat: `inkraft acknowledge {index}`.",
            "note: a newer version of this program may have written entry {index}. Only if nobody here did: `inkraft acknowledge {index}`."
        ));
    }
    void
}

/// Runs `confirm`.
pub fn confirm(args: ConfirmArgs, env: &Env, out: &mut Out) -> Result<u8, Failure> {
    decide(Ruling::Confirm, &args.which, &args.amending, env, out)
}

/// Runs `void`.
pub fn void(args: VoidArgs, env: &Env, out: &mut Out) -> Result<u8, Failure> {
    decide(Ruling::Void, &args.which, &args.amending, env, out)
}

fn decide(
    ruling: Ruling,
    which: &WhichArgs,
    args: &AmendingArgs,
    env: &Env,
    out: &mut Out,
) -> Result<u8, Failure> {
    let (session, _) = begin(args, args.acknowledge, env, out)?;
    let disputed = disputed(&session);
    let there: Vec<u64> = disputed.iter().map(|e| e.index).collect();
    only(&which.entry, &there, NoChange::NothingDisputed)?;
    let chosen = disputed.iter().filter(|e| which.all || which.entry.contains(&e.index));
    let mut amendment = Amendment::default();
    for entry in chosen {
        let standing = session.log.state.standing.get(&entry.index);
        amendment.notes.extend(standing.and_then(|s| sentence(s, &session.log, out.lang)));
        amendment.changes.push(Change::Rule(ruling, *entry));
    }
    amend(args, None, session, amendment, env, out)?;
    Ok(0)
}

/// The records that are disputed and not ruled upon.
fn disputed(session: &Session) -> Vec<After> {
    let state = &session.log.state;
    let standing = state.disputed.iter().filter_map(|index| state.standing.get(index));
    standing.map(|s| After { index: s.index, leaf: s.leaf }).collect()
}

/// Refuses entries that cannot be decided about, and a decision about nothing.
fn only(named: &[u64], there: &[u64], nothing: NoChange) -> Result<(), NoChange> {
    if there.is_empty() {
        return Err(nothing);
    }
    if let Some(entry) = named.iter().find(|i| !there.contains(i)) {
        return Err(NoChange::NotThere { entry: *entry, there: there.to_vec() });
    }
    Ok(())
}
