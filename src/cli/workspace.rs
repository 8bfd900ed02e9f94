//! The officer's workspace: `inkraft.toml`, drafts, keys, the archive.
//!
//! Specification: `docs/architecture.md`, "Workspace". Found upward from the current folder.

use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::Env;
use super::archive_args::{in_zone, shown};
use super::key_names::ARCHIVE;
use super::out::Failure;
use super::private_file::BadKey;
use super::record_key::NoAgent;
use crate::base::{Digest, Id, Lang, Say, lang, limits};
use crate::format::charter::person;
use crate::seal::{Passphrase, SecretKey, parse_public_pem};
use crate::store::{Dir, list_folder, read_file};

/// The file that makes a folder a workspace.
pub const CONFIG: &str = "inkraft.toml";

/// What `inkraft.toml` says.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// The archive's frozen name.
    pub origin: String,
    /// The body that publishes.
    pub publisher: String,
    /// IANA name of the zone whose days count.
    pub time_zone: String,
    /// Where the policies are published.
    pub base_url: Option<String>,
    /// The folder that is published there, below the workspace.
    pub site: Option<PathBuf>,
    /// The person who signs when nobody else is named.
    pub officer: Option<Id>,
    /// How PDFs are signed, where it is not the usual way.
    pub sign: Option<SignConfig>,
    /// The time stamp authority that is asked, if any.
    pub stamp: Option<StampConfig>,
}

/// `[sign]` in `inkraft.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignConfig {
    /// The stem of the certificate to sign PDFs with, `keys/<seal>.crt` (default: the person's newest).
    pub seal: Option<Id>,
}

/// `[stamp]` in `inkraft.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StampConfig {
    /// Where the authority is asked: `http://…`.
    pub url: String,
    /// How many seconds it is waited for, 1 to 60.
    pub timeout: Option<u64>,
}

/// A workspace that was found.
#[derive(Debug, Clone)]
pub struct Workspace {
    /// Its folder.
    pub root: PathBuf,
    /// What its `inkraft.toml` says.
    pub config: Config,
}

/// Why there is no workspace to work in.
#[derive(Debug)]
pub enum NoWorkspace {
    /// No `inkraft.toml` here or above.
    Missing,
    /// It cannot be understood: path and reason.
    Config(PathBuf, String),
    /// Its origin cannot be one: path and origin.
    Origin(PathBuf, String),
    /// A draft that is not saved as UTF-8: its path, and the line of the first character that is not.
    NotUtf8(PathBuf, usize),
    /// There is no draft of the policy.
    NoDraft(PathBuf, Vec<String>),
    /// There are two drafts of it: as TOML and as JSON.
    TwoDrafts(PathBuf, PathBuf),
    /// There is no draft of its translation.
    NoTranslation(PathBuf, String),
    /// There is no private key of that name; for an officer's, why the ssh-agent does not sign either.
    NoKey(PathBuf, Option<NoAgent>),
    /// There is no archive key, without which nothing is appended.
    NoArchiveKey(PathBuf),
}

impl Say for NoWorkspace {
    fn fact(&self, lang: Lang) -> String {
        match self {
            Self::Missing => lang::say!(
                lang,
                "hier ist kein Arbeitsordner ({CONFIG} fehlt, auch in den Ordnern darüber)",
                "this is no workspace (there is no {CONFIG} here or in a folder above)"
            ),
            Self::Config(path, why) => {
                let path = path.display();
                lang::say!(
                    lang,
                    "{path} ist nicht verständlich:\n{why}",
                    "{path} cannot be understood:\n{why}"
                )
            }
            Self::Origin(path, origin) => {
                let path = path.display();
                lang::say!(
                    lang,
                    "{path}: „{origin}“ kann nicht der Name eines Archivs sein",
                    "{path}: \"{origin}\" cannot be an archive's name"
                )
            }
            Self::NoDraft(path, _) | Self::NoTranslation(path, _) => {
                let path = path.display();
                lang::say!(lang, "es gibt keinen Entwurf {path}", "there is no draft {path}")
            }
            Self::NotUtf8(path, line) => {
                let path = path.display();
                lang::say!(
                    lang,
                    "{path}, Zeile {line}: die Datei ist nicht als UTF-8 gespeichert",
                    "{path}, line {line}: the file is not saved as UTF-8"
                )
            }
            Self::TwoDrafts(toml, json) => {
                let (toml, json) = (toml.display(), json.display());
                lang::say!(
                    lang,
                    "{toml} und {json} sind zwei Entwürfe desselben",
                    "{toml} and {json} are two drafts of the same"
                )
            }
            Self::NoArchiveKey(path) => {
                let path = path.display();
                lang::say!(
                    lang,
                    "der private Schlüssel {path} ist nicht da",
                    "the private key {path} is not there"
                )
            }
            Self::NoKey(path, agent) => {
                let path = path.display();
                let agent = agent.as_ref().map_or_else(String::new, |a| {
                    let why = a.fact(lang);
                    lang::say!(lang, ", und {why}", ", and {why}")
                });
                lang::say!(
                    lang,
                    "der private Schlüssel {path} ist nicht da{agent}",
                    "the private key {path} is not there{agent}"
                )
            }
        }
    }

