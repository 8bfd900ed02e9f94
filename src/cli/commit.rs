//! What every signing command does around its own question: verify, ask, unlock, sign, append.
//!
//! Specification: `docs/archive-format.md`, "Appending", and `docs/four-eyes.md`. Everything or nothing: until the append
//! commits, nothing of the command is left behind. A record that others must sign as well is judged just so, and is
//! left for them as one file.

use super::archive_args::shown;
pub use super::not_signed::NotSigned;
use super::out::{Failure, Out};
pub use super::session::{Manner, Session, SignArgs, officer, patience, state_folder};
use super::stamp::Newest;
pub use super::unlock::{Keys, line, unlock};
use super::{Env, lacking, leave, sealing, witnessed};
use crate::archive::{self, Appended, Base, New, Signer};
use crate::base::effect::{Effect, From};
use crate::base::{Say, lang};
use crate::format::layout::Place;
use crate::format::note::{Key, Note, Signature};
use crate::format::pending::Pending;
use crate::format::record::Record;
use crate::seal::SecretKey;
use crate::timeline::Consequence;
use crate::verify::{self, Missing};
use std::io::{BufRead as _, IsTerminal as _};
use std::path::PathBuf;

/// What became of a record that was signed.
#[derive(Debug)]
pub enum Became {
    /// It is logged.
    Logged(Appended),
    /// It waits in this file: for those whose signatures are missing, or for the archive key.
    Left(PathBuf, Box<(Pending, Missing)>),
}

impl Session {
    /// Signs the record and appends it with its files, or leaves it for those who must sign as well.
    pub fn commit(
        self,
        record: &Record,
        files: Vec<(Place, Vec<u8>)>,
        keys: &Keys,
    ) -> Result<(Became, Self), Failure> {
        let line = line(&self.officer, &keys.officer, &record.text()?)?;
        self.finish(record, files, vec![line], keys.archive.as_ref())
    }

    /// What every signing command ends in: appends a record that bears these signature lines, in whatever order, with
    /// its files; or, where signatures are missing or the archive key is not given, leaves it in the workspace as a
    /// pending record. Charters go the same way as all others.
    pub fn finish(
        self,
        record: &Record,
        files: Vec<(Place, Vec<u8>)>,
        signatures: Vec<Signature>,
        archive: Option<&SecretKey>,
    ) -> Result<(Became, Self), Failure> {
        let pending = Pending::new(record, signatures, files)?;
        let missing = self.judge(&pending)?;
        if let Some(archive) = archive.filter(|_| missing.is_empty()) {
            let note = pending.note.clone();
            let files = pending.placed(self.log.tree().size);
            let (appended, session) = self.append(record, &note, files, archive)?;
            return Ok((Became::Logged(appended), session));
        }
        let path = leave::new(&self.workspace, &pending)?;
        Ok((Became::Left(path, Box::new((pending, missing))), self))
    }

    /// Judges a record as the next entry, as a reader will; gives whose signatures are missing.
    pub fn judge(&self, pending: &Pending) -> Result<Missing, Failure> {
        let missing = verify::missing(&self.log, &pending.note, self.logged());
        let missing = missing.map_err(NotSigned::WouldNotStand)?;
        let files = pending.clone().placed(self.log.tree().size);
        let belief = sealing::belief(self);
        let faults = verify::pending_files(&self.log, &pending.record, self.logged(), &files, belief);
        match faults.into_iter().next() {
            Some(fault) => Err(NotSigned::BadFile(Box::new(fault)).into()),
            None => Ok(missing),
        }
    }

    /// Appends a record that has all the signatures that it needs; `archive` is the archive key after it.
    pub fn append(
        mut self,
        record: &Record,
        note: &Note,
        files: Vec<(Place, Vec<u8>)>,
        archive: &SecretKey,
    ) -> Result<(Appended, Self), Failure> {
        let archive_key = self.archive_key_after(&record.body);
        let rotates = archive_key != &self.archive_key;
        if archive.public() != archive_key.public.0 {
            return Err(NotSigned::OtherArchiveKey.into());
        }
        let archive_key = Key::new(&archive_key.name, archive_key.public);
        let signer = Signer { key: &archive_key, secret: archive };
        // A key that no charter names yet signs nothing before the record that names it, but all that is left to do after.
        self.repair((!rotates).then_some(signer))?;
        let done = if rotates { self.log.loaded.published } else { self.log.tree().size };
        let base = Base {
            tree: &self.log.loaded.tree,
            entries: &self.log.loaded.entries,
            heads: &self.log.state.heads,
            logged: self.log.state.logged,
        };
        let stamps = archive::unlogged(&self.dir, self.log.state.unnamed(self.log.tree().size))?;
        let new = New { record, note, files, stamps, now: self.now };
        let prepared = archive::prepare(base, new, signer)?;
        // A committed entry that does not stand could never be taken back, so a reader judges it first.
        verify::stands(&mut self.log, prepared.entry()).map_err(NotSigned::WouldNotStand)?;
        let manifests = verify::manifests_since(&self.log.state, done);
        let appended = archive::write(&self.dir, &self.lock.0, prepared, &self.memory, manifests, signer)?;
        Ok((appended, self))
    }

