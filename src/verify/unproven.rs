//! What a certificate of force can fail to prove.
//!
//! Specification: `docs/archive-format.md`, "Certificate of force". Part of [`What`](super::What): only certificates
//! have proofs that can be wrong; a checker of the whole log computes them.

use crate::base::{Lang, Say, lang};

/// What a certificate does not prove.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Unproven {
    /// The entry with which the checkpoint ends is not in it.
    LastEntry,
    /// A proof is not as long as one of that place must be: cut off, with hashes too many, or where none belongs.
    Length,
    /// The proof of an entry does not lead to the checkpoint's root.
    Inclusion,
    /// The proof of this stream's line does not lead to the heads that the last entry commits to.
    Head(String),
    /// The line of this stream is missing.
    NoHead(String),
    /// The lines do not show that there is no such stream.
    Absence(String),
    /// The stream's last record is not the one that the heads name.
    End(String),
    /// A line or an entry of a stream that the question does not need.
    NotNeeded(String),
}

impl Unproven {
    /// A stable word for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::LastEntry => "proof-last-entry",
            Self::Length => "proof-length",
            Self::Inclusion => "proof-inclusion",
            Self::Head(_) => "proof-head",
            Self::NoHead(_) => "proof-no-head",
            Self::Absence(_) => "proof-absence",
            Self::End(_) => "proof-end",
            Self::NotNeeded(_) => "proof-not-needed",
        }
    }
}

impl Say for Unproven {
    fn fact(&self, lang: Lang) -> String {
        match self {
            Self::LastEntry => lang::say!(
                lang,
                "der letzte Eintrag, den der Registerstand umfasst, fehlt im Nachweis",
                "the last entry that the checkpoint covers is not in the certificate"
            ),
            Self::Length => lang::say!(
                lang,
                "der Beweis ist nicht so lang, wie er an dieser Stelle sein muss: abgeschnitten oder verlängert",
                "the proof is not as long as it must be at this place: cut off or extended"
            ),
            Self::Inclusion => lang::say!(
                lang,
                "der Beweis, dass der Eintrag an dieser Stelle im Register steht, führt nicht zur Wurzel des Registerstands",
                "the proof that the entry stands at this place of the log does not lead to the checkpoint's root"
            ),
            Self::Head(stream) => lang::say!(
                lang,
                "der Beweis für die letzte Erklärung von „{stream}“ führt nicht zu dem Stand, den der letzte Eintrag festhält",
                "the proof of the last record of \"{stream}\" does not lead to the heads that the last entry commits to"
            ),
            Self::NoHead(stream) => lang::say!(
                lang,
                "es fehlt die Zeile, die die letzte Erklärung von „{stream}“ nennt",
                "the line that names the last record of \"{stream}\" is missing"
            ),
            Self::Absence(stream) => lang::say!(
                lang,
                "die Zeilen beweisen nicht, dass es „{stream}“ im Register nicht gibt",
                "the lines do not prove that the log has no \"{stream}\""
            ),
            Self::End(stream) => lang::say!(
                lang,
                "die Reihe „{stream}“ endet nicht mit der Erklärung, die das Register als letzte nennt: etwas wird zurückgehalten",
                "the stream \"{stream}\" does not end with the record that the log names as its last: something is withheld"
            ),
            Self::NotNeeded(stream) => lang::say!(
                lang,
                "gehört zu „{stream}“ und damit nicht zu dieser Frage",
                "belongs to \"{stream}\" and so not to this question"
            ),
        }
    }

    fn advice(&self, lang: Lang) -> Option<String> {
        Some(lang::say!(
            lang,
            "Diesem Nachweis nicht trauen; die Stelle um einen neuen bitten.",
            "Do not trust this certificate; ask the body for a new one."
        ))
    }
}
