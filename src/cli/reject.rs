//! `reject`: a pending record is marked as rejected, or its file removed.
//!
//! Specification: `docs/four-eyes.md`, "What a rejection does and what it does not". The mark is not signed; the signatures
//! that the record bears stay what they are, and this is said.

use std::collections::BTreeSet;
use std::path::PathBuf;

use super::archive_args::{NoId, in_zone, shown};
use super::given::line;
use super::no_change::NoChange;
use super::not_signed::NotSigned;
use super::out::{Failure, Out};
use super::workspace::Workspace;
use super::{Env, key, leave, pending};
use crate::base::{Id, Lang, Say, lang, limits};
use crate::format::charter::person;
use crate::format::pending::{Pending, Rejected, is_reason};
use crate::format::record::Body;
use crate::store::replace_file;

/// Reject a pending record
///
/// Marks the file, which can then be mailed back: approve refuses it, pending shows it. The mark is not signed. It takes no signature back: who kept the file as it was can have it logged within its 90 days still, until another record of the same policy is logged.
///
/// Exit codes: 0 marked or removed; 2 it could not be done.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  inkraft reject house-rules-issue-1a2b3c4d.inkraft \\\n      --reason \"section 3 is missing\"\n  inkraft reject pending/house-rules-issue-1a2b3c4d.inkraft --discard"
)]
pub struct Args {
    /// The file of the pending record
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Why, in words
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    /// Who rejects: a person's short name (default: officer in inkraft.toml)
    #[arg(long = "as", value_name = "PERSON")]
    officer: Option<String>,
    /// Remove the file on this machine
    #[arg(long, conflicts_with = "reason")]
    discard: bool,
}

/// Why nothing was rejected.
#[derive(Debug)]
enum NotRejected {
    /// It is rejected already.
    Already(String),
    /// The reason is no line of text, or too long.
    Reason,
}

impl Say for NotRejected {
    fn fact(&self, lang: Lang) -> String {
        match self {
            Self::Already(by) => lang::say!(
                lang,
                "die Erklärung wurde schon abgelehnt, von {by}",
                "the record was rejected already, by {by}"
            ),
            Self::Reason => {
                let most = limits::LINE;
                lang::say!(
                    lang,
                    "die Begründung ist leer, länger als {most} Bytes oder enthält unzulässige Zeichen",
                    "the reason is empty, longer than {most} bytes, or has characters that are not allowed"
                )
            }
        }
    }
}

/// Runs the command.
pub fn run(args: Args, env: &Env, out: &mut Out) -> Result<u8, Failure> {
    let workspace = Workspace::find(env)?;
    let path = env.cwd.join(&args.file);
    // Only a pending record is marked or removed, whatever file is named.
    let mut pending = leave::read(&path)?;
    let name = shown(&path, env);
    let name = name.display();
    let lang = out.lang;
    if args.discard {
        leave::remove(&path)?;
        out.say(&lang::say!(lang, "Entfernt: {name}", "Removed: {name}"));
    } else {
        if let Some(rejected) = &pending.rejected {
            return Err(NotRejected::Already(rejected.by.to_string()).into());
        }
        let by = match &args.officer {
            Some(typed) => typed.parse::<Id>().map_err(NoId)?,
            None => workspace.config.officer.clone().ok_or(NotSigned::NoOfficer)?,
        };
        must_be_known(&by, &pending, &workspace, env, out)?;
        let reason = args.reason.as_deref().map(line);
        if reason.as_deref().is_some_and(|text| !is_reason(text)) {
            return Err(NotRejected::Reason.into());
        }
        let at = in_zone(env.now, &workspace.config.time_zone)?;
        pending.rejected = Some(Rejected { by, at, reason });
        replace_file(&path, &pending.bytes())?;
        for line in pending::rejection(&pending, lang) {
            out.say(&line);
        }
        out.say(&lang::say!(
            lang,
            "  {name} zurückschicken an: {}",
            "  Mail {name} back to: {}",
            first(&pending)
        ));
    }
    out.say(lang.pick(
        "Die Unterschriften bleiben bestehen: Wer eine Kopie der Datei hat, kann sie bis 90 Tage nach der ersten weiter\n\
         mitzeichnen und eintragen lassen, solange zu derselben Regelung nichts anderes eingetragen ist.",
        "The signatures remain: whoever has a copy of the file can have it approved and logged within 90 days of the first\n\
         one, as long as nothing else of the same policy is logged.",
    ));
    Ok(0)
}

/// The mark names a person of the charter, or of the one that is proposed; without an archive here nobody is known.
fn must_be_known(
    by: &Id,
    pending: &Pending,
    workspace: &Workspace,
    env: &Env,
    out: &mut Out,
) -> Result<(), Failure> {
    let Some(log) = key::log(workspace, env, out)? else { return Ok(()) };
    let origin = log.origin();
    let proposed = match &pending.record.body {
        Body::Charter(new) => Some(new),
        _ => None,
    };
    let charters = || log.state.charter().into_iter().chain(proposed);
    let people = charters().flat_map(|c| c.people.iter().map(|p| p.id.as_str()));
    // Whoever holds a recovery key may be no person of the charter: the key has a short name all the same.
    let keys = charters().flat_map(|c| c.keys.iter().filter_map(|k| person(&k.name, origin)));
    let known: BTreeSet<&str> = people.chain(keys).collect();
    match known.contains(by.as_str()) {
        true => Ok(()),
        false => Err(NoChange::Nobody(by.clone(), known.into_iter().map(str::to_owned).collect()).into()),
    }
}

/// The keys that it bears signatures of.
fn first(pending: &Pending) -> String {
    pending.note.signatures.iter().map(|s| s.key.as_str()).collect::<Vec<_>>().join(", ")
}
