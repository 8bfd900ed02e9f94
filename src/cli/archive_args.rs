//! Which archive is read, and what a reader trusts: the arguments that all reading commands share.
//!
//! Without arguments the archive is `archive` in the current folder, else the nearest folder upward that is
//! one or holds one of that name, the trust anchor is `keys/anchor` beside it, and the time stamp authorities that are
//! believed are those of `keys/authorities.pem`. Neither is ever taken from inside the archive.

use std::path::{Path, PathBuf};

use super::Env;
use super::out::Failure;
use crate::base::{Day, Lang, Misspelt, Say, Time, lang, limits};
use crate::format::anchor::{Anchor, BadAnchor};
use crate::format::charter::Charter;
use crate::format::checkpoint::Checkpoint;
use crate::format::layout::Place;
use crate::store::{Dir, Memory, read_file};
use crate::verify::chain::BadAuthorities;
use crate::verify::{Authorities, Trust};

/// Arguments of every reading command.
#[derive(Debug, Default, clap::Args)]
pub struct ArchiveArgs {
    /// The archive's folder (default: archive, or the current folder)
    #[arg(long, value_name = "DIR")]
    pub archive: Option<PathBuf>,
    /// The trust anchor (default: keys/anchor beside the archive; with a certificate it must be given)
    #[arg(long, value_name = "FILE")]
    pub trust: Option<PathBuf>,
    /// Root certificates of the time stamp authorities that are believed, in PEM (default: keys/authorities.pem beside the archive)
    #[arg(long, value_name = "FILE")]
    pub authorities: Option<PathBuf>,
    /// Neither compare with the state last known here, nor remember this one
    #[arg(long)]
    pub no_memory: bool,
}

/// The archive to read, and what is known of it from elsewhere.
#[derive(Debug)]
pub struct Opened {
    /// The archive.
    pub dir: Dir,
    /// What a reader trusts.
    pub trust: Trust,
    /// Where the trust anchor lies, and whether the user named it (else it was found beside the archive).
    pub anchor: Option<(PathBuf, bool)>,
    /// What this machine remembers of the archive, if that is used.
    pub memory: Option<Memory>,
}

/// Why an archive cannot be opened for reading.
#[derive(Debug)]
enum NoArchive {
    /// There is none.
    Missing(PathBuf),
    /// The anchor lies inside the archive.
    AnchorInside(PathBuf),
    /// The authorities' certificates lie inside the archive.
    AuthoritiesInside(PathBuf),
    /// The anchor is none.
    Anchor(PathBuf, BadAnchor),
    /// The certificates of authorities are none.
    Authorities(PathBuf, BadAuthorities),
}

impl Say for NoArchive {
    fn fact(&self, lang: Lang) -> String {
        match self {
            Self::Missing(p) => {
                let p = p.display();
                lang::say!(lang, "in {p} liegt kein Archiv", "there is no archive in {p}")
            }
            Self::AnchorInside(p) => {
                let p = p.display();
                lang::say!(
                    lang,
                    "der Vertrauensanker {p} liegt im Archiv, das er bezeugen soll",
                    "the trust anchor {p} lies in the archive it should vouch for"
                )
            }
            Self::AuthoritiesInside(p) => {
                let p = p.display();
                lang::say!(
                    lang,
                    "die Zertifikate der Zeitstempeldienste {p} liegen im Archiv, dessen Zeiten sie bezeugen sollen",
                    "the certificates of time stamp authorities {p} lie in the archive whose times they should vouch for"
                )
            }
            Self::Anchor(p, e) => format!("{}: {}", p.display(), e.fact(lang)),
            Self::Authorities(p, e) => format!("{}: {}", p.display(), e.fact(lang)),
        }
    }

    fn advice(&self, lang: Lang) -> Option<String> {
        Some(match self {
            Self::Missing(_) => lang::say!(
                lang,
                "Den Ordner mit --archive angeben; `inkraft init` legt ein neues Archiv an.",
                "Name the folder with --archive; `inkraft init` makes a new archive."
            ),
            Self::AnchorInside(_) => lang::say!(
                lang,
                "Den Vertrauensanker auf anderem Weg als das Archiv beziehen.",
                "Get the trust anchor by another way than the archive."
            ),
            Self::AuthoritiesInside(_) => lang::say!(
                lang,
                "Sie auf anderem Weg als das Archiv beziehen: von den Diensten selbst.",
                "Get them by another way than the archive: from the authorities themselves."
            ),
            Self::Anchor(_, e) => return e.advice(lang),
            Self::Authorities(..) => lang::say!(
                lang,
                "Das Wurzelzertifikat des Zeitstempeldienstes im PEM-Format angeben, wie er es auf seiner Website veröffentlicht.",
                "Give the root certificate of the time stamp authority in PEM, as it publishes it on its website."
            ),
        })
    }
}

