//! Bounded reading of files and of an archive's folder.
//!
//! Specification: `docs/archive-format.md`, "Files". Everything read here is hostile until a codec and a
//! signature say otherwise, so a size limit goes with every read, and devices, pipes and links in the
//! place of an archive's file are not opened.

use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use super::error::reason;
use crate::base::{Lang, Say, lang};
use crate::format::layout::{FOLDERS, Place};

/// Why a file could not be read.
#[derive(Debug)]
#[non_exhaustive]
pub enum ReadError {
    /// There is no such file.
    Missing(PathBuf),
    /// It is larger than such a file may be.
    TooLarge(PathBuf, u64),
    /// It is a folder, a device, a pipe or a link.
    NotAFile(PathBuf),
    /// It is what the program remembers of an archive, and it cannot be understood.
    Spoiled(PathBuf),
    /// The system refused.
    Io(PathBuf, io::Error),
}

impl Say for ReadError {
    fn fact(&self, lang: Lang) -> String {
        match self {
            Self::Missing(p) => {
                let p = p.display();
                lang::say!(lang, "{p} gibt es nicht", "{p} does not exist")
            }
            Self::TooLarge(p, limit) => {
                let p = p.display();
                lang::say!(
                    lang,
                    "{p} ist größer als die zulässigen {limit} Bytes",
                    "{p} is larger than the {limit} bytes allowed"
                )
            }
            Self::NotAFile(p) => {
                let p = p.display();
                lang::say!(lang, "{p} ist keine gewöhnliche Datei", "{p} is not a regular file")
            }
            Self::Spoiled(p) => {
                let p = p.display();
                lang::say!(
                    lang,
                    "{p} ist beschädigt; darin steht der Registerstand, der hier zuletzt bekannt war",
                    "{p} is spoiled; it holds the checkpoint that was last seen here"
                )
            }
            Self::Io(p, e) => {
                let (p, e) = (p.display(), reason(e, lang));
                lang::say!(lang, "{p} lässt sich nicht lesen ({e})", "{p} cannot be read ({e})")
            }
        }
    }

    fn advice(&self, lang: Lang) -> Option<String> {
        match self {
            Self::Spoiled(_) => Some(lang::say!(
                lang,
                "Das Archiv mit der veröffentlichten Fassung vergleichen; ist es nicht älter, diese Datei löschen und den Befehl wiederholen.",
                "Compare the archive with the published copy; if it is not older, delete this file and run the command again."
            )),
            _ => None,
        }
    }
}

lang::error_that_says!(ReadError);

impl ReadError {
    /// Whether the file is simply not there.
    pub fn is_missing(&self) -> bool {
        matches!(self, Self::Missing(_))
    }

    pub(super) fn io(path: &Path, error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Self::Missing(path.to_owned()),
            _ => Self::Io(path.to_owned(), error),
        }
    }
}

/// Reads a regular file of at most `limit` bytes. A link is followed (a user named the path).
pub fn read_file(path: &Path, limit: u64) -> Result<Vec<u8>, ReadError> {
    let meta = fs::metadata(path).map_err(|e| ReadError::io(path, e))?;
    if !meta.is_file() {
        return Err(ReadError::NotAFile(path.to_owned()));
    }
    read_at_most(path, limit, meta.len())
}

fn read_at_most(path: &Path, limit: u64, expected: u64) -> Result<Vec<u8>, ReadError> {
    if expected > limit {
        return Err(ReadError::TooLarge(path.to_owned(), limit));
    }
    let file = fs::File::open(path).map_err(|e| ReadError::io(path, e))?;
    let mut bytes = Vec::with_capacity(expected as usize + 1);
    file.take(limit + 1).read_to_end(&mut bytes).map_err(|e| ReadError::io(path, e))?;
    if bytes.len() as u64 > limit {
        return Err(ReadError::TooLarge(path.to_owned(), limit));
    }
    Ok(bytes)
}

