//! `key import`: a seal key from a PKCS#12 file, or the public half of a key elsewhere; and what is told of every new
//! seal key.
//!
//! Specification: `docs/keys.md`, "PKCS#12" and "Keys in the ssh-agent". The file stays where it is; key and certificate are kept as those are
//! that `init` makes. They count for nothing until a charter names the certificate.

use std::path::{Path, PathBuf};

use super::archive_args::{in_zone, shown};
use super::key::NoPerson;
use super::out::{Failure, Out};
use super::private_file::BadKey;
use super::seal_files::{BadCertificate, seal_stem, validity};
use super::secret::PassphraseSource;
use super::workspace::Workspace;
use super::{Env, key, key_list, key_names};
use crate::base::{Digest, Id, Lang, Say, Time, lang, limits};
use crate::format::note::Key;
use crate::seal::{
    KeyError, Passphrase, Pkcs12Error, SealKey, looks_like_openssh, parse_openssh, parse_public_pem,
    public_pem,
};
use crate::store::{create_file, create_files, read_file};

/// Take a key for signatures in PDFs from a PKCS#12 file, or the public half of a key that signs records
///
/// PKCS#12 as certificate authorities hand it out (.p12, .pfx): ECDSA P-256 or P-384, RSA with 3072 or 4096 bits. Key and certificate are kept under a passphrase of your own; the certificate counts once the charter names it.
///
/// A public key (.pub) is an Ed25519 key in OpenSSH's form, whose private half the ssh-agent has, or as inkraft and openssl write it. It may sign records once the charter names it.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  inkraft key import erika.p12\n  inkraft key import max.pfx --person max-meier\n  inkraft key import ~/.ssh/inkraft_ed25519.pub --person max-meier"
)]
pub struct ImportArgs {
    /// The PKCS#12 file, or the file with the public key
    file: PathBuf,
    /// Whose it is: a person's short name (default: officer in inkraft.toml)
    #[arg(long, value_name = "PERSON")]
    person: Option<String>,
    /// Read the passphrase of the PKCS#12 file from the first line of FILE
    #[arg(long, value_name = "FILE", conflicts_with = "p12_passphrase_fd")]
    p12_passphrase_file: Option<PathBuf>,
    /// Read the passphrase of the PKCS#12 file from the next line of the open file descriptor N
    #[arg(long, value_name = "N")]
    p12_passphrase_fd: Option<u32>,
    #[command(flatten)]
    passphrase: PassphraseSource,
}

/// Nothing can be taken from a PKCS#12 file: which, and why.
#[derive(Debug)]
struct BadPkcs12(PathBuf, Pkcs12Error);

impl Say for BadPkcs12 {
    fn fact(&self, lang: Lang) -> String {
        format!("{}: {}", self.0.display(), self.1.fact(lang))
    }

    fn advice(&self, lang: Lang) -> Option<String> {
        self.1.advice(lang)
    }
}

/// A public key that is here or in the charter already: its file, and its name.
#[derive(Debug)]
struct Known(PathBuf, String);

impl Say for Known {
    fn fact(&self, lang: Lang) -> String {
        let (path, name) = (self.0.display(), &self.1);
        lang::say!(
            lang,
            "{path}: diesen Schlüssel gibt es schon als {name}",
            "{path}: this key exists already as {name}"
        )
    }

    fn advice(&self, lang: Lang) -> Option<String> {
        Some(lang::say!(
            lang,
            "Ein öffentlicher Schlüssel kommt nur einmal vor; für eine andere Person einen anderen anlegen.",
            "A public key occurs only once; make another one for another person."
        ))
    }
}

/// Nobody was named.
#[derive(Debug)]
struct Nobody;

impl Say for Nobody {
    fn fact(&self, lang: Lang) -> String {
        lang::say!(lang, "es ist nicht gesagt, wessen Schlüssel es ist", "it is not said whose key it is")
    }

    fn advice(&self, lang: Lang) -> Option<String> {
        Some(lang::say!(
            lang,
            "Mit --person KÜRZEL angeben, oder `officer` in inkraft.toml setzen.",
            "Give it with --person PERSON, or set `officer` in inkraft.toml."
        ))
    }
}

