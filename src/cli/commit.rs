//! What every signing command does around its own question: verify, ask, unlock, sign, append.
//!
//! Specification: `docs/archive-format.md`, "Appending", and `docs/four-eyes.md`. Everything or nothing: until the append
//! commits, nothing of the command is left behind. A record that others must sign as well is judged just so, and is
//! left for them as one file.

use std::io::{BufRead as _, IsTerminal as _};
use std::path::PathBuf;
use std::time::Duration;

use super::archive_args::{ArchiveArgs, in_zone, is_archive, open, shown};
use super::lacking;
use super::leave;
pub use super::not_signed::NotSigned;
use super::out::{Failure, Out};
use super::record_key::{Custody, RecordKey};
use super::report;
use super::seal_files::SealFiles;
use super::sealing;
use super::secret::PassphraseSource;
use super::stamp::Newest;
use super::workspace::{StampConfig, Workspace};
use super::{Clock, Env, witnessed};
use crate::archive::{self, Appended, Base, New, Signer, check_memory};
use crate::base::effect::{Effect, From};
use crate::base::{Id, Lang, Say, Time, lang};
use crate::format::charter::{Charter, CharterKey, Matter, Role, person};
use crate::format::layout::{Place, TEMPORARY};
use crate::format::note::{Key, Note, Signature};
use crate::format::pending::Pending;
use crate::format::record::{After, Body, Record, Stream};
use crate::seal::{Passphrase, SealKey, SecretKey};
use crate::store::{Dir, Lock, Memory};
use crate::timeline::{Consequence, History, Known};
use crate::verify::{self, Authorities, Finding, Level, Log, Missing, TOLERANCE, What, Where};

/// Arguments of every signing command.
#[derive(Debug, clap::Args)]
pub struct SignArgs {
    /// Who signs: a person's short name in the charter (default: officer in inkraft.toml)
    #[arg(long = "as", value_name = "PERSON")]
    pub officer: Option<String>,
    /// Do not ask
    #[arg(long, short = 'y')]
    pub yes: bool,
    #[command(flatten)]
    pub manner: Manner,
    #[command(flatten)]
    pub passphrase: PassphraseSource,
}

/// How a signing command goes about it, whoever signs.
#[derive(Debug, Clone, Copy, clap::Args)]
pub struct Manner {
    /// Accept a clock that is far off the last entry
    #[arg(long)]
    accept_clock: bool,
    /// Remove what an interrupted append left, although this machine did not sign the last entry
    #[arg(long)]
    accept_leftovers: bool,
    /// Ask no authority for a time stamp
    #[arg(long)]
    no_stamp: bool,
}

/// Where the program remembers checkpoints.
pub fn state_folder(env: &Env) -> Result<PathBuf, Failure> {
    env.state.clone().ok_or_else(|| NotSigned::NoState.into())
}

/// The keys of one signing command, open.
#[derive(Debug)]
pub struct Keys {
    officer: RecordKey,
    /// Where nobody else must sign.
    archive: Option<SecretKey>,
    /// For the signature in a PDF, if one is made.
    pub seal: Option<SealKey>,
}

/// What one passphrase opens of them.
struct Tried {
    officer: Result<RecordKey, Failure>,
    archive: Result<Option<SecretKey>, Failure>,
    seal: Result<Option<SealKey>, Failure>,
}

impl Tried {
    /// The same, if it opened anything, or if nothing had to be opened.
    fn any(self) -> Result<Self, Failure> {
        match self {
            Self { archive: Ok(Some(_)), .. }
            | Self { officer: Ok(RecordKey::File(_)), .. }
            | Self { seal: Ok(Some(_)), .. } => Ok(self),
            Self { officer: Err(failure), .. }
            | Self { archive: Err(failure), .. }
            | Self { seal: Err(failure), .. } => Err(failure),
            Self { .. } => Ok(self),
        }
    }

    /// All of them, or why the first is not open.
    fn all(self) -> Result<Keys, Failure> {
        Ok(Keys { officer: self.officer?, archive: self.archive?, seal: self.seal? })
    }
}

