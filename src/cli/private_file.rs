//! Private key files: read where they may lie, opened with a passphrase, refused where others can get at them.
//!
//! Specification: `docs/keys.md`, "Who may read a private key". A key in `keys/private` that others may read is refused,
//! as ssh does; on a medium, whose files often know no permissions, it is warned of.

use std::path::{Path, PathBuf};

use super::key_names::ARCHIVE;
use super::out::{Failure, Out};
use super::workspace::Workspace;
use crate::base::{Lang, Say, lang, limits};
use crate::seal::KeyError;
use crate::store::{lies_in, read_private};

/// What `chmod` may give to others than the owner.
const OTHERS: u32 = 0o077;

/// A private key cannot be used: its file, and why.
#[derive(Debug)]
pub struct BadKey(pub PathBuf, pub KeyError);

impl Say for BadKey {
    fn fact(&self, lang: Lang) -> String {
        format!("{}: {}", self.0.display(), self.1.fact(lang))
    }

    fn advice(&self, lang: Lang) -> Option<String> {
        let stem = self.0.file_stem().and_then(|s| s.to_str()).unwrap_or_default();
        let number = stem.strip_prefix(ARCHIVE).map(|n| n.trim_start_matches('-'));
        let is_archive = number.is_some_and(|n| n.bytes().all(|b| b.is_ascii_digit()));
        let told = self.1.advice(lang);
        if !is_archive || self.1 != KeyError::WrongPassphrase {
            return told;
        }
        let forgotten = lang::say!(
            lang,
            "Ist die Passphrase vergessen, ist der Schlüssel verloren: `inkraft key rotate --archive --reason lost`.",
            "If the passphrase is forgotten, the key is lost: `inkraft key rotate --archive --reason lost`."
        );
        Some(told.map_or(forgotten.clone(), |told| format!("{told} {forgotten}")))
    }
}

impl BadKey {
    /// The failure; says whether another passphrase may open the file.
    pub fn failure(self) -> Failure {
        let wrong = self.1 == KeyError::WrongPassphrase;
        Failure::new(self).wrong_passphrase(wrong)
    }
}

/// A private key file that others can get at: the file as it is shown, and how.
#[derive(Debug)]
pub enum Exposed {
    /// Other users of the machine may read or change it: its permissions.
    Others(PathBuf, u32),
    /// The same on a medium, where it is only warned of.
    OnMedium(PathBuf, u32),
    /// It lies in a folder that is published.
    Published(PathBuf, PathBuf),
}

impl Say for Exposed {
    fn fact(&self, lang: Lang) -> String {
        match self {
            Self::Others(path, mode) | Self::OnMedium(path, mode) => {
                let path = path.display();
                lang::say!(
                    lang,
                    "der private Schlüssel {path} ist nicht nur für seinen Besitzer zugänglich (Rechte {mode:04o})",
                    "the private key {path} is accessible to others than its owner (permissions {mode:04o})"
                )
            }
            Self::Published(path, folder) => {
                let (path, folder) = (path.display(), folder.display());
                lang::say!(
                    lang,
                    "der private Schlüssel {path} liegt in {folder}, einem Ordner, der veröffentlicht wird",
                    "the private key {path} lies in {folder}, a folder that is published"
                )
            }
        }
    }

    fn advice(&self, lang: Lang) -> Option<String> {
        Some(match self {
            Self::Others(path, _) => {
                let path = path.display();
                lang::say!(
                    lang,
                    "Einschränken: chmod 600 {path}. Bleibt das ohne Wirkung, kennt der Datenträger keine Rechte: Den Arbeitsordner auf einen anderen legen.",
                    "Restrict it: chmod 600 {path}. If that has no effect, the medium knows no permissions: move the workspace to another one."
                )
            }
            Self::OnMedium(path, _) => {
                let path = path.display();
                lang::say!(
                    lang,
                    "Wenn der Datenträger Rechte kennt: chmod 600 {path}",
                    "If the medium knows permissions: chmod 600 {path}"
                )
            }
            Self::Published(..) => lang::say!(
                lang,
                "Die Datei herausnehmen. War sie schon abrufbar, den Schlüssel ersetzen.",
                "Take the file out. If it could be downloaded already, replace the key."
            ),
        })
    }
}

impl Workspace {
    /// The text of a private key file in `keys/private`, which must be its owner's only; `shown` is told in messages.
    pub fn private_text(&self, path: &Path, shown: &Path) -> Result<String, Failure> {
        let (text, mode) = self.hidden_text(path, shown)?;
        match mode & OTHERS {
            0 => Ok(text),
            _ => Err(Exposed::Others(shown.to_owned(), mode).into()),
        }
    }

    /// The text of a private key file on a medium; warns if others may read it.
    pub fn medium_text(&self, path: &Path, shown: &Path, out: &mut Out) -> Result<String, Failure> {
        let (text, mode) = self.hidden_text(path, shown)?;
        if mode & OTHERS != 0 {
            out.warning(&Exposed::OnMedium(shown.to_owned(), mode));
        }
        Ok(text)
    }

    /// The text of a private key file outside what is published, with its permissions.
    fn hidden_text(&self, path: &Path, shown: &Path) -> Result<(String, u32), Failure> {
        let (bytes, mode) = read_private(path, limits::SMALL)?;
        for folder in [self.archive().root(), &self.site()] {
            if lies_in(path, folder) {
                return Err(Exposed::Published(shown.to_owned(), self.below(folder)).into());
            }
        }
        // What is not UTF-8 is no key file either, and is told so.
        Ok((String::from_utf8_lossy(&bytes).into_owned(), mode))
    }
}
