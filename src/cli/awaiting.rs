//! What can still become of a pending record, by this copy of the archive, and why not where nothing can.
//!
//! Specification: `docs/four-eyes.md`, "Judging". Takes a log and a pending record; judged as `verify` will, and that the
//! PDF shows what was typeset. Says what to do next.

use super::lacking::last_day;
use crate::base::{Day, Lang, Say, Time, lang};
use crate::format::files::Files;
use crate::format::pending::Pending;
use crate::format::record::Record;
use crate::seal::unchanged;
use crate::verify::seal::{self, Belief};
use crate::verify::{Finding, Log, Missing, What, missing, pending_files};

/// What can become of it.
#[derive(Debug)]
pub enum State {
    /// It can be logged, with the signatures that are missing, if any are.
    Possible(Missing),
    /// It is logged: at this entry.
    Logged(u64),
    /// It cannot be logged.
    Never(Never),
}

/// Why a pending record cannot be logged, whoever signs.
#[derive(Debug)]
pub enum Never {
    /// Another record of its stream came first: that entry.
    Stale(u64),
    /// The last day on which it could be logged is over.
    Expired(Day),
    /// This copy of the archive is older than the one that was signed upon: sizes here and there.
    Behind(u64, u64),
    /// It would be void, for another reason.
    Void(What),
    /// A file of it would not pass verification.
    File(Box<Finding>),
    /// Its PDF shows more or other things than what was typeset.
    Shows,
}

impl Never {
    /// The word for it in JSON.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Stale(_) => "stale",
            Self::Expired(_) => "expired",
            Self::Behind(..) => "behind",
            Self::Void(what) => what.code(),
            Self::File(fault) => fault.what.code(),
            Self::Shows => "pdf-shows-more",
        }
    }
}

impl Say for Never {
    fn fact(&self, lang: Lang) -> String {
        match self {
            Self::Stale(entry) => lang::say!(
                lang,
                "überholt: Inzwischen ist Eintrag {entry} dazugekommen; auf ihn kann diese Erklärung nicht folgen",
                "stale: entry {entry} was logged meanwhile, and this record cannot follow it"
            ),
            Self::Expired(day) => {
                let day = day.short(lang);
                lang::say!(
                    lang,
                    "abgelaufen: Bis {day} hätte sie eingetragen sein müssen, 90 Tage nach der ersten Unterschrift",
                    "expired: it had to be logged by {day}, 90 days after the first signature"
                )
            }
            Self::Behind(here, there) => lang::say!(
                lang,
                "diese Kopie des Archivs hat {here} Einträge; gezeichnet wurde auf dem Stand von {there}",
                "this copy of the archive has {here} entries; what was signed is upon {there}"
            ),
            Self::Void(what) => {
                let what = what.fact(lang);
                lang::say!(
                    lang,
                    "der Eintrag hätte keinen Bestand: {what}",
                    "the entry would not stand: {what}"
                )
            }
            Self::File(fault) => {
                let what = fault.what.fact(lang);
                lang::say!(
                    lang,
                    "die Dateien würden der Prüfung nicht standhalten: {what}",
                    "the files would not pass verification: {what}"
                )
            }
            Self::Shows => lang::say!(
                lang,
                "das PDF zeigt anderes, als gesetzt wurde: Hinter dem Gesetzten steht mehr als PDF-Signaturen",
                "the PDF shows other things than were typeset: more than PDF signatures stands behind that"
            ),
        }
    }

    fn advice(&self, lang: Lang) -> Option<String> {
        Some(match self {
            Self::Stale(_) | Self::Expired(_) | Self::Void(What::Term(_)) => lang::say!(
                lang,
                "Was noch gewollt ist, neu unterschreiben; die Datei mit `inkraft reject DATEI --discard` entfernen.",
                "Sign anew what is still wanted; remove the file with `inkraft reject FILE --discard`."
            ),
            Self::Behind(..) => lang::say!(
                lang,
                "Den neuesten Stand des Archivs holen und wiederholen.",
                "Fetch the newest state of the archive and run again."
            ),
            Self::Void(What::LoggedEarly) => lang::say!(
                lang,
                "Sie ist nach der Uhr dieses Rechners in der Zukunft gezeichnet: die Uhr prüfen.",
                "By this machine's clock it was signed in the future: check the clock."
            ),
            Self::Void(_) | Self::File(_) | Self::Shows => lang::say!(
                lang,
                "Nicht mitzeichnen. Bei der Person nachfragen, die zuerst gezeichnet hat, und neu unterschreiben lassen.",
                "Do not approve. Ask the person who signed first, and have it signed anew."
            ),
        })
    }
}

/// What can become of a pending record if it is logged at that time.
pub fn state(log: &Log, pending: &Pending, logged: Time, belief: Belief<'_>) -> State {
    let record = &pending.record;
    if let Some(entry) = logged_at(log, record) {
        return State::Logged(entry);
    }
    let missing = match missing(log, &pending.note, logged) {
        Ok(missing) => missing,
        Err(what) => return State::Never(why(what, log, record)),
    };
    let files = pending.clone().placed(log.tree().size);
    if let Some(fault) = pending_files(log, record, logged, &files, belief).into_iter().next() {
        return State::Never(Never::File(Box::new(fault)));
    }
    if shows_more(pending) { State::Never(Never::Shows) } else { State::Possible(missing) }
}

/// The entry that has this very record.
fn logged_at(log: &Log, record: &Record) -> Option<u64> {
    log.state.stream(&record.stream()).rev().find(|s| s.record == *record).map(|s| s.index)
}

fn why(what: What, log: &Log, record: &Record) -> Never {
    let (here, there) = (log.tree().size, record.tree.size);
    match what {
        What::Tree if there > here => Never::Behind(here, there),
        What::After => match log.state.stream(&record.stream()).next_back() {
            Some(head) => Never::Stale(head.index),
            None => Never::Void(What::After),
        },
        What::LoggedLate => Never::Expired(last_day(record, log)),
        what => Never::Void(what),
    }
}

/// Whether more than signatures was added behind what was typeset, or a signature that viewers do not show.
fn shows_more(pending: &Pending) -> bool {
    let typeset = Files::of(&pending.record.body, 0).and_then(|f| f.typeset.filter(|t| t.pdf != f.pdf));
    let (Some(typeset), Some(pdf)) = (typeset, pending.pdf()) else { return false };
    let size = usize::try_from(typeset.pdf.size).unwrap_or(usize::MAX);
    let shown = pdf.get(..size).and_then(|typeset| unchanged::signatures(typeset, pdf).ok());
    let found = seal::read(pdf).map(|seals| seals.len()).ok();
    shown.is_none() || shown != found
}
