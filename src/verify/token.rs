//! A time stamp token (RFC 3161): an authority's signature on a digest and a time.
//!
//! Takes the token and the bytes that it must be about; gives the time and who says so, once the signature holds and
//! the digest is that of those bytes. Whether the authority is believed is asked apart ([`Token::chain`]): a token of an
//! unknown authority is not a broken one.

use der::asn1::{AnyRef, Int, ObjectIdentifier, OctetString, Uint};
use der::{Any, DateTime, Decode as _, Sequence, Tag, Tagged as _};
use x509_cert::ext::Extensions;
use x509_cert::spki::AlgorithmIdentifierOwned as Identifier;

use super::algorithm::Hash;
use super::chain::{Authorities, NoChain};
use super::cms::{self, BadCms};
use super::x509::Certificate;
use crate::base::{Lang, Say, lang};

/// A token whose signature holds over the bytes it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// When, in seconds since 1970; fractions are left off. On the authority's word.
    pub time: i64,
    /// The number that the asker sent along, as bytes without leading zeros, if there is one.
    pub nonce: Option<Vec<u8>>,
    /// The authority's number of this token: the bytes of an integer in DER.
    pub serial: Vec<u8>,
    /// Under which policy it was issued: an object identifier.
    pub policy: String,
    /// The hash function of its imprint.
    pub hash: Hash,
    /// Whose key signed it.
    pub signer: Certificate,
    /// All certificates that came with it, in DER.
    pub certificates: Vec<Vec<u8>>,
}

/// Why a token does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum BadToken {
    /// Its signature.
    Cms(BadCms),
    /// What is signed is no `TSTInfo`, or not of version 1.
    Unreadable,
    /// A hash function that is not taken.
    Hash(String),
    /// It is about other bytes.
    Imprint,
    /// It has an extension that must be understood, and is not.
    Critical(String),
}

impl Say for BadToken {
    fn fact(&self, lang: Lang) -> String {
        match self {
            Self::Cms(bad) => {
                let bad = bad.fact(lang);
                lang::say!(lang, "der Zeitstempel ist fehlerhaft: {bad}", "the time stamp is broken: {bad}")
            }
            Self::Unreadable => lang::say!(
                lang,
                "der Zeitstempel ist nicht lesbar (kein TSTInfo, RFC 3161)",
                "the time stamp cannot be read (no TSTInfo, RFC 3161)"
            ),
            Self::Hash(oid) => lang::say!(
                lang,
                "der Zeitstempel verwendet eine Prüfsumme, die nicht anerkannt wird ({oid})",
                "the time stamp uses a hash function that is not taken ({oid})"
            ),
            Self::Imprint => lang::say!(
                lang,
                "der Zeitstempel gehört zu anderen Daten",
                "the time stamp is about other data"
            ),
            Self::Critical(oid) => lang::say!(
                lang,
                "der Zeitstempel enthält eine unbekannte verbindliche Erweiterung ({oid})",
                "the time stamp has a critical extension that is not known ({oid})"
            ),
        }
    }
}

lang::error_that_says!(BadToken);

/// `TSTInfo` (RFC 3161, section 2.4.2).
#[derive(Sequence)]
struct TstInfo {
    version: u8,
    policy: ObjectIdentifier,
    imprint: Imprint,
    serial: Int,
    time: Any,
    #[asn1(optional = "true")]
    accuracy: Option<Accuracy>,
    #[asn1(default = "unordered")]
    ordering: bool,
    #[asn1(optional = "true")]
    nonce: Option<Uint>,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT", optional = "true")]
    authority: Option<Any>,
    #[asn1(context_specific = "1", tag_mode = "IMPLICIT", optional = "true")]
    extensions: Option<Extensions>,
}

#[derive(Sequence)]
struct Imprint {
    algorithm: Identifier,
    digest: OctetString,
}

/// How exact the time is; read, so that nothing unreadable hides there.
#[derive(Sequence)]
struct Accuracy {
    #[asn1(optional = "true")]
    seconds: Option<u64>,
    #[asn1(context_specific = "0", tag_mode = "IMPLICIT", optional = "true")]
    millis: Option<u16>,
    #[asn1(context_specific = "1", tag_mode = "IMPLICIT", optional = "true")]
    micros: Option<u16>,
}

fn unordered() -> bool {
    false
}

/// Checks a token over these bytes: its signature, its imprint, its form.
pub fn check(token: &[u8], about: &[u8]) -> Result<Token, BadToken> {
    check_pieces(token, &[about])
}

/// The same over bytes in several pieces.
pub fn check_pieces(token: &[u8], about: &[&[u8]]) -> Result<Token, BadToken> {
    let (signed, info) = cms::check_attached(token, cms::TST_INFO).map_err(BadToken::Cms)?;
    let info = TstInfo::from_der(&info).map_err(|_| BadToken::Unreadable)?;
    // What is not asked for further on must have been readable all the same.
    let TstInfo { version, policy, imprint, serial, time, nonce, extensions, .. } = info;
    if version != 1 {
        return Err(BadToken::Unreadable);
    }
    let critical = extensions.iter().flatten().find(|e| e.critical);
    if let Some(extension) = critical {
        return Err(BadToken::Critical(extension.extn_id.to_string()));
    }
    let hash =
        Hash::of(&imprint.algorithm).ok_or_else(|| BadToken::Hash(imprint.algorithm.oid.to_string()))?;
    if imprint.digest.as_bytes() != hash.digest(about) {
        return Err(BadToken::Imprint);
    }
    Ok(Token {
        time: seconds(time.to_ref()).ok_or(BadToken::Unreadable)?,
        nonce: nonce.map(|n| n.as_bytes().to_vec()),
        serial: serial.as_bytes().to_vec(),
        policy: policy.to_string(),
        hash,
        signer: signed.certificate,
        certificates: signed.certificates,
    })
}

/// `GeneralizedTime` in UTC with seconds and perhaps a fraction, which certificates must not have but tokens may.
fn seconds(time: AnyRef<'_>) -> Option<i64> {
    if time.tag() != Tag::GeneralizedTime {
        return None;
    }
    let text = std::str::from_utf8(time.value()).ok()?.strip_suffix('Z')?;
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "1"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if whole.len() != 14 || !digits(whole) || !digits(fraction) || fraction.ends_with('0') {
        return None;
    }
    let number = |at: std::ops::Range<usize>| whole.get(at)?.parse::<u8>().ok();
    let year = whole.get(..4)?.parse().ok()?;
    let date =
        DateTime::new(year, number(4..6)?, number(6..8)?, number(8..10)?, number(10..12)?, number(12..14)?);
    i64::try_from(date.ok()?.unix_duration().as_secs()).ok()
}

impl Token {
    /// Whether its authority is one of those that are believed, by certificates that covered a time, in seconds since
    /// 1970: the token's own, or one by which a later stamp proves that this one was there.
    pub fn chain(&self, authorities: &Authorities, at: i64) -> Result<(), NoChain> {
        authorities.chain(&self.signer, &self.certificates, at)
    }
}
