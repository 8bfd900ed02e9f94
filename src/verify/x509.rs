//! A certificate (X.509, RFC 5280) as it lies in a signature: its very bytes, and what is told of it.
//!
//! Takes DER, gives names, times and the public key. It does not judge whether anybody may trust it: the charter does
//! for signatures in PDFs, a chain to a pinned authority for time stamps.

use der::{Decode as _, Encode as _};
use x509_cert::Certificate as Parsed;
use x509_cert::attr::AttributeTypeAndValue;
use x509_cert::ext::pkix::ExtendedKeyUsage;
use x509_cert::ext::pkix::name::DirectoryString;
use x509_cert::name::Name;
use x509_cert::spki::SubjectPublicKeyInfoOwned as PublicKey;

use crate::base::{Digest, Sha256};

/// A certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate {
    parsed: Parsed,
    der: Vec<u8>,
}

/// `id-kp-timeStamping` (RFC 5280, section 4.2.1.12).
pub const TIME_STAMPING: der::oid::ObjectIdentifier =
    der::oid::ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.8");

impl Certificate {
    /// Reads one certificate in DER, with nothing behind it.
    pub fn parse(der: &[u8]) -> Option<Self> {
        let parsed = Parsed::from_der(der).ok()?;
        Some(Self { parsed, der: der.to_vec() })
    }

    /// Its bytes.
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// The SHA-256 of its bytes: its fingerprint, by which a charter names it.
    pub fn sha256(&self) -> Digest {
        Sha256::of(&self.der)
    }

    /// The fields.
    pub fn parsed(&self) -> &Parsed {
        &self.parsed
    }

    /// The public key.
    pub fn key(&self) -> &PublicKey {
        self.parsed.tbs_certificate().subject_public_key_info()
    }

    /// The holder: all of the distinguished name (RFC 4514), in the order in which people write it.
    pub fn subject(&self) -> String {
        told(self.parsed.tbs_certificate().subject())
    }

    /// The holder's common name, or the whole name if it has none.
    pub fn holder(&self) -> String {
        let name = self.parsed.tbs_certificate().subject();
        let common = name.iter().find(|part| part.oid == COMMON_NAME).and_then(value);
        common.unwrap_or_else(|| told(name))
    }

    /// Who issued it, likewise.
    pub fn issuer(&self) -> String {
        told(self.parsed.tbs_certificate().issuer())
    }

    /// From when until when it says it may be used, in seconds since 1970; both belong to it.
    pub fn validity(&self) -> (i64, i64) {
        let validity = self.parsed.tbs_certificate().validity();
        let seconds = |time: &x509_cert::time::Time| {
            i64::try_from(time.to_unix_duration().as_secs()).unwrap_or(i64::MAX)
        };
        (seconds(&validity.not_before), seconds(&validity.not_after))
    }

    /// Whether a time, in seconds since 1970, lies within its validity.
    pub fn covers(&self, at: i64) -> bool {
        let (from, until) = self.validity();
        (from..=until).contains(&at)
    }

    /// Whether it is for time stamps and for nothing else, and says so critically (RFC 3161, section 2.3).
    pub fn is_for_stamps(&self) -> bool {
        let usage = self.parsed.tbs_certificate().get_extension::<ExtendedKeyUsage>();
        usage.is_ok_and(|usage| {
            usage.is_some_and(|(critical, usage)| critical && usage.0.as_slice() == [TIME_STAMPING])
        })
    }
}

const COMMON_NAME: der::oid::ObjectIdentifier = der::oid::ObjectIdentifier::new_unwrap("2.5.4.3");

/// The value of one part of a name as text.
fn value(part: &AttributeTypeAndValue) -> Option<String> {
    let text = match DirectoryString::try_from(&part.value) {
        Ok(text) => text.value().into_owned(),
        Err(_) => part.value.decode_as::<der::asn1::Ia5StringRef<'_>>().ok()?.as_str().to_owned(),
    };
    Some(printable(&text))
}

/// A name as `CN=Erika Mustermann, O=Musterkammer`.
fn told(name: &Name) -> String {
    let part = |part: &AttributeTypeAndValue| {
        let label = match part.oid.to_string().as_str() {
            "2.5.4.3" => "CN".to_owned(),
            "2.5.4.5" => "serialNumber".to_owned(),
            "2.5.4.6" => "C".to_owned(),
            "2.5.4.7" => "L".to_owned(),
            "2.5.4.8" => "ST".to_owned(),
            "2.5.4.10" => "O".to_owned(),
            "2.5.4.11" => "OU".to_owned(),
            "2.5.4.12" => "title".to_owned(),
            "2.5.4.97" => "organizationIdentifier".to_owned(),
            oid => oid.to_owned(),
        };
        let text = value(part).unwrap_or_else(|| {
            let der = part.value.to_der().unwrap_or_default();
            format!("#{}", base16ct::lower::encode_string(&der))
        });
        format!("{label}={text}")
    };
    let mut parts: Vec<_> = name.iter().map(part).collect();
    parts.reverse();
    parts.join(", ")
}

/// Longest text of a file that is told, in characters.
const TOLD: usize = 200;

/// A text from a file on one line, without what would move, hide or turn round what is beside it.
pub fn printable(text: &str) -> String {
    let turns = |c: char| matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{61c}');
    let mut told: String =
        text.chars().map(|c| if c.is_control() || turns(c) { '\u{fffd}' } else { c }).take(TOLD).collect();
    if text.chars().nth(TOLD).is_some() {
        told.push('…');
    }
    told
}
