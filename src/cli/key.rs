//! `key new`, and the way to the other commands about keys: key files, and what the charter says of them.
//!
//! Specification: `docs/keys.md`. Making a key gives nobody a right: only a charter does.

use std::path::{Path, PathBuf};

use super::archive_args::{self, ArchiveArgs, is_archive, open, shown};
use super::given::line;
use super::out::{Failure, Out};
use super::secret::PassphraseSource;
use super::workspace::Workspace;
use super::{Env, key_change, key_import, key_list, key_names, report};
use crate::base::{Digest, Id, Lang, Say, lang};
use crate::format::charter::Charter;
use crate::format::note::Key;
use crate::seal::{Holder, SealKey, SecretKey, fingerprint, public_pem};
use crate::store::create_files;
use crate::verify::{self, Log, State};

/// Make, import, list, exchange and revoke keys
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: KeyCommand,
}

#[derive(Debug, clap::Subcommand)]
enum KeyCommand {
    New(NewArgs),
    Import(key_import::ImportArgs),
    List(key_list::ListArgs),
    Rotate(Box<key_change::RotateArgs>),
    Retire(key_change::RetireArgs),
    Revoke(key_change::RevokeArgs),
}

/// Make a key for a person
///
/// Records are signed with it or, with --seal, PDFs: then a certificate is made, too. The key counts for nothing until a charter names it.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  inkraft key new erika-muster\n  inkraft key new erika-muster --seal\n  inkraft key new max-meier --seal --name \"Max Meier\" --function \"Deputy\""
)]
struct NewArgs {
    /// The person's short name
    person: String,
    /// Make a key for the signature in PDFs, and its certificate
    #[arg(long)]
    seal: bool,
    /// The name in the certificate (default: as in the charter)
    #[arg(long, value_name = "NAME", requires = "seal")]
    name: Option<String>,
    /// The function in the certificate (default: as in the charter)
    #[arg(long, value_name = "TEXT", requires = "seal")]
    function: Option<String>,
    #[command(flatten)]
    passphrase: PassphraseSource,
}

/// The person's name cannot be one.
#[derive(Debug)]
pub struct NoPerson(pub String);

impl Say for NoPerson {
    fn fact(&self, lang: Lang) -> String {
        let name = &self.0;
        lang::say!(lang, "„{name}“ ist kein Kürzel einer Person", "\"{name}\" is no short name of a person")
    }

    fn advice(&self, lang: Lang) -> Option<String> {
        Some(lang::say!(lang, "Zum Beispiel erika-muster.", "For instance erika-muster."))
    }
}

/// A certificate is to be made for somebody whose name is not known.
#[derive(Debug)]
struct NoName(Id);

impl Say for NoName {
    fn fact(&self, lang: Lang) -> String {
        let person = &self.0;
        lang::say!(
            lang,
            "„{person}“ steht nicht in der Zeichnungsregelung; der Name für das Zertifikat fehlt",
            "\"{person}\" is not in the charter; the name for the certificate is missing"
        )
    }

    fn advice(&self, lang: Lang) -> Option<String> {
        Some(lang::say!(
            lang,
            "Mit --name \"VORNAME NACHNAME\" angeben, oder das Kürzel berichtigen.",
            "Give it with --name \"FULL NAME\", or correct the short name."
        ))
    }
}

/// Runs the command.
pub fn run(args: Args, env: &Env, out: &mut Out) -> Result<u8, Failure> {
    let workspace = Workspace::find(env)?;
    match args.command {
        KeyCommand::New(args) => new(args, &workspace, env, out),
        KeyCommand::Import(args) => key_import::run(args, &workspace, env, out),
        KeyCommand::List(args) => key_list::run(args, &workspace, env, out),
        KeyCommand::Rotate(args) => key_change::rotate(*args, env, out),
        KeyCommand::Retire(args) => key_change::retire(args, env, out),
        KeyCommand::Revoke(args) => key_change::revoke(args, env, out),
    }
}

