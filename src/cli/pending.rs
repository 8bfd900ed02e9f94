//! `pending`: the records that others must still sign: what each says, who signed, who is missing, until when.
//!
//! Specification: `docs/four-eyes.md`; `docs/json.md`. Reads files and the archive, needs no key, changes nothing but the
//! PDF that it is asked to write out.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::answer::holder;
use super::archive_args::{ArchiveArgs, open, shown};
use super::awaiting::{State, state};
use super::charter_brings::{Proposed, is_void};
use super::out::{Failure, Out};
use super::workspace::Workspace;
use super::{Env, archive_args, lacking, leave, proposed, report};
use crate::archive::next_logged;
use crate::base::{Lang, Say, lang};
use crate::format::note::{Key, Signature};
use crate::format::pending::Pending;
use crate::format::record::{Body, Stream};
use crate::store::create_output;
use crate::verify::seal::Belief;
use crate::verify::{self, Level, Log};

/// Show the records that others must still sign
///
/// Where the charter asks for two or more signatures, the first makes a pending record: one file that is mailed to the others, who approve or reject it. Without FILE those that wait in this workspace are shown.
///
/// Exit codes: 0 shown; 1 the archive does not hold; 2 a file or the archive could not be read.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  inkraft pending\n  inkraft pending house-rules-issue-1a2b3c4d.inkraft\n  inkraft pending house-rules-issue-1a2b3c4d.inkraft --pdf-out look.pdf"
)]
pub struct Args {
    /// The file of a pending record (default: those in the folder pending)
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Write the PDF that it speaks of to this file, to look at it
    #[arg(long, value_name = "FILE", requires = "files")]
    pdf_out: Option<PathBuf>,
    /// Print JSON for programs
    #[arg(long)]
    json: bool,
}

/// Why no PDF was written out.
#[derive(Debug)]
enum NoPdf {
    /// Several files were named.
    Several,
    /// The record speaks of none.
    None,
}

impl Say for NoPdf {
    fn fact(&self, lang: Lang) -> String {
        match self {
            Self::Several => {
                lang::say!(lang, "--pdf-out gilt für eine einzige Datei", "--pdf-out is for a single file")
            }
            Self::None => {
                lang::say!(lang, "zu dieser Erklärung gehört kein PDF", "there is no PDF with this record")
            }
        }
    }
}

/// Runs the command.
pub fn run(args: Args, env: &Env, out: &mut Out) -> Result<u8, Failure> {
    let workspace = Workspace::find(env)?;
    let files = match args.files.is_empty() {
        true => leave::all(&workspace)?,
        false => args.files.iter().map(|file| env.cwd.join(file)).collect(),
    };
    if let Some(to) = &args.pdf_out {
        let [file] = files.as_slice() else { return Err(NoPdf::Several.into()) };
        create_output(&env.cwd.join(to), leave::read(file)?.pdf().ok_or(NoPdf::None)?)?;
        if !args.json {
            let to = shown(&env.cwd.join(to), env);
            let to = to.display();
            out.say(&lang::say!(out.lang, "PDF geschrieben: {to}", "PDF written: {to}"));
        }
    }
    let opened = open(workspace.archive().root(), &ArchiveArgs::default(), env)?;
    let log = verify::log(&opened.dir, &opened.trust).map_err(|f| report::refuse(out, args.json, &f))?;
    let files: Vec<_> = files.into_iter().map(|file| (shown(&file, env), leave::read(&file))).collect();
    // A charter that acknowledges void entries is approved over them, so it is shown over them.
    let over = files.iter().any(|(_, read)| read.as_ref().is_ok_and(acknowledges));
    let (borne, failures): (Vec<_>, Vec<_>) = log.failures().cloned().partition(|f| over && is_void(&log, f));
    if !failures.is_empty() {
        return Err(report::refuse(out, args.json, &[borne, failures].concat()));
    }
    if !args.json {
        report::findings(out, &borne, Level::Failure);
    }
    let now = archive_args::now(env, log.state.charter())?;
    let belief = Belief { authorities: &opened.trust.authorities, existed: now.seconds() };
    let logged = next_logged(log.state.logged, now);
    let at = Proposed { log: &log, now, logged, officer: workspace.config.officer.as_ref() };
    let (mut code, mut list) = (u8::from(!borne.is_empty()), Vec::new());
    for (name, read) in &files {
        let pending = match read {
            Ok(pending) => pending,
            Err(failure) => {
                code = out.failure(failure).max(code);
                list.push(json!({ "file": name, "state": "unreadable" }));
                continue;
            }
        };
        let state = state(&log, pending, logged, belief);
        if args.json {
            list.push(value(name, pending, &state, &log));
        } else {
            tell(out, name, pending, &state, &at);
        }
    }
    if args.json {
        let log = report::basis_json(&log);
        let mut all = json!({ "format": "inkraft/pending-list/1", "pending": list, "log": log });
        if !borne.is_empty() {
            all["findings"] = report::findings_json(&borne);
        }
        out.json(&all);
    } else if files.is_empty() {
        out.say(out.lang.pick("Es wartet keine Erklärung.", "No record is pending."));
    }
    if !args.json {
        report::warn_not_anchored(out, &log);
    }
    Ok(code)
}

/// Whether it is a charter that acknowledges void entries: nothing else is signed while there are any.
pub fn acknowledges(pending: &Pending) -> bool {
    matches!(&pending.record.body, Body::Charter(new) if !new.acknowledged.is_empty())
}