    /// Asks for a time stamp of what was appended, if an authority is set up; what fails is told and can be caught up on.
    pub(super) fn stamp(&self, appended: &Appended, out: &mut Out) {
        let Some(config) = self.authority() else { return };
        let newest = Newest {
            dir: &self.dir,
            lock: &self.lock.0,
            size: appended.tree.size,
            logged: Some(appended.logged),
            replaces: false,
            now: self.clock(),
            zone: &self.workspace.config.time_zone,
            authorities: &self.authorities,
        };
        match newest.stamp(config) {
            Ok(stamped) => newest.told(out, &stamped),
            Err(failed) => {
                out.warning(&failed);
                out.warn(&lang::say!(
                    out.lang,
                    "  Der Eintrag steht fest. `inkraft stamp` holt den Zeitstempel nach.",
                    "  The entry is committed. `inkraft stamp` gets the time stamp later."
                ));
            }
        }
    }

    /// Rolls an interrupted append back or finishes it; without a key, only so far that more can be appended.
    fn repair(&self, signer: Option<Signer<'_>>) -> Result<(), Failure> {
        archive::sweep(&self.dir, &self.lock.0, &self.leftovers)?;
        if self.log.loaded.published < self.log.tree().size {
            let newest = &self.log.loaded.checkpoint;
            let Some(signer) = signer else {
                return Ok(archive::settle(&self.dir, &self.lock.0, newest)?);
            };
            let manifests = verify::manifests_since(&self.log.state, self.log.loaded.published);
            archive::finish(&self.dir, &self.lock.0, newest, &self.memory, manifests, signer)?;
        }
        Ok(())
    }
}

/// Refuses a last day before the first, in the words of the command line.
pub fn ends_after_beginning(effect: &Effect) -> Result<(), Failure> {
    match (&effect.from, effect.until) {
        (From::Day(from), Some(until)) if until <= *from => {
            Err(NotSigned::Ends { from: *from, last: until.previous() }.into())
        }
        _ => Ok(()),
    }
}

/// Asks a yes-or-no question; `yes` answers it.
pub fn confirm(question: &str, yes: bool, out: &mut Out) -> Result<(), Failure> {
    if yes {
        return Ok(());
    }
    if !std::io::stdin().is_terminal() {
        return Err(NotSigned::NoTerminal.into());
    }
    out.ask(&format!("{question} {}", out.lang.pick("[j/N]", "[y/N]")));
    let mut answer = String::new();
    let _ = std::io::stdin().lock().read_line(&mut answer);
    match answer.trim().to_lowercase().as_str() {
        "j" | "ja" | "y" | "yes" => Ok(()),
        _ => Err(Failure::new(NotSigned::Declined).code(1)),
    }
}

/// Prints what a record would change, and who else must sign it.
pub fn show(out: &mut Out, session: &Session, record: &Record, consequences: &[Consequence]) {
    show_all(out, consequences);
    for rival in leave::rivals(&session.workspace, record) {
        out.warning(&rival);
    }
    if let Some(others) = lacking::others(session, record, out.lang) {
        out.say(&format!("  → {others}"));
    }
}

/// Prints what a record would change.
pub fn show_all(out: &mut Out, consequences: &[Consequence]) {
    let lang = out.lang;
    for c in consequences {
        let text = c.fact(lang);
        out.say(&format!("  → {text}"));
        if let Some(advice) = c.advice(lang) {
            out.say(&format!("    {advice}"));
        }
    }
}

/// Says what became of a record; gives the session if it is logged.
pub fn told(out: &mut Out, env: &Env, (became, session): (Became, Session)) -> Option<Session> {
    match became {
        Became::Logged(appended) => {
            done(out, &session, &appended);
            Some(session)
        }
        Became::Left(path, left) => {
            let path = shown(&path, env);
            let path = path.display();
            out.say(&lang::say!(
                out.lang,
                "Unterschrieben, noch nicht eingetragen: {path}",
                "Signed, not logged yet: {path}"
            ));
            let (pending, missing) = *left;
            for line in lacking::next(&missing, &pending.record, &session.log, out.lang) {
                out.say(&format!("  {line}"));
            }
            None
        }
    }
}

/// Says that the record is committed and what could not be finished; gets its time stamp.
pub fn done(out: &mut Out, session: &Session, appended: &Appended) {
    let lang = out.lang;
    let (entry, day, clock) =
        (appended.tree.size - 1, appended.logged.day().short(lang), appended.logged.clock());
    out.say(&lang::say!(
        lang,
        "Unterschrieben und eingetragen: Eintrag {entry}, {day}, {clock} Uhr",
        "Signed and logged: entry {entry}, {day}, {clock}"
    ));
    if let Some(error) = &appended.unfinished {
        out.warning(error);
        out.warn(&lang::say!(
            lang,
            "  Der Eintrag steht fest. Was noch aussteht, holt der nächste Eintrag nach.",
            "  The entry is committed. What is still to be done is done by the next append."
        ));
        return;
    }
    session.stamp(appended, out);
    if session.witnessed {
        witnessed::ask(out);
    }
}
