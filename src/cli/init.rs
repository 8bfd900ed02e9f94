//! `init`: a workspace with keys and an archive whose first entry is the founding charter.
//!
//! Specification: `docs/architecture.md`, "Workspace", and `docs/keys.md`. Everything or nothing: what was
//! made is removed again if a later step fails.

use std::io::{BufRead as _, IsTerminal as _};
use std::path::{Path, PathBuf};

use super::archive_args::{in_zone, shown};
use super::out::{Failure, Out};
use super::secret::PassphraseSource;
use super::workspace::{CONFIG, key_file};
use super::{Env, commit};
use crate::archive::{self, Base, New, Signer};
use crate::base::{Digest, Id, Lang, Say, lang};
use crate::format::anchor::Anchor;
use crate::format::charter::{Charter, CharterKey, Person, RULES, Role, Threshold};
use crate::format::heads::Heads;
use crate::format::is_origin;
use crate::format::merkle::{Tree, leaf_hash};
use crate::format::note::{Key, Note, Signature};
use crate::format::record::{Body, Record, Tree as Head};
use crate::seal::{SecretKey, public_pem};
use crate::store::{Dir, Memory, create_file};

/// Make a workspace: keys, archive and founding charter
///
/// Asks for whatever is not given. Move the two recovery keys to separate media afterwards and delete them here: only they can change who may sign.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  inkraft init\n  inkraft init policies --publisher \"Sample Chamber\" \\\n      --origin chamber.example/policies --officer \"Erika Muster\" \\\n      --function \"Chief executive\""
)]
pub struct Args {
    /// The folder (default: the current one)
    dir: Option<PathBuf>,
    /// The body that publishes
    #[arg(long, value_name = "NAME")]
    publisher: Option<String>,
    /// The archive's name, for good: host-like, lower case, such as kammer.example/regelwerk
    #[arg(long, value_name = "NAME")]
    origin: Option<String>,
    /// The person who signs (full name)
    #[arg(long, value_name = "NAME")]
    officer: Option<String>,
    /// The function in which that person signs
    #[arg(long, value_name = "TEXT")]
    function: Option<String>,
    /// The time zone whose days count (default: Europe/Berlin)
    #[arg(long, value_name = "ZONE")]
    time_zone: Option<String>,
    /// The web address under which the policies are published
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
    #[command(flatten)]
    passphrase: PassphraseSource,
}

/// Why no workspace was made. Nothing is left behind.
#[derive(Debug)]
enum NoInit {
    Exists(PathBuf),
    NoFolder(PathBuf),
    Needs(&'static str),
    Origin(String),
    Name(String),
}

impl Say for NoInit {
    fn fact(&self, lang: Lang) -> String {
        match self {
            Self::Exists(p) => {
                let p = p.display();
                lang::say!(
                    lang,
                    "{p} gibt es schon; hier ist bereits ein Arbeitsordner",
                    "{p} exists already; this is a workspace"
                )
            }
            Self::NoFolder(p) => {
                let p = p.display();
                lang::say!(lang, "{p} ist kein Ordner", "{p} is not a folder")
            }
            Self::Needs(what) => lang::say!(lang, "es fehlt die Angabe {what}", "{what} is missing"),
            Self::Origin(o) => lang::say!(
                lang,
                "„{o}“ kann nicht der Name eines Archivs sein",
                "\"{o}\" cannot be an archive's name"
            ),
            Self::Name(n) => lang::say!(
                lang,
                "aus „{n}“ lässt sich kein Kürzel bilden",
                "no short name can be made of \"{n}\""
            ),
        }
    }