/// What became of a record that was signed.
#[derive(Debug)]
pub enum Became {
    /// It is logged.
    Logged(Appended),
    /// It waits in this file: for those whose signatures are missing, or for the archive key.
    Left(PathBuf, Box<(Pending, Missing)>),
}

/// How often, and for how long each, to wait for another program: about as long as a person waits.
const PAUSES: u32 = 100;
const PAUSE: Duration = Duration::from_millis(100);

/// A verified archive, locked for one append.
#[derive(Debug)]
pub struct Session {
    /// The workspace.
    pub workspace: Workspace,
    /// The log.
    pub log: Log,
    /// The officer's key in the charter; for a charter, which several may sign, its first recovery key.
    pub officer: CharterKey,
    /// Who has the private half of that key.
    custody: Custody,
    /// When the command began, in the archive's zone: the time of everything that it signs and logs.
    pub now: Time,
    clock: Clock,
    dir: Dir,
    /// Of the archive, and of the memory of it.
    lock: (Lock, Lock),
    memory: Memory,
    archive_key: CharterKey,
    leftovers: Vec<String>,
    authorities: Authorities,
    /// Whether to ask for a time stamp, if an authority is set up.
    stamp: bool,
    /// Whether the trust anchor asks for witnesses.
    witnessed: bool,
}

impl Session {
    /// A session for a record that an officer signs.
    pub fn begin(args: &SignArgs, env: &Env, out: &mut Out) -> Result<Self, Failure> {
        let mut session =
            Self::begin_as(args.manner, env, out, |charter, workspace| officer(args, charter, workspace))?;
        session.custody = session.workspace.custody(&session.officer.name, &session.officer.public, env);
        Ok(session)
    }

    /// Locks the archive and verifies it whole: nothing is appended to one that does not hold.
    pub fn begin_as(
        manner: Manner,
        env: &Env,
        out: &mut Out,
        who: impl FnOnce(&Charter, &Workspace) -> Result<CharterKey, Failure>,
    ) -> Result<Self, Failure> {
        Self::begin_over(manner, env, out, |_, _| false, who)
    }

