//! What a policy is typeset with: the template and the assets, from its own folder and the house's.
//!
//! Specification: `docs/template.md`, "Where the files lie". A policy's own files win over the house's of the same
//! name, the house's template over the built-in one. Takes a workspace and a checked policy, whose images are there;
//! gives everything that is typeset, signed and archived, or every reason why not. Reads the folders once: what is
//! checked is what is signed.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::Env;
use super::archive_args::shown;
use super::bad_material::BadMaterial;
use super::out::{Failure, Out};
use super::workspace::Workspace;
use crate::base::{Id, Lang, limits};
use crate::format::layout::Place;
use crate::format::record::{Asset, FileRef, is_file_name};
use crate::policy::Policy;
use crate::store::{ReadError, list_folder, read_file};
use crate::typeset::{self, Kind, TypesetError};

/// The template as the typesetter names it.
const TEMPLATE: &str = "template.typ";

/// Template and assets of one version.
#[derive(Debug, Clone)]
pub struct Materials {
    /// The template.
    pub template: Vec<u8>,
    /// Images, fonts and modules, sorted by name.
    pub assets: Vec<(String, Vec<u8>)>,
    /// Images in the policy's own folder that nothing refers to, as the user knows them.
    pub unused: Vec<PathBuf>,
    /// Where the template lies, unless it is the built-in one.
    own: Option<PathBuf>,
    /// Where the assets lie.
    paths: BTreeMap<String, PathBuf>,
}

/// The names of the images that a policy may show. What is wrong with the files is found by [`Materials::gather`].
pub fn images(workspace: &Workspace, id: &Id) -> Vec<String> {
    let listed =
        folders(workspace, id).into_iter().filter_map(|f| list_folder(&f.join("assets"), limits::NAMES).ok());
    let names = listed.flatten().flatten().filter(|(_, is_folder)| !is_folder).map(|(name, _)| name);
    names.filter(|name| Kind::of(name) == Some(Kind::Image)).collect()
}

/// The folders that may hold a template and assets, of which later ones win.
fn folders(workspace: &Workspace, id: &Id) -> [PathBuf; 2] {
    [workspace.root.join("house"), workspace.draft(id, None).with_file_name("")]
}

impl Materials {
    /// Gathers what this policy is typeset with; prints every reason why that cannot be done.
    pub fn gather(
        workspace: &Workspace,
        id: &Id,
        policy: &Policy,
        env: &Env,
        out: &mut Out,
    ) -> Result<Self, Failure> {
        collect(&folders(workspace, id), &policy.images(), env).map_err(|problems| {
            // What the system refused could not be judged; all else is a fault of the files.
            let judged = problems.iter().all(BadMaterial::is_judged);
            problems.iter().for_each(|p| out.error(p));
            Failure::silent(if judged { 1 } else { 2 })
        })
    }

    /// Adds the QR code of a version's address, where it has one.
    pub fn with_code(mut self, address: Option<&str>) -> Result<Self, TypesetError> {
        if let Some(address) = address {
            self.assets.push((typeset::QR.to_owned(), typeset::qr(address)?));
            self.assets.sort();
        }
        Ok(self)
    }

    /// Takes the images that a text shows from these files, as they were archived with it.
    pub fn with_images(mut self, shown: &[&str], archived: Vec<(String, Vec<u8>)>) -> Self {
        self.assets.retain(|(name, _)| !shown.contains(&name.as_str()));
        self.assets.extend(archived.into_iter().filter(|(name, _)| shown.contains(&name.as_str())));
        self.assets.sort();
        self
    }

    /// Whether anything of it is the body's own.
    pub fn has_own_files(&self) -> bool {
        self.own.is_some() || !self.paths.is_empty()
    }

    /// Whether the template is the built-in one.
    pub fn is_built_in(&self) -> bool {
        self.own.is_none()
    }

    /// Where a file of the typesetting lies, as the user knows it.
    pub fn path(&self, file: &str) -> String {
        let asset = file.strip_prefix("assets/").and_then(|name| self.paths.get(name));
        let path = if file == TEMPLATE { self.own.as_ref() } else { asset };
        path.map_or_else(|| file.to_owned(), |p| p.display().to_string())
    }

    /// The assets as the record names them.
    pub fn named(&self) -> Vec<Asset> {
        let named = |(name, bytes): &(String, Vec<u8>)| {
            let FileRef { sha256, size } = FileRef::of(bytes);
            Asset { name: name.clone(), sha256, size }
        };
        self.assets.iter().map(named).collect()
    }

    /// The files as the archive keeps them, at these places.
    pub fn files(
        self,
        template: Place,
        asset: impl Fn(String) -> Place,
    ) -> impl Iterator<Item = (Place, Vec<u8>)> {
        let assets = self.assets.into_iter().map(move |(name, bytes)| (asset(name), bytes));
        std::iter::once((template, self.template)).chain(assets)
    }

