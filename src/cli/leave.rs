//! Pending records in the workspace: where they wait, left there whole or not at all.
//!
//! Specification: `docs/four-eyes.md`, "The way of a record"; `docs/architecture.md`, "Workspace". Takes a pending record,
//! gives its file. Judges nothing.

use std::path::{Path, PathBuf};

use super::out::Failure;
use super::workspace::Workspace;
use crate::base::{Lang, Say, lang, limits};
use crate::format::layout::TEMPORARY;
use crate::format::pending::{BadPending, EXTENSION, Pending};
use crate::format::record::Record;
use crate::store::{Dir, list_folder, read_file, replace_file};

/// A pending record of the same stream at the same place: one of the two can be logged.
#[derive(Debug)]
pub struct Rival(String);

impl Say for Rival {
    fn fact(&self, lang: Lang) -> String {
        let name = &self.0;
        lang::say!(
            lang,
            "in pending wartet schon {name}; eingetragen werden kann nur eine dieser Erklärungen",
            "{name} waits in pending already; only one of these records can be logged"
        )
    }

    fn advice(&self, lang: Lang) -> Option<String> {
        let name = &self.0;
        Some(lang::say!(
            lang,
            "Ist jene nicht mehr gewollt: `inkraft reject pending/{name} --discard`.",
            "If that one is wanted no more: `inkraft reject pending/{name} --discard`."
        ))
    }
}

/// The folder of the workspace in which pending records wait.
pub fn folder(workspace: &Workspace) -> PathBuf {
    workspace.root.join("pending")
}

/// Leaves a pending record in the workspace, on disk; gives its file. What an interrupted one left there goes.
pub fn new(workspace: &Workspace, pending: &Pending) -> Result<PathBuf, Failure> {
    let folder = folder(workspace);
    let names = if folder.is_dir() { list_folder(&folder, limits::NAMES)? } else { None };
    let torn = names.into_iter().flatten().map(|(name, _)| name).filter(|name| name.starts_with(TEMPORARY));
    // A pending record is never named so.
    Dir::new(&folder).remove(torn)?;
    let path = folder.join(pending.name());
    replace_file(&path, &pending.bytes())?;
    Ok(path)
}

/// The files that wait in the workspace, by name.
pub fn all(workspace: &Workspace) -> Result<Vec<PathBuf>, Failure> {
    let folder = folder(workspace);
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let names = list_folder(&folder, limits::NAMES)?.unwrap_or_default();
    let waits =
        |(name, is_dir): &(String, bool)| !is_dir && name.ends_with(EXTENSION) && !name.starts_with('.');
    Ok(names.into_iter().filter(waits).map(|(name, _)| folder.join(name)).collect())
}

/// The pending records here that follow the same record as this one; what cannot be read is passed over.
pub fn rivals(workspace: &Workspace, record: &Record) -> Vec<Rival> {
    let of_stream = |path: &PathBuf| {
        let pending = read(path).ok()?;
        let same = (pending.record.stream(), pending.record.after) == (record.stream(), record.after);
        (same && pending.record != *record).then(|| Rival(pending.name()))
    };
    all(workspace).unwrap_or_default().iter().filter_map(of_stream).collect()
}

/// A file is no pending record, or a broken one.
#[derive(Debug)]
struct Broken(PathBuf, BadPending);

impl Say for Broken {
    fn fact(&self, lang: Lang) -> String {
        format!("{}: {}", self.0.display(), self.1.fact(lang))
    }

    fn advice(&self, lang: Lang) -> Option<String> {
        self.1.advice(lang)
    }
}

/// Reads a pending record.
pub fn read(path: &Path) -> Result<Pending, Failure> {
    let pending = Pending::parse(&read_file(path, limits::PENDING)?);
    Ok(pending.map_err(|e| Broken(path.to_owned(), e))?)
}

/// Removes the file of a pending record; it may be gone already.
pub fn remove(path: &Path) -> Result<(), Failure> {
    let (Some(folder), Some(name)) = (path.parent(), path.file_name().and_then(|n| n.to_str())) else {
        return Ok(());
    };
    Ok(Dir::new(folder).remove([name])?)
}