    fn advice(&self, lang: Lang) -> Option<String> {
        match self {
            Self::Exists(_) | Self::NoFolder(_) => {
                Some(lang::say!(lang, "Einen anderen Ordner wählen.", "Choose another folder."))
            }
            Self::Needs(_) => Some(lang::say!(
                lang,
                "Mit dieser Option angeben, oder den Befehl in einem Terminal aufrufen: dann wird gefragt.",
                "Give it with that option, or run the command in a terminal: then it asks."
            )),
            Self::Origin(_) => Some(lang::say!(
                lang,
                "Kleinbuchstaben, Ziffern, . - _ und /, wie bei einem Rechnernamen: kammer.example/regelwerk",
                "Lower-case letters, digits, . - _ and /, like a host name: chamber.example/policies"
            )),
            Self::Name(_) => Some(lang::say!(
                lang,
                "Den Namen in lateinischen Buchstaben angeben.",
                "Give the name in Latin letters."
            )),
        }
    }
}

/// Runs the command.
pub fn run(args: Args, env: &Env, out: &mut Out) -> Result<u8, Failure> {
    let root = args.dir.as_deref().map_or(env.cwd.clone(), |d| env.cwd.join(d));
    if root.exists() && !root.is_dir() {
        return Err(NoInit::NoFolder(shown(&root, env)).into());
    }
    for taken in
        [root.join(CONFIG), root.join("archive").join("checkpoint"), root.join("keys").join("anchor")]
    {
        if taken.exists() {
            return Err(NoInit::Exists(shown(&taken, env)).into());
        }
    }
    let lang = out.lang;
    let publisher = given(args.publisher, "--publisher", lang.pick("Herausgeber:", "Publisher:"), out)?;
    let origin = given(
        args.origin,
        "--origin",
        lang.pick(
            "Name des Archivs (z. B. kammer.example/regelwerk):",
            "Archive's name (such as chamber.example/policies):",
        ),
        out,
    )?;
    if !is_origin(&origin) {
        return Err(NoInit::Origin(origin).into());
    }
    let officer = given(
        args.officer,
        "--officer",
        lang.pick("Wer unterschreibt (Vor- und Nachname):", "Who signs (full name):"),
        out,
    )?;
    let function = optional(
        args.function,
        lang.pick("In welcher Funktion (leer, wenn in keiner):", "In which function (empty if in none):"),
        out,
    );
    let slug = slug(&officer).ok_or_else(|| NoInit::Name(officer.clone()))?;
    let zone = args.time_zone.unwrap_or_else(|| "Europe/Berlin".to_owned());
    let now = in_zone(env.now, &zone)?;
    let prompt = lang.pick("Neue Passphrase für die Schlüssel: ", "New passphrase for the keys: ");
    let given = args.passphrase.read_new(prompt, lang)?;
    if let Some(warning) = &given.warning {
        out.warning(warning);
    }

    let names = [
        (origin.clone(), Role::Archive),
        (format!("{origin}/{slug}/1"), Role::Officer),
        (format!("{origin}/recovery-1/1"), Role::Recovery),
        (format!("{origin}/recovery-2/1"), Role::Recovery),
    ];
    let mut made = Vec::new();
    for (name, role) in names {
        let secret = SecretKey::generate()?;
        made.push(Made { key: Key::new(&name, Digest(secret.public())), secret, role });
    }
    made.sort_by(|a, b| a.key.name.cmp(&b.key.name));
    let charter = Charter {
        rules: RULES,
        time_zone: zone.clone(),
        publishers: vec![publisher.clone()],
        people: vec![Person { id: slug.clone(), name: officer, function, from: None, until: None }],
        keys: made
            .iter()
            .map(|m| CharterKey { name: m.key.name.clone(), public: m.key.public, role: m.role })
            .collect(),
        threshold: Threshold { sign: 1, amend: 1 },
    };
    let empty = Tree::new();
    let record = Record {
        origin: origin.clone(),
        tree: Head { size: 0, root: empty.root() },
        after: None,
        signed_at: now,
        body: Body::Charter(charter),
    };
    let text = record.text()?;
    let signatures = made.iter().map(|m| Signature::new(&m.key, m.secret.sign(text.as_bytes()))).collect();
    let note = Note { text, signatures };

    let config = config_text(&origin, &publisher, &zone, args.base_url.as_deref(), &slug);
    let mut files = vec![
        (root.join("keys").join("private").join(".gitignore"), b"*\n".to_vec(), false),
        (root.join("documents").join(".gitkeep"), Vec::new(), false),
    ];
    // Each derivation takes a tenth of a second or more; the cores share them.
    use rayon::prelude::*;
    let pems: Result<Vec<_>, _> =
        made.par_iter().map(|m| m.secret.to_encrypted_pem(&given.passphrase)).collect();
    for (m, pem) in made.iter().zip(pems?) {
        let stem = key_file(&m.key.name, &origin);
        files.push((
            root.join("keys").join("private").join(format!("{stem}.key")),
            pem.as_bytes().to_vec(),
            true,
        ));
        files.push((
            root.join("keys").join(format!("{stem}.pub")),
            public_pem(&m.key.public.0).into_bytes(),
            false,
        ));
    }
    let mut undo = Undo::default();
    undo.note(&root);
    for (path, bytes, secret) in &files {
        undo.note(path);
        create_file(path, bytes, *secret)?;
    }
    let dir = Dir::new(&root.join("archive"));
    undo.note(&root.join("archive").join("checkpoint"));
    let archive_key = made.iter().find(|m| m.role == Role::Archive).ok_or(NoInit::Needs("archive"))?;
    let lock = dir.lock()?;
    let base = Base { tree: &empty, entries: &[], heads: &Heads::new(), logged: None, records: &[] };
    let new = New { record: &record, note: &note, files: Vec::new(), now };
    let signer = Signer { key: &archive_key.key, secret: &archive_key.secret };
    let state = commit::state_folder(env)?;
    let appended = archive::append(&dir, &lock, base, new, signer, |first| Memory::of(&state, first))?;
    if let Some(error) = appended.unfinished {
        return Err(error.into());
    }
    let entry = dir.read(&crate::format::layout::Place::Entries(0, 1), crate::base::limits::BUNDLE)?;
    let first = entry.get(2..).map(leaf_hash).unwrap_or(appended.tree.root);
    let anchor = Anchor { origin: origin.clone(), first };
    create_file(&root.join("keys").join("anchor"), anchor.text().as_bytes(), false)?;
    // Last: from here on it is a workspace.
    create_file(&root.join(CONFIG), config.as_bytes(), false)?;
    undo.keep();
    tell(out, &root, env, &slug);
    Ok(0)
}

struct Made {
    key: Key,
    secret: SecretKey,
    role: Role,
}

fn tell(out: &mut Out, root: &Path, env: &Env, slug: &Id) {
    let lang = out.lang;
    let at = shown(root, env);
    let at = at.display();
    out.say(&lang::say!(lang, "Arbeitsordner angelegt: {at}", "Workspace made: {at}"));
    out.rows(&[
        (
            "  archive/",
            lang.pick("Register mit der Gründungsregelung", "log with the founding charter").to_owned(),
        ),
        (
            "  keys/",
            lang.pick(
                "öffentliche Schlüssel und Vertrauensanker (keys/anchor)",
                "public keys and trust anchor (keys/anchor)",
            )
            .to_owned(),
        ),
        (
            "  keys/private/",
            lang.pick(
                "private Schlüssel, verschlüsselt; nie veröffentlichen",
                "private keys, encrypted; never publish",
            )
            .to_owned(),
        ),
        ("  documents/", lang.pick("Entwürfe", "drafts").to_owned()),
    ]);
    out.say(&lang::say!(
        lang,
        "Jetzt: keys/private/recovery-1-1.key und recovery-2-1.key auf zwei Datenträger legen und hier löschen.\n\
         Unterschreiben wird {slug}. Weiter mit `inkraft new ID`.",
        "Now: move keys/private/recovery-1-1.key and recovery-2-1.key to two separate media and delete them here.\n\
         {slug} will sign. Go on with `inkraft new ID`."
    ));
}

fn config_text(origin: &str, publisher: &str, zone: &str, base_url: Option<&str>, officer: &Id) -> String {
    let quoted = super::workspace::quoted;
    let mut text = format!(
        "origin = {}\npublisher = {}\ntime_zone = {}\nofficer = {}\nsite = \"public\"\n",
        quoted(origin),
        quoted(publisher),
        quoted(zone),
        quoted(officer.as_str())
    );
    match base_url {
        Some(url) => text += &format!("base_url = {}\n", quoted(url)),
        None => text += "# base_url = \"https://www.kammer.example/regelwerk\"\n",
    }
    text
}

/// A given value, or what is typed at a terminal.
fn given(
    value: Option<String>,
    option: &'static str,
    question: &str,
    out: &mut Out,
) -> Result<String, Failure> {
    let value = match value {
        Some(value) => value,
        None if std::io::stdin().is_terminal() => {
            out.ask(question);
            let mut line = String::new();
            std::io::stdin().lock().read_line(&mut line).map_err(|_| NoInit::Needs(option))?;
            line
        }
        None => return Err(NoInit::Needs(option).into()),
    };
    let value = value.trim();
    if value.is_empty() { Err(NoInit::Needs(option).into()) } else { Ok(value.to_owned()) }
}

/// A given value, or what is typed at a terminal if it is more than nothing.
fn optional(value: Option<String>, question: &str, out: &mut Out) -> Option<String> {
    let value = match value {
        None if std::io::stdin().is_terminal() => {
            out.ask(question);
            let mut line = String::new();
            std::io::stdin().lock().read_line(&mut line).ok()?;
            line
        }
        value => value?,
    };
    Some(value.trim().to_owned()).filter(|v| !v.is_empty())
}

/// A person's slug: `Jörg Groß-Öhm` becomes `joerg-gross-oehm`.
pub fn slug(name: &str) -> Option<Id> {
    let mut text = String::new();
    for c in name.to_lowercase().chars() {
        match c {
            'ä' => text += "ae",
            'ö' => text += "oe",
            'ü' => text += "ue",
            'ß' => text += "ss",
            'a'..='z' | '0'..='9' => text.push(c),
            _ => {
                let plain = unaccented(c);
                match plain {
                    Some(p) => text.push(p),
                    None if !text.ends_with('-') => text.push('-'),
                    None => {}
                }
            }
        }
    }
    text.trim_matches('-').parse().ok()
}

fn unaccented(c: char) -> Option<char> {
    use unicode_normalization::UnicodeNormalization as _;
    std::iter::once(c).nfd().next().filter(char::is_ascii_lowercase)
}

/// Removes what was made, unless it is kept.
#[derive(Default)]
struct Undo {
    made: Vec<PathBuf>,
    kept: bool,
}

impl Undo {
    /// Remembers a path that is about to be made, and every folder above it that is not there yet.
    fn note(&mut self, path: &Path) {
        let missing: Vec<_> =
            path.ancestors().take_while(|p| !p.as_os_str().is_empty() && !p.exists()).collect();
        for p in missing.into_iter().rev() {
            if !self.made.iter().any(|m| m == p) {
                self.made.push(p.to_owned());
            }
        }
    }

    fn keep(&mut self) {
        self.kept = true;
    }
}

#[allow(clippy::disallowed_methods, reason = "takes back what this command made")]
impl Drop for Undo {
    fn drop(&mut self) {
        if self.kept {
            return;
        }
        // Only folders and files that were not there before; best effort on the way out.
        for path in self.made.iter().rev() {
            let _ = if path.is_dir() { std::fs::remove_dir_all(path) } else { std::fs::remove_file(path) };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_slugs() {
        for (name, expected) in [
            ("Erika Muster", "erika-muster"),
            ("Jörg Groß-Öhm", "joerg-gross-oehm"),
            ("Dr. Zoë  O'Neil", "dr-zoe-o-neil"),
        ] {
            assert_eq!(slug(name).unwrap().as_str(), expected);
        }
        assert_eq!(slug("李"), None);
    }
}