/// Runs the command.
pub fn run(args: ImportArgs, workspace: &Workspace, env: &Env, out: &mut Out) -> Result<u8, Failure> {
    let lang = out.lang;
    let person: Id = match &args.person {
        Some(text) => text.parse().map_err(|_| NoPerson(text.clone()))?,
        None => workspace.config.officer.clone().ok_or(Nobody)?,
    };
    // An archive that does not hold is told before anything is typed.
    let log = key::log(workspace, env, out)?;
    let path = env.cwd.join(&args.file);
    let name = shown(&path, env);
    if let Some(public) = public_key(&read_file(&path, limits::SMALL)?) {
        let public = public.map_err(|e| BadKey(name.clone(), e))?;
        let known = key_list::known(workspace, log.as_ref())?;
        if let Some((known, _)) = known.into_iter().find(|(k, _)| k.public.0 == public) {
            return Err(Known(name, known.name).into());
        }
        key_names::not_reserved(&person)?;
        let n = key_names::next(workspace, log.as_ref().map(|l| &l.state), person.as_str(), 1);
        let key = Key::new(&format!("{}/{person}/{n}", workspace.config.origin), Digest(public));
        let file = workspace.public_path(&format!("{person}-{n}"));
        create_file(&file, public_pem(&public).as_bytes(), false)?;
        let file = shown(&file, env);
        key::tell(&key, (lang.pick("Datei", "File"), file.clone()), &file, out);
        return Ok(0);
    }
    let now = in_zone(env.now, &workspace.config.time_zone)?;
    let source =
        PassphraseSource { passphrase_file: args.p12_passphrase_file, passphrase_fd: args.p12_passphrase_fd };
    let key = read_pkcs12(&args.file, &source, now, env, out)?;
    let prompt = lang::say!(lang, "Neue Passphrase für {person}: ", "New passphrase for {person}: ");
    let given = args.passphrase.read_new(&prompt, lang)?;
    if let Some(warning) = &given.warning {
        out.warning(warning);
    }
    keep(&key, &person, &given.passphrase, workspace, env, out)
}

/// The public key in a file of text; `None` if it is another kind of file.
pub fn public_key(bytes: &[u8]) -> Option<Result<[u8; 32], KeyError>> {
    let text = std::str::from_utf8(bytes).ok()?;
    // The private half would not be read: its owner is told which file to take.
    let openssh = looks_like_openssh(text) || text.starts_with("-----BEGIN OPENSSH ");
    match openssh {
        true => Some(parse_openssh(text)),
        false => text.starts_with("-----BEGIN PUBLIC KEY-----").then(|| parse_public_pem(text)),
    }
}

/// The key in a PKCS#12 file, if it can sign now; asks for the file's passphrase.
pub fn read_pkcs12(
    path: &Path,
    source: &PassphraseSource,
    now: Time,
    env: &Env,
    out: &mut Out,
) -> Result<SealKey, Failure> {
    let path = env.cwd.join(path);
    let name = shown(&path, env);
    let bytes = read_file(&path, limits::SMALL)?;
    let told = name.display();
    let prompt = lang::say!(out.lang, "Passphrase von {told}: ", "Passphrase of {told}: ");
    let bad = |e: Pkcs12Error| {
        let wrong = e == Pkcs12Error::WrongPassphrase;
        Failure::new(BadPkcs12(name.clone(), e)).wrong_passphrase(wrong)
    };
    let key = source.open(&prompt, out, |p| SealKey::from_pkcs12(&bytes, p).map_err(bad))?;
    key.certificate().check_for_signing(now.seconds()).map_err(|e| BadCertificate(name, e))?;
    Ok(key)
}

/// Puts a new seal key into the workspace, the certificate last, and tells what to do next.
pub fn keep(
    key: &SealKey,
    person: &Id,
    passphrase: &Passphrase,
    workspace: &Workspace,
    env: &Env,
    out: &mut Out,
) -> Result<u8, Failure> {
    let lang = out.lang;
    let taken =
        |stem: &String| workspace.certificate_path(stem).exists() || workspace.private_path(stem).exists();
    let mut stems = (1..=limits::NAMES as u32).map(|n| seal_stem(person, n));
    let stem = stems.find(|s| !taken(s)).ok_or_else(|| NoPerson(person.to_string()))?;
    let (public, private) = (workspace.certificate_path(&stem), workspace.private_path(&stem));
    let (pem, certificate_pem) = (key.to_encrypted_pem(passphrase)?, key.certificate_pem());
    create_files(&[(&private, pem.as_bytes(), true), (&public, certificate_pem.as_bytes(), false)])?;
    let certificate = key.certificate();
    let (public, private) = (shown(&public, env), shown(&private, env));
    let public = public.display();
    let mut rows = vec![(lang.pick("Zertifikat", "Certificate"), certificate.subject())];
    if !certificate.is_self_issued() {
        rows.push((lang.pick("Aussteller", "Issuer"), certificate.issuer()));
    }
    rows.extend([
        (lang.pick("Verfahren", "Algorithm"), certificate.key_kind().to_string()),
        (lang.pick("Laufzeit", "Validity"), validity(certificate, lang)),
        (lang.pick("Fingerabdruck", "Fingerprint"), certificate.digest().groups()),
        (lang.pick("Datei", "File"), public.to_string()),
        (lang.pick("Privat", "Private"), private.display().to_string()),
    ]);
    out.rows(&rows);
    out.say(&lang::say!(
        lang,
        "Das Zertifikat zählt erst, wenn die Zeichnungsregelung es nennt:\n  inkraft charter amend --add-seal {public} --person {person}",
        "The certificate counts once the charter names it:\n  inkraft charter amend --add-seal {public} --person {person}"
    ));
    Ok(0)
}