    /// What an officer should know of them: they are published with the version.
    pub fn rows(&self, lang: Lang) -> Vec<(&'static str, String)> {
        let template = self.own.as_ref().map(|p| (lang.pick("Vorlage", "Template"), p.display().to_string()));
        let names: Vec<_> = self.assets.iter().map(|(name, _)| name.as_str()).collect();
        let assets = (!names.is_empty()).then(|| (lang.pick("Beigefügt", "Assets"), names.join(", ")));
        template.into_iter().chain(assets).collect()
    }
}

/// Gathers from the folders, of which later ones win.
fn collect(folders: &[PathBuf], referred: &[&str], env: &Env) -> Result<Materials, Vec<BadMaterial>> {
    let mut problems = Vec::new();
    let mut found: BTreeMap<String, (PathBuf, Kind)> = BTreeMap::new();
    for folder in folders {
        found.extend(list(&folder.join("assets"), env, &mut problems));
    }
    let own = folders.iter().rev().map(|f| f.join(TEMPLATE)).find(|p| is_there(p));
    let template = match own.as_deref().map(|path| read_template(path, env)) {
        None => typeset::TEMPLATE.to_vec(),
        Some(Ok(bytes)) => bytes,
        Some(Err(problem)) => {
            problems.push(problem);
            Vec::new()
        }
    };
    let (mut assets, mut paths, mut unused) = (Vec::new(), BTreeMap::new(), Vec::new());
    let mut total = 0;
    for (name, (path, kind)) in found {
        let at = shown(&path, env);
        let bytes = match read_file(&path, limits::ASSET) {
            Ok(bytes) => bytes,
            Err(e) => {
                problems.push(BadMaterial::of(&at, e));
                continue;
            }
        };
        if let Err(why) = typeset::check_asset(&name, &bytes) {
            problems.push(BadMaterial::Content(at, why));
            continue;
        }
        // Any template may use any font; which images one of the body's own uses, only it knows.
        if kind == Kind::Image && own.is_none() && !referred.contains(&name.as_str()) {
            if folders.last().is_some_and(|last| path.starts_with(last)) {
                unused.push(at);
            }
            continue;
        }
        total += bytes.len() as u64;
        paths.insert(name.clone(), at);
        assets.push((name, bytes));
    }
    // The QR code is one more.
    if assets.len() >= limits::ASSETS {
        problems.push(BadMaterial::TooMany(assets.len()));
    }
    if total > limits::ASSETS_TOTAL {
        problems.push(BadMaterial::TooMuch(total));
    }
    let own = own.map(|path| shown(&path, env));
    if problems.is_empty() { Ok(Materials { template, assets, unused, own, paths }) } else { Err(problems) }
}

/// The files in a folder of assets by their names; no folder is no assets.
fn list(folder: &Path, env: &Env, problems: &mut Vec<BadMaterial>) -> Vec<(String, (PathBuf, Kind))> {
    let names = match list_folder(folder, limits::NAMES) {
        Ok(Some(names)) => names,
        Ok(None) => {
            problems.push(BadMaterial::ManyNames(shown(folder, env)));
            return Vec::new();
        }
        Err(_) if !is_there(folder) => return Vec::new(),
        Err(_) if !folder.is_dir() => {
            problems.push(BadMaterial::NoFolder(shown(folder, env)));
            return Vec::new();
        }
        Err(e) => {
            problems.push(BadMaterial::of(&shown(folder, env), e));
            return Vec::new();
        }
    };
    let mut files = Vec::new();
    for (name, is_folder) in names.into_iter().filter(|(name, _)| !is_passed_over(name)) {
        let path = folder.join(&name);
        let at = shown(&path, env);
        let problem = match Kind::of(&name) {
            _ if is_folder => BadMaterial::Folder(at),
            None => BadMaterial::Content(at, typeset::BadAsset::Ending),
            Some(_) if !is_file_name(&name) => BadMaterial::Name(at),
            Some(_) if name == typeset::QR => BadMaterial::Reserved(at),
            Some(kind) => {
                files.push((name, (path, kind)));
                continue;
            }
        };
        problems.push(problem);
    }
    files
}

/// Whether there is anything of that name: a link that leads nowhere is not passed over.
fn is_there(path: &Path) -> bool {
    use std::io::ErrorKind::{NotADirectory, NotFound};
    path.symlink_metadata().err().is_none_or(|e| !matches!(e.kind(), NotFound | NotADirectory))
}

/// What file managers leave behind.
fn is_passed_over(name: &str) -> bool {
    name.starts_with('.') || ["thumbs.db", "desktop.ini"].contains(&name.to_ascii_lowercase().as_str())
}

fn read_template(path: &Path, env: &Env) -> Result<Vec<u8>, BadMaterial> {
    let at = shown(path, env);
    let bytes = read_file(path, limits::SOURCE).map_err(|e: ReadError| BadMaterial::of(&at, e))?;
    match std::str::from_utf8(&bytes) {
        Ok(_) => Ok(bytes),
        Err(_) => Err(BadMaterial::Content(at, typeset::BadAsset::Text)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_file_managers_leave_behind_is_passed_over() {
        for name in [".DS_Store", "Thumbs.db", "desktop.ini", ".hidden.png", "._logo.svg"] {
            assert!(is_passed_over(name), "{name}");
        }
        assert!(!is_passed_over("logo.svg"));
    }
}
