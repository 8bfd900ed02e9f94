//! `key new`, `key list`: key files, and what the charter says of them.
//!
//! Specification: `docs/keys.md`. Making a key gives nobody a right: only a charter does.

use std::path::{Path, PathBuf};

use serde_json::json;

use super::archive_args::{ArchiveArgs, is_archive, open, shown};
use super::out::{Failure, Out};
use super::secret::PassphraseSource;
use super::workspace::{Workspace, key_file};
use super::{Env, report};
use crate::base::{Digest, Id, Lang, Say, lang, limits};
use crate::format::charter::Role;
use crate::format::note::Key;
use crate::seal::{SecretKey, fingerprint, parse_public_pem, public_pem};
use crate::store::{create_file, read_file};
use crate::verify::{self};

/// Make and list keys
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: KeyCommand,
}

#[derive(Debug, clap::Subcommand)]
enum KeyCommand {
    New(NewArgs),
    List(ListArgs),
}

/// Make a key for a person
///
/// The key may sign nothing until a charter names it.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  inkraft key new erika-muster")]
struct NewArgs {
    /// The person's short name
    person: String,
    #[command(flatten)]
    passphrase: PassphraseSource,
}

/// List the keys here and in the charter
///
/// Exit codes: 0 listed; 1 the archive does not hold; 2 it could not be listed.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  inkraft key list\n  inkraft key list --json")]
struct ListArgs {
    /// Print JSON for programs
    #[arg(long)]
    json: bool,
}

/// The person's name cannot be one.
#[derive(Debug)]
struct NoPerson(String);

impl Say for NoPerson {
    fn fact(&self, lang: Lang) -> String {
        let name = &self.0;
        lang::say!(lang, "„{name}“ ist kein Kürzel einer Person", "\"{name}\" is no short name of a person")
    }

    fn advice(&self, lang: Lang) -> Option<String> {
        Some(lang::say!(lang, "Zum Beispiel erika-muster.", "For instance erika-muster."))
    }
}

/// Runs the command.
pub fn run(args: Args, env: &Env, out: &mut Out) -> Result<u8, Failure> {
    let workspace = Workspace::find(env)?;
    match args.command {
        KeyCommand::New(args) => new(args, &workspace, env, out),
        KeyCommand::List(args) => list(args, &workspace, env, out),
    }
}

fn new(args: NewArgs, workspace: &Workspace, env: &Env, out: &mut Out) -> Result<u8, Failure> {
    let lang = out.lang;
    let person: Id = args.person.parse().map_err(|_| NoPerson(args.person.clone()))?;
    let origin = &workspace.config.origin;
    let public_path = |n: u32| workspace.keys().join(format!("{person}-{n}.pub"));
    let private_path = |n: u32| workspace.keys().join("private").join(format!("{person}-{n}.key"));
    // A number that the charter or a file has is never used again.
    let listed = listed(workspace, env, out)?;
    let taken = |n: u32| {
        let name = format!("{origin}/{person}/{n}");
        public_path(n).exists() || private_path(n).exists() || listed.iter().any(|(k, _)| k.name == name)
    };
    let n = (1..=limits::SIGNATURES as u32 * 100)
        .find(|n| !taken(*n))
        .ok_or_else(|| NoPerson(args.person.clone()))?;
    let prompt = lang::say!(lang, "Neue Passphrase für {person}: ", "New passphrase for {person}: ");
    let given = args.passphrase.read_new(&prompt, lang)?;
    if let Some(warning) = &given.warning {
        out.warning(warning);
    }
    let secret = SecretKey::generate()?;
    let pem = secret.to_encrypted_pem(&given.passphrase)?;
    let key = Key::new(&format!("{origin}/{person}/{n}"), Digest(secret.public()));
    create_file(&private_path(n), pem.as_bytes(), true)?;
    create_file(&public_path(n), public_pem(&key.public.0).as_bytes(), false)?;
    let path = shown(&private_path(n), env);
    out.rows(&[
        (lang.pick("Schlüssel", "Key"), key.name.clone()),
        (lang.pick("Fingerabdruck", "Fingerprint"), fingerprint(&key.public.0)),
        (lang.pick("Prüfschlüssel", "Verifier key"), key.vkey()),
        (lang.pick("Privat", "Private"), path.display().to_string()),
    ]);
    out.say(&lang::say!(
        lang,
        "Der Schlüssel darf noch nichts unterschreiben: das bestimmt die Zeichnungsregelung.",
        "The key may not sign anything yet: the charter decides that."
    ));
    Ok(0)
}