    /// The same, over failures that the record deals with.
    pub fn begin_over(
        manner: Manner,
        env: &Env,
        out: &mut Out,
        borne: impl Fn(&Log, &Finding) -> bool,
        who: impl FnOnce(&Charter, &Workspace) -> Result<CharterKey, Failure>,
    ) -> Result<Self, Failure> {
        let workspace = Workspace::find(env)?;
        let dir = workspace.archive();
        if !is_archive(dir.root()) {
            // Says so in the words of the reading commands; makes no folder for the lock.
            open(dir.root(), &ArchiveArgs::default(), env)?;
        }
        let lock = dir.lock(patience(out))?;
        let opened = open(dir.root(), &ArchiveArgs::default(), env)?;
        let checked = verify::archive(&opened.dir, &opened.trust, &|_, _| {});
        // What the memory says against the archive is said below, with what to do about it.
        let remembered = |f: &&Finding| matches!(f.what, What::Rollback { .. } | What::Fork { .. });
        let failed = checked.findings.iter().filter(|f| f.level == Level::Failure);
        let borne = |f: &&Finding| checked.log.as_ref().is_some_and(|log| borne(log, f));
        let refused = |f: &&Finding| !remembered(f) && !f.waits_for_witnesses() && !borne(f);
        let failures: Vec<Finding> = failed.filter(refused).cloned().collect();
        let log = match checked.log {
            Some(log) if failures.is_empty() => log,
            _ => return Err(report::refuse_to_act(out, &failures)),
        };
        report::must_be_anchored(&log, out.lang)?;
        let witnessed = log.confirmed.quorum.is_some();
        if log.origin() != workspace.config.origin {
            let (config, archive) = (workspace.config.origin.clone(), log.origin().to_owned());
            return Err(NotSigned::Origin { config, archive }.into());
        }
        let leftovers = checked.findings.iter().filter_map(|f| match (&f.at, &f.what) {
            (Where::File(path), What::Leftover) => Some(path.clone()),
            _ => None,
        });
        let leftovers: Vec<String> = leftovers.collect();
        let first = log.loaded.tree.nodes(0, 0, 1).map(|l| l[0]).ok_or(NotSigned::NoOfficer)?;
        let memory = Memory::of(&state_folder(env)?, &first);
        let memory_lock = memory.lock(dir.root(), patience(out))?;
        check_memory(&memory, log.tree().size, |size| log.state.root(size))?;
        // What an append of another machine wrote may only be on its way here: only the machine that signed
        // the last entry knows that nobody signed a later one.
        // (An append that was interrupted right after its commit point left the memory at the published size.)
        let known = [log.tree().size, log.loaded.published];
        let signed_here = memory.read()?.is_some_and(|c| known.contains(&c.tree.size));
        let torn = |path: &&String| path.rsplit('/').next().is_some_and(|name| name.starts_with(TEMPORARY));
        if let Some(path) = leftovers.iter().find(|p| !torn(p))
            && !signed_here
            && !manner.accept_leftovers
        {
            return Err(NotSigned::Leftovers(path.clone()).into());
        }
        let charter = log.state.charter().ok_or(NotSigned::NoOfficer)?;
        let now = in_zone(env.now, &charter.time_zone)?;
        if let Some(last) = log.state.logged
            && !manner.accept_clock
            && far_off(now, last)
        {
            return Err(NotSigned::Clock { now, last }.into());
        }
        let logged = archive::next_logged(log.state.logged, now);
        if let Some(stamp) = log.stamps.stated(log.tree().size).filter(|t| logged.seconds() + TOLERANCE < *t)
        {
            // The entry that names the stamp would be dated back, by the stamp's own word.
            return Err(NotSigned::Stamped { now, stamp: in_zone(stamp, &charter.time_zone)? }.into());
        }
        let officer = who(charter, &workspace)?;
        let archive_key = charter.archive_key().cloned().ok_or(NotSigned::NoOfficer)?;
        let lock = (lock, memory_lock);
        let (authorities, stamp) = (opened.trust.authorities, !manner.no_stamp);
        Ok(Self {
            workspace,
            officer,
            custody: Custody::File,
            now,
            clock: env.clock,
            dir,
            lock,
            memory,
            archive_key,
            leftovers,
            authorities,
            stamp,
            witnessed,
            log,
        })
    }

    /// The history of a policy so far.
    pub fn history(&self, policy: &Id) -> History {
        self.log.state.histories.get(policy).cloned().unwrap_or_default()
    }

    /// The record with this body, at its place.
    pub fn record(&self, body: Body) -> Record {
        let mut record = Record {
            origin: self.log.origin().to_owned(),
            tree: self.log.tree(),
            after: None,
            signed_at: self.now,
            body,
        };
        let last = self.log.state.stream(&record.stream()).next_back();
        record.after = last.map(|s| After { index: s.index, leaf: s.leaf });
        record
    }

    /// The record as the next of its policy's history; `None` for a charter.
    pub fn known(&self, record: &Record) -> Option<(Id, Known)> {
        let Stream::Policy(id) = record.stream() else { return None };
        Some((id, Known::of(self.log.tree().size, self.logged(), record)?))
    }

    /// When what is appended now is logged.
    pub fn logged(&self) -> Time {
        archive::next_logged(self.log.state.logged, self.now)
    }

    /// Whether nobody but the officer must sign a record of this policy and matter.
    pub fn alone(&self, policy: &Id, matter: Matter) -> bool {
        self.log.state.charter().is_some_and(|c| c.needs_for(policy, matter) <= 1)
    }

    /// What the record would change, or why it cannot stand.
    pub fn consequences(&self, record: &Record) -> Result<Vec<Consequence>, Failure> {
        let Some((id, known)) = self.known(record) else { return Ok(Vec::new()) };
        // The entry that is refused is none yet: only the reason is told.
        self.history(&id).consequences(known, self.now.day()).map_err(|refused| refused.why.into())
    }

    /// Opens the officer's key, the one for PDFs if there is one, and the archive key if the officer signs alone, at the
    /// same time.
    pub fn unlock(
        &self,
        seal: Option<&SealFiles>,
        passphrase: &Passphrase,
        alone: bool,
    ) -> Result<Keys, Failure> {
        self.try_unlock(seal, passphrase, alone).all()
    }

