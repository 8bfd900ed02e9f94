//! `review`: the recurring evaluation of a policy, from its draft to the log.
//!
//! Specification: `docs/review.md`. Reads `review.toml`, holds it against the channels of the newest version, shows
//! what was decided, asks, signs and logs it with its report. No period moves; a new version may follow or not.

use std::path::{Path, PathBuf};

use super::archive_args::shown;
use super::change::begin;
use super::commit::{self, Session, SignArgs, confirm, unlock};
use super::event::{self, EventArgs};
use super::out::{Failure, Out, count};
use super::review_draft::template;
use super::{Env, archived};
use crate::base::{Id, Lang, Say, lang, limits};
use crate::format::layout::Place;
use crate::format::record::{Body, FileRef, Review};
use crate::format::review::{Decided, FORMAT, Found, Report};
use crate::policy::{self, KnownChannel};
use crate::store::{WriteError, create_file, read_file};
use crate::timeline::History;

/// Sign the evaluation of a policy
///
/// The draft is review.toml beside policy.toml; --start writes one with the channels of the newest version. All mistakes are shown at once. No period moves: if the evaluation leads to a new version, sign that as well.
///
/// Exit codes: 0 logged, or the draft is made; 1 declined, or the draft or the archive is not in order; 2 it could not be done.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  inkraft review house-rules --start\n  inkraft review house-rules\n  inkraft review house-rules --draft review-2025.toml --yes --passphrase-file passphrase.txt"
)]
pub struct Args {
    /// The policy's id
    policy: String,
    /// The draft (default: review.toml beside policy.toml)
    #[arg(long, value_name = "FILE")]
    draft: Option<PathBuf>,
    /// Make a draft to start from; nothing is signed
    #[arg(long)]
    start: bool,
    #[command(flatten)]
    events: EventArgs,
    #[command(flatten)]
    sign: SignArgs,
}

/// There is no draft, or there is one already.
#[derive(Debug)]
enum NoDraft {
    Missing(PathBuf, Id),
    There(PathBuf),
    NotUtf8(PathBuf),
    /// The record would be too large, or has a text that no record can have.
    Text(String),
}

impl Say for NoDraft {
    fn fact(&self, lang: Lang) -> String {
        match self {
            Self::Missing(path, _) => {
                let path = path.display();
                lang::say!(lang, "den Entwurf {path} gibt es nicht", "there is no draft {path}")
            }
            Self::There(path) => {
                let path = path.display();
                lang::say!(lang, "den Entwurf {path} gibt es schon", "there is a draft {path} already")
            }
            Self::NotUtf8(path) => {
                let path = path.display();
                lang::say!(lang, "{path} ist nicht in UTF-8 gespeichert", "{path} is not stored as UTF-8")
            }
            Self::Text(why) => why.clone(),
        }
    }

    fn advice(&self, lang: Lang) -> Option<String> {
        match self {
            Self::Missing(_, id) => Some(lang::say!(
                lang,
                "`inkraft review {id} --start` legt ihn an.",
                "`inkraft review {id} --start` makes it."
            )),
            Self::There(_) => Some(lang::say!(
                lang,
                "Ihn weiterbearbeiten, umbenennen, oder mit --draft einen anderen Namen angeben.",
                "Go on with it, rename it, or give another name with --draft."
            )),
            Self::NotUtf8(_) => {
                Some(lang::say!(lang, "Die Datei als UTF-8 speichern.", "Save the file as UTF-8."))
            }
            Self::Text(_) => None,
        }
    }
}

/// Runs the command.
pub fn run(args: Args, env: &Env, out: &mut Out) -> Result<u8, Failure> {
    let (session, id, history) = begin(&args.policy, &args.sign, env, out)?;
    let path = match &args.draft {
        Some(path) => env.cwd.join(path),
        None => session.workspace.draft(&id, None).with_file_name("review.toml"),
    };
    if args.start {
        start(&session, &id, &history, &path, env, out)
    } else {
        sign(session, &args, &id, &history, &path, env, out)
    }
}

/// The source of the newest version, if it can be had.
fn newest(session: &Session, id: &Id, history: &History) -> Option<archived::Policy> {
    let view = history.latest();
    let issue = archived::newest(&session.log, id, &view)?;
    // The session has verified every file, so there is none at fault.
    archived::source(&session.log, &session.workspace.archive(), &view, issue).ok().flatten()
}

