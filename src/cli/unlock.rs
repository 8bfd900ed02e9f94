//! The keys of a signing command: whose they are, where, and opened.
//!
//! Specification: `docs/keys.md`. An officer's key lies in `keys/private` or in the ssh-agent, the archive key and the one for
//! PDFs in `keys/private`. One passphrase is asked for, and others only for the keys that it does not open.

use super::out::{Failure, Out};
use super::record_key::{Custody, RecordKey};
use super::seal_files::SealFiles;
use super::session::{Session, SignArgs};
use crate::base::{Lang, lang};
use crate::format::charter::{CharterKey, Matter};
use crate::format::note::{Key, Signature};
use crate::format::record::Body;
use crate::seal::{Passphrase, SealKey, SecretKey};

/// The keys of one signing command, open.
#[derive(Debug)]
pub struct Keys {
    pub(super) officer: RecordKey,
    /// Where nobody else must sign.
    pub(super) archive: Option<SecretKey>,
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

impl Session {
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

    /// The archive key after this record: a charter may exchange it, and the new one signs the checkpoint over it.
    pub fn archive_key_after<'a>(&'a self, body: &'a Body) -> &'a CharterKey {
        let exchanged = match body {
            Body::Charter(charter) => charter.archive_key(),
            _ => None,
        };
        exchanged.unwrap_or(&self.archive_key)
    }
}

/// A key's signature line under a text.
pub fn line(key: &CharterKey, secret: &RecordKey, text: &str) -> Result<Signature, Failure> {
    Ok(Signature::new(&Key::new(&key.name, key.public), secret.sign(text.as_bytes())?))
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
