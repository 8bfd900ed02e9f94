//! The key with which somebody approves a pending record: whose it is, and that it may.
//!
//! Specification: `docs/four-eyes.md`; `docs/archive-format.md`, "Charter". An officer's key signs records; a recovery key
//! of the charter in use, or a key that the new one adds, signs a charter. Refuses with the reason before a passphrase is
//! asked for, where that can be known.

use std::path::{Path, PathBuf};

use super::Env;
use super::answer::holder;
use super::archive_args::shown;
use super::commit::{self, Session, SignArgs};
use super::out::Failure;
use super::recovery::NoRecovery;
use super::workspace::{BadKey, key_file};
use crate::base::{Digest, Lang, Say, lang, limits};
use crate::format::charter::{Charter, CharterKey, person};
use crate::format::pending::Pending;
use crate::format::record::{Body, Record};
use crate::seal::{Passphrase, SecretKey, fingerprint};
use crate::store::read_file;
use crate::verify::{Log, Missing};

/// The key to sign with.
#[derive(Debug)]
pub enum Own {
    /// One in `keys/private`.
    Here(CharterKey),
    /// One in a file that was named; which key it is shows when it is opened.
    File(PathBuf, PathBuf),
}

/// Why somebody cannot approve a record.
#[derive(Debug)]
enum MayNot {
    /// The person has signed it already.
    Signed(String),
    /// The person's authority has not begun or is over.
    Term(String),
    /// No key that could sign the charter is here.
    NoKey(Vec<String>),
}

impl Say for MayNot {
    fn fact(&self, lang: Lang) -> String {
        match self {
            Self::Signed(who) => lang::say!(
                lang,
                "{who} hat schon gezeichnet; es zählen Personen, nicht Schlüssel",
                "{who} has signed already; people count, not keys"
            ),
            Self::Term(who) => lang::say!(
                lang,
                "{who} darf nach der Zeichnungsregelung heute nicht zeichnen: Die Befugnis hat noch nicht begonnen oder ist zu Ende",
                "by the charter {who} may not sign today: the authority has not begun or is over"
            ),
            Self::NoKey(_) => lang::say!(
                lang,
                "in keys/private liegt kein Schlüssel, dessen Unterschrift dieser Zeichnungsregelung fehlt",
                "no key whose signature this charter lacks is in keys/private"
            ),
        }
    }

    fn advice(&self, lang: Lang) -> Option<String> {
        Some(match self {
            Self::Signed(_) => lang::say!(
                lang,
                "Die Datei an eine andere Person schicken; `inkraft pending DATEI` nennt, wer zeichnen kann.",
                "Mail the file to somebody else; `inkraft pending FILE` names who can sign."
            ),
            Self::Term(_) => lang::say!(
                lang,
                "`inkraft charter show` zeigt die Zeiten.",
                "`inkraft charter show` shows the terms."
            ),
            Self::NoKey(keys) => {
                let keys = keys.join(", ");
                lang::say!(
                    lang,
                    "Es fehlt eine Unterschrift von: {keys}. Liegt der Schlüssel auf einem Datenträger, mit --recovery-key angeben.",
                    "A signature of one of these is missing: {keys}. If the key is on a medium, name it with --recovery-key."
                )
            }
        })
    }
}

/// The key that is meant, as far as that can be known before it is opened; refuses one that cannot sign.
pub fn choose(
    session: &Session,
    (args, file): (&SignArgs, Option<&Path>),
    pending: &Pending,
    missing: &Missing,
    env: &Env,
) -> Result<Own, Failure> {
    let charter = session.log.state.charter().ok_or(commit::NotSigned::NoOfficer)?;
    if let Some(file) = file {
        let path = env.cwd.join(file);
        return Ok(Own::File(shown(&path, env), path));
    }
    let origin = session.log.origin();
    if let Body::Charter(_) = pending.record.body {
        let asked = args.officer.as_deref();
        let fits = |k: &&CharterKey| asked.is_none_or(|who| person(&k.name, origin) == Some(who));
        let wanted = || missing.added.iter().chain(&missing.able).filter(fits);
        let private = session.workspace.keys().join("private");
        let is_here = |k: &&CharterKey| private.join(format!("{}.key", key_file(&k.name, origin))).is_file();
        let named = || wanted().map(|k| k.name.clone()).collect();
        return wanted().find(is_here).cloned().map(Own::Here).ok_or_else(|| MayNot::NoKey(named()).into());
    }
    let key = commit::officer(args, charter, &session.workspace)?;
    may_sign(&key, pending, charter, session)?;
    Ok(Own::Here(key))
}

/// Refuses the key of somebody who has signed already, or may not today.
fn may_sign(
    key: &CharterKey,
    pending: &Pending,
    charter: &Charter,
    session: &Session,
) -> Result<(), Failure> {
    let origin = session.log.origin();
    let who = person(&key.name, origin);
    let name = || holder(&key.name, Some(charter), origin);
    if pending.note.signatures.iter().any(|s| person(&s.key, origin) == who) {
        return Err(Failure::new(MayNot::Signed(name())).code(1));
    }
    let today = session.logged().day();
    match charter.person(&key.name, origin).is_some_and(|p| p.may_sign_on(today)) {
        true => Ok(()),
        false => Err(Failure::new(MayNot::Term(name())).code(1)),
    }
}

impl Own {
    /// The key's name, or its file.
    pub fn name(&self) -> String {
        match self {
            Self::Here(key) => key.name.clone(),
            Self::File(shown, _) => shown.display().to_string(),
        }
    }

    /// Whose it is.
    pub fn whose(&self, record: &Record, log: &Log) -> String {
        let charter = match &record.body {
            Body::Charter(new) => Some(new),
            _ => log.state.charter(),
        };
        match self {
            Self::Here(key) => holder(&key.name, charter, log.origin()),
            Self::File(shown, _) => shown.display().to_string(),
        }
    }

    /// Opens it.
    pub fn open(
        self,
        session: &Session,
        charter: &Charter,
        pending: &Pending,
        passphrase: &Passphrase,
    ) -> Result<(CharterKey, SecretKey), Failure> {
        let (shown, path) = match self {
            Self::Here(key) => {
                let secret = session.workspace.open_key(&key.name, &key.public, passphrase)?;
                return Ok((key, secret));
            }
            Self::File(shown, path) => (shown, path),
        };
        let bytes = read_file(&path, limits::SMALL)?;
        let secret = SecretKey::from_encrypted_pem(&String::from_utf8_lossy(&bytes), passphrase);
        let secret = secret.map_err(|e| Failure::from(BadKey(shown.clone(), e)))?;
        let public = Digest(secret.public());
        let new = match &pending.record.body {
            Body::Charter(new) => new.keys.as_slice(),
            _ => &[],
        };
        // Whether it may sign this is judged with the signature; a name it must have.
        let key = charter.keys.iter().chain(new).find(|k| k.public == public).cloned();
        let key = key.ok_or_else(|| NoRecovery::Other(shown, fingerprint(&public.0)))?;
        let origin = session.log.origin();
        let who = person(&key.name, origin);
        // Of a person's recovery keys one signs; each key that is added signs for itself.
        let same = |signed: &str| {
            let both = charter.key(signed).is_some() && charter.keys.contains(&key);
            signed == key.name || both && person(signed, origin) == who
        };
        if pending.note.signatures.iter().any(|s| same(&s.key)) {
            return Err(Failure::new(MayNot::Signed(key.name)).code(1));
        }
        Ok((key, secret))
    }
}
