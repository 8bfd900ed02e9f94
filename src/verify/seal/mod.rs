//! The signatures in a PDF, and three statements on each, which nothing ties to each other: it is intact, its
//! certificate is known, its time is proven.
//!
//! Specification: `docs/seal.md`, "What is checked". [`read`] takes the bytes of a file and needs neither archive nor
//! charter; [`Seal::known`] and [`Seal::time`] judge by a charter and by pinned authorities; [`judge`] makes findings
//! of all of it. No network, no clock: the same file gives the same answer every day.

mod fault;
mod pdf;
mod syntax;
mod value;

pub use fault::Fault;
pub use pdf::{BadField, BadPdf, Kind};

use crate::base::{Digest, Lang, Say, Time, lang};
use crate::format::charter::{Charter, CharterSeal};
use crate::verify::chain::{Authorities, NoChain};
use crate::verify::cms::{self, BadCms};
use crate::verify::token::{self, BadToken, Token};
use crate::verify::x509::Certificate;

/// A signature in a PDF.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seal {
    /// What kind it says it is.
    pub kind: Kind,
    /// When it says it was made; nobody vouches for it.
    pub claimed: Option<Time>,
    /// Why it says it was made.
    pub reason: Option<String>,
    /// Where its dictionary begins in the file.
    pub start: usize,
    /// How many bytes of the file it covers, from the beginning; 0 if that cannot be said.
    pub covers: usize,
    /// How many bytes of the file lie behind those.
    pub behind: usize,
    /// Whether another signature that holds covers all bytes of the file.
    pub covered_by_other: bool,
    /// Whose it is and what came with it, if digest and signature hold.
    pub signed: Result<Signer, BadSeal>,
}

/// Whose signature it is, and when a third party saw it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signer {
    /// Whose key signed.
    pub certificate: Certificate,
    /// The time stamp in the signature, or of a document time stamp the token itself; `None` if there is none.
    pub token: Option<Result<Token, BadToken>>,
}

/// Why a signature does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum BadSeal {
    /// Its dictionary is not as it must be.
    Field(BadField),
    /// The signature does not hold over the covered bytes.
    Cms(BadCms),
    /// The document time stamp does not hold over them.
    Token(BadToken),
}

impl Say for BadSeal {
    fn fact(&self, lang: Lang) -> String {
        match self {
            Self::Field(bad) => bad.fact(lang),
            Self::Cms(BadCms::Digest) => lang::say!(
                lang,
                "der Inhalt wurde nach der Unterschrift verändert",
                "the content was altered after it was signed"
            ),
            Self::Cms(bad) => bad.fact(lang),
            Self::Token(bad) => bad.fact(lang),
        }
    }
}

lang::error_that_says!(BadSeal);

/// Who is believed about the time of a signature.
#[derive(Debug, Clone, Copy)]
pub struct Belief<'a> {
    /// Authorities whose time stamps are believed.
    pub authorities: &'a Authorities,
    /// A time, in seconds since 1970, at which the file was there: now, or an earlier one that is proven. A time stamp
    /// that was made when its authority's certificate had expired can say any time; one that was there before cannot.
    pub existed: i64,
}

/// What is known of the time of a signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SealTime {
    /// A believed authority saw it at this time, in seconds since 1970.
    Proven(i64),
    /// It has a time stamp, of an authority that is not believed here.
    Unknown {
        /// What that authority says, in seconds since 1970.
        stamped: i64,
        /// Why it is not believed.
        why: NoChain,
    },
    /// Its time stamp does not hold.
    Broken(BadToken),
    /// It has none: the signer's own word.
    Claimed,
}

/// Finds all signatures in a PDF and checks each against the bytes that it covers, the earliest first.
pub fn read(file: &[u8]) -> Result<Vec<Seal>, BadPdf> {
    let mut seals: Vec<Seal> = pdf::find(file)?.into_iter().map(|field| seal(file, field)).collect();
    let whole = |s: &Seal| s.signed.is_ok() && s.behind == 0;
    let by: Vec<usize> = seals.iter().enumerate().filter(|(_, s)| whole(s)).map(|(i, _)| i).collect();
    for (i, seal) in seals.iter_mut().enumerate() {
        seal.covered_by_other = by.iter().any(|other| *other != i);
    }
    Ok(seals)
}

