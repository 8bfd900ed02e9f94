//! The recovery keys that sign a charter: which of them, from which files, and opened.
//!
//! Specification: `docs/archive-format.md`, "Amending", and `docs/keys.md`. They are those in `keys/private`, as many
//! as are needed, unless their files are named. A file does not say which key is in it: opened, it must be one of
//! the charter's.

use std::path::{Path, PathBuf};

use super::Env;
use super::archive_args::shown;
use super::commit::Session;
use super::out::{Failure, Out};
use super::private_file::BadKey;
use super::record_key::RecordKey;
use super::secret::PassphraseSource;
use super::workspace::{Workspace, key_file};
use crate::base::{Digest, Lang, Say, lang};
use crate::format::charter::{Charter, CharterKey, Role, person};
use crate::seal::{KeyError, Passphrase, SecretKey, fingerprint};

/// Where recovery keys come from.
#[derive(Debug, clap::Args)]
pub struct RecoveryArgs {
    /// A recovery key to sign with, such as one on a medium; can be given more than once (default: those in keys/private)
    #[arg(long, value_name = "FILE")]
    recovery_key: Vec<PathBuf>,
    #[command(flatten)]
    pub passphrase: PassphraseSource,
}

/// Why a charter cannot be signed here. Nothing was changed.
#[derive(Debug)]
pub enum NoRecovery {
    /// Too few keys: how many are needed, and how many are here.
    TooFew(u32, usize),
    /// The key in a file is no recovery key of the charter: the file, and its fingerprint.
    Other(PathBuf, String),
    /// Two of the keys are one person's.
    Twice(String),
}

impl Say for NoRecovery {
    fn fact(&self, lang: Lang) -> String {
        match self {
            Self::TooFew(needed, here) => lang::say!(
                lang,
                "gebraucht werden Wiederherstellungsschlüssel von {needed} Person(en), hier liegen {here}",
                "recovery keys of {needed} person(s) are needed, {here} are here"
            ),
            Self::Other(path, found) => {
                let path = path.display();
                lang::say!(
                    lang,
                    "{path}: der Schlüssel {found} ist kein Wiederherstellungsschlüssel der Zeichnungsregelung",
                    "{path}: the key {found} is no recovery key of the charter"
                )
            }
            Self::Twice(who) => lang::say!(
                lang,
                "zwei der Wiederherstellungsschlüssel sind von {who}",
                "two of the recovery keys are of {who}"
            ),
        }
    }

    fn advice(&self, lang: Lang) -> Option<String> {
        Some(match self {
            Self::TooFew(..) => lang::say!(
                lang,
                "Den Datenträger einlegen und die Datei mit --recovery-key angeben.",
                "Insert the medium and name the file with --recovery-key."
            ),
            Self::Other(..) => lang::say!(
                lang,
                "`inkraft charter show` zeigt, welche es sind.",
                "`inkraft charter show` shows which these are."
            ),
            Self::Twice(_) => lang::say!(
                lang,
                "Von jeder Person zählt eine Unterschrift; eine der Dateien weglassen.",
                "One signature of each person counts; leave one of the files out."
            ),
        })
    }
}

/// A file with a recovery key, and its name in the charter where that is known before it is opened.
pub struct Chosen {
    path: PathBuf,
    shown: PathBuf,
    key: Option<CharterKey>,
}

/// The files that are named, or as many of those here as are needed; of those here, none that `leaving` says is taken out.
pub fn choose(
    args: &RecoveryArgs,
    session: &Session,
    charter: &Charter,
    needed: u32,
    leaving: impl Fn(&CharterKey) -> bool,
    env: &Env,
) -> Result<Vec<Chosen>, Failure> {
    let origin = session.log.origin();
    let chosen: Vec<Chosen> = if args.recovery_key.is_empty() {
        let mut people: Vec<String> = Vec::new();
        let keys = charter.keys.iter().filter(|k| k.role == Role::Recovery && !leaving(k));
        let here = keys.filter_map(|key| {
            let path = session.workspace.private_path(&key_file(&key.name, origin));
            let who = person(&key.name, origin)?.to_owned();
            if !path.is_file() || people.contains(&who) {
                return None;
            }
            people.push(who);
            Some(Chosen { shown: shown(&path, env), path, key: Some(key.clone()) })
        });
        here.take(needed as usize).collect()
    } else {
        let named = args.recovery_key.iter().map(|path| env.cwd.join(path));
        named.map(|path| Chosen { shown: shown(&path, env), path, key: None }).collect()
    };
    // Others may sign elsewhere; a record that nobody signed is not worth a file.
    if chosen.is_empty() {
        return Err(NoRecovery::TooFew(needed, chosen.len()).into());
    }
    Ok(chosen)
}

