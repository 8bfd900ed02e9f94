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
use super::out::{Failure, Out};
use super::private_file::BadKey;
use super::record_key::{AgentKey, Custody, RecordKey};
use super::recovery::NoRecovery;
use super::workspace::key_file;
use crate::base::{Digest, Lang, Say, lang};
use crate::format::charter::{Charter, CharterKey, person};
use crate::format::pending::Pending;
use crate::format::record::{Body, Record};
use crate::seal::{Passphrase, SecretKey, fingerprint};
use crate::verify::{Log, Missing};

/// The key to sign with.
#[derive(Debug)]
pub enum Own {
    /// One in `keys/private`, or in the ssh-agent.
    Here(CharterKey, Custody),
    /// One in a file that was named, and the file's text; which key it is shows when it is opened.
    File(PathBuf, String),
}

/// Why somebody cannot approve a record.
#[derive(Debug)]
enum MayNot {
    /// The person has signed it already.
    Signed(String),
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
    out: &mut Out,
) -> Result<Own, Failure> {
    let charter = session.log.state.charter().ok_or(commit::NotSigned::NoOfficer)?;
    if let Some(file) = file {
        let path = env.cwd.join(file);
        let shown = shown(&path, env);
        let text = session.workspace.medium_text(&path, &shown, out)?;
        return Ok(Own::File(shown, text));
    }
    let origin = session.log.origin();
    if let Body::Charter(_) = pending.record.body {
        let asked = args.officer.as_deref();
        let fits = |k: &&CharterKey| asked.is_none_or(|who| person(&k.name, origin) == Some(who));
        let wanted = || missing.added.iter().chain(&missing.able).filter(fits);
        let private = session.workspace.keys().join("private");
        let is_here = |k: &&CharterKey| private.join(format!("{}.key", key_file(&k.name, origin))).is_file();
        let named = || wanted().map(|k| k.name.clone()).collect();
        let here = wanted().find(is_here).map(|k| Own::Here(k.clone(), Custody::File));
        let held = || wanted().find_map(|k| Some(Own::Here(k.clone(), Custody::Agent(agent(k, env)?))));
        return here.or_else(held).ok_or_else(|| MayNot::NoKey(named()).into());
    }
    let key = commit::officer(args, charter, &session.workspace)?;
    may_sign(&key, pending, charter, session)?;
    let custody = session.workspace.custody(&key.name, &key.public, env);
    if let Custody::Nowhere(why) = &custody {
        // Nobody types a passphrase for nothing.
        return Err(session.workspace.no_record_key(&key.name, why));
    }
    Ok(Own::Here(key, custody))
}

/// The key, if the ssh-agent holds it.
fn agent(key: &CharterKey, env: &Env) -> Option<AgentKey> {
    AgentKey::find(env, &key.public).ok()
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
    session.in_term(key)
}

impl Own {
    /// The key's name, or its file.
    pub fn name(&self) -> String {
        match self {
            Self::Here(key, Custody::Agent(_)) => format!("{} (ssh-agent)", key.name),
            Self::Here(key, _) => key.name.clone(),
            Self::File(shown, _) => shown.display().to_string(),
        }
    }

    /// The key, where the ssh-agent has it: nothing is to be opened.
    pub fn in_agent(&self) -> Option<(CharterKey, RecordKey)> {
        match self {
            Self::Here(key, Custody::Agent(held)) => Some((key.clone(), RecordKey::Agent(held.clone()))),
            Self::Here(..) | Self::File(..) => None,
        }
    }

    /// Whose it is.
    pub fn whose(&self, record: &Record, log: &Log) -> String {
        let charter = match &record.body {
            Body::Charter(new) => Some(new),
            _ => log.state.charter(),
        };
        match self {
            Self::Here(key, _) => holder(&key.name, charter, log.origin()),
            Self::File(shown, _) => shown.display().to_string(),
        }
    }

    /// Opens it.
    pub fn open(
        &self,
        session: &Session,
        charter: &Charter,
        pending: &Pending,
        passphrase: &Passphrase,
    ) -> Result<(CharterKey, RecordKey), Failure> {
        let (shown, text) = match self {
            Self::Here(key, custody) => {
                let secret =
                    session.workspace.open_record_key(&key.name, &key.public, custody, passphrase)?;
                return Ok((key.clone(), secret));
            }
            Self::File(shown, text) => (shown, text),
        };
        let secret = SecretKey::from_encrypted_pem(text, passphrase);
        let secret = secret.map_err(|e| BadKey(shown.clone(), e).failure())?;
        let public = Digest(secret.public());
        let new = match &pending.record.body {
            Body::Charter(new) => new.keys.as_slice(),
            _ => &[],
        };
        // Whether it may sign this is judged with the signature; a name it must have.
        let key = charter.keys.iter().chain(new).find(|k| k.public == public).cloned();
        let key = key.ok_or_else(|| NoRecovery::Other(shown.clone(), fingerprint(&public.0)))?;
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
        Ok((key, secret.into()))
    }
}