fn seal(file: &[u8], field: pdf::Field) -> Seal {
    let pdf::Field { start, kind, claimed, reason, parts } = field;
    let covers = parts.as_ref().map_or(0, |parts| parts.end);
    let signed = parts.map_err(BadSeal::Field).and_then(|parts| {
        let pieces = [&file[..parts.gap.start], &file[parts.gap.end..parts.end]];
        match kind {
            Kind::Signature => {
                let signed = cms::check_detached(&parts.der, &pieces).map_err(BadSeal::Cms)?;
                let token = signed.stamp.map(|stamp| token::check(&stamp, &signed.signature));
                Ok(Signer { certificate: signed.certificate, token })
            }
            Kind::TimeStamp => {
                let token = token::check_pieces(&parts.der, &pieces).map_err(BadSeal::Token)?;
                Ok(Signer { certificate: token.signer.clone(), token: Some(Ok(token)) })
            }
        }
    });
    let behind = file.len() - covers;
    Seal { kind, claimed, reason, start, covers, behind, covered_by_other: false, signed }
}

impl Seal {
    /// Whether digest and signature hold and nothing lies behind what they cover.
    pub fn is_intact(&self) -> bool {
        self.signed.is_ok() && self.behind == 0
    }

    /// The certificate, if the signature holds.
    pub fn certificate(&self) -> Option<&Certificate> {
        self.signed.as_ref().ok().map(|signer| &signer.certificate)
    }

    /// The SHA-256 of the certificate.
    pub fn sha256(&self) -> Option<Digest> {
        self.certificate().map(Certificate::sha256)
    }

    /// What a charter says of the certificate, if it names it.
    pub fn known<'a>(&self, charter: &'a Charter) -> Option<&'a CharterSeal> {
        charter.seal(&self.sha256()?)
    }

    /// What is known of its time.
    pub fn time(&self, belief: Belief<'_>) -> SealTime {
        let Some(token) = self.signed.as_ref().ok().and_then(|signer| signer.token.as_ref()) else {
            return SealTime::Claimed;
        };
        match token {
            Err(bad) => SealTime::Broken(bad.clone()),
            Ok(token) => match belief.in_token(token) {
                Ok(()) => SealTime::Proven(token.time),
                Err(why) => SealTime::Unknown { stamped: token.time, why },
            },
        }
    }

    /// Whether the certificate covered the time of the signature: the proven one, or else the claimed one. `None`: no
    /// time is known, or no certificate.
    pub fn covered(&self, time: &SealTime) -> Option<bool> {
        let at = match time {
            SealTime::Proven(at) => *at,
            _ => self.claimed?.seconds(),
        };
        Some(self.certificate()?.covers(at))
    }

    /// Whether it did not cover it.
    pub fn is_out_of_date(&self, time: &SealTime) -> bool {
        self.covered(time) == Some(false)
    }
}

impl Belief<'_> {
    /// Whether a token proves its time: a chain holds at that time, and at one at which the token was there.
    fn in_token(self, token: &Token) -> Result<(), NoChain> {
        token.chain(self.authorities, token.time)?;
        token.chain(self.authorities, self.existed.max(token.time))
    }
}

/// Judges a PDF that is said to be signed: what must not be, and what is worth knowing.
///
/// `charter`: the one in use where the record stands. Gives how many signatures there are.
pub fn judge(file: &[u8], charter: Option<&Charter>, belief: Belief<'_>) -> (u64, Vec<Fault>) {
    let seals = match read(file) {
        Ok(seals) => seals,
        Err(bad) => return (0, vec![Fault::Unsearched(bad)]),
    };
    let mut faults = Vec::new();
    // A time stamp of the document says when, but not who.
    if seals.iter().all(|s| s.kind != Kind::Signature) {
        faults.push(Fault::Missing);
    }
    let holding = seals.iter().filter(|s| s.signed.is_ok());
    if let Some(bytes) = holding.map(|s| s.behind).min().filter(|behind| *behind > 0) {
        faults.push(Fault::Uncovered { bytes });
    }
    for seal in &seals {
        match &seal.signed {
            Err(bad) => faults.push(Fault::Broken(bad.clone())),
            Ok(signer) => faults.extend(noted(seal, signer, charter, belief)),
        }
    }
    (seals.len() as u64, faults)
}

fn noted(seal: &Seal, signer: &Signer, charter: Option<&Charter>, belief: Belief<'_>) -> Vec<Fault> {
    let mut faults = Vec::new();
    let certificate = &signer.certificate;
    let time = seal.time(belief);
    // A document time stamp is an authority's, and no charter names those.
    if seal.kind == Kind::Signature {
        if charter.and_then(|c| seal.known(c)).is_none() {
            let (subject, issuer) = (certificate.subject(), certificate.issuer());
            faults.push(Fault::Unknown { sha256: certificate.sha256(), subject, issuer });
        }
        if seal.is_out_of_date(&time) {
            faults.push(Fault::OutOfDate { holder: certificate.holder() });
        }
    }
    match time {
        SealTime::Broken(bad) => faults.push(Fault::Stamp(bad)),
        SealTime::Unknown { why, .. } => faults.push(Fault::Authority(why)),
        SealTime::Proven(_) | SealTime::Claimed => {}
    }
    faults
}
