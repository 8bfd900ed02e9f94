//! `init`: a workspace with keys and an archive whose first entry is the founding charter.
//!
//! Specification: `docs/architecture.md`, "Workspace", and `docs/keys.md`. Everything or nothing: it is made
//! in a stage and put in place at the end, `inkraft.toml` last. An interrupted placing is finished by the
//! next `init`.

use std::io::{BufRead as _, IsTerminal as _};
use std::path::{Path, PathBuf};

use super::archive_args::{in_zone, shown};
use super::given::line;
use super::key_import::read_pkcs12;
use super::out::{Failure, Out};
use super::seal_files::seal_stem;
use super::secret::PassphraseSource;
use super::workspace::{CONFIG, key_file};
use super::{Env, commit};
use crate::archive::{self, Base, New, Signer};
use crate::base::{Digest, Id, Lang, Say, lang};
use crate::format::anchor::Anchor;
use crate::format::charter::{Charter, CharterKey, CharterSeal, Person, RULES, Role, Threshold};
use crate::format::heads::Heads;
use crate::format::is_origin;
use crate::format::merkle::Tree;
use crate::format::note::{Key, Note, Signature};
use crate::format::record::{Body, Record, Tree as Head};
use crate::publish::BaseUrl;
use crate::seal::{Certificate, Holder, SealKey, SecretKey, public_pem};
use crate::store::{Dir, Memory, Stage, WriteError, create_file};

/// Make a workspace: keys, archive and founding charter
///
/// Asks for whatever is not given. Move the two recovery keys to separate media afterwards and delete them here: only they can change who may sign.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  inkraft init\n  inkraft init policies --publisher \"Sample Chamber\" \\\n      --origin chamber.example/policies --officer \"Erika Muster\" \\\n      --function \"Chief executive\"\n  inkraft init policies --seal-key erika.p12"
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
    /// Sign PDFs with the key and certificate in this PKCS#12 file (default: make one)
    #[arg(long, value_name = "FILE")]
    seal_key: Option<PathBuf>,
    #[command(flatten)]
    seal_passphrase: SealPassphrase,
    #[command(flatten)]
    passphrase: PassphraseSource,
}