fn tell(out: &mut Out, file: &Path, pending: &Pending, state: &State, at: &Proposed<'_>) {
    let (lang, log) = (out.lang, at.log);
    out.say(&file.display().to_string());
    let mut rows = proposed::rows(pending, log, lang);
    rows.extend(signed(pending, log, lang));
    out.rows(&rows);
    if let (Body::Charter(new), State::Possible(_)) = (&pending.record.body, state) {
        let lines = at.consequences(new, lang).unwrap_or_default();
        lines.iter().for_each(|line| out.say(line));
    }
    for line in outlook(pending, state, log, lang) {
        out.say(&format!("  {line}"));
    }
}

/// Who signed so far, and when the first did, as that person says.
pub fn signed(pending: &Pending, log: &Log, lang: Lang) -> Vec<(&'static str, String)> {
    let at = pending.record.signed_at;
    let (day, clock) = (at.day().short(lang), at.clock());
    let when = lang::say!(lang, "{day}, {clock} Uhr (eigene Angabe)", "{day}, {clock} (own statement)");
    let nobody = || lang.pick("niemand", "nobody").to_owned();
    let (holding, broken) = signers(pending, log);
    let mut rows = vec![(lang.pick("Gezeichnet", "Signed"), holding.unwrap_or_else(nobody))];
    rows.extend(broken.map(|names| {
        let text = lang::say!(
            lang,
            "die Unterschrift von {names} passt nicht zu dieser Erklärung",
            "the signature of {names} does not fit this record"
        );
        (lang.pick("Hält nicht", "Broken"), text)
    }));
    rows.push((lang.pick("Zuerst am", "First on"), when));
    rows
}

/// The people whose signatures it bears, and those whose do not hold; of new keys of a charter by that charter.
fn signers(pending: &Pending, log: &Log) -> (Option<String>, Option<String>) {
    let (current, new) = match &pending.record.body {
        Body::Charter(new) => (log.state.charter(), Some(new)),
        _ => (log.state.charter(), None),
    };
    // Of a key that no charter names nothing is known; that is told as the reason why the record cannot stand.
    let breaks = |s: &&Signature| {
        let key = current.into_iter().chain(new).find_map(|c| c.key(&s.key));
        key.is_some_and(|k| !Key::new(&k.name, k.public).verifies(&pending.note.text, s))
    };
    let (broken, holding): (Vec<_>, Vec<_>) = pending.note.signatures.iter().partition(breaks);
    let names = |all: Vec<&Signature>| {
        let names: Vec<_> = all.iter().map(|s| holder(&s.key, new.or(current), log.origin())).collect();
        (!names.is_empty()).then(|| names.join(", "))
    };
    (names(holding), names(broken))
}

/// What can still become of it, a line each.
fn outlook(pending: &Pending, state: &State, log: &Log, lang: Lang) -> Vec<String> {
    let mut lines = rejection(pending, lang);
    match state {
        State::Possible(missing) if lines.is_empty() => {
            lines.extend(lacking::next(missing, &pending.record, log, lang));
        }
        State::Possible(_) => {}
        State::Logged(entry) => {
            lines.push(lang::say!(lang, "Eingetragen: Eintrag {entry}.", "Logged: entry {entry}."));
        }
        State::Never(never) => {
            lines.push(never.fact(lang));
            lines.extend(never.advice(lang));
        }
    }
    lines
}

/// Who rejected it, as the file says: nobody signs that.
pub fn rejection(pending: &Pending, lang: Lang) -> Vec<String> {
    let Some(rejected) = &pending.rejected else { return Vec::new() };
    let (by, day, clock) = (&rejected.by, rejected.at.day().short(lang), rejected.at.clock());
    let why = rejected
        .reason
        .as_ref()
        .map_or_else(String::new, |reason| lang::say!(lang, ": „{reason}“", ": \"{reason}\""));
    vec![lang::say!(
        lang,
        "Abgelehnt von {by}, {day}, {clock} Uhr{why} (ein Vermerk ohne Unterschrift)",
        "Rejected by {by}, {day}, {clock}{why} (a note that nobody signed)"
    )]
}

fn value(file: &Path, pending: &Pending, state: &State, log: &Log) -> Value {
    let record = &pending.record;
    let signers: Vec<_> = pending.note.signatures.iter().map(|s| s.key.as_str()).collect();
    let mut value = json!({
        "file": file,
        "kind": record.kind(),
        "what": proposed::what(record, Lang::En),
        "signed_at": record.signed_at,
        "last_day": lacking::last_day(record, log),
        "signers": signers,
    });
    if let Stream::Policy(id) = record.stream() {
        value["policy"] = json!(id);
    }
    if let Some(r) = &pending.rejected {
        value["rejected"] = json!({ "by": r.by, "at": r.at });
        if let Some(reason) = &r.reason {
            value["rejected"]["reason"] = json!(reason);
        }
    }
    match state {
        State::Possible(missing) => {
            value["state"] = json!(match (&pending.rejected, missing.is_empty()) {
                (Some(_), _) => "rejected",
                (None, true) => "complete",
                (None, false) => "open",
            });
            let names = |keys: &[crate::format::charter::CharterKey]| -> Value {
                keys.iter().map(|k| k.name.as_str()).collect()
            };
            value["missing"] = json!({
                "people": missing.people(),
                "able": names(&missing.able),
                "added": names(&missing.added),
            });
        }
        State::Logged(entry) => {
            value["state"] = json!("logged");
            value["entry"] = json!(entry);
        }
        State::Never(never) => {
            value["state"] = json!("never");
            value["why"] = json!({ "code": never.code(), "fact": never.fact(Lang::En) });
        }
    }
    value
}
