//! What every command does that changes the charter: shows what changes and what follows, asks, opens the keys, signs.
//!
//! Specification: `docs/archive-format.md`, "Amending". Everything or nothing: new key files are on disk before the record
//! is committed, and removed again if it is not; if the program is killed, keys may stay that no charter names.

use std::path::{Path, PathBuf};

use super::archive_args::shown;
use super::charter_brings::{Proposed, is_void};
use super::charter_change::{Change, Ruling, possible};
use super::commit::{self, Manner, Session, confirm};
use super::key_names::unused;
use super::no_change::NoChange;
use super::out::{Failure, Out};
use super::private_file::BadKey;
use super::record_key::{AgentKey, RecordKey};
use super::recovery::{self, Passphrases, RecoveryArgs};
use super::rulings::acknowledgeable;
use super::secret::PassphraseSource;
use super::withhold;
use super::workspace::{NoWorkspace, Workspace};
use super::{Env, leave};
use crate::base::lang;
use crate::format::charter::{Charter, CharterKey, Role};
use crate::format::pending::Pending;
use crate::format::record::Body;
use crate::seal::{SecretKey, public_pem};
use crate::store::{create_files, take_back};

/// Arguments of every command that changes the charter.
#[derive(Debug, clap::Args)]
pub struct AmendingArgs {
    /// Acknowledge every void entry with it, if the archive has any
    #[arg(long)]
    pub acknowledge: bool,
    #[command(flatten)]
    recovery: RecoveryArgs,
    /// Do not ask
    #[arg(long, short = 'y')]
    yes: bool,
    #[command(flatten)]
    manner: Manner,
}

impl AmendingArgs {
    /// Without acknowledging what it is not asked for.
    pub fn alone(self) -> Self {
        Self { acknowledge: false, ..self }
    }
}

/// What a record changes.
#[derive(Debug, Default)]
pub struct Amendment {
    /// The changes, in the order in which they are applied.
    pub changes: Vec<Change>,
    /// The keys that the charter gets; they sign along.
    pub joining: Vec<Joining>,
    /// What is worth saying before anybody is asked, in sentences.
    pub notes: Vec<String>,
}

/// A key that the charter gets.
#[derive(Debug)]
pub struct Joining {
    /// As it will stand there.
    pub key: CharterKey,
    /// The name of its files, without their ends.
    pub stem: String,
    /// The secret key, if this command makes it: then it is on no disk yet.
    pub made: Option<SecretKey>,
}

/// A session for a charter record. With `bears_void` it begins although the archive has void entries, which the record
/// must then acknowledge.
pub fn begin(
    args: &AmendingArgs,
    bears_void: bool,
    env: &Env,
    out: &mut Out,
) -> Result<(Session, Charter), Failure> {
    let session = Session::begin_over(
        args.manner,
        env,
        out,
        |log, finding| finding.is_missing_file() || bears_void && is_void(log, finding),
        |charter, _| {
            let key = charter.keys.iter().find(|k| k.role == Role::Recovery);
            key.cloned().ok_or_else(|| commit::NotSigned::NoOfficer.into())
        },
    )?;
    let charter = session.log.state.charter().cloned().ok_or(commit::NotSigned::NoOfficer)?;
    Ok((session, charter))
}

