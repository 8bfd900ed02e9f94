//! The certificate (X.509, RFC 5280) that belongs to a seal key.
//!
//! Specification: `docs/keys.md`, "Seal keys". Takes DER or PEM; gives what a person compares and what a signature
//! needs. Judges no chain and no signature: whose certificate counts says the charter, by its SHA-256. (A reader
//! of its own, for certificates that others made, is in `verify`: what is signed and what is checked share none.)

use std::fmt;

use der::asn1::ObjectIdentifier;
use der::{Decode as _, Encode as _};
use pkcs8::der::pem;
use x509_cert::ext::pkix::KeyUsage;
use x509_cert::name::Name;
use x509_cert::time::Time;

use super::{CertificateError, KeyError};
use crate::base::{Day, Digest, Sha256, limits};

const LABEL: &str = "CERTIFICATE";

/// Certificates in one file: the longest chains that are met have four.
pub(super) const CHAIN: usize = 10;

/// A certificate.
#[derive(Clone, PartialEq, Eq)]
pub struct Certificate {
    der: Vec<u8>,
    x509: x509_cert::Certificate,
}

/// What a certificate's public key is for.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeyKind {
    /// ECDSA on the curve P-256.
    P256,
    /// ECDSA on the curve P-384.
    P384,
    /// RSA.
    Rsa,
    /// Something else: its object identifier, that of the curve if it is one.
    Other(String),
}

impl fmt::Display for KeyKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::P256 => f.write_str("ECDSA P-256"),
            Self::P384 => f.write_str("ECDSA P-384"),
            Self::Rsa => f.write_str("RSA"),
            Self::Other(oid) => f.write_str(oid),
        }
    }
}

const EC: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");
const P256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.3.1.7");
const P384: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.132.0.34");
const RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");

impl KeyKind {
    /// The kind that an algorithm and, where it names one, its curve stand for.
    pub(super) fn of(algorithm: ObjectIdentifier, curve: Option<ObjectIdentifier>) -> Self {
        match (algorithm, curve) {
            (EC, Some(P256)) => Self::P256,
            (EC, Some(P384)) => Self::P384,
            (EC, Some(curve)) => Self::Other(curve.to_string()),
            (RSA, _) => Self::Rsa,
            (other, _) => Self::Other(other.to_string()),
        }
    }
}

impl Certificate {
    /// The certificate in these bytes: DER, nothing behind it, in the one encoding that RFC 5280 allows.
    pub fn from_der(bytes: &[u8]) -> Result<Self, CertificateError> {
        if bytes.len() as u64 > limits::SMALL {
            return Err(CertificateError::TooLarge);
        }
        let x509 = x509_cert::Certificate::from_der(bytes).map_err(|_| CertificateError::NotOne)?;
        // It is written into signatures from its parts: they must give the same bytes again.
        match x509.to_der() {
            Ok(again) if again == bytes => Ok(Self { der: bytes.to_vec(), x509 }),
            _ => Err(CertificateError::NotOne),
        }
    }

    /// The certificates of a PEM file in their order, one or more: the holder's, then its chain.
    ///
    /// Text between them, such as `openssl pkcs12` writes it, is passed over.
    pub fn from_pem(text: &str) -> Result<Vec<Self>, CertificateError> {
        const BEGIN: &str = "-----BEGIN ";
        if text.len() as u64 > limits::SMALL {
            return Err(CertificateError::TooLarge);
        }
        let mut found = Vec::new();
        let mut rest = text;
        while let Some(at) = rest.find(BEGIN) {
            let block = &rest[at..];
            let label = block[BEGIN.len()..].split_once("-----").map(|(label, _)| label);
            if label != Some(LABEL) {
                return Err(CertificateError::OtherKind(KeyError::shorten(label.unwrap_or_default())));
            }
            let end = format!("-----END {LABEL}-----");
            let length = block.find(&end).ok_or(CertificateError::NotOne)? + end.len();
            match pem::decode_vec(&block.as_bytes()[..length]) {
                Ok((LABEL, der)) if found.len() < CHAIN => found.push(Self::from_der(&der)?),
                _ => return Err(CertificateError::NotOne),
            }
            rest = &block[length..];
        }
        if found.is_empty() { Err(CertificateError::NotOne) } else { Ok(found) }
    }