impl ArchiveArgs {
    /// What a reader trusts who has no archive, only a file from one: the anchor that is named. One that merely lies
    /// around may have come with the file, and would vouch for itself.
    pub fn trust_alone(&self, env: &Env) -> Result<Trust, Failure> {
        let trust = self.trust.as_ref().map_or_else(
            || Ok(Trust::default()),
            |path| trust(&env.cwd.join(path), self, env).map(|t| t.0),
        )?;
        let authorities = self.authorities.as_ref().map(|path| authorities(&env.cwd.join(path), env));
        Ok(Trust { authorities: authorities.transpose()?.unwrap_or_default(), now: env.now, ..trust })
    }

    /// Opens the archive; its content is not judged.
    pub fn open(&self, env: &Env) -> Result<Opened, Failure> {
        open(&self.root(env), self, env)
    }

    /// Whether no archive was named, and none is near.
    pub fn is_nowhere(&self, env: &Env) -> bool {
        self.archive.is_none() && !is_archive(&self.root(env))
    }

    fn root(&self, env: &Env) -> PathBuf {
        match &self.archive {
            Some(dir) => env.cwd.join(dir),
            None if is_archive(&env.cwd.join("archive")) => env.cwd.join("archive"),
            None => enclosing(&env.cwd),
        }
    }
}

/// The nearest folder upward that is an archive or holds one named `archive`; else `archive` here.
fn enclosing(cwd: &Path) -> PathBuf {
    for folder in cwd.ancestors() {
        for candidate in [folder.to_owned(), folder.join("archive")] {
            if is_archive(&candidate) {
                return candidate;
            }
        }
    }
    cwd.join("archive")
}

/// Whether a folder looks like an archive.
pub fn is_archive(root: &Path) -> bool {
    let dir = Dir::new(root);
    dir.has(&Place::Checkpoint) || dir.has(&Place::CheckpointOf(1))
}

/// Opens the archive in a folder; of the arguments only what vouches for it counts.
pub fn open(root: &Path, from: &ArchiveArgs, env: &Env) -> Result<Opened, Failure> {
    let dir = Dir::new(root);
    if !is_archive(root) {
        return Err(NoArchive::Missing(shown(root, env)).into());
    }
    let anchor = outside(root, from.trust.as_deref(), "anchor", env)?;
    let named = anchor.as_deref().map(|path| (shown(path, env), from.trust.is_some()));
    let (mut trust, memory) = match anchor {
        Some(path) => trust(&path, from, env)?,
        None => Default::default(),
    };
    if let Some(path) = outside(root, from.authorities.as_deref(), AUTHORITIES, env)? {
        trust.authorities = authorities(&path, env)?;
    }
    trust.now = env.now;
    Ok(Opened { dir, trust, anchor: named, memory })
}

/// The name of the file of authorities' certificates, among the keys.
const AUTHORITIES: &str = "authorities.pem";

/// A file that vouches for an archive: the one that is named, else the one beside it; none from inside it.
fn outside(root: &Path, named: Option<&Path>, name: &str, env: &Env) -> Result<Option<PathBuf>, Failure> {
    let beside = root.parent().map(|p| p.join("keys").join(name));
    let path = match named {
        Some(path) => Some(env.cwd.join(path)),
        None => beside.filter(|p| p.is_file()),
    };
    let Some(path) = path else { return Ok(None) };
    let inside =
        path.canonicalize().ok().zip(root.canonicalize().ok()).is_some_and(|(p, r)| p.starts_with(r));
    if !inside {
        return Ok(Some(path));
    }
    let path = shown(&path, env);
    let inside = if name == AUTHORITIES { NoArchive::AuthoritiesInside } else { NoArchive::AnchorInside };
    Err(inside(path).code(1))
}

/// The authorities whose certificates stand in a file.
fn authorities(path: &Path, env: &Env) -> Result<Authorities, Failure> {
    let found = Authorities::parse(&read_file(path, limits::AUTHORITIES)?);
    found.map_err(|e| NoArchive::Authorities(shown(path, env), e).into())
}