/// Who signs, in words, before the files are opened.
pub fn told(chosen: &[Chosen], needed: u32, lang: Lang) -> String {
    let names = chosen.iter().map(|c| match &c.key {
        Some(key) => key.name.clone(),
        None => c.shown.display().to_string(),
    });
    let (names, count) = (names.collect::<Vec<_>>().join(", "), chosen.len());
    match count == needed as usize {
        true => names,
        false => lang::say!(lang, "{names} ({count}, nötig {needed})", "{names} ({count}, needed {needed})"),
    }
}

/// Opens the recovery keys, sorted by name.
pub fn unlock(
    passphrases: &mut Passphrases<'_>,
    chosen: Vec<Chosen>,
    workspace: &Workspace,
    charter: &Charter,
    out: &mut Out,
) -> Result<Vec<(CharterKey, RecordKey)>, Failure> {
    let origin = &workspace.config.origin;
    let mut recovery: Vec<(CharterKey, RecordKey)> = Vec::new();
    for Chosen { path, shown, key } in chosen {
        let text = match key {
            Some(_) => workspace.private_text(&path, &shown)?,
            None => workspace.medium_text(&path, &shown, out)?,
        };
        let secret = passphrases.open(&text, &shown, &shown.display().to_string(), out)?;
        let public = Digest(secret.public());
        let of_charter = |k: &&CharterKey| k.role == Role::Recovery && k.public == public;
        let found = charter.keys.iter().find(of_charter);
        let found = match (found, key) {
            (Some(found), _) => found.clone(),
            (None, Some(expected)) => {
                let (found, expected) = (fingerprint(&public.0), fingerprint(&expected.public.0));
                return Err(BadKey(shown, KeyError::OtherKey { found, expected }).into());
            }
            (None, None) => return Err(NoRecovery::Other(shown, fingerprint(&public.0)).into()),
        };
        let who = person(&found.name, origin).unwrap_or_default();
        if recovery.iter().any(|(k, _)| person(&k.name, origin) == Some(who)) {
            return Err(NoRecovery::Twice(who.to_owned()).into());
        }
        recovery.push((found, secret.into()));
    }
    recovery.sort_by(|a, b| a.0.name.cmp(&b.0.name));
    Ok(recovery)
}

/// Passphrases for several keys: one is asked for, and another one only for a key that none of them opens.
pub struct Passphrases<'a> {
    source: &'a PassphraseSource,
    given: Vec<Passphrase>,
}

impl<'a> Passphrases<'a> {
    /// None was given yet.
    pub fn new(source: &'a PassphraseSource) -> Self {
        Self { source, given: Vec::new() }
    }

    /// Opens the key whose file has this text; `whose` is named when somebody is asked.
    pub fn open(
        &mut self,
        text: &str,
        shown: &Path,
        whose: &str,
        out: &mut Out,
    ) -> Result<SecretKey, Failure> {
        let open = |p: &Passphrase| {
            SecretKey::from_encrypted_pem(text, p).map_err(|e| BadKey(shown.to_owned(), e).failure())
        };
        for passphrase in &self.given {
            match open(passphrase) {
                // A file's first line would be the same again.
                Err(failure) if failure.is_wrong_passphrase() && !self.source.is_file() => {}
                opened => return opened,
            }
        }
        let prompt = lang::say!(out.lang, "Passphrase für {whose}: ", "Passphrase for {whose}: ");
        let (secret, passphrase) = self.source.open(&prompt, out, |p| Ok((open(p)?, p.clone())))?;
        self.given.push(passphrase);
        Ok(secret)
    }
}