/// Shows, asks, signs and logs; or leaves the record for those whose keys are not here.
pub fn amend(
    args: &AmendingArgs,
    new_passphrase: Option<&PassphraseSource>,
    session: Session,
    mut amendment: Amendment,
    env: &Env,
    out: &mut Out,
) -> Result<(), Failure> {
    let lang = out.lang;
    let before = session.log.state.charter().cloned().ok_or(commit::NotSigned::NoOfficer)?;
    let origin = session.log.origin().to_owned();
    if args.acknowledge {
        let void = acknowledgeable(&session.log, out);
        amendment.changes.extend(void.into_iter().map(|(e, _)| Change::Rule(Ruling::Acknowledge, e)));
    }
    let mut amended = before.onwards();
    for change in &amendment.changes {
        change.apply(&mut amended)?;
    }
    amendment.joining.iter().try_for_each(|j| unused(&session.log.state, &j.key))?;
    possible(&amended, &origin)?;
    amended.check(&origin)?;
    if amended == before.onwards() {
        return Err(NoChange::Nothing.into());
    }
    let record = session.record(Body::Charter(amended.clone()));
    // Judged as it will be, but for the signatures: what cannot stand is said before any key is opened.
    session.judge(&Pending::new(&record, Vec::new(), Vec::new())?)?;
    withhold::files_are_back(&session, &record)?;

    let mut rows = vec![(lang.pick("Archiv", "Archive"), origin.clone())];
    rows.extend(amendment.changes.iter().flat_map(|c| c.rows(&before, lang)));
    // Whoever raises the number shows that so many can sign.
    let needed = before.threshold.amend.max(amended.threshold.amend);
    let leaving = |key: &CharterKey| !amended.keys.contains(key);
    let chosen = recovery::choose(&args.recovery, &session, &before, needed, leaving, env)?;
    let signs = recovery::told(&chosen, needed, lang);
    let held = |j: &Joining| AgentKey::find(env, &j.key.public).ok();
    let in_file = |j: &Joining| session.workspace.private_path(&j.stem).is_file();
    let here = |j: &&Joining| j.made.is_some() || in_file(j) || held(j).is_some();
    let (joining, elsewhere): (Vec<_>, Vec<_>) = amendment.joining.iter().partition(here);
    let names = |keys: Vec<&Joining>| keys.into_iter().map(|j| j.key.name.clone()).collect::<Vec<_>>();
    let signs = std::iter::once(signs).chain(names(joining)).collect::<Vec<_>>().join(", ");
    rows.push((lang.pick("Zeichnet", "Signs"), signs));
    if !elsewhere.is_empty() {
        rows.push((lang.pick("Zeichnet anderswo", "Signs elsewhere"), names(elsewhere).join(", ")));
    }
    out.rows(&rows);
    amendment.notes.iter().for_each(|note| out.say(&format!("  → {note}")));
    let at = Proposed::of(&session);
    let consequences = at.consequences(&amended, lang).map_err(commit::NotSigned::WouldNotStand)?;
    consequences.iter().for_each(|line| out.say(line));
    leave::rivals(&session.workspace, &record).iter().for_each(|rival| out.warning(rival));
    confirm(lang.pick("Unterschreiben?", "Sign?"), args.yes, out)?;

    let files = new_files(&amendment.joining, new_passphrase, &args.recovery.passphrase, &session, out)?;
    let mut passphrases = Passphrases::new(&args.recovery.passphrase);
    // The new archive key signs the checkpoint over the record that names it: the old one may be lost.
    let rotates = amendment.joining.iter().any(|j| j.key.role == Role::Archive);
    let archive = match rotates {
        true => None,
        false => open_archive(&session, &before, &mut passphrases, env, out)?,
    };
    let mut secrets = recovery::unlock(&mut passphrases, chosen, &session.workspace, &before, out)?;
    for joining in amendment.joining {
        let path = session.workspace.private_path(&joining.stem);
        let secret = match (joining.made, AgentKey::find(env, &joining.key.public)) {
            (Some(made), _) => made.into(),
            (None, _) if path.is_file() => {
                let (key, name) = (&joining.key, &joining.key.name);
                open_named(&path, key, name, &session.workspace, &mut passphrases, env, out)?.into()
            }
            (None, Ok(held)) => RecordKey::Agent(held),
            (None, Err(_)) => continue,
        };
        secrets.push((joining.key, secret));
    }
    let text = record.text()?;
    let lines =
        secrets.iter().map(|(key, secret)| commit::line(key, secret, &text)).collect::<Result<_, _>>()?;
    let new_archive = secrets.iter().find(|(k, _)| k.role == Role::Archive);
    let new_archive = new_archive.and_then(|(_, secret)| secret.in_file());
    let archive = archive.as_ref().or(new_archive);

    let made: Vec<_> =
        files.iter().map(|(path, bytes, secret)| (path.as_path(), bytes.as_slice(), *secret)).collect();
    create_files(&made)?;
    // If nothing was committed, nothing stays. What cannot be removed is a key that no charter names.
    let became = session.finish(&record, Vec::new(), lines, archive).inspect_err(|_| take_back(&made))?;
    let logged = commit::told(out, env, became);
    for (path, ..) in &files {
        let path = shown(path, env);
        let path = path.display();
        out.say(&lang::say!(lang, "Neue Datei: {path}", "New file: {path}"));
    }
    if let Some(session) = logged {
        tell_needless(&before, &amended, &session, env, out);
    }
    Ok(())
}

