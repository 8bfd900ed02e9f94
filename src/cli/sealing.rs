//! The signature inside a PDF that a command makes: with which key, in which words.
//!
//! Specification: `docs/seal.md`. Takes a session and what was typeset; gives the signed PDF. Which certificates count
//! says the charter; an archive whose charter names none for the officer has PDFs without a signature, and every
//! signing command says so.

use super::authority::{self, NotStamped};
use super::commit::{Keys, Session};
use super::edition;
use super::out::Failure;
use super::seal_files::{BadCertificate, SealFiles};
use crate::base::{Id, Lang, Say, lang};
use crate::format::charter::person;
use crate::seal::{self, Wording};
use crate::verify;
use crate::verify::seal::{Belief, Fault};

/// The authority gives no time stamp for the signature, and a stamp cannot be added to a PDF that is archived.
#[derive(Debug)]
struct NoStamp(NotStamped);

impl Say for NoStamp {
    fn fact(&self, lang: Lang) -> String {
        let why = self.0.fact(lang);
        lang::say!(lang, "nicht unterschrieben; {why}", "not signed; {why}")
    }

    fn advice(&self, lang: Lang) -> Option<String> {
        let without = lang::say!(
            lang,
            "Später wiederholen, oder mit --no-stamp ohne Zeitstempel unterschreiben; `inkraft stamp` holt dann den für das Register nach.",
            "Try again later, or sign without a time stamp with --no-stamp; `inkraft stamp` then gets the one for the log."
        );
        Some(match self.0.advice(lang) {
            Some(advice) => format!("{advice} {without}"),
            None => without,
        })
    }
}

/// What the PDFs of a session are signed with.
#[derive(Debug)]
pub struct Sealing {
    files: Option<SealFiles>,
}

impl Sealing {
    /// Finds the officer's certificate; refuses one that is not valid now.
    pub fn begin(session: &Session) -> Result<Self, Failure> {
        let charter = session.log.state.charter();
        let who = person(&session.officer.name, session.log.origin()).and_then(|id| id.parse::<Id>().ok());
        let files = match (charter, who) {
            (Some(charter), Some(who)) => session.workspace.seal(charter, &who)?,
            _ => None,
        };
        if let Some(files) = &files {
            let now = session.now.seconds();
            let path = session.workspace.certificate_path(&files.stem);
            let path = path.strip_prefix(&session.workspace.root).unwrap_or(&path).to_owned();
            files.certificate().check_for_signing(now).map_err(|e| BadCertificate(path, e))?;
        }
        Ok(Self { files })
    }

    /// The key that must be opened.
    pub fn files(&self) -> Option<&SealFiles> {
        self.files.as_ref()
    }

    /// What an officer is told before.
    pub fn row(&self, lang: Lang) -> (&'static str, String) {
        let told = match &self.files {
            Some(files) => {
                let (subject, stem) = (files.certificate().subject(), &files.stem);
                lang::say!(
                    lang,
                    "mit dem Zertifikat von {subject} (keys/{stem}.crt)",
                    "with the certificate of {subject} (keys/{stem}.crt)"
                )
            }
            None => lang::say!(
                lang,
                "keine: die Zeichnungsregelung nennt kein Zertifikat dieser Person",
                "none: the charter names no certificate of this person"
            ),
        };
        (lang.pick("PDF-Signatur", "PDF signature"), told)
    }

    /// The typeset PDF with its signature; as it is if there is no certificate. `reason` is in the document's language.
    pub fn seal(
        &self,
        session: &Session,
        typeset: Vec<u8>,
        reason: String,
        language: Lang,
        keys: &Keys,
    ) -> Result<Vec<u8>, Failure> {
        let Some(key) = &keys.seal else { return Ok(typeset) };
        let signs = edition::signs(session);
        let wording = Wording {
            name: edition::signer(session).map_or_else(String::new, |s| s.name),
            reason,
            location: session.log.origin().to_owned(),
            field: lang::say!(language, "PDF-Signatur: {signs}", "PDF signature: {signs}"),
            at: session.now,
        };
        let stamp = session.authority().map(|authority| {
            move |signature: &[u8]| -> Result<Vec<u8>, Failure> {
                let stamped = authority::stamp(authority, session.authorities(), signature, session.clock());
                Ok(stamped.map_err(NoStamp)?.der)
            }
        });
        let pdf = seal::seal(&typeset, key, &wording, stamp)?;
        must_hold(session, &pdf)?;
        Ok(pdf)
    }
}

/// Who is believed about times before an entry stands: the authorities that are pinned here, now.
pub fn belief(session: &Session) -> Belief<'_> {
    Belief { authorities: session.authorities(), existed: session.now.seconds() }
}

/// Whether a signed PDF will hold: what a checker refuses later is refused now, because an entry cannot be taken back.
pub fn must_hold(session: &Session, pdf: &[u8]) -> Result<(), Failure> {
    let (_, faults) = verify::seal::judge(pdf, session.log.state.charter(), belief(session));
    faults.into_iter().find(Fault::is_failure).map_or(Ok(()), |fault| Err(WouldNotHold(fault).into()))
}

/// A checker would not accept the PDF.
#[derive(Debug)]
struct WouldNotHold(Fault);

impl Say for WouldNotHold {
    fn fact(&self, lang: Lang) -> String {
        let why = self.0.fact(lang);
        lang::say!(
            lang,
            "nicht unterschrieben; das PDF würde der Prüfung nicht standhalten: {why}",
            "not signed; the PDF would not pass verification: {why}"
        )
    }

    fn advice(&self, lang: Lang) -> Option<String> {
        self.0.advice(lang)
    }
}