    fn try_unlock(&self, seal: Option<&SealFiles>, passphrase: &Passphrase, alone: bool) -> Tried {
        let archive = || alone.then(|| self.unlock_current(passphrase)).transpose();
        let both = || rayon::join(|| self.unlock_officer(passphrase), archive);
        let open_seal = || self.unlock_seal(seal, passphrase);
        let ((officer, archive), seal) = rayon::join(both, open_seal);
        Tried { officer, archive, seal }
    }

    fn unlock_officer(&self, passphrase: &Passphrase) -> Result<RecordKey, Failure> {
        let CharterKey { name, public, .. } = &self.officer;
        self.workspace.open_record_key(name, public, &self.custody, passphrase)
    }

    /// The archive key of the charter in use, which a record that is no charter leaves as it is.
    fn unlock_current(&self, passphrase: &Passphrase) -> Result<SecretKey, Failure> {
        self.workspace.open_key(&self.archive_key.name, &self.archive_key.public, passphrase)
    }

    fn unlock_seal(
        &self,
        seal: Option<&SealFiles>,
        passphrase: &Passphrase,
    ) -> Result<Option<SealKey>, Failure> {
        seal.map(|files| self.workspace.open_seal(files, passphrase)).transpose()
    }

    /// The key that signs, as it is shown before: by name, and whether the ssh-agent has it.
    pub fn key_row(&self, lang: Lang) -> (&'static str, String) {
        let name = &self.officer.name;
        let told = match self.custody {
            Custody::Agent(_) => format!("{name} (ssh-agent)"),
            Custody::File | Custody::Nowhere(_) => name.clone(),
        };
        (lang.pick("Schlüssel", "Key"), told)
    }

    /// The same where a key is shown only if the ssh-agent has it.
    pub fn agent_row(&self, lang: Lang) -> Option<(&'static str, String)> {
        matches!(self.custody, Custody::Agent(_)).then(|| self.key_row(lang))
    }

    /// Opens the archive key after a record.
    pub fn unlock_archive(&self, body: &Body, passphrase: &Passphrase) -> Result<SecretKey, Failure> {
        let key = self.archive_key_after(body);
        self.workspace.open_key(&key.name, &key.public, passphrase)
    }

    /// Whether the archive key after a record is on this machine.
    pub fn has_archive_key(&self, body: &Body) -> bool {
        let key = self.archive_key_after(body);
        self.workspace.private_path(&self.workspace.key_stem(&key.name, &key.public)).is_file()
    }

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

    /// The archive key after this record: a charter may exchange it, and the new one signs the checkpoint over it.
    pub fn archive_key_after<'a>(&'a self, body: &'a Body) -> &'a CharterKey {
        let exchanged = match body {
            Body::Charter(charter) => charter.archive_key(),
            _ => None,
        };
        exchanged.unwrap_or(&self.archive_key)
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
        let stamps = archive::unlogged(&self.dir, self.log.tree().size)?;
        let new = New { record, note, files, stamps, now: self.now };
        let prepared = archive::prepare(base, new, signer)?;
        // A committed entry that does not stand could never be taken back, so a reader judges it first.
        verify::stands(&mut self.log, prepared.entry()).map_err(NotSigned::WouldNotStand)?;
        let manifests = verify::manifests_since(&self.log.state, done);
        let appended = archive::write(&self.dir, &self.lock.0, prepared, &self.memory, manifests, signer)?;
        Ok((appended, self))
    }

    /// The authorities whose time stamps are believed here.
    pub fn authorities(&self) -> &Authorities {
        &self.authorities
    }

    /// The time stamp authority that is asked, if any.
    pub fn authority(&self) -> Option<&StampConfig> {
        self.workspace.config.stamp.as_ref().filter(|_| self.stamp)
    }

    /// What the clock says now, however long a person was waited for: seconds since 1970.
    pub fn clock(&self) -> i64 {
        self.clock.now()
    }