/// The files of new keys, in the order in which they are created, each with whether it is secret; asks for a passphrase
/// for keys that were made now.
fn new_files(
    joining: &[Joining],
    new: Option<&PassphraseSource>,
    all: &PassphraseSource,
    session: &Session,
    out: &mut Out,
) -> Result<Vec<(PathBuf, Vec<u8>, bool)>, Failure> {
    let workspace = &session.workspace;
    let mut files = Vec::new();
    for Joining { key, stem, made } in joining {
        if let Some(secret) = made {
            let name = &key.name;
            let prompt = lang::say!(out.lang, "Neue Passphrase für {name}: ", "New passphrase for {name}: ");
            let given = new.unwrap_or(all).read_new(&prompt, out.lang)?;
            if let Some(warning) = &given.warning {
                out.warning(warning);
            }
            let pem = secret.to_encrypted_pem(&given.passphrase)?;
            files.push((workspace.private_path(stem), pem.into_bytes(), true));
        }
        let public = workspace.public_path(stem);
        if made.is_some() || !public.exists() {
            files.push((public, public_pem(&key.public.0).into_bytes(), false));
        }
    }
    Ok(files)
}

/// The archive key; `None` where it is not here: then the record is logged elsewhere.
fn open_archive(
    session: &Session,
    charter: &Charter,
    passphrases: &mut Passphrases<'_>,
    env: &Env,
    out: &mut Out,
) -> Result<Option<SecretKey>, Failure> {
    let key = charter.archive_key().ok_or(commit::NotSigned::NoOfficer)?;
    let path = session.workspace.private_path(&session.workspace.key_stem(&key.name, &key.public));
    if !path.is_file() {
        out.warning(&NoWorkspace::NoArchiveKey(shown(&path, env)));
        return Ok(None);
    }
    let whose = out.lang.pick("den Registerschlüssel", "the archive key");
    open_named(&path, key, whose, &session.workspace, passphrases, env, out).map(Some)
}

fn open_named(
    path: &Path,
    key: &CharterKey,
    whose: &str,
    workspace: &Workspace,
    passphrases: &mut Passphrases<'_>,
    env: &Env,
    out: &mut Out,
) -> Result<SecretKey, Failure> {
    let shown = shown(path, env);
    let secret = passphrases.open(&workspace.private_text(path, &shown)?, &shown, whose, out)?;
    secret.expect_public(&key.public.0).map_err(|e| BadKey(shown, e).into())
}

/// Says which private keys are needed no longer.
fn tell_needless(before: &Charter, amended: &Charter, session: &Session, env: &Env, out: &mut Out) {
    for key in before.keys.iter().filter(|k| !amended.keys.contains(k)) {
        let path = session.workspace.private_path(&session.workspace.key_stem(&key.name, &key.public));
        if path.is_file() {
            let path = shown(&path, env);
            let path = path.display();
            out.say(&lang::say!(
                out.lang,
                "Nicht mehr gebraucht: {path}; sie kann gelöscht werden.",
                "Needed no longer: {path}; it can be deleted."
            ));
        }
    }
}
