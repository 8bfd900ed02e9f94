//! What a check can find on the signatures of a PDF.
//!
//! Specification: `docs/seal.md`, "What is checked". Values; `cli` prints them.

use super::{BadPdf, BadSeal};
use crate::base::{Digest, Lang, Say, lang};
use crate::verify::chain::NoChain;
use crate::verify::token::BadToken;

/// Something found on the signatures of a PDF.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// There should be one, and is none.
    Missing,
    /// There are too many to check them.
    Unsearched(BadPdf),
    /// One does not hold.
    Broken(BadSeal),
    /// No signature covers the end of the file.
    Uncovered {
        /// How many bytes none covers.
        bytes: usize,
    },
    /// The time stamp of one does not hold.
    Stamp(BadToken),
    /// Worth knowing: the charter does not name the certificate.
    Unknown {
        /// Its fingerprint.
        sha256: Digest,
        /// Whose it says it is.
        subject: String,
        /// Who issued it.
        issuer: String,
    },
    /// Worth knowing: the certificate did not cover the time of the signature.
    OutOfDate {
        /// Whose it says it is.
        holder: String,
    },
    /// Worth knowing: the authority of the time stamp is not believed here.
    Authority(NoChain),
}

impl Fault {
    /// Whether the file does not hold because of it.
    pub fn is_failure(&self) -> bool {
        match self {
            Self::Missing
            | Self::Unsearched(_)
            | Self::Broken(_)
            | Self::Uncovered { .. }
            | Self::Stamp(_) => true,
            Self::Unknown { .. } | Self::OutOfDate { .. } | Self::Authority(_) => false,
        }
    }

    /// A short name that never changes.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Missing => "seal-missing",
            Self::Unsearched(_) | Self::Broken(_) => "seal-broken",
            Self::Uncovered { .. } => "seal-uncovered",
            Self::Stamp(_) => "seal-stamp",
            Self::Unknown { .. } => "seal-unknown",
            Self::OutOfDate { .. } => "seal-out-of-date",
            Self::Authority(_) => "seal-authority",
        }
    }
}

impl Say for Fault {
    fn fact(&self, lang: Lang) -> String {
        match self {
            Self::Missing => lang::say!(
                lang,
                "soll eine PDF-Signatur tragen und trägt keine",
                "should have a PDF signature and has none"
            ),
            Self::Unsearched(bad) => bad.fact(lang),
            Self::Broken(bad) => {
                let bad = bad.fact(lang);
                lang::say!(
                    lang,
                    "die PDF-Signatur ist gebrochen: {bad}",
                    "the PDF signature is broken: {bad}"
                )
            }
            Self::Uncovered { bytes } => lang::say!(
                lang,
                "hinter der PDF-Signatur stehen {bytes} Bytes, die keine Signatur erfasst",
                "behind the PDF signature stand {bytes} bytes that no signature covers"
            ),
            Self::Stamp(bad) => {
                let bad = bad.fact(lang);
                lang::say!(lang, "in der PDF-Signatur: {bad}", "in the PDF signature: {bad}")
            }
            Self::Unknown { sha256, subject, issuer } => lang::say!(
                lang,
                "das Zertifikat der PDF-Signatur steht nicht in der Zeichnungsregelung: {subject}, ausgestellt von {issuer}, SHA-256 {sha256}",
                "the charter does not name the certificate of the PDF signature: {subject}, issued by {issuer}, SHA-256 {sha256}"
            ),
            Self::OutOfDate { holder } => lang::say!(
                lang,
                "die PDF-Signatur liegt außerhalb der Laufzeit ihres Zertifikats ({holder})",
                "the PDF signature lies outside the validity of its certificate ({holder})"
            ),
            Self::Authority(why) => {
                let why = why.fact(lang);
                lang::say!(
                    lang,
                    "der Zeitstempel der PDF-Signatur beweist hier nichts: {why}",
                    "the time stamp of the PDF signature proves nothing here: {why}"
                )
            }
        }
    }

    fn advice(&self, lang: Lang) -> Option<String> {
        match self {
            Self::Authority(NoChain::Unknown) => Some(lang::say!(
                lang,
                "Mit --authorities die Zertifikate der Zeitstempeldienste angeben, denen geglaubt wird.",
                "Give the certificates of the time stamp authorities that are believed with --authorities."
            )),
            _ => None,
        }
    }
}
