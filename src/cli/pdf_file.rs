//! A PDF that was made elsewhere and is taken as it is.
//!
//! Specification: `docs/archive-format.md`, "issue" and "rendition". Takes a path that an officer named; gives the
//! bytes of a regular file that begins like a PDF. What is in it nobody judges: not its text, not its accessibility.

use std::path::{Path, PathBuf};

use super::Env;
use super::archive_args::shown;
use super::out::{Failure, Out};
use crate::base::{Lang, Say, lang, limits};
use crate::format::files::Files;
use crate::format::record::FileRef;
use crate::store::read_file;
use crate::verify::Log;

/// A PDF as it was found.
#[derive(Debug)]
pub struct PdfFile {
    /// Where it lies, as the user knows it.
    pub path: PathBuf,
    /// All of it.
    pub bytes: Vec<u8>,
}

/// How far from the end a PDF says that it is whole, as readers look for it.
const TAIL: usize = 1024;

impl PdfFile {
    /// Reads it; refuses an encrypted one, warns if it does not end like a PDF.
    pub fn read(path: &Path, env: &Env, out: &mut Out) -> Result<Self, Failure> {
        let bytes = read_file(&env.cwd.join(path), limits::PDF)?;
        let path = shown(&env.cwd.join(path), env);
        if !bytes.starts_with(b"%PDF-") {
            return Err(NoPdf(path).into());
        }
        // Nobody could read it without the password, and whoever archives it cannot look into it.
        if bytes.windows(8).any(|w| w == b"/Encrypt") {
            return Err(Locked(path).into());
        }
        let tail = bytes.get(bytes.len().saturating_sub(TAIL)..).unwrap_or_default();
        if !tail.windows(5).any(|w| w == b"%%EOF") {
            out.warning(&Torn(path.clone()));
        }
        Ok(Self { path, bytes })
    }

    /// Warns if the archive has this very file already; refuses it if it is withheld there.
    pub fn check_known(&self, log: &Log, out: &mut Out) -> Result<(), Failure> {
        let pdf = FileRef::of(&self.bytes);
        let all = log.state.standing.values();
        let known = all.filter(|s| Files::of(&s.record.body, s.index).is_some_and(|f| f.pdf == pdf));
        let known: Vec<_> = known.collect();
        let withheld = known.iter().find_map(|s| Some((s.index, log.state.withheld(s)?.0)));
        if let Some((entry, by)) = withheld {
            return Err(Failure::new(Withheld(self.path.clone(), entry, by)).code(1));
        }
        if let Some(known) = known.first() {
            out.warning(&Known(self.path.clone(), known.index));
        }
        Ok(())
    }
}

/// It is no PDF.
#[derive(Debug)]
struct NoPdf(PathBuf);

impl Say for NoPdf {
    fn fact(&self, lang: Lang) -> String {
        let path = self.0.display();
        lang::say!(
            lang,
            "{path} ist kein PDF: die Datei beginnt nicht mit %PDF-",
            "{path} is no PDF: the file does not begin with %PDF-"
        )
    }

    fn advice(&self, lang: Lang) -> Option<String> {
        Some(lang::say!(
            lang,
            "Aus der Textverarbeitung oder dem Scanner als PDF speichern und diese Datei angeben.",
            "Save it as a PDF from the word processor or scanner, and name that file."
        ))
    }
}

/// It is encrypted.
#[derive(Debug)]
struct Locked(PathBuf);

impl Say for Locked {
    fn fact(&self, lang: Lang) -> String {
        let path = self.0.display();
        lang::say!(
            lang,
            "{path} ist verschlüsselt (mit Kennwort oder Nutzungsbeschränkung)",
            "{path} is encrypted (by a password or with restrictions)"
        )
    }

    fn advice(&self, lang: Lang) -> Option<String> {
        Some(lang::say!(
            lang,
            "Ohne Kennwort und Beschränkung als PDF speichern und diese Datei angeben: Archiviert wird, was jeder öffnen kann.",
            "Save it as a PDF without password and restrictions, and name that file: what is archived, anybody can open."
        ))
    }
}

/// It does not end like a PDF.
#[derive(Debug)]
struct Torn(PathBuf);

impl Say for Torn {
    fn fact(&self, lang: Lang) -> String {
        let path = self.0.display();
        lang::say!(
            lang,
            "{path} endet nicht wie ein PDF; vielleicht ist die Datei unvollständig",
            "{path} does not end like a PDF; the file may be incomplete"
        )
    }

    fn advice(&self, lang: Lang) -> Option<String> {
        Some(lang::say!(
            lang,
            "Die Datei öffnen und bis zur letzten Seite ansehen.",
            "Open the file and look at it to the last page."
        ))
    }
}

/// It is withheld in the archive: the entry that it is the file of, and that by which it is withheld.
#[derive(Debug)]
struct Withheld(PathBuf, u64, u64);

impl Say for Withheld {
    fn fact(&self, lang: Lang) -> String {
        let (path, entry, by) = (self.0.display(), self.1, self.2);
        lang::say!(
            lang,
            "{path} ist Byte für Byte die Datei aus Eintrag {entry}, und die ist gesperrt (Eintrag {by})",
            "{path} is byte for byte the file of entry {entry}, and that is withheld (entry {by})"
        )
    }

    fn advice(&self, lang: Lang) -> Option<String> {
        Some(lang::say!(
            lang,
            "Eine Datei ohne das Gesperrte angeben. Darf sie wieder öffentlich sein, die Sperrung mit `withdraw` zurücknehmen.",
            "Name a file without what is withheld. If it may be public again, withdraw the withholding with `withdraw`."
        ))
    }
}

/// The archive has it already.
#[derive(Debug)]
struct Known(PathBuf, u64);

impl Say for Known {
    fn fact(&self, lang: Lang) -> String {
        let (path, entry) = (self.0.display(), self.1);
        lang::say!(
            lang,
            "{path} ist Byte für Byte die Datei aus Eintrag {entry}",
            "{path} is byte for byte the file of entry {entry}"
        )
    }

    fn advice(&self, lang: Lang) -> Option<String> {
        Some(lang::say!(lang, "Ist es die richtige Datei?", "Is it the right file?"))
    }
}
