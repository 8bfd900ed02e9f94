//! `stamp`: a time stamp for the newest checkpoint, where none could be had before; and what every signing command says
//! of the one that it asks for.
//!
//! Specification: `docs/archive-format.md`, "Appending"; `docs/stamps.md`.

use super::archive_args::{ArchiveArgs, in_zone, is_archive, open};
use super::authority::{self, NotStamped, Stamped};
use super::commit::patience;
use super::out::{Failure, Out};
use super::workspace::{StampConfig, Workspace};
use super::{Env, report};
use crate::archive;
use crate::base::{Lang, Say, Time, lang, limits};
use crate::format::layout::Place;
use crate::store::{Dir, Lock};
use crate::verify::{self, Authorities, Finding, Level, Log, TOLERANCE, Where};

/// Get a time stamp for the newest state of the archive
///
/// Asks the time stamp authority of inkraft.toml, as every signing command does. For when that failed.
///
/// Exit codes: 0 stamped, or nothing to do; 1 the archive does not hold; 2 it could not be done.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  inkraft stamp")]
pub struct Args {}

/// `inkraft.toml` names no authority.
#[derive(Debug)]
struct NoAuthority;

impl Say for NoAuthority {
    fn fact(&self, lang: Lang) -> String {
        lang::say!(
            lang,
            "in inkraft.toml ist kein Zeitstempeldienst eingerichtet",
            "inkraft.toml names no time stamp authority"
        )
    }

    fn advice(&self, lang: Lang) -> Option<String> {
        Some(lang::say!(
            lang,
            "Dort zwei Zeilen anfügen: [stamp] und url = \"http://…\", die Adresse eines Dienstes nach RFC 3161.",
            "Add two lines there: [stamp] and url = \"http://…\", the address of an RFC 3161 authority."
        ))
    }
}

/// Runs the command.
pub fn run(_: Args, env: &Env, out: &mut Out) -> Result<u8, Failure> {
    let workspace = Workspace::find(env)?;
    let config = workspace.config.stamp.as_ref().ok_or(NoAuthority)?;
    let dir = workspace.archive();
    let from = ArchiveArgs::default();
    if !is_archive(dir.root()) {
        // Says so in the words of the reading commands; makes no folder for the lock.
        open(dir.root(), &from, env)?;
    }
    let lock = dir.lock(patience(out))?;
    let opened = open(dir.root(), &from, env)?;
    let checked = verify::archive(&opened.dir, &opened.trust, &|_, _| {});
    // Whatever lies in the place of the newest stamp, no entry names it yet: if it is none, it is replaced.
    let newest = |log: &Log| Where::File(Place::StampOf(log.tree().size).to_string());
    let newest = checked.log.as_ref().map(newest);
    let failures =
        checked.findings.iter().filter(|f| f.level == Level::Failure && Some(&f.at) != newest.as_ref());
    let failures: Vec<Finding> = failures.filter(|f| !f.waits_for_witnesses()).cloned().collect();
    let log = match checked.log {
        Some(log) if failures.is_empty() => log,
        _ => return Err(report::refuse_to_act(out, &failures)),
    };
    report::must_be_anchored(&log, out.lang)?;
    let size = log.tree().size;
    let useful = log.stamps.is_useful(size);
    if useful == Some(true) {
        out.say(&lang::say!(
            out.lang,
            "Nichts zu tun: Der neueste Stand ({size}) hat schon einen Zeitstempel.",
            "Nothing to do: the newest state ({size}) has a time stamp already."
        ));
        return Ok(0);
    }
    let zone = log.state.charter().map_or("UTC", |c| c.time_zone.as_str());
    let newest = Newest {
        dir: &dir,
        lock: &lock,
        size,
        replaces: useful.is_some(),
        logged: log.state.logged,
        now: env.clock.now(),
        zone,
        authorities: &opened.trust.authorities,
    };
    let stamped = newest.stamp(config)?;
    newest.told(out, &stamped);
    Ok(0)
}

/// The newest checkpoint of an archive that is locked.
#[derive(Debug)]
pub struct Newest<'a> {
    pub dir: &'a Dir,
    pub lock: &'a Lock,
    pub size: u64,
    /// Whether there is a stamp already, which is of no use and is replaced.
    pub replaces: bool,
    /// When its last entry was logged.
    pub logged: Option<Time>,
    /// Seconds since 1970.
    pub now: i64,
    pub zone: &'a str,
    /// Who is believed about time.
    pub authorities: &'a Authorities,
}

impl Newest<'_> {
    /// Gets a stamp and writes it.
    pub fn stamp(&self, config: &StampConfig) -> Result<Stamped, NotStamped> {
        let checkpoint = self.dir.read(&Place::CheckpointOf(self.size), limits::CHECKPOINT);
        let checkpoint = checkpoint.map_err(NotStamped::Read)?;
        let stamped = authority::stamp(config, self.authorities, &checkpoint, self.now)?;
        if let Some(logged) = self.logged.filter(|l| stamped.token.time + TOLERANCE < l.seconds()) {
            return Err(NotStamped::Early(logged));
        }
        let write = if self.replaces { archive::replace_stamp } else { archive::add_stamp };
        write(self.dir, self.lock, self.size, &stamped.der).map_err(NotStamped::Write)?;
        Ok(stamped)
    }

    /// Says so.
    pub fn told(&self, out: &mut Out, stamped: &Stamped) {
        let (lang, size) = (out.lang, self.size);
        let authority = stamped.token.signer.holder();
        let (day, clock) = in_zone(stamped.token.time, self.zone)
            .map_or_else(|_| Default::default(), |t| (t.day().short(lang), t.clock()));
        out.say(&lang::say!(
            lang,
            "Zeitstempel für den Stand {size}: {day}, {clock} Uhr, von „{authority}“",
            "Time stamp of the state {size}: {day}, {clock}, by \"{authority}\""
        ));
        if self.replaces {
            out.say(&lang::say!(
                lang,
                "  Er ersetzt einen, der nichts bewies und den noch kein Eintrag nennt.",
                "  It replaces one that proved nothing and that no entry names yet."
            ));
        }
        if self.authorities.is_empty() {
            out.say(&lang::say!(
                lang,
                "  Dieser Dienst ist hier noch nicht bekannt: sein Wurzelzertifikat nach keys/authorities.pem legen.",
                "  This authority is not known here yet: put its root certificate into keys/authorities.pem."
            ));
        }
    }
}
