//! The seal keys in a workspace: which files there are, and which of them a person signs PDFs with.
//!
//! Specification: `docs/keys.md`, "Seal keys". A seal key is two files of one stem: `keys/<stem>.crt` (certificate
//! and chain) and `keys/private/<stem>.key`. Whose it is says the charter, never the file's name.

use std::path::{Path, PathBuf};

use super::out::Failure;
use super::private_file::BadKey;
use super::workspace::Workspace;
use crate::base::{Id, Lang, Say, lang, limits};
use crate::format::charter::Charter;
use crate::seal::{Certificate, CertificateError, Passphrase, SealKey};
use crate::store::{list_folder, read_file};

/// A certificate that lies in the workspace.
#[derive(Debug, Clone)]
pub struct SealFiles {
    /// The name of its files, without their ends.
    pub stem: String,
    /// The holder's certificate, then its chain; never empty.
    certificates: Vec<Certificate>,
}

/// A certificate cannot be read: its file, and why.
#[derive(Debug)]
pub struct BadCertificate(pub PathBuf, pub CertificateError);

impl Say for BadCertificate {
    fn fact(&self, lang: Lang) -> String {
        format!("{}: {}", self.0.display(), self.1.fact(lang))
    }

    fn advice(&self, lang: Lang) -> Option<String> {
        self.1.advice(lang)
    }
}

/// Why a person cannot sign PDFs here, although the charter names a certificate for it.
#[derive(Debug)]
pub enum NoSeal {
    /// None of the person's certificates lies here with its key.
    NotHere(String),
    /// `inkraft.toml` names one that the charter does not name, or that is another person's.
    NotInCharter(String),
}

impl Say for NoSeal {
    fn fact(&self, lang: Lang) -> String {
        match self {
            Self::NotHere(who) => lang::say!(
                lang,
                "von {who} liegt hier kein Schlüssel für PDF-Signaturen, obwohl die Zeichnungsregelung ein Zertifikat nennt",
                "no key of {who} for PDF signatures is here, although the charter names a certificate"
            ),
            Self::NotInCharter(stem) => lang::say!(
                lang,
                "das Zertifikat keys/{stem}.crt, das inkraft.toml nennt, steht nicht für diese Person in der Zeichnungsregelung",
                "the certificate keys/{stem}.crt that inkraft.toml names is not this person's in the charter"
            ),
        }
    }

    fn advice(&self, lang: Lang) -> Option<String> {
        Some(match self {
            Self::NotHere(_) => lang::say!(
                lang,
                "Auf dem Rechner unterschreiben, auf dem er liegt (keys/*.crt und keys/private/*.key); `inkraft key list` zeigt alle.",
                "Sign on the machine that has it (keys/*.crt and keys/private/*.key); `inkraft key list` shows all."
            ),
            Self::NotInCharter(stem) => lang::say!(
                lang,
                "Aufnehmen mit `inkraft charter amend --add-seal keys/{stem}.crt --person PERSON` (ohne --person gehört es der Stelle), oder `seal` in inkraft.toml ändern.",
                "Add it with `inkraft charter amend --add-seal keys/{stem}.crt --person PERSON` (without --person it is the body's), or change `seal` in inkraft.toml."
            ),
        })
    }
}

impl SealFiles {
    /// The holder's certificate.
    pub fn certificate(&self) -> &Certificate {
        &self.certificates[0]
    }
}

/// When a certificate is valid, in words; the days are those of UTC.
pub fn validity(certificate: &Certificate, lang: Lang) -> String {
    let from = certificate.first_day().map(|d| d.short(lang)).unwrap_or_default();
    match certificate.last_day().map(|d| d.short(lang)) {
        Some(until) => lang::say!(lang, "vom {from} bis zum {until}", "valid from {from} to {until}"),
        None => lang::say!(lang, "seit {from}, ohne Ablaufdatum", "valid from {from} without an end"),
    }
}

