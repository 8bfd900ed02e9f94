//! `key rotate`, `key retire`, `key revoke`: keys that go, with the reason, and the ones that take their place.
//!
//! Specification: `docs/keys.md`, "When a key is lost or stolen"; `docs/archive-format.md`, "Rulings". Each is one charter
//! record; how it is shown, signed and logged is in `amending`.

use std::path::PathBuf;

use super::Env;
use super::amending::{AmendingArgs, Amendment, Joining, amend, begin};
use super::charter_asked::remove_key;
use super::charter_change::Change;
use super::commit::Session;
use super::key_names::{self, find};
use super::no_change::NoChange;
use super::out::{Failure, Out};
use super::secret::PassphraseSource;
use crate::base::{Digest, Lang, lang};
use crate::format::charter::{Charter, CharterKey, Reason, Revoked, Role, person};
use crate::seal::SecretKey;
use crate::timeline::Fact;
use crate::verify;

/// Exchange a key: make a new one, and have the charter name it in the place of the old
///
/// The new key signs along, the old one does not: so it works although the old one, or its passphrase, is lost. What the old one signed stays as it is.
///
/// Exit codes: 0 logged; 1 declined, or the archive is not in order; 2 it could not be done. But for 0, everything is as before.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  inkraft key rotate erika-muster\n  inkraft key rotate --archive\n  inkraft key rotate --recovery recovery-1 --reason lost\n  inkraft key rotate erika-muster --reason compromised --compromised-from 12"
)]
pub struct RotateArgs {
    /// Whose key: a person's short name, or PERSON/NUMBER
    #[arg(required_unless_present_any = ["archive_key", "recovery"], conflicts_with_all = ["archive_key", "recovery"])]
    person: Option<String>,
    /// The archive key
    #[arg(long = "archive", conflicts_with = "recovery")]
    archive_key: bool,
    /// A recovery key, such as recovery-1
    #[arg(long, value_name = "NAME")]
    recovery: Option<String>,
    /// Why the old one goes
    #[arg(long, value_name = "REASON", default_value = "superseded", value_parser = ["superseded", "lost", "compromised"])]
    reason: String,
    /// The first entry that somebody else may have signed with the old one
    #[arg(long, value_name = "ENTRY")]
    compromised_from: Option<u64>,
    /// Read the new key's passphrase from the first line of FILE (default: as for the others)
    #[arg(long, value_name = "FILE")]
    new_passphrase_file: Option<PathBuf>,
    #[command(flatten)]
    amending: AmendingArgs,
}

/// Take a key out that is needed no longer
///
/// Nothing that it signed is in doubt. A person's last key can only be exchanged (key rotate), unless somebody else can sign.
///
/// Exit codes: 0 logged; 1 declined, or the archive is not in order; 2 it could not be done. But for 0, everything is as before.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  inkraft key retire max-muster/1\n  inkraft key retire \"96c1 5f3e 07ab\""
)]
pub struct RetireArgs {
    /// The key: PERSON/NUMBER, its name, or its fingerprint
    key: String,
    #[command(flatten)]
    amending: AmendingArgs,
}

/// Take a key out that is lost or stolen
///
/// With --compromised-from, what it signed from that entry on becomes disputed, where it needed that signature: then confirm or void decides about each record.
///
/// Exit codes: 0 logged; 1 declined, or the archive is not in order; 2 it could not be done. But for 0, everything is as before.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  inkraft key revoke max-muster/1 --reason lost\n  inkraft key revoke max-muster/1 --reason compromised --compromised-from 12"
)]
pub struct RevokeArgs {
    /// The key: PERSON/NUMBER, its name, or its fingerprint
    key: String,
    /// Why it goes: nobody has it any more, or somebody else has it
    #[arg(long, value_name = "REASON", value_parser = ["lost", "compromised"])]
    reason: String,
    /// The first entry that somebody else may have signed with it
    #[arg(long, value_name = "ENTRY")]
    compromised_from: Option<u64>,
    #[command(flatten)]
    amending: AmendingArgs,
}

/// Runs `key rotate`.
pub fn rotate(args: RotateArgs, env: &Env, out: &mut Out) -> Result<u8, Failure> {
    let (session, charter) = begin(&args.amending, args.amending.acknowledge, env, out)?;
    let origin = session.log.origin().to_owned();
    let old = match (&args.person, &args.recovery) {
        (Some(who), _) => match find(&charter, &origin, who)? {
            key if key.role == Role::Recovery => {
                let whose = person(&key.name, &origin).unwrap_or(who).to_owned();
                return Err(NoChange::IsRecovery(key.name, whose).into());
            }
            key => of_role(key, Role::Officer)?,
        },
        (_, Some(name)) => of_role(find(&charter, &origin, name)?, Role::Recovery)?,
        (None, None) => charter.archive_key().cloned().ok_or(NoChange::Archive)?,
    };
    let revoked = revoked(&old, &args.reason, args.compromised_from, &session)?;
    let secret = SecretKey::generate()?;
    let (workspace, state) = (&session.workspace, &session.log.state);
    let (name, stem) = match person(&old.name, &origin) {
        Some(who) => {
            let n = key_names::next(workspace, Some(state), who, 1);
            (format!("{origin}/{who}/{n}"), format!("{who}-{n}"))
        }
        None => (old.name.clone(), key_names::next_archive(workspace, state)),
    };
    let key = CharterKey { name, public: Digest(secret.public()), role: old.role };
    let notes = doubts(&revoked, &charter, &session, out.lang);
    let amendment = Amendment {
        changes: vec![Change::RemoveKey(revoked), Change::AddKey(key.clone())],
        joining: vec![Joining { key, stem, made: Some(secret) }],
        notes,
    };
    let new = args
        .new_passphrase_file
        .map(|file| PassphraseSource { passphrase_file: Some(file), passphrase_fd: None });
    amend(&args.amending, new.as_ref(), session, amendment, env, out)?;
    if old.role == Role::Recovery {
        out.say(out.lang.pick(
            "Jetzt: den neuen Wiederherstellungsschlüssel auf einen Datenträger für sich legen und hier löschen.",
            "Now: move the new recovery key to a medium of its own and delete it here.",
        ));
    }
    Ok(0)
}