    /// The certificate as a PEM file that openssl reads.
    pub fn pem(&self) -> String {
        // A certificate that was read is far smaller than what cannot be encoded.
        pem::encode_string(LABEL, pem::LineEnding::LF, &self.der).unwrap_or_default()
    }

    /// Its bytes.
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// Its parts.
    pub fn x509(&self) -> &x509_cert::Certificate {
        &self.x509
    }

    /// SHA-256 of its bytes, by which the charter names it.
    pub fn digest(&self) -> Digest {
        Sha256::of(&self.der)
    }

    /// Whose it is: the common name, or else the whole name of the subject; without control characters.
    pub fn subject(&self) -> String {
        told(self.x509.tbs_certificate().subject())
    }

    /// Who issued it, told like the subject.
    pub fn issuer(&self) -> String {
        told(self.x509.tbs_certificate().issuer())
    }

    /// Whether it names itself as its issuer, as those that are made here do.
    pub fn is_self_issued(&self) -> bool {
        self.x509.tbs_certificate().issuer() == self.x509.tbs_certificate().subject()
    }

    /// Whether it is, by name, the certificate of the other's issuer.
    pub(super) fn issued(&self, other: &Self) -> bool {
        self.x509.tbs_certificate().subject() == other.x509.tbs_certificate().issuer()
    }

    /// The first second at which it is valid, since 1970-01-01T00:00:00Z.
    pub fn not_before(&self) -> i64 {
        seconds(self.x509.tbs_certificate().validity().not_before)
    }

    /// The last second at which it is valid; the end of the year 9999 if it has none (RFC 5280, 4.1.2.5).
    pub fn not_after(&self) -> i64 {
        seconds(self.x509.tbs_certificate().validity().not_after)
    }

    /// The day (UTC) on which it begins to be valid.
    pub fn first_day(&self) -> Option<Day> {
        day(self.x509.tbs_certificate().validity().not_before)
    }

    /// The last day (UTC) on which it is valid; `None` if it has no end.
    pub fn last_day(&self) -> Option<Day> {
        let end = self.x509.tbs_certificate().validity().not_after;
        (seconds(end) != seconds(Time::INFINITY)).then(|| day(end)).flatten()
    }

    /// Refuses a certificate with which nothing should be signed now (seconds since 1970-01-01T00:00:00Z).
    pub fn check_for_signing(&self, now: i64) -> Result<(), CertificateError> {
        if now < self.not_before() {
            return Err(CertificateError::NotYet { from: self.first_day() });
        }
        if now > self.not_after() {
            return Err(CertificateError::Expired { until: self.last_day() });
        }
        match self.x509.tbs_certificate().get_extension::<KeyUsage>() {
            Ok(None) => Ok(()),
            Ok(Some((_, usage))) if usage.digital_signature() || usage.non_repudiation() => Ok(()),
            _ => Err(CertificateError::OtherUse),
        }
    }

    /// What its public key is for.
    pub fn key_kind(&self) -> KeyKind {
        let algorithm = &self.x509.tbs_certificate().subject_public_key_info().algorithm;
        let curve = algorithm.parameters.as_ref().and_then(|p| p.decode_as().ok());
        KeyKind::of(algorithm.oid, curve)
    }

    /// The public key's own bytes, without their frame.
    pub(super) fn public(&self) -> &[u8] {
        self.x509.tbs_certificate().subject_public_key_info().subject_public_key.raw_bytes()
    }
}

impl fmt::Debug for Certificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Certificate({}, {})", self.subject(), self.digest())
    }
}

fn told(name: &Name) -> String {
    let common = name.common_name().ok().flatten().map(|cn| cn.value().into_owned());
    let text = common.filter(|cn| !cn.trim().is_empty()).unwrap_or_else(|| name.to_string());
    text.chars().filter(|c| !c.is_control()).collect()
}

fn seconds(time: Time) -> i64 {
    i64::try_from(time.to_unix_duration().as_secs()).unwrap_or(i64::MAX)
}

fn day(time: Time) -> Option<Day> {
    let date = time.to_date_time();
    Day::new(
        i16::try_from(date.year()).ok()?,
        i8::try_from(date.month()).ok()?,
        i8::try_from(date.day()).ok()?,
    )
}