/// The stem of the files of a person's seal key, numbered from 1.
pub fn seal_stem(person: &Id, n: u32) -> String {
    format!("{person}-seal-{n}")
}

/// The certificates in a file, the holder's first; `name` is told where it cannot be read.
pub fn read_certificates(path: &Path, name: PathBuf) -> Result<Vec<Certificate>, Failure> {
    let bytes = read_file(path, limits::SMALL)?;
    Certificate::from_pem(&String::from_utf8_lossy(&bytes)).map_err(|e| BadCertificate(name, e).into())
}

impl Workspace {
    /// Where the certificate of that stem lies.
    pub fn certificate_path(&self, stem: &str) -> PathBuf {
        self.keys().join(format!("{stem}.crt"))
    }

    /// Where the private key of that stem lies.
    pub fn private_path(&self, stem: &str) -> PathBuf {
        self.keys().join("private").join(format!("{stem}.key"))
    }

    /// Every certificate in `keys/`, sorted by name. What cannot be read and has no private key beside it is somebody
    /// else's file, which stops nobody here: the reason is handed to `passed_over`.
    pub fn certificates(&self, mut passed_over: impl FnMut(Failure)) -> Result<Vec<SealFiles>, Failure> {
        // A folder with more names than this holds other things than keys: then nothing is found.
        let names = list_folder(&self.keys(), limits::NAMES).ok().flatten().unwrap_or_default();
        let stems = names.iter().filter(|(_, is_dir)| !is_dir).filter_map(|(n, _)| n.strip_suffix(".crt"));
        let mut found = Vec::new();
        for stem in stems {
            match self.certificate_of(stem) {
                Ok(files) => found.push(files),
                Err(e) if self.private_path(stem).exists() => return Err(e),
                Err(e) => passed_over(e),
            }
        }
        Ok(found)
    }

    fn certificate_of(&self, stem: &str) -> Result<SealFiles, Failure> {
        let path = self.certificate_path(stem);
        let name = path.strip_prefix(&self.root).unwrap_or(&path).to_owned();
        Ok(SealFiles { stem: stem.to_owned(), certificates: read_certificates(&path, name)? })
    }

    /// What a person signs PDFs with: the newest certificate that the charter names as this person's and that lies
    /// here with its key, or the one that `inkraft.toml` names. `None` if the charter names none for the person.
    pub fn seal(&self, charter: &Charter, who: &Id) -> Result<Option<SealFiles>, Failure> {
        if let Some(stem) = self.config.sign.as_ref().and_then(|s| s.seal.as_ref()) {
            let files = self.certificate_of(stem.as_str())?;
            let listed = charter.seal(&files.certificate().digest());
            // The body's own certificate is for everybody who may sign.
            return match listed.is_some_and(|s| s.person.as_ref().is_none_or(|p| p == who)) {
                true => Ok(Some(files)),
                false => Err(NoSeal::NotInCharter(files.stem).into()),
            };
        }
        if charter.seals.iter().all(|s| s.person.as_ref() != Some(who)) {
            return Ok(None);
        }
        let mut found = self.certificates(|_| {})?;
        found.retain(|f| {
            let listed = charter.seal(&f.certificate().digest());
            listed.is_some_and(|s| s.person.as_ref() == Some(who)) && self.private_path(&f.stem).is_file()
        });
        let newest = found.into_iter().max_by_key(|f| f.certificate().not_before());
        newest.map(Some).ok_or_else(|| NoSeal::NotHere(who.to_string()).into())
    }

    /// Opens the key to a certificate; it must be that certificate's.
    pub fn open_seal(&self, files: &SealFiles, passphrase: &Passphrase) -> Result<SealKey, Failure> {
        let path = self.private_path(&files.stem);
        let name = self.below(&path);
        let text = self.private_text(&path, &name)?;
        let key = SealKey::from_encrypted_pem(&text, passphrase, files.certificates.clone());
        key.map_err(|e| BadKey(name, e).failure())
    }
}