    /// Asks for a time stamp of what was appended, if an authority is set up; what fails is told and can be caught up on.
    fn stamp(&self, appended: &Appended, out: &mut Out) {
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

/// A key's signature line under a text.
pub fn line(key: &CharterKey, secret: &RecordKey, text: &str) -> Result<Signature, Failure> {
    Ok(Signature::new(&Key::new(&key.name, key.public), secret.sign(text.as_bytes())?))
}

/// Waits while another program writes, for ten seconds; says so once.
pub fn patience(out: &mut Out) -> impl FnMut() -> bool {
    let mut pauses = 0;
    move || {
        if pauses == 0 {
            let lang = out.lang;
            out.warn(lang.pick(
                "Ein anderes Programm schreibt gerade; ich warte …",
                "Another program is writing; waiting …",
            ));
        }
        pauses += 1;
        std::thread::sleep(PAUSE);
        pauses <= PAUSES
    }
}

/// More than a day before the last entry, or more than five years after it: more likely a wrong clock.
fn far_off(now: Time, last: Time) -> bool {
    let ahead = now.seconds() - last.seconds();
    !(-24 * 3600..5 * 366 * 24 * 3600).contains(&ahead)
}

/// The officer's key that is meant, of the charter in use.
pub fn officer(args: &SignArgs, charter: &Charter, workspace: &Workspace) -> Result<CharterKey, Failure> {
    let who = args.officer.clone().or_else(|| workspace.config.officer.as_ref().map(Id::to_string));
    let who = who.ok_or(NotSigned::NoOfficer)?;
    let origin = &workspace.config.origin;
    let officers = || charter.keys.iter().filter(|k| k.role == Role::Officer);
    let key = officers().rfind(|k| person(&k.name, origin) == Some(who.as_str()));
    let known = || {
        let mut people: Vec<String> =
            officers().filter_map(|k| person(&k.name, origin)).map(str::to_owned).collect();
        // Keys are sorted by name, so those of a person stand together.
        people.dedup();
        people
    };
    key.cloned().ok_or_else(|| NotSigned::NotInCharter { who, known: known() }.into())
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

/// Reads the passphrase and opens the keys that a record of this body needs; that for PDFs if one is signed.
///
/// One passphrase is asked for, and others only for the keys that it does not open; none for a key in the ssh-agent.
pub fn unlock(
    session: &Session,
    body: &Body,
    seal: Option<&SealFiles>,
    args: &SignArgs,
    out: &mut Out,
) -> Result<Keys, Failure> {
    let name = &session.officer.name;
    let alone = body.policy().zip(Matter::of(body)).is_none_or(|(id, matter)| session.alone(id, matter));
    let prompt = match &session.custody {
        // Nobody types a passphrase for nothing.
        Custody::Nowhere(why) => return Err(session.workspace.no_record_key(name, why)),
        // Nothing is to be opened: neither the key in the agent, nor any other.
        Custody::Agent(key) if !alone && seal.is_none() => {
            return Ok(Keys { officer: RecordKey::Agent(key.clone()), archive: None, seal: None });
        }
        Custody::Agent(_) if !alone => lang::say!(
            out.lang,
            "Passphrase für den PDF-Schlüssel: ",
            "Passphrase for the key that signs PDFs: "
        ),
        Custody::Agent(_) => {
            lang::say!(out.lang, "Passphrase für den Registerschlüssel: ", "Passphrase for the archive key: ")
        }
        Custody::File => lang::say!(out.lang, "Passphrase für {name}: ", "Passphrase for {name}: "),
    };
    let source = &args.passphrase;
    let Tried { officer, archive, seal: sealing } =
        source.open(&prompt, out, |p| session.try_unlock(seal, p, alone).any())?;
    let workspace = &session.workspace;
    let file = |stem: &str| workspace.below(&workspace.private_path(stem));
    let own = |key: &CharterKey| file(&workspace.key_stem(&key.name, &key.public));
    let officer = source.open_else(officer, &own(&session.officer), out, |p| session.unlock_officer(p))?;
    let archive = source
        .open_else(archive, &own(&session.archive_key), out, |p| session.unlock_current(p).map(Some))?;
    let at = seal.map(|files| file(&files.stem)).unwrap_or_default();
    let seal = source.open_else(sealing, &at, out, |p| session.unlock_seal(seal, p))?;
    Ok(Keys { officer, archive, seal })
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
