//! Why there is no passphrase, and what to know about one that there is.

use std::io;
use std::path::PathBuf;

use crate::base::{Lang, Say, lang};
use crate::seal::PassphraseError;
use crate::store::reason;

/// Something to know about a passphrase that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum SecretWarning {
    /// Group or others may read the file.
    OthersMayRead {
        /// The passphrase file.
        path: PathBuf,
    },
}

impl Say for SecretWarning {
    fn fact(&self, lang: Lang) -> String {
        let Self::OthersMayRead { path } = self;
        let path = path.display();
        lang::say!(
            lang,
            "die Passphrasendatei {path} ist für andere Benutzer lesbar",
            "the passphrase file {path} is readable by other users"
        )
    }

    fn advice(&self, lang: Lang) -> Option<String> {
        let Self::OthersMayRead { path } = self;
        let path = path.display();
        Some(lang::say!(lang, "Schränken Sie das ein: chmod 600 {path}", "Restrict it: chmod 600 {path}"))
    }
}

/// Why there is no passphrase. Nothing was changed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum SecretError {
    /// There is no terminal to ask on.
    NoTerminal {
        /// What the system said.
        error: String,
    },
    /// The user broke off.
    Cancelled,
    /// The two spellings of a new passphrase are not the same.
    Differ,
    /// A file or descriptor could not be read.
    Io {
        /// Path of the file or descriptor.
        place: String,
        /// What the system said, in German and in English.
        error: [String; 2],
    },
    /// The file or descriptor is a terminal, which would show what is typed.
    IsTerminal {
        /// Path of the file or descriptor.
        place: String,
    },
    /// Not UTF-8.
    NotText {
        /// Path of the file or descriptor.
        place: String,
    },
    /// This system has no numbered descriptors.
    #[cfg_attr(unix, allow(dead_code, reason = "made on systems without /dev/fd only"))]
    NoDescriptors,
    /// What was read is no passphrase.
    Passphrase(PassphraseError),
}

impl SecretError {
    pub(super) fn io(place: &str, error: &io::Error) -> Self {
        Self::Io { place: place.to_owned(), error: [Lang::De, Lang::En].map(|lang| reason(error, lang)) }
    }
}

impl Say for SecretError {
    fn fact(&self, lang: Lang) -> String {
        match self {
            Self::NoTerminal { error } => lang::say!(
                lang,
                "die Passphrase kann nicht erfragt werden: kein Terminal ({error})",
                "cannot ask for the passphrase: no terminal ({error})"
            ),
            Self::Cancelled => lang::say!(lang, "abgebrochen", "cancelled"),
            Self::Differ => lang::say!(
                lang,
                "die beiden Eingaben der Passphrase sind verschieden",
                "the passphrase was not typed the same twice"
            ),
            Self::Io { place, error: [german, english] } => lang::say!(
                lang,
                "die Passphrase ist aus {place} nicht zu lesen: {german}",
                "cannot read the passphrase from {place}: {english}"
            ),
            Self::IsTerminal { place } => lang::say!(
                lang,
                "{place} ist ein Terminal, das die Passphrase anzeigen würde",
                "{place} is a terminal, which would show the passphrase"
            ),
            Self::NotText { place } => lang::say!(
                lang,
                "{place} enthält keinen Text in UTF-8",
                "{place} does not hold text in UTF-8"
            ),
            Self::NoDescriptors => lang::say!(
                lang,
                "--passphrase-fd gibt es auf diesem Betriebssystem nicht",
                "--passphrase-fd does not exist on this operating system"
            ),
            Self::Passphrase(e) => e.fact(lang),
        }
    }

    fn advice(&self, lang: Lang) -> Option<String> {
        match self {
            Self::NoTerminal { .. } => Some(lang::say!(
                lang,
                "Geben Sie sie mit --passphrase-file DATEI oder --passphrase-fd N.",
                "Give it with --passphrase-file FILE or --passphrase-fd N."
            )),
            Self::Differ => Some(lang::say!(
                lang,
                "Wiederholen Sie den Befehl; es wurde nichts geändert.",
                "Run the command again; nothing was changed."
            )),
            Self::IsTerminal { .. } => Some(lang::say!(
                lang,
                "Lassen Sie die Option weg: Dann wird verdeckt gefragt.",
                "Leave the option out: you are then asked without echo."
            )),
            Self::NotText { .. } => Some(lang::say!(
                lang,
                "Speichern Sie die Datei als UTF-8 (nicht UTF-16).",
                "Save the file as UTF-8 (not UTF-16)."
            )),
            Self::NoDescriptors => Some(lang::say!(
                lang,
                "Verwenden Sie --passphrase-file DATEI.",
                "Use --passphrase-file FILE."
            )),
            Self::Passphrase(e) => e.advice(lang),
            Self::Cancelled | Self::Io { .. } => None,
        }
    }
}

lang::error_that_says!(SecretError);