/// Runs `key retire`.
pub fn retire(args: RetireArgs, env: &Env, out: &mut Out) -> Result<u8, Failure> {
    let (session, charter) = begin(&args.amending, args.amending.acknowledge, env, out)?;
    let key = find(&charter, session.log.origin(), &args.key)?;
    let amendment = Amendment { changes: vec![remove_key(key)?], ..Amendment::default() };
    amend(&args.amending, None, session, amendment, env, out)?;
    Ok(0)
}

/// Runs `key revoke`.
pub fn revoke(args: RevokeArgs, env: &Env, out: &mut Out) -> Result<u8, Failure> {
    let (session, charter) = begin(&args.amending, args.amending.acknowledge, env, out)?;
    let key = match find(&charter, session.log.origin(), &args.key) {
        // That a key was stolen may come to light after it was exchanged.
        Err(none @ NoChange::NoKey(..)) if args.compromised_from.is_some() => {
            let gone = key_names::past(&session.log.state).into_iter().map(|past| past.key).collect();
            let gone = Charter { keys: gone, ..charter.clone() };
            find(&gone, session.log.origin(), &args.key).map_err(|_| none)
        }
        found => found,
    }?;
    if key.role == Role::Archive {
        return Err(NoChange::Archive.into());
    }
    let revoked = revoked(&key, &args.reason, args.compromised_from, &session)?;
    let notes = doubts(&revoked, &charter, &session, out.lang);
    let amendment = Amendment { changes: vec![Change::RemoveKey(revoked)], notes, ..Amendment::default() };
    amend(&args.amending, None, session, amendment, env, out)?;
    Ok(0)
}

fn of_role(key: CharterKey, role: Role) -> Result<CharterKey, NoChange> {
    if key.role == role { Ok(key) } else { Err(NoChange::OtherRole(key.name)) }
}

fn revoked(
    key: &CharterKey,
    reason: &str,
    compromised_from: Option<u64>,
    session: &Session,
) -> Result<Revoked, NoChange> {
    let reason = match reason {
        "lost" => Reason::Lost,
        "compromised" => Reason::Compromised,
        _ => Reason::Superseded,
    };
    if compromised_from.is_some() && reason != Reason::Compromised {
        return Err(NoChange::NotCompromised);
    }
    let entries = session.log.tree().size;
    let sensible = |from: u64| key.role == Role::Officer && (1..entries).contains(&from);
    if compromised_from.is_some_and(|from| !sensible(from)) {
        return Err(NoChange::CompromisedFrom { entries });
    }
    // Charters are known by the entry from which they act: before that, nothing could bear the key's signature.
    let charters = session.log.state.charters.iter();
    let acts = charters.into_iter().find(|(_, c)| c.key(&key.name).is_some()).map_or(0, |(acts, _)| *acts);
    if compromised_from.is_some_and(|from| from < acts) {
        return Err(NoChange::KeyYounger { key: key.name.clone(), acts });
    }
    Ok(Revoked { key: key.name.clone(), reason, compromised_from })
}

/// What is worth saying of a key that somebody else has.
fn doubts(revoked: &Revoked, charter: &Charter, session: &Session, lang: Lang) -> Vec<String> {
    let officer = charter.key(&revoked.key).is_some_and(|k| k.role == Role::Officer);
    match revoked.compromised_from {
        None if revoked.reason == Reason::Compromised && officer => vec![lang::say!(
            lang,
            "Strittig wird nichts: Dazu mit --compromised-from den ersten Eintrag angeben, den jemand anders unterschrieben haben kann.",
            "Nothing becomes disputed: for that, give with --compromised-from the first entry that somebody else may have signed."
        )],
        Some(from) if disputes_nothing(revoked, charter, session) => vec![lang::say!(
            lang,
            "Strittig wird nichts: Ab Eintrag {from} hängt keine Erklärung von der Unterschrift dieses Schlüssels ab.",
            "Nothing becomes disputed: from entry {from} on no record hangs on this key's signature."
        )],
        _ => Vec::new(),
    }
}

/// Whether no record becomes disputed by it; what cannot stand is refused elsewhere.
fn disputes_nothing(revoked: &Revoked, charter: &Charter, session: &Session) -> bool {
    let mut amended = charter.onwards();
    if Change::RemoveKey(revoked.clone()).apply(&mut amended).is_err() {
        return false;
    }
    let none = |fact: &Fact| matches!(fact, Fact::Ruling { disputed, .. } if disputed.is_empty());
    verify::next_rulings(&session.log, &amended).is_ok_and(|ruled| ruled.values().all(none))
}