    fn advice(&self, lang: Lang) -> Option<String> {
        match self {
            Self::Missing => Some(lang::say!(
                lang,
                "`inkraft init` legt einen Arbeitsordner an.",
                "`inkraft init` makes a workspace."
            )),
            Self::Config(..) => None,
            Self::NotUtf8(..) => Some(lang::say!(
                lang,
                "Im Editor mit der Kodierung UTF-8 speichern.",
                "Save it with the encoding UTF-8 in the editor."
            )),
            Self::TwoDrafts(..) => Some(lang::say!(
                lang,
                "Eines der beiden entfernen oder umbenennen.",
                "Remove or rename one of the two."
            )),
            Self::Origin(..) => Some(lang::say!(
                lang,
                "`origin` auf den Namen setzen, der in keys/anchor steht.",
                "Set `origin` to the name that is in keys/anchor."
            )),
            Self::NoDraft(_, drafts) if drafts.is_empty() => {
                Some(lang::say!(lang, "`inkraft new ID` legt einen an.", "`inkraft new ID` makes one."))
            }
            Self::NoDraft(_, drafts) => {
                let drafts = drafts.join(", ");
                Some(lang::say!(lang, "Vorhanden: {drafts}.", "There are: {drafts}."))
            }
            Self::NoTranslation(path, tag) => {
                let original = path.with_file_name("policy.toml");
                let original = original.display();
                Some(lang::say!(
                    lang,
                    "Eine Kopie von {original} unter diesem Namen ablegen und übersetzen, mit language = \"{tag}\".",
                    "Put a copy of {original} there under this name and translate it, with language = \"{tag}\"."
                ))
            }
            Self::NoKey(_, agent) => {
                let agent = agent.as_ref().and_then(|a| a.advice(lang));
                let agent = agent.map_or_else(String::new, |a| {
                    lang::say!(lang, " Oder im ssh-agent: {a}", " Or in the ssh-agent: {a}")
                });
                Some(lang::say!(
                    lang,
                    "Auf dem Rechner unterschreiben, auf dem der Schlüssel liegt.{agent}",
                    "Sign on the machine that has the key.{agent}"
                ))
            }
            Self::NoArchiveKey(_) => Some(lang::say!(
                lang,
                "Liegt der Registerschlüssel auf einem anderen Rechner: dort eintragen. Ist er verloren: `inkraft key rotate --archive --reason lost`.",
                "If the archive key is on another machine: append there. If it is lost: `inkraft key rotate --archive --reason lost`."
            )),
        }
    }
}

impl Workspace {
    /// The workspace around the current folder.
    pub fn find(env: &Env) -> Result<Self, Failure> {
        let root = env.cwd.ancestors().find(|f| f.join(CONFIG).is_file()).ok_or(NoWorkspace::Missing)?;
        let path = root.join(CONFIG);
        let bytes = read_file(&path, limits::SMALL)?;
        let bad = |why: String| NoWorkspace::Config(shown(&path, env), why);
        let text = String::from_utf8(bytes).map_err(|e| bad(e.to_string()))?;
        let config: Config = toml::from_str(&text).map_err(|e| bad(e.to_string().trim_end().to_owned()))?;
        if !crate::format::is_origin(&config.origin) {
            return Err(NoWorkspace::Origin(shown(&path, env), config.origin).into());
        }
        in_zone(0, &config.time_zone)?;
        Ok(Self { root: root.to_owned(), config })
    }

    /// The archive.
    pub fn archive(&self) -> Dir {
        Dir::new(&self.root.join("archive"))
    }

    /// The folder of public keys.
    pub fn keys(&self) -> PathBuf {
        self.root.join("keys")
    }

    /// The folder that is published.
    pub fn site(&self) -> PathBuf {
        self.root.join(self.config.site.as_deref().unwrap_or(Path::new("public")))
    }

    /// Where a policy's draft lies, or that of its translation.
    pub fn draft(&self, policy: &Id, translation: Option<Lang>) -> PathBuf {
        let name = match translation {
            None => "policy.toml".to_owned(),
            Some(language) => format!("policy.{}.toml", language.tag()),
        };
        self.root.join("documents").join(policy.as_str()).join(name)
    }

