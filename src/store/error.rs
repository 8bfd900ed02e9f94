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

/// What the system said, with its number: in German for what happens to people.
pub fn reason(error: &io::Error, lang: Lang) -> String {
    let german = match error.kind() {
        io::ErrorKind::NotFound => "nicht gefunden",
        io::ErrorKind::IsADirectory => "ist ein Ordner",
        io::ErrorKind::NotADirectory => "ist kein Ordner",
        io::ErrorKind::PermissionDenied => "keine Berechtigung",
        io::ErrorKind::ReadOnlyFilesystem => "der Datenträger ist schreibgeschützt",
        io::ErrorKind::StorageFull => "der Datenträger ist voll",
        io::ErrorKind::QuotaExceeded => "das Kontingent ist erschöpft",
        io::ErrorKind::FileTooLarge => "die Datei ist zu groß",
        io::ErrorKind::ConnectionRefused => "die Verbindung wurde abgelehnt",
        _ => return error.to_string(),
    };
    match (lang, error.raw_os_error()) {
        (Lang::En, _) => error.to_string(),
        (Lang::De, Some(number)) => format!("{german}, Fehler {number}"),
        (Lang::De, None) => german.to_owned(),
    }
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
                let (p, e) = (p.display(), reason(e, lang));
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_system_says_is_told_in_german_too() {
        let told = |kind: io::ErrorKind, lang| reason(&kind.into(), lang);
        assert_eq!(told(io::ErrorKind::StorageFull, Lang::De), "der Datenträger ist voll");
        assert_eq!(told(io::ErrorKind::TimedOut, Lang::De), told(io::ErrorKind::TimedOut, Lang::En));
        let missing = std::fs::read("no such file").unwrap_err();
        assert!(reason(&missing, Lang::De).starts_with("nicht gefunden, Fehler "));
        assert!(!reason(&missing, Lang::En).contains("Fehler"));
    }
}
