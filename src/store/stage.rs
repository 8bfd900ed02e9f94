//! Folders that come into being together: made in a stage inside their folder, then put in place.
//!
//! Specification: `docs/architecture.md`, "Workspace". A program that is interrupted leaves the stage: if its
//! last part was there, everything was, and the next program puts the rest in place; if not, it starts anew.

use std::fs;
use std::path::{Path, PathBuf};

use super::disk::{Lock, io_at, lock, make_dir, sync_dir};
use super::error::WriteError;
use super::write::gone;
use crate::format::layout::TEMPORARY;

const LOCK: &str = ".lock";

/// A folder in which files are made that nobody shall see before they are complete.
///
/// When dropped, everything made is removed again: the stage, and the folders above that were made for it.
#[derive(Debug)]
pub struct Stage {
    root: PathBuf,
    folder: PathBuf,
    above: Vec<PathBuf>,
    kept: bool,
    _lock: Lock,
}

impl Stage {
    /// Opens the stage of a folder, which is made if it is not there.
    pub fn open(root: &Path) -> Result<Self, WriteError> {
        let above: Vec<_> = root
            .ancestors()
            .take_while(|p| !p.as_os_str().is_empty() && !p.exists())
            .map(Path::to_owned)
            .collect();
        let folder = root.join(format!("{TEMPORARY}stage"));
        let held = make_dir(&folder).and_then(|()| lock(&folder.join(LOCK), root, || false));
        match held {
            // Whoever held the lock before may just have removed the stage.
            Ok(held) if folder.join(LOCK).exists() => {
                Ok(Self { root: root.to_owned(), folder, above, kept: false, _lock: held })
            }
            Ok(_) => Err(WriteError::Locked(root.to_owned())),
            Err(e) => {
                if !matches!(e, WriteError::Locked(_)) {
                    let _ = fs::remove_file(folder.join(LOCK));
                    let _ = fs::remove_dir(&folder);
                    remove_all(&above);
                }
                Err(e)
            }
        }
    }

    /// Whether an interrupted program left a stage in this folder that was complete up to `last`.
    pub fn was_left(root: &Path, last: &str) -> bool {
        root.join(format!("{TEMPORARY}stage")).join(last).exists()
    }

    /// Removes what an interrupted program left in the stage.
    pub fn clear(&self) -> Result<(), WriteError> {
        let entries = fs::read_dir(&self.folder).map_err(io_at(&self.folder))?;
        for path in entries.flatten().map(|e| e.path()).filter(|p| !p.ends_with(LOCK)) {
            let done = if path.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
            gone(done).map_err(io_at(&path))?;
        }
        Ok(())
    }

    /// Where to make files.
    pub fn path(&self) -> &Path {
        &self.folder
    }

    /// Puts the parts in place, in order; with the last one, which is a file, everything is there.
    ///
    /// Parts that are not in the stage are passed over. Gives what failed after the last one was in place.
    pub fn place(mut self, parts: &[&str]) -> Result<Option<WriteError>, WriteError> {
        let mut moved = Vec::new();
        for (i, part) in parts.iter().enumerate() {
            let (from, to) = (self.folder.join(part), self.root.join(part));
            if !from.exists() {
                continue;
            }
            let last = i + 1 == parts.len();
            let before = if last { sync_dir(&self.root) } else { Ok(()) };
            if let Err(error) = before.and_then(|()| rename_new(&from, &to)) {
                for (from, to) in moved.iter().rev() {
                    // If that fails too, the stage stays as it is, for the next program to finish.
                    self.kept |= fs::rename(to, from).is_err();
                }
                return Err(error);
            }
            moved.push((from, to));
        }
        let unfinished = sync_dir(&self.root).err();
        // Nothing is left in it; what made it stay is none of the caller's concern.
        self.above.clear();
        Ok(unfinished)
    }
}

/// Gives a file or folder a name that nothing has yet, but perhaps an empty folder.
fn rename_new(from: &Path, to: &Path) -> Result<(), WriteError> {
    if to.is_dir() {
        let _ = fs::remove_dir(to);
    }
    if fs::symlink_metadata(to).is_ok() {
        return Err(WriteError::Exists(to.to_owned()));
    }
    fs::rename(from, to).map_err(io_at(to))
}

/// Removes empty folders, the innermost first.
fn remove_all(folders: &[PathBuf]) {
    folders.iter().take_while(|f| fs::remove_dir(f).is_ok()).count();
}

impl Drop for Stage {
    fn drop(&mut self) {
        if !self.kept {
            // Best effort: what stays is swept away by the next program.
            let _ = fs::remove_dir_all(&self.folder);
            remove_all(&self.above);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PARTS: [&str; 2] = ["folder", "last"];

    fn filled(root: &Path) -> Stage {
        let stage = Stage::open(root).unwrap();
        stage.clear().unwrap();
        fs::create_dir(stage.path().join("folder")).unwrap();
        fs::write(stage.path().join("folder/file"), "x").unwrap();
        fs::write(stage.path().join("last"), "x").unwrap();
        stage
    }

    #[test]
    fn all_parts_appear_or_none() {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path().join("new/root");
        drop(filled(&root));
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);

        fs::create_dir_all(root.join("folder")).unwrap();
        assert!(filled(&root).place(&PARTS).unwrap().is_none());
        assert!(root.join("folder/file").is_file() && root.join("last").is_file());
        assert_eq!(fs::read_dir(&root).unwrap().count(), 2);

        let other = dir.path().join("other");
        fs::create_dir(&other).unwrap();
        fs::write(other.join("last"), "another's").unwrap();
        assert!(matches!(filled(&other).place(&PARTS), Err(WriteError::Exists(_))));
        assert_eq!(fs::read_dir(&other).unwrap().count(), 1);
    }

    #[test]
    fn an_interrupted_placing_is_finished() {
        let dir = tempfile::tempdir().unwrap();
        let mut stage = filled(dir.path());
        fs::rename(stage.path().join("folder"), dir.path().join("folder")).unwrap();
        stage.kept = true;
        drop(stage);
        assert!(Stage::was_left(dir.path(), "last"));
        Stage::open(dir.path()).unwrap().place(&PARTS).unwrap();
        assert!(!Stage::was_left(dir.path(), "last"));
        assert!(dir.path().join("folder/file").is_file() && dir.path().join("last").is_file());
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 2);
    }

    #[test]
    fn a_stage_is_one_programs() {
        let dir = tempfile::tempdir().unwrap();
        let stage = filled(dir.path());
        assert!(matches!(Stage::open(dir.path()), Err(WriteError::Locked(_))));
        assert!(stage.path().join("last").exists());
    }
}
