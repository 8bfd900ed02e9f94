//! `verify CERTIFICATE --pdf FILE`: whether a PDF is what was in force.
//!
//! Specification: `docs/archive-format.md`, "Certificate of force". A PDF is known by its bytes.

use crate::base::{Digest, Lang, lang};
use crate::format::files::Files;
use crate::format::record::Stream;
use crate::timeline::{InForce, Verdict};
use crate::verify::{Certified, Standing};

/// A PDF held against a certificate.
#[derive(Debug)]
pub struct Pdf {
    /// Its SHA-256.
    pub sha256: Digest,
    /// Version, and the entry that speaks of the file.
    pub of: Option<(u32, u64)>,
    /// What it is to the question.
    pub which: Which,
}

/// What a PDF is to the question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// The text that was in force, or another rendition of it.
    InForce,
    /// A version that was in force, but its wording is that of a correction.
    Corrected(u64),
    /// A version, or a rendition of one, that was not in force.
    NotInForce,
    /// Whether it was in force is undetermined.
    Undetermined,
    /// No file of this policy.
    Unknown,
}

impl Pdf {
    /// Looks for a file by its hash.
    pub fn of(certified: &Certified, sha256: Digest) -> Self {
        let stream = Stream::Policy(certified.certificate.policy.clone());
        let same = |s: &&Standing| Files::of(&s.record.body, s.index).is_some_and(|f| f.pdf.sha256 == sha256);
        let found = certified.log.state.stream(&stream).rfind(same);
        let of = found.and_then(|s| Some((Files::of(&s.record.body, s.index)?.version, s.index)));
        let which =
            of.map_or(Which::Unknown, |(version, entry)| which(&certified.answer.verdict, version, entry));
        Self { sha256, of, which }
    }

    /// In a sentence.
    pub fn told(&self, lang: Lang) -> String {
        let (version, entry) = self.of.unwrap_or_default();
        let hash = &self.sha256;
        let text = match self.which {
            Which::InForce => lang::say!(
                lang,
                "ist Fassung {version}, die in Kraft war (Eintrag {entry})",
                "is version {version}, which was in force (entry {entry})"
            ),
            Which::Corrected(text) => lang::say!(
                lang,
                "ist Fassung {version} vor ihrer Berichtigung; der Wortlaut ist der in Eintrag {text}",
                "is version {version} before its correction; the wording is that in entry {text}"
            ),
            Which::NotInForce => lang::say!(
                lang,
                "gehört zu Fassung {version} (Eintrag {entry}), ist aber nicht, was in Kraft war",
                "belongs to version {version} (entry {entry}), but is not what was in force"
            ),
            Which::Undetermined => lang::say!(
                lang,
                "gehört zu Fassung {version} (Eintrag {entry}); ob sie in Kraft war, ist noch offen",
                "belongs to version {version} (entry {entry}); whether it was in force is undetermined"
            ),
            Which::Unknown => lang::say!(
                lang,
                "ist keine Datei dieses Dokuments, oder sie wurde verändert (SHA-256 {hash})",
                "is no file of this policy, or it was altered (SHA-256 {hash})"
            ),
        };
        lang::say!(lang, "PDF: {text}.", "PDF: {text}.")
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
        Verdict::Undetermined { .. } => Which::Undetermined,
    }
}
