//! `verify CERTIFICATE --pdf FILE`: whether a PDF is what was in force.
//!
//! Specification: `docs/archive-format.md`, "Certificate of force". A PDF is known by its bytes.

use super::rendition;
use crate::base::{Digest, Lang, lang};
use crate::format::files::Files;
use crate::format::record::{Body, Rendition, Stream};
use crate::timeline::{InForce, Verdict};
use crate::verify::Certified;

/// A PDF held against a certificate.
#[derive(Debug)]
pub struct Pdf<'a> {
    /// Its SHA-256.
    pub sha256: Digest,
    /// The record that speaks of it; of several the one that matters most.
    pub of: Option<Of<'a>>,
    /// What it is to the question.
    pub which: Which,
}

/// A record that speaks of a PDF.
#[derive(Debug, Clone, Copy)]
pub struct Of<'a> {
    /// The version.
    pub version: u32,
    /// The entry.
    pub entry: u64,
    /// If it is another file of the version: which.
    pub rendition: Option<&'a Rendition>,
}

/// What a PDF is to the question; what matters more is greater.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Which {
    /// No file of this policy.
    Unknown,
    /// A version, or a rendition of one, that was not in force.
    NotInForce,
    /// Whether its version was in force is undetermined.
    Undetermined,
    /// A version that was in force, but its wording is that of a correction.
    Corrected(u64),
    /// The text that was in force, or another current rendition of it.
    InForce,
}

impl<'a> Pdf<'a> {
    /// Looks for a file by its hash.
    pub fn of(certified: &'a Certified, sha256: Digest) -> Self {
        let stream = Stream::Policy(certified.certificate.policy.clone());
        let found = certified.log.state.stream(&stream).filter_map(|standing| {
            let files = Files::of(&standing.record.body, standing.index)?;
            let (version, entry) = (files.version, standing.index);
            let rendition = match &standing.record.body {
                Body::Rendition(r) => Some(r.as_ref()),
                _ => None,
            };
            let of = Of { version, entry, rendition };
            (files.pdf.sha256 == sha256).then(|| (which(&certified.answer.verdict, version, entry), of))
        });
        // The same file can be several versions, or renditions.
        match found.max_by_key(|(which, of)| (*which, of.entry)) {
            Some((which, of)) => Self { sha256, of: Some(of), which },
            None => Self { sha256, of: None, which: Which::Unknown },
        }
    }

    /// In a sentence.
    pub fn told(&self, lang: Lang) -> String {
        let hash = &self.sha256;
        let Some(Of { version, entry, rendition }) = self.of else {
            return lang::say!(
                lang,
                "PDF: keine Datei dieses Dokuments; vielleicht wurde sie verändert (SHA-256 {hash}).",
                "PDF: no file of this policy; it may have been altered (SHA-256 {hash})."
            );
        };
        let what = match rendition {
            Some(r) => {
                let what = rendition::told(r, lang);
                lang::say!(lang, "{what} zu Fassung {version}", "{what} of version {version}")
            }
            None => lang::say!(lang, "Fassung {version}", "version {version}"),
        };
        let text = match self.which {
            Which::InForce => lang::say!(lang, "von der die Antwort spricht", "which the answer is about"),
            Which::Corrected(text) => lang::say!(
                lang,
                "vor ihrer Berichtigung; der Wortlaut, von dem die Antwort spricht, ist der in Eintrag {text}",
                "before its correction; the wording that the answer is about is that in entry {text}"
            ),
            Which::Undetermined => lang::say!(
                lang,
                "ob sie die der Antwort ist, ist noch offen",
                "whether the answer is about it is undetermined"
            ),
            Which::NotInForce | Which::Unknown => {
                lang::say!(lang, "von der die Antwort nicht spricht", "which the answer is not about")
            }
        };
        lang::say!(lang, "PDF: {what} (Eintrag {entry}), {text}.", "PDF: {what} (entry {entry}), {text}.")
    }

    /// The stable English word.
    pub fn code(&self) -> &'static str {
        match self.which {
            Which::InForce => "in-force",
            Which::Corrected(_) => "corrected",
            Which::NotInForce => "not-in-force",
            Which::Undetermined => "undetermined",
            Which::Unknown => "unknown",
        }
    }
}

/// What the file of an entry is to a verdict.
fn which(verdict: &Verdict, version: u32, entry: u64) -> Which {
    let one = |v: &InForce| match v.text {
        _ if v.text == Some(entry) || v.also.contains(&entry) => Which::InForce,
        None if v.entry == entry => Which::InForce,
        Some(text) if v.entry == entry => Which::Corrected(text),
        _ => Which::NotInForce,
    };
    match verdict {
        Verdict::One(v) if v.version == version => one(v),
        Verdict::Several(all) => all.iter().find(|v| v.version == version).map_or(Which::NotInForce, one),
        Verdict::One(_) | Verdict::None(_) => Which::NotInForce,
        // Any file may be the one, as long as it is disputed which.
        Verdict::Undetermined { disputed, .. } if !disputed.is_empty() => Which::Undetermined,
        Verdict::Undetermined { awaits, otherwise, .. } => {
            let awaited = awaits.iter().any(|a| a.version == Some(version));
            match which(otherwise, version, entry) {
                Which::NotInForce if !awaited => Which::NotInForce,
                Which::Corrected(text) => Which::Corrected(text),
                _ => Which::Undetermined,
            }
        }
    }
}