    /// Reads a policy's draft, or that of its translation: its path as the user would write it, and its text.
    pub fn read_draft(
        &self,
        policy: &Id,
        translation: Option<Lang>,
        env: &Env,
    ) -> Result<(String, String), Failure> {
        let (toml, json) =
            (self.draft(policy, translation), self.draft(policy, translation).with_extension("json"));
        let path = match (toml.exists(), json.exists()) {
            (true, true) => return Err(NoWorkspace::TwoDrafts(shown(&toml, env), shown(&json, env)).into()),
            (false, true) => json,
            _ => toml,
        };
        let name = shown(&path, env);
        let missing = || match translation {
            Some(language) if self.is_drafted(policy) => {
                NoWorkspace::NoTranslation(name.clone(), language.tag().to_owned())
            }
            _ => NoWorkspace::NoDraft(name.clone(), self.drafts()),
        };
        let bytes = read_file(&path, limits::SOURCE).map_err(|e| match e.is_missing() {
            true => Failure::new(missing()),
            false => Failure::new(e),
        })?;
        let text = String::from_utf8(bytes).map_err(|e| {
            let before = e.as_bytes().get(..e.utf8_error().valid_up_to()).unwrap_or_default();
            let line = before.iter().filter(|b| **b == b'\n').count() + 1;
            Failure::new(NoWorkspace::NotUtf8(name.clone(), line)).code(1)
        })?;
        Ok((name.display().to_string(), text))
    }

    /// Whether there is a draft of the policy.
    fn is_drafted(&self, policy: &Id) -> bool {
        let toml = self.draft(policy, None);
        toml.is_file() || toml.with_extension("json").is_file()
    }

    /// The ids of all drafts.
    #[allow(clippy::disallowed_methods, reason = "lists names only; nothing is read")]
    fn drafts(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.root.join("documents")).into_iter().flatten().flatten();
        let drafted = |path: PathBuf| {
            ["toml", "json"].iter().any(|end| path.join("policy").with_extension(end).is_file())
        };
        let names = entries.filter(|e| drafted(e.path())).map(|e| e.file_name());
        let mut names: Vec<_> = names.filter_map(|n| n.into_string().ok()).collect();
        names.sort();
        names
    }

    /// The stem of a key's files: by its name or, for the archive key, whose name passes on, by its public key.
    pub fn key_stem(&self, name: &str, public: &Digest) -> String {
        let stem = key_file(name, &self.config.origin);
        if stem != ARCHIVE {
            return stem;
        }
        let names = list_folder(&self.keys(), limits::NAMES).ok().flatten().unwrap_or_default();
        let stems = names.iter().filter_map(|(n, _)| n.strip_suffix(".pub"));
        let mut later = stems.filter(|s| s.strip_prefix(ARCHIVE).is_some_and(|rest| rest.starts_with('-')));
        let has = |stem: &&str| {
            let bytes = read_file(&self.public_path(stem), limits::SMALL).unwrap_or_default();
            parse_public_pem(&String::from_utf8_lossy(&bytes)).is_ok_and(|found| found == public.0)
        };
        later.find(has).map_or(stem, str::to_owned)
    }

    /// Where the public key of that stem lies.
    pub fn public_path(&self, stem: &str) -> PathBuf {
        self.keys().join(format!("{stem}.pub"))
    }

    /// Opens the private key of that name; it must be the one with this public key.
    pub fn open_key(
        &self,
        key: &str,
        public: &Digest,
        passphrase: &Passphrase,
    ) -> Result<SecretKey, Failure> {
        let path = self.private_path(&self.key_stem(key, public));
        let name = self.below(&path);
        if !path.exists() {
            return Err(match person(key, &self.config.origin) {
                Some(_) => NoWorkspace::NoKey(name, None).into(),
                None => NoWorkspace::NoArchiveKey(name).into(),
            });
        }
        let key = SecretKey::from_encrypted_pem(&self.private_text(&path, &name)?, passphrase);
        key.and_then(|k| k.expect_public(&public.0)).map_err(|e| BadKey(name, e).failure())
    }

    /// A path in the workspace as messages show it.
    pub fn below(&self, path: &Path) -> PathBuf {
        path.strip_prefix(&self.root).unwrap_or(path).to_owned()
    }
}

/// The stem of a key's files: `erika-muster-1`, or `archive` for the first archive key (others: [`Workspace::key_stem`]).
pub fn key_file(name: &str, origin: &str) -> String {
    match person(name, origin) {
        Some(slug) => format!("{slug}-{}", name.rsplit('/').next().unwrap_or_default()),
        None => ARCHIVE.to_owned(),
    }
}

/// A text as a TOML basic string.
pub fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out += "\\\"",
            '\\' => out += "\\\\",
            c if c.is_control() => out += &format!("\\u{:04X}", c as u32),
            c => out.push(c),
        }
    }
    out + "\""
}