fn new(args: NewArgs, workspace: &Workspace, env: &Env, out: &mut Out) -> Result<u8, Failure> {
    let lang = out.lang;
    let person: Id = args.person.parse().map_err(|_| NoPerson(args.person.clone()))?;
    let origin = &workspace.config.origin;
    let log = log(workspace, env, out)?;
    let state = log.as_ref().map(|l| &l.state);
    if args.seal {
        return new_seal(args, &person, state.and_then(State::charter), workspace, env, out);
    }
    key_names::not_reserved(&person)?;
    // A number that a charter or a file has, or had, is never used again.
    let n = key_names::next(workspace, state, person.as_str(), 1);
    let stem = format!("{person}-{n}");
    let (public, private) = (workspace.public_path(&stem), workspace.private_path(&stem));
    let prompt = lang::say!(lang, "Neue Passphrase für {person}: ", "New passphrase for {person}: ");
    let given = args.passphrase.read_new(&prompt, lang)?;
    if let Some(warning) = &given.warning {
        out.warning(warning);
    }
    let secret = SecretKey::generate()?;
    let pem = secret.to_encrypted_pem(&given.passphrase)?;
    let key = Key::new(&format!("{origin}/{person}/{n}"), Digest(secret.public()));
    let public_pem = public_pem(&key.public.0);
    create_files(&[(&private, pem.as_bytes(), true), (&public, public_pem.as_bytes(), false)])?;
    tell(&key, (lang.pick("Privat", "Private"), shown(&private, env)), &shown(&public, env), out);
    Ok(0)
}

/// How the short names of recovery keys begin by custom; what a key may do, the charter says.
const RECOVERY: &str = "recovery-";

/// Tells of a new key, of the file that matters, and of the public one, which a charter may name.
pub fn tell(key: &Key, (label, file): (&str, PathBuf), public: &Path, out: &mut Out) {
    let lang = out.lang;
    out.rows(&[
        (lang.pick("Schlüssel", "Key"), key.name.clone()),
        (lang.pick("Fingerabdruck", "Fingerprint"), fingerprint(&key.public.0)),
        (lang.pick("Prüfschlüssel", "Verifier key"), key.vkey()),
        (label, file.display().to_string()),
    ]);
    let public = public.display();
    if key.name.rsplit('/').nth(1).is_some_and(|who| who.starts_with(RECOVERY)) {
        out.say(&lang::say!(
            lang,
            "Der Schlüssel darf noch nichts unterschreiben: das bestimmt die Zeichnungsregelung. Zur Wiederherstellung:\n  inkraft charter amend --add-recovery {public}\nOder, um Erklärungen zu unterschreiben:\n  inkraft charter amend --add-key {public}",
            "The key may not sign anything yet: the charter decides that. For recovery:\n  inkraft charter amend --add-recovery {public}\nOr, to sign records:\n  inkraft charter amend --add-key {public}"
        ));
        return;
    }
    out.say(&lang::say!(
        lang,
        "Der Schlüssel darf noch nichts unterschreiben: das bestimmt die Zeichnungsregelung.\n  inkraft charter amend --add-key {public}",
        "The key may not sign anything yet: the charter decides that.\n  inkraft charter amend --add-key {public}"
    ));
}

fn new_seal(
    args: NewArgs,
    person: &Id,
    charter: Option<&Charter>,
    workspace: &Workspace,
    env: &Env,
    out: &mut Out,
) -> Result<u8, Failure> {
    let lang = out.lang;
    let known = charter.and_then(|c| c.people.iter().find(|p| p.id == *person));
    let name = args.name.as_deref().map(line).filter(|n| !n.is_empty());
    let name = name.or_else(|| known.map(|p| p.name.clone())).ok_or_else(|| NoName(person.clone()))?;
    let function = args.function.as_deref().map(line).filter(|f| !f.is_empty());
    let function = function.or_else(|| known.and_then(|p| p.function.clone()));
    let now = archive_args::in_zone(env.now, &workspace.config.time_zone)?;
    let prompt = lang::say!(lang, "Neue Passphrase für {person}: ", "New passphrase for {person}: ");
    let given = args.passphrase.read_new(&prompt, lang)?;
    if let Some(warning) = &given.warning {
        out.warning(warning);
    }
    let holder =
        Holder { name: &name, organization: &workspace.config.publisher, title: function.as_deref() };
    let key = SealKey::generate(holder, now)?;
    key_import::keep(&key, person, &given.passphrase, workspace, env, out)
}

/// The log; `None` where there is no archive yet.
pub fn log(workspace: &Workspace, env: &Env, out: &mut Out) -> Result<Option<Log>, Failure> {
    let dir = workspace.archive();
    if !is_archive(dir.root()) {
        return Ok(None);
    }
    let opened = open(dir.root(), &ArchiveArgs::default(), env)?;
    let log = verify::log(&opened.dir, &opened.trust).map_err(|f| report::refuse(out, false, &f))?;
    report::sound_to_keeper(out, &log)?;
    Ok(Some(log))
}