/// Where the passphrase of `--seal-key` comes from.
#[derive(Debug, clap::Args)]
struct SealPassphrase {
    /// Read the passphrase of the PKCS#12 file from the first line of FILE
    #[arg(long, value_name = "FILE", requires = "seal_key")]
    seal_passphrase_file: Option<PathBuf>,
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
                    "{p} gibt es schon; hier liegt schon etwas, vielleicht ein Arbeitsordner",
                    "{p} exists already; perhaps this is a workspace"
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
    let lang = out.lang;
    if Stage::was_left(&root, CONFIG) {
        warn_of(Stage::open(&root)?.place(&PARTS)?, out);
        out.say(&lang::say!(
            lang,
            "Ein unterbrochenes `init` wurde abgeschlossen; es gelten die Angaben und die Passphrase von damals."
            ,
            "An interrupted `init` was finished; what was given to it then holds, the passphrase too."
        ));
        return Ok(0);
    }
    free(&root, env)?;
    args.base_url.as_deref().map(str::parse::<BaseUrl>).transpose()?;
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
    let imported = match &args.seal_key {
        Some(path) => {
            let source = PassphraseSource {
                passphrase_file: args.seal_passphrase.seal_passphrase_file,
                passphrase_fd: None,
            };
            Some(read_pkcs12(path, &source, now, env, out)?)
        }
        None => None,
    };
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
    let seal = match imported {
        Some(seal) => seal,
        None => {
            let holder = Holder { name: &officer, organization: &publisher, title: function.as_deref() };
            SealKey::generate(holder, now)?
        }
    };
    let charter = Charter {
        rules: RULES,
        time_zone: zone.clone(),
        publishers: vec![publisher.clone()],
        people: vec![Person {
            id: slug.clone(),
            name: officer,
            function,
            from: None,
            until: None,
            deputy_of: Vec::new(),
        }],
        keys: made
            .iter()
            .map(|m| CharterKey { name: m.key.name.clone(), public: m.key.public, role: m.role })
            .collect(),
        seals: vec![CharterSeal { certificate: seal.certificate().digest(), person: Some(slug.clone()) }],
        threshold: Threshold { sign: 1, amend: 1, special: Vec::new() },
        revoked: Vec::new(),
        acknowledged: Vec::new(),
        confirmed: Vec::new(),
        voided: Vec::new(),
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
    // Each derivation takes a tenth of a second or more; the cores share them.
    use rayon::prelude::*;
    let (pems, seal_pem) = rayon::join(
        || {
            made.par_iter()
                .map(|m| m.secret.to_encrypted_pem(&given.passphrase))
                .collect::<Result<Vec<_>, _>>()
        },
        || seal.to_encrypted_pem(&given.passphrase),
    );
    let (pems, seal_pem) = (pems?, seal_pem?);
    let state = commit::state_folder(env)?;

    let stage = Stage::open(&root)?;
    // Again, now that no other `init` runs.
    free(&root, env)?;
    stage.clear()?;
    let keys = stage.path().join("keys");
    create_file(&keys.join("private").join(".gitignore"), b"*\n", true)?;
    for (m, pem) in made.iter().zip(pems) {
        let stem = key_file(&m.key.name, &origin);
        create_file(&keys.join("private").join(format!("{stem}.key")), pem.as_bytes(), true)?;
        create_file(&keys.join(format!("{stem}.pub")), public_pem(&m.key.public.0).as_bytes(), false)?;
    }
    let stem = seal_stem(&slug, 1);
    create_file(&keys.join("private").join(format!("{stem}.key")), seal_pem.as_bytes(), true)?;
    create_file(&keys.join(format!("{stem}.crt")), seal.certificate_pem().as_bytes(), false)?;
    if !root.join("documents").exists() {
        create_file(&stage.path().join("documents").join(".gitkeep"), b"", false)?;
    }
    let archive_key = made.iter().find(|m| m.role == Role::Archive).ok_or(NoInit::Needs("archive"))?;
    let mut undo = Undo { memory: None };
    let first = found(&stage.path().join("archive"), archive_key, &record, &note, |first| {
        let memory = Memory::of(&state, first);
        undo.memory = Some(memory.clone());
        memory
    })?;
    let anchor = Anchor { origin: origin.clone(), first };
    create_file(&keys.join("anchor"), anchor.text().as_bytes(), false)?;
    create_file(&stage.path().join(CONFIG), config.as_bytes(), false)?;
    // With the last of them it is a workspace.
    match stage.place(&PARTS) {
        // A workspace may yet come of what could not be taken back.
        Err(e) if Stage::was_left(&root, CONFIG) => {
            undo.memory = None;
            return Err(e.into());
        }
        placed => warn_of(placed?, out),
    }
    undo.memory = None;
    tell(out, &root, env, &slug, seal.certificate());
    Ok(0)
}

/// What a workspace consists of, in the order in which it is put in place.
const PARTS: [&str; 4] = ["documents", "keys", "archive", CONFIG];

/// Refuses a folder that is a workspace already, or has something in the place of its parts.
fn free(root: &Path, env: &Env) -> Result<(), Failure> {
    // `checkpoints`: an archive's own folder is no place for a workspace.
    let taken = [CONFIG, "archive", "keys", "checkpoints"].map(|name| root.join(name));
    match taken.iter().find(|p| p.is_file() || p.exists() && !Dir::new(p).is_empty()) {
        Some(taken) => Err(NoInit::Exists(shown(taken, env)).into()),
        None => Ok(()),
    }
}

/// Founds the archive with its first entry; gives that entry's leaf hash.
fn found(
    folder: &Path,
    archive_key: &Made,
    record: &Record,
    note: &Note,
    memory: impl FnOnce(&Digest) -> Memory,
) -> Result<Digest, Failure> {
    let dir = Dir::new(folder);
    let lock = dir.lock(|| false)?;
    let empty = Tree::new();
    let base = Base { tree: &empty, entries: &[], heads: &Heads::new(), logged: None };
    let new = New { record, note, files: Vec::new(), stamps: Vec::new(), now: record.signed_at };
    let signer = Signer { key: &archive_key.key, secret: &archive_key.secret };
    let prepared = archive::prepare(base, new, signer)?;
    let first = *prepared.first();
    let appended = archive::write(&dir, &lock, prepared, &memory(&first), Vec::new(), signer)?;
    match appended.unfinished {
        Some(error) => Err(error.into()),
        None => Ok(first),
    }
}

fn warn_of(unfinished: Option<WriteError>, out: &mut Out) {
    if let Some(error) = unfinished {
        out.warning(&error);
    }
}

struct Made {
    key: Key,
    secret: SecretKey,
    role: Role,
}

fn tell(out: &mut Out, root: &Path, env: &Env, slug: &Id, seal: &Certificate) {
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
                "öffentliche Schlüssel, Zertifikat für PDF-Signaturen, Vertrauensanker (keys/anchor)",
                "public keys, certificate for PDF signatures, trust anchor (keys/anchor)",
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
    let (whose, fingerprint) = (seal.subject(), seal.digest().groups());
    out.say(&lang::say!(
        lang,
        "PDF werden signiert mit dem Zertifikat von {whose}, Fingerabdruck\n  {fingerprint}",
        "PDFs are signed with the certificate of {whose}, fingerprint\n  {fingerprint}"
    ));
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
    text += "\n# [stamp]                                  # docs/stamps.md\n# url = \"http://timestamp.example/tsa\"\n";
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
    let value = line(&value);
    if value.is_empty() { Err(NoInit::Needs(option).into()) } else { Ok(value) }
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
    Some(line(&value)).filter(|v| !v.is_empty())
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

/// Forgets an archive that did not come into being.
struct Undo {
    memory: Option<Memory>,
}

impl Drop for Undo {
    fn drop(&mut self) {
        if let Some(memory) = &self.memory {
            memory.forget();
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