/// What the anchor in a file names, what is remembered of that archive, and where.
fn trust(path: &Path, from: &ArchiveArgs, env: &Env) -> Result<(Trust, Option<Memory>), Failure> {
    let anchor = Anchor::parse(&read_file(path, limits::SMALL)?);
    let anchor = anchor.map_err(|e| NoArchive::Anchor(shown(path, env), e))?;
    // The memory is found by what the anchor names, never by what the archive says of itself.
    let state = env.state.as_deref().filter(|_| !from.no_memory);
    let memory = state.map(|state| Memory::of(state, &anchor.first));
    let tree = |c: Option<Checkpoint>| c.map(|c| c.tree);
    let (signed, seen) = match &memory {
        Some(memory) => (tree(memory.read()?), tree(memory.read_seen()?)),
        None => (None, None),
    };
    Ok((Trust { anchor: Some(anchor), signed, seen, ..Trust::default() }, memory))
}

impl NoArchive {
    fn code(self, code: u8) -> Failure {
        Failure::new(self).code(code)
    }
}

/// A path as the user would write it from here.
pub fn shown(path: &Path, env: &Env) -> PathBuf {
    match path.strip_prefix(&env.cwd) {
        Ok(p) if p.as_os_str().is_empty() => PathBuf::from("."),
        Ok(p) => p.to_owned(),
        Err(_) => path.to_owned(),
    }
}

/// Now, in the charter's time zone.
pub fn now(env: &Env, charter: Option<&Charter>) -> Result<Time, Failure> {
    in_zone(env.now, charter.map_or("UTC", |c| c.time_zone.as_str()))
}

/// An instant in a zone.
pub fn in_zone(seconds: i64, zone: &str) -> Result<Time, Failure> {
    let found = jiff::tz::TimeZone::get(zone).ok().and_then(|z| Time::in_zone(seconds, &z));
    found.ok_or_else(|| Failure::new(NoZone(zone.to_owned())))
}

/// A day that a user typed: `2018-07-25`, `25.07.2018`, or `heute`/`today`.
pub fn day(text: &str, today: Day) -> Result<Day, Failure> {
    let german = || {
        let mut parts = text.split('.');
        let (d, m, y) = (parts.next()?, parts.next()?, parts.next()?);
        let day = Day::new(y.parse().ok()?, m.parse().ok()?, d.parse().ok()?)?;
        (parts.next().is_none() && y.len() == 4).then_some(day)
    };
    match text {
        "heute" | "today" => Ok(today),
        _ => text.parse().ok().or_else(german).ok_or_else(|| Failure::new(NoDay(text.to_owned()))),
    }
}

/// A text that is no id.
#[derive(Debug)]
pub struct NoId(pub Misspelt);

impl Say for NoId {
    fn fact(&self, lang: Lang) -> String {
        let found = &self.0.found;
        lang::say!(lang, "„{found}“ kann keine Kennung sein", "\"{found}\" cannot be an id")
    }

    fn advice(&self, lang: Lang) -> Option<String> {
        Some(lang::say!(
            lang,
            "Kleinbuchstaben, Ziffern, einzelne Bindestriche dazwischen, höchstens 64 Zeichen: hausordnung, social-media-konzept",
            "Lower-case letters, digits, single hyphens between, at most 64 characters: house-rules, privacy-notice"
        ))
    }
}

#[derive(Debug)]
struct NoZone(String);

impl Say for NoZone {
    fn fact(&self, lang: Lang) -> String {
        let zone = &self.0;
        lang::say!(lang, "die Zeitzone „{zone}“ ist unbekannt", "the time zone \"{zone}\" is not known")
    }

    fn advice(&self, lang: Lang) -> Option<String> {
        Some(lang::say!(lang, "Ein IANA-Name wie Europe/Berlin.", "An IANA name such as Europe/Berlin."))
    }
}

#[derive(Debug)]
struct NoDay(String);

impl Say for NoDay {
    fn fact(&self, lang: Lang) -> String {
        let text = &self.0;
        lang::say!(lang, "„{text}“ ist kein Kalendertag", "\"{text}\" is not a calendar day")
    }

    fn advice(&self, lang: Lang) -> Option<String> {
        Some(lang::say!(
            lang,
            "Zum Beispiel 2018-07-25, 25.07.2018 oder heute.",
            "For instance 2018-07-25, 25.07.2018 or today."
        ))
    }
}