/// An archive as a folder.
#[derive(Debug, Clone)]
pub struct Dir {
    root: PathBuf,
}

impl Dir {
    /// The archive in this folder; nothing is read yet.
    pub fn new(root: &Path) -> Self {
        Self { root: root.to_owned() }
    }

    /// The archive's folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Where a place lies on this system.
    pub fn path(&self, place: &Place) -> PathBuf {
        place.to_string().split('/').fold(self.root.clone(), |p, part| p.join(part))
    }

    /// Reads a file of the archive; a symbolic link in its place is not followed.
    pub fn read(&self, place: &Place, limit: u64) -> Result<Vec<u8>, ReadError> {
        let path = self.path(place);
        let meta = fs::symlink_metadata(&path).map_err(|e| ReadError::io(&path, e))?;
        if !meta.is_file() {
            return Err(ReadError::NotAFile(path));
        }
        read_at_most(&path, limit, meta.len())
    }

    /// Whether there is anything at a place.
    pub fn has(&self, place: &Place) -> bool {
        fs::symlink_metadata(self.path(place)).is_ok()
    }

    /// Whether the archive's folder exists and holds anything.
    pub fn is_empty(&self) -> bool {
        fs::read_dir(&self.root).map_or(true, |mut d| d.next().is_none())
    }

    /// All that lies in the archive's own folders, and the names beside them, as paths with `/`.
    ///
    /// A folder is listed (with a final `/`) only when it is empty; a link is listed and not followed.
    pub fn list(&self) -> Result<Listing, ReadError> {
        let mut listing = Listing::default();
        for (name, is_dir) in names(&self.root)? {
            if FOLDERS.contains(&name.as_str()) {
                // What bears a folder's name and is none (a link, say) lies in its place.
                if is_dir { self.walk(&name, &mut listing.inside)? } else { listing.inside.push(name) }
            } else {
                listing.beside.push(name);
            }
        }
        listing.inside.sort();
        listing.beside.sort();
        Ok(listing)
    }

    fn walk(&self, prefix: &str, found: &mut Vec<String>) -> Result<(), ReadError> {
        let mut folders = vec![prefix.to_owned()];
        while let Some(folder) = folders.pop() {
            let entries = match names(&folder.split('/').fold(self.root.clone(), |p, part| p.join(part))) {
                // A writer took it away meanwhile.
                Err(e) if e.is_missing() => continue,
                other => other?,
            };
            if entries.is_empty() {
                found.push(format!("{folder}/"));
            }
            for (name, is_dir) in entries {
                let path = format!("{folder}/{name}");
                if is_dir { folders.push(path) } else { found.push(path) }
            }
        }
        Ok(())
    }
}

/// What a folder of an archive holds.
#[derive(Debug, Default)]
pub struct Listing {
    /// Paths in the archive's own folders.
    pub inside: Vec<String>,
    /// Names beside them in the archive's folder.
    pub beside: Vec<String>,
}

/// The names in a folder of the user's, sorted, and whether each is a folder; a link counts as what it leads to.
///
/// `None` if there are more than `limit`. What is not UTF-8 is shown as well as it can be, and is no name then.
pub fn list_folder(folder: &Path, limit: usize) -> Result<Option<Vec<(String, bool)>>, ReadError> {
    let io = |e| ReadError::io(folder, e);
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).map_err(io)? {
        if names.len() == limit {
            return Ok(None);
        }
        let entry = entry.map_err(io)?;
        names.push((entry.file_name().to_string_lossy().into_owned(), entry.path().is_dir()));
    }
    names.sort();
    Ok(Some(names))
}

fn names(folder: &Path) -> Result<Vec<(String, bool)>, ReadError> {
    let io = |e| ReadError::io(folder, e);
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).map_err(io)? {
        let entry = entry.map_err(io)?;
        let is_dir = entry.file_type().map_err(io)?.is_dir();
        names.push((entry.file_name().to_string_lossy().into_owned(), is_dir));
    }
    Ok(names)
}
