//! A signing command's hold of an archive: verified, locked, and who signs.
//!
//! Specification: `docs/archive-format.md`, "Appending", steps 1 to 3. Nothing is appended to an archive that does not hold,
//! or that is older than what is remembered of it. What is signed and appended is for `commit`, keys are for `unlock`.

use super::archive_args::{ArchiveArgs, in_zone, is_archive, open};
use super::not_signed::NotSigned;
use super::out::{Failure, Out};
use super::record_key::Custody;
use super::secret::PassphraseSource;
use super::workspace::{StampConfig, Workspace};
use super::{Clock, Env, report};
use crate::archive::{self, check_memory};
use crate::base::{Id, Time};
use crate::format::charter::{Charter, CharterKey, Matter, Role, person};
use crate::format::layout::TEMPORARY;
use crate::format::record::{After, Body, Record, Stream};
use crate::store::{Dir, Lock, Memory};
use crate::timeline::{Consequence, History, Known};
use crate::verify::{self, Authorities, Finding, Level, Log, TOLERANCE, What, Where};
use std::path::PathBuf;
use std::time::Duration;

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
    pub(super) custody: Custody,
    /// When the command began, in the archive's zone: the time of everything that it signs and logs.
    pub now: Time,
    pub(super) clock: Clock,
    pub(super) dir: Dir,
    /// Of the archive, and of the memory of it.
    pub(super) lock: (Lock, Lock),
    pub(super) memory: Memory,
    pub(super) archive_key: CharterKey,
    pub(super) leftovers: Vec<String>,
    pub(super) authorities: Authorities,
    /// Whether to ask for a time stamp, if an authority is set up.
    pub(super) stamp: bool,
    /// Whether the trust anchor asks for witnesses.
    pub(super) witnessed: bool,
}

impl Session {
    /// A session for a record that an officer signs.
    pub fn begin(args: &SignArgs, env: &Env, out: &mut Out) -> Result<Self, Failure> {
        Self::begin_for(args, env, out, |_, _| false)
    }

    /// The same for a record of an officer that deals with files that are not there.
    pub fn begin_without_files(args: &SignArgs, env: &Env, out: &mut Out) -> Result<Self, Failure> {
        Self::begin_for(args, env, out, |_, finding| finding.is_missing_file())
    }

    fn begin_for(
        args: &SignArgs,
        env: &Env,
        out: &mut Out,
        borne: impl Fn(&Log, &Finding) -> bool,
    ) -> Result<Self, Failure> {
        let who = |charter: &Charter, workspace: &Workspace| officer(args, charter, workspace);
        let mut session = Self::begin_over(args.manner, env, out, borne, who)?;
        session.in_term(&session.officer)?;
        session.custody = session.workspace.custody(&session.officer.name, &session.officer.public, env);
        Ok(session)
    }

    /// Refuses the key of somebody who may not sign what is logged now: said before anybody is asked for anything.
    pub fn in_term(&self, key: &CharterKey) -> Result<(), Failure> {
        let day = self.logged().day();
        let charter = self.log.state.charter().ok_or(NotSigned::NoOfficer)?;
        let person = charter.person(&key.name, self.log.origin()).ok_or(NotSigned::NoOfficer)?;
        match person.may_sign_on(day) {
            true => Ok(()),
            false => Err(Failure::new(NotSigned::Term { person: Box::new(person.clone()), day }).code(1)),
        }
    }

    /// Locks the archive and verifies it whole: nothing is appended to one that does not hold, but over failures that the
    /// record deals with.
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
        let mut opened = open(dir.root(), &ArchiveArgs::default(), env)?;
        opened.trust.over_newer = true;
        let checked = verify::archive(&opened.dir, &opened.trust, &|_, _| {});
        // What the memory says against the archive is said below, with what to do about it.
        let remembered = |f: &&Finding| matches!(f.what, What::Rollback { .. } | What::Fork { .. });
        let failed = checked.findings.iter().filter(|f| f.level == Level::Failure);
        let borne = |f: &&Finding| checked.log.as_ref().is_some_and(|log| borne(log, f));
        let refused = |f: &&Finding| !remembered(f) && !f.waits_for_witnesses() && !borne(f);
        let mut failures: Vec<Finding> = failed.filter(refused).cloned().collect();
        if failures.iter().any(|f| matches!(f.what, What::Newer(_))) {
            // What else does not hold may follow from what cannot be read.
            failures.retain(|f| matches!(f.what, What::Newer(_)));
        }
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
