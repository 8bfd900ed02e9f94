//! Why a version cannot be typeset with the files that lie there, in words.
//!
//! Specification: `docs/template.md`, "Where the files lie" and "Assets". Nothing was changed then.

use std::path::{Path, PathBuf};

use crate::base::{Lang, Say, lang, limits};
use crate::store::ReadError;
use crate::typeset::{BadAsset, QR};

/// One reason; the paths are as the user knows them.
#[derive(Debug)]
pub enum BadMaterial {
    /// `assets` is no folder.
    NoFolder(PathBuf),
    /// A folder among the assets.
    Folder(PathBuf),
    /// A name that the archive does not take.
    Name(PathBuf),
    /// A name that the program takes for itself.
    Reserved(PathBuf),
    /// A file that is not what its name says, or that cannot be set.
    Content(PathBuf, BadAsset),
    /// A file that is larger than it may be.
    TooLarge(PathBuf, u64),
    /// A file that the system does not let be read.
    Unreadable(ReadError),
    /// More names in a folder than are looked at.
    ManyNames(PathBuf),
    /// More assets than a record can name.
    TooMany(usize),
    /// More bytes of assets than a PDF should hold.
    TooMuch(u64),
}

impl BadMaterial {
    /// Why a file could not be read.
    pub fn of(path: &Path, error: ReadError) -> Self {
        match error {
            ReadError::TooLarge(_, limit) => Self::TooLarge(path.to_owned(), limit),
            other => Self::Unreadable(other),
        }
    }

    /// Whether the files are at fault; else they could not be judged.
    pub fn is_judged(&self) -> bool {
        !matches!(self, Self::Unreadable(_))
    }
}

impl Say for BadMaterial {
    fn fact(&self, lang: Lang) -> String {
        match self {
            Self::NoFolder(path) => {
                let path = path.display();
                lang::say!(lang, "{path} ist kein Ordner", "{path} is not a folder")
            }
            Self::Folder(path) => {
                let path = path.display();
                lang::say!(
                    lang,
                    "{path} ist ein Ordner; beigefügt werden nur Dateien, die unmittelbar in „assets“ liegen",
                    "{path} is a folder; only files that lie in \"assets\" itself can be assets"
                )
            }
            Self::Name(path) => {
                let path = path.display();
                lang::say!(
                    lang,
                    "{path}: so kann eine beigefügte Datei nicht heißen",
                    "{path}: an asset cannot have this name"
                )
            }
            Self::Reserved(path) => {
                let path = path.display();
                lang::say!(
                    lang,
                    "{path}: unter diesem Namen legt das Programm den QR-Code der Fassung ab",
                    "{path}: under this name the program puts the QR code of the version"
                )
            }
            Self::Content(path, why) => {
                let (path, why) = (path.display(), why.fact(lang));
                format!("{path}: {why}")
            }
            Self::TooLarge(path, limit) => {
                let (path, limit) = (path.display(), limit >> 20);
                lang::say!(lang, "{path} ist größer als {limit} MiB", "{path} is larger than {limit} MiB")
            }
            Self::Unreadable(e) => e.fact(lang),
            Self::ManyNames(path) => {
                let (path, most) = (path.display(), limits::NAMES);
                lang::say!(
                    lang,
                    "in {path} liegen mehr als {most} Dateien",
                    "there are more than {most} files in {path}"
                )
            }
            Self::TooMany(n) => {
                let most = limits::ASSETS - 1;
                lang::say!(
                    lang,
                    "der Fassung sind {n} Dateien beigefügt; zulässig sind {most}",
                    "the version has {n} assets; {most} are allowed"
                )
            }
            Self::TooMuch(bytes) => {
                let (has, most) = (bytes.div_ceil(1 << 20), limits::ASSETS_TOTAL >> 20);
                lang::say!(
                    lang,
                    "die beigefügten Dateien haben zusammen {has} MiB; zulässig sind {most}",
                    "the assets have {has} MiB together; {most} are allowed"
                )
            }
        }
    }

    fn advice(&self, lang: Lang) -> Option<String> {
        Some(match self {
            Self::NoFolder(_) => lang::say!(
                lang,
                "Dort einen Ordner mit den Bildern und Schriften anlegen, oder die Datei entfernen.",
                "Make a folder with the images and fonts there, or remove the file."
            ),
            Self::Folder(_) => lang::say!(
                lang,
                "Die Dateien daraus nach „assets“ legen und den Ordner entfernen.",
                "Put the files in it into \"assets\" and remove the folder."
            ),
            Self::Name(path) => {
                let name = path.file_name().and_then(|n| n.to_str()).and_then(possible);
                let name = name.unwrap_or_else(|| "wappen-gross.svg".to_owned());
                lang::say!(
                    lang,
                    "Umbenennen, nur mit Kleinbuchstaben, Ziffern und einzelnen Bindestrichen: {name}",
                    "Rename it, with lower-case letters, digits and single hyphens only: {name}"
                )
            }
            Self::Reserved(_) => {
                lang::say!(
                    lang,
                    "Die Datei umbenennen: {QR} gibt es von selbst.",
                    "Rename the file: {QR} is made by itself."
                )
            }
            Self::Content(_, why) => return why.advice(lang),
            Self::TooLarge(..) | Self::TooMuch(_) => lang::say!(
                lang,
                "Bilder verkleinern (300 Punkte je Zoll genügen für den Druck) und Schriften auf die nötigen Schnitte beschränken.",
                "Make images smaller (300 dots an inch are enough for print) and keep only the styles of fonts that are needed."
            ),
            Self::Unreadable(_) => lang::say!(
                lang,
                "Nachsehen, ob die Datei gelesen werden darf.",
                "See whether the file may be read."
            ),
            Self::ManyNames(_) | Self::TooMany(_) => lang::say!(
                lang,
                "Nur beifügen, was die Vorlage braucht.",
                "Keep only what the template needs."
            ),
        })
    }
}

/// A name that the archive takes and that is like this one.
fn possible(name: &str) -> Option<String> {
    let (stem, ending) = name.rsplit_once('.')?;
    Some(format!("{}.{}", super::init::slug(stem)?, ending.to_ascii_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_can_be_is_proposed() {
        assert_eq!(possible("Logo Groß.SVG").as_deref(), Some("logo-gross.svg"));
        assert_eq!(possible("logo_2x.png").as_deref(), Some("logo-2x.png"));
        assert_eq!(possible("logo.min.svg").as_deref(), Some("logo-min.svg"));
        assert_eq!(possible("李.svg"), None);
    }
}
