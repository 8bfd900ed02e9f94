//! Why something could not be written, with what to do about it.
//!
//! Specification: `docs/architecture.md`, "Messages".

use std::io;
use std::path::PathBuf;

use crate::base::{Lang, Say, lang};

/// Why something could not be written. What was there before is unchanged.
#[derive(Debug)]
#[non_exhaustive]
pub enum WriteError {
    /// A file of that name is there already; nothing is overwritten.
    Exists(PathBuf),
    /// Another program is writing to this archive.
    Locked(PathBuf),
    /// The system refused.
    Io(PathBuf, io::Error),
}

impl Say for WriteError {
    fn fact(&self, lang: Lang) -> String {
        match self {
            Self::Exists(p) => {
                let p = p.display();
                lang::say!(lang, "{p} gibt es schon", "{p} exists already")
            }
            Self::Locked(p) => {
                let p = p.display();
                lang::say!(
                    lang,
                    "ein anderes Programm schreibt gerade in {p}",
                    "another program is writing to {p}"
                )
            }
            Self::Io(p, e) => {
                let p = p.display();
                lang::say!(lang, "{p} lässt sich nicht schreiben ({e})", "{p} cannot be written ({e})")
            }
        }
    }

    fn advice(&self, lang: Lang) -> Option<String> {
        match self {
            Self::Exists(_) => None,
            Self::Locked(_) => Some(lang::say!(
                lang,
                "Kurz warten und den Befehl wiederholen.",
                "Wait a moment and run the command again."
            )),
            Self::Io(_, e) => match e.kind() {
                io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Some(lang::say!(
                    lang,
                    "Platz schaffen und den Befehl wiederholen.",
                    "Make room and run the command again."
                )),
                io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => Some(lang::say!(
                    lang,
                    "Schreibrechte prüfen und den Befehl wiederholen.",
                    "Check the permission to write and run the command again."
                )),
                _ => None,
            },
        }
    }
}

lang::error_that_says!(WriteError);