/// The keys of the charter in use.
fn listed(workspace: &Workspace, env: &Env, out: &mut Out) -> Result<Vec<(Key, Role)>, Failure> {
    let dir = workspace.archive();
    if !is_archive(dir.root()) {
        return Ok(Vec::new());
    }
    let opened = open(dir.root(), &ArchiveArgs::default(), env)?;
    let log = verify::log(&opened.dir, &opened.trust).map_err(|f| report::refuse(out, false, &f))?;
    report::sound(out, false, &log)?;
    let keys = log.state.charter().map(|c| c.keys.clone()).unwrap_or_default();
    Ok(keys.into_iter().map(|k| (Key::new(&k.name, k.public), k.role)).collect())
}

fn list(args: ListArgs, workspace: &Workspace, env: &Env, out: &mut Out) -> Result<u8, Failure> {
    let lang = out.lang;
    let listed = listed(workspace, env, out)?;
    let origin = &workspace.config.origin;
    let private = |name: &str| {
        workspace.keys().join("private").join(format!("{}.key", key_file(name, origin))).is_file()
    };
    let mut rows: Vec<(Key, Option<Role>)> = listed.iter().map(|(k, r)| (k.clone(), Some(*r))).collect();
    for path in public_files(&workspace.keys()) {
        let bytes = read_file(&path, limits::SMALL)?;
        let Ok(public) = parse_public_pem(&String::from_utf8_lossy(&bytes)) else { continue };
        if rows.iter().all(|(k, _)| k.public.0 != public) {
            let stem = path
                .file_name()
                .and_then(|n| n.to_str())
                .and_then(|n| n.strip_suffix(".pub"))
                .unwrap_or_default();
            let name =
                stem.rsplit_once('-').map_or_else(|| origin.clone(), |(p, n)| format!("{origin}/{p}/{n}"));
            rows.push((Key::new(&name, Digest(public)), None));
        }
    }
    let role = |r: Option<Role>| match r {
        Some(Role::Archive) => "archive",
        Some(Role::Officer) => "officer",
        Some(Role::Recovery) => "recovery",
        None => "none",
    };
    if args.json {
        let keys: Vec<_> = rows
            .iter()
            .map(|(k, r)| {
                json!({ "name": k.name, "role": role(*r), "public": k.public, "vkey": k.vkey(),
                        "fingerprint": fingerprint(&k.public.0), "private_here": private(&k.name) })
            })
            .collect();
        out.json(&json!({ "format": "inkraft/keys/1", "keys": keys }));
        return Ok(0);
    }
    for (key, r) in &rows {
        let what = match r {
            Some(Role::Archive) => lang.pick("Registerschlüssel", "archive key"),
            Some(Role::Officer) => lang.pick("unterschreibt Erklärungen", "signs records"),
            Some(Role::Recovery) => {
                lang.pick("Wiederherstellung: ändert die Zeichnungsregelung", "recovery: amends the charter")
            }
            None => lang.pick("steht nicht in der Zeichnungsregelung", "is not in the charter"),
        };
        let here = match private(&key.name) {
            true => lang.pick("privater Schlüssel liegt hier", "private key is here"),
            false => lang.pick("privater Schlüssel liegt anderswo", "private key is elsewhere"),
        };
        out.say(&key.name);
        out.say(&format!("  {what}; {here}"));
        out.say(&format!("  {}", fingerprint(&key.public.0)));
    }
    let away = rows.iter().filter(|(k, r)| *r == Some(Role::Recovery) && private(&k.name)).count();
    match away {
        0 => {}
        1 => out.warn(lang.pick(
            "Hinweis: Ein Wiederherstellungsschlüssel liegt noch hier; er gehört auf einen Datenträger für sich.",
            "note: one recovery key is still here; it belongs on a medium of its own.",
        )),
        _ => out.warn(&lang::say!(
            lang,
            "Hinweis: {away} Wiederherstellungsschlüssel liegen noch hier; sie gehören auf getrennte Datenträger.",
            "note: {away} recovery keys are still here; they belong on separate media."
        )),
    }
    Ok(0)
}

#[allow(clippy::disallowed_methods, reason = "lists names only; files are read through store")]
fn public_files(keys: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(keys).into_iter().flatten().flatten().map(|e| e.path());
    let mut paths: Vec<_> = entries.filter(|p| p.to_string_lossy().ends_with(".pub")).collect();
    paths.sort();
    paths
}