fn sign(
    session: Session,
    args: &Args,
    id: &Id,
    history: &History,
    path: &Path,
    env: &Env,
    out: &mut Out,
) -> Result<u8, Failure> {
    let name = shown(path, env);
    let bytes = read_file(path, limits::REVIEW).map_err(|e| match e.is_missing() {
        true => Failure::new(NoDraft::Missing(name.clone(), id.clone())),
        false => Failure::new(e),
    })?;
    let text = String::from_utf8(bytes).map_err(|_| Failure::new(NoDraft::NotUtf8(name.clone())).code(1))?;
    let found = read(&session, id, history, &name, &text, out)?;
    let report = Report { format: FORMAT.to_owned(), policy: id.clone(), found };
    let bytes = report.bytes().map_err(|e| Failure::new(NoDraft::Text(e.fact(out.lang))).code(1))?;
    let found = &report.found;
    let events = args.events.read(session.now.day(), out)?;
    let mut rows = rows(id, found, out.lang);
    rows.extend(event::rows(&events, out.lang));
    let review = Review {
        policy: id.clone(),
        since: found.since,
        through: found.through,
        by: found.by.clone(),
        function: found.function.clone(),
        necessary: found.necessary,
        alternatives: found.alternatives,
        decisions: found.decisions.iter().map(Decided::decision).collect(),
        next_due: found.next_due,
        published: found.published.clone(),
        report: Some(FileRef::of(&bytes)),
        events,
    };
    let record = session.record(Body::Review(Box::new(review)));
    record.text()?;
    let consequences = session.consequences(&record)?;
    out.rows(&rows);
    commit::show(out, &session, &record, &consequences);
    confirm(out.lang.pick("Unterschreiben?", "Sign?"), args.sign.yes, out)?;
    let keys = unlock(&session, &record.body, None, &args.sign, out)?;
    let place = Place::Review(id.clone(), session.log.tree().size);
    let became = session.commit(&record, vec![(place.clone(), bytes)], &keys)?;
    if let Some(session) = commit::told(out, env, became) {
        let path = shown(&session.workspace.archive().path(&place), env);
        out.say(&format!("  {}", path.display()));
    }
    Ok(0)
}

/// Reads the draft against the newest version's channels; tells every mistake.
fn read(
    session: &Session,
    id: &Id,
    history: &History,
    name: &Path,
    text: &str,
    out: &mut Out,
) -> Result<Found, Failure> {
    let source = newest(session, id, history);
    let today = session.now.day();
    let channels: Option<Vec<KnownChannel>> = source.map(|source| {
        let known = |c: &archived::Channel| KnownChannel {
            id: c.id.clone(),
            closed: c.until.is_some_and(|until| until <= today),
        };
        source.channels.iter().map(known).collect()
    });
    let (lang, file) = (out.lang, name.display().to_string());
    if channels.is_none() {
        out.warn(lang.pick(
            "Hinweis: Die Kanäle der Fassung sind nicht bekannt (übernommen oder gesperrt) und werden nicht geprüft.",
            "note: the version's channels are not known (adopted or withheld) and are not checked.",
        ));
    }
    policy::review(text, channels.as_deref()).map_err(|problems| {
        for problem in &problems {
            out.raw_error(problem.render(&file, text, lang, out.color()).trim_end());
        }
        let n = count(problems.len() as u64, lang.pick("Fehler", "mistake"), lang.pick("Fehler", "mistakes"));
        let fact = lang::say!(
            lang,
            "{file}: {n} im Entwurf; es wurde nichts geändert",
            "{file}: {n} in the draft; nothing was changed"
        );
        Failure::told(fact, None).code(1)
    })
}

/// What an officer is shown of what was found.
pub fn rows(id: &Id, found: &Found, lang: Lang) -> Vec<(&'static str, String)> {
    let yes = |b: bool| if b { lang.pick("ja", "yes") } else { lang.pick("nein", "no") }.to_owned();
    let (since, through) = (found.since.short(lang), found.through.short(lang));
    let by = match &found.function {
        Some(function) => format!("{} ({function})", found.by),
        None => found.by.clone(),
    };
    let mut rows = vec![
        (lang.pick("Regelung", "Policy"), id.to_string()),
        (lang.pick("Zeitraum", "Period"), lang::say!(lang, "{since} bis {through}", "{since} to {through}")),
        (lang.pick("Evaluiert", "Reviewed"), by),
        (lang.pick("Erforderlich", "Necessary"), yes(found.necessary)),
        (lang.pick("Alternativen", "Alternatives"), yes(found.alternatives)),
    ];
    for decided in &found.decisions {
        let whole = lang.pick("Regelung", "policy");
        let (channel, outcome) = (decided.channel.as_deref().unwrap_or(whole), decided.outcome.told(lang));
        rows.push((
            lang.pick("Entscheidung", "Decision"),
            format!("{channel}: {outcome} – {}", decided.reason),
        ));
    }
    rows.push((lang.pick("Nächste", "Next"), found.next_due.short(lang)));
    rows
}

/// Writes a draft with everything that is known already.
fn start(
    session: &Session,
    id: &Id,
    history: &History,
    path: &Path,
    env: &Env,
    out: &mut Out,
) -> Result<u8, Failure> {
    let name = shown(path, env);
    let source = newest(session, id, history);
    let text = template(session, id, history, source.as_ref(), out.lang);
    create_file(path, text.as_bytes(), false).map_err(|e| match e {
        WriteError::Exists(_) => Failure::new(NoDraft::There(name.clone())),
        e => e.into(),
    })?;
    let name = name.display();
    out.say(&lang::say!(out.lang, "Entwurf angelegt: {name}", "Draft made: {name}"));
    Ok(0)
}
