//! The attribute by which a signer names the certificate that counts (RFC 5035, and RFC 2634 before it).
//!
//! Takes the attribute's value and a certificate; says whether it is the one that is named. The chain that may be named
//! behind it is not looked at: who is trusted, a charter or pinned authorities say.

use der::asn1::{Int, OctetString};
use der::{Any, Sequence};
use sha1::Digest as _;
use x509_cert::spki::AlgorithmIdentifierOwned as Identifier;

use super::algorithm::Hash;
use super::cms::BadCms;
use super::x509::Certificate;

/// `SigningCertificateV2` (RFC 5035) and `SigningCertificate` (RFC 2634) are the same but for what the first says of
/// the hash function.
#[derive(Sequence)]
struct SigningCertificate {
    certificates: Vec<Named>,
    #[asn1(optional = "true")]
    policies: Option<Vec<Any>>,
}

#[derive(Sequence)]
struct Named {
    #[asn1(optional = "true")]
    hash: Option<Identifier>,
    digest: OctetString,
    #[asn1(optional = "true")]
    issuer_and_serial: Option<IssuerSerial>,
}

#[derive(Sequence)]
struct IssuerSerial {
    issuer: Vec<Any>,
    serial: Int,
}

/// Whether the attribute names this certificate first: the signer's.
///
/// `is_newer`: it is that of RFC 5035, with SHA-256 if it names no hash function; else that of RFC 2634, with SHA-1.
pub fn names(value: &Any, is_newer: bool, certificate: &Certificate) -> Result<(), BadCms> {
    let SigningCertificate { certificates, policies: _ } =
        value.decode_as().map_err(|_| BadCms::Unreadable)?;
    let first = certificates.first().ok_or(BadCms::OtherCertificate)?;
    let named = |identifier: &Identifier| BadCms::Hash(identifier.oid.to_string());
    let digest = match (&first.hash, is_newer) {
        (None, false) => sha1::Sha1::digest(certificate.der()).to_vec(),
        (Some(identifier), false) => return Err(named(identifier)),
        (None, true) => Hash::Sha256.digest(&[certificate.der()]),
        (Some(identifier), true) => {
            Hash::of(identifier).ok_or_else(|| named(identifier))?.digest(&[certificate.der()])
        }
    };
    // Names have several spellings, numbers and digests one.
    let own = certificate.parsed().tbs_certificate().serial_number();
    let other = |IssuerSerial { issuer: _, serial }: &IssuerSerial| serial.as_bytes() != own.as_bytes();
    if first.digest.as_bytes() != digest || first.issuer_and_serial.as_ref().is_some_and(other) {
        return Err(BadCms::OtherCertificate);
    }
    Ok(())
}
