//! The key that signs PDFs, with its certificate.
//!
//! Specification: `docs/keys.md`, "Seal keys", and `docs/seal.md`. Takes and gives PEM text; reads no files and
//! asks for no passphrase. It signs no records: `SecretKey` does.
//!
//! ECDSA with nonces of RFC 6979 (the same message gives the same signature), RSA with PKCS#1 v1.5 and blinding.
//! The `rsa` crate does not run in constant time (RUSTSEC-2023-0071): who can measure many signatures closely may
//! learn of the key. It is used for keys that come from a certificate authority, at an officer's desk and not
//! behind a network; the keys that are made here are P-256.

use std::fmt;

use der::asn1::ObjectIdentifier;
use p256::ecdsa::signature::Signer as _;
use pkcs8::{EncodePrivateKey as _, EncodePublicKey as _, PrivateKeyInfoRef};
use rsa::pkcs1v15;
use rsa::signature::{RandomizedSigner as _, SignatureEncoding as _};
use rsa::traits::PublicKeyParts as _;
use sha2::{Sha256, Sha384};
use x509_cert::spki::{AlgorithmIdentifierOwned, SubjectPublicKeyInfoOwned};

use super::random::SystemRandom;
use super::{Certificate, KeyError, KeyKind, Passphrase, envelope, self_signed};
use crate::base::Time;

/// Bits of an RSA key: what the BSI asks for from 2024 on (TR-02102-1), and what viewers still check quickly.
const RSA_BITS: [u32; 2] = [3072, 4096];

const SHA_256: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.1");
const SHA_384: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.2");
const ECDSA_SHA_256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.4.3.2");
const ECDSA_SHA_384: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.4.3.3");
const RSA_SHA_256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.11");

/// Whom a certificate that is made here names.
#[derive(Debug, Clone, Copy)]
pub struct Holder<'a> {
    /// The person (common name).
    pub name: &'a str,
    /// The body that publishes (organization).
    pub organization: &'a str,
    /// The function in which the person signs (title).
    pub title: Option<&'a str>,
}

/// A secret key for signatures in PDFs, and its certificate; wiped from memory when it is dropped, never printed.
pub struct SealKey {
    secret: Secret,
    certificate: Certificate,
    chain: Vec<Certificate>,
}

/// Each of them wipes itself.
pub(super) enum Secret {
    P256(p256::ecdsa::SigningKey),
    P384(p384::ecdsa::SigningKey),
    Rsa(Box<pkcs1v15::SigningKey<Sha256>>),
}

impl SealKey {
    /// A new P-256 key with a certificate that it signed itself, valid from now on without an end.
    pub fn generate(holder: Holder<'_>, now: Time) -> Result<Self, KeyError> {
        let key = self_signed::new_key()?;
        let certificate = self_signed::certificate(&key, holder, now)?;
        Self::new(Secret::P256(key), vec![certificate])
    }

    /// A secret with its certificate, the chain behind it; they must belong together.
    pub(super) fn new(secret: Secret, mut certificates: Vec<Certificate>) -> Result<Self, KeyError> {
        if certificates.is_empty() {
            return Err(KeyError::NoCertificate);
        }
        let chain = certificates.split_off(1);
        let certificate = certificates.remove(0);
        if !secret.fits(&certificate)? {
            return Err(KeyError::OtherCertificate { subject: certificate.subject() });
        }
        Ok(Self { secret, certificate, chain })
    }

    /// The key in an encrypted PEM file, with its certificate (first) and the chain.
    ///
    /// Refuses a certificate that is not this key's; so a damaged file is noticed too.
    pub fn from_encrypted_pem(
        text: &str,
        passphrase: &Passphrase,
        certificates: Vec<Certificate>,
    ) -> Result<Self, KeyError> {
        Self::new(Secret::from_pkcs8(&envelope::open(text, passphrase)?)?, certificates)
    }

    /// The key as an encrypted PEM file, as the officers' keys are.
    pub fn to_encrypted_pem(&self, passphrase: &Passphrase) -> Result<String, KeyError> {
        let plain = match &self.secret {
            Secret::P256(key) => key.to_pkcs8_der(),
            Secret::P384(key) => key.to_pkcs8_der(),
            Secret::Rsa(key) => key.to_pkcs8_der(),
        };
        let plain = plain.map_err(|_| KeyError::Encoding)?;
        envelope::close(plain.as_bytes(), passphrase, envelope::ROUNDS)
    }

    /// The holder's certificate and its chain as one PEM file.
    pub fn certificate_pem(&self) -> String {
        std::iter::once(&self.certificate).chain(&self.chain).map(Certificate::pem).collect()
    }

    /// The holder's certificate.
    pub fn certificate(&self) -> &Certificate {
        &self.certificate
    }

    /// The certificates behind it, each that of the issuer of the one before; empty if it is self-signed.
    pub fn chain(&self) -> &[Certificate] {
        &self.chain
    }

    /// The hash of these bytes, one part behind the other, as `digest_algorithm` says.
    pub fn digest(&self, parts: &[&[u8]]) -> Vec<u8> {
        match &self.secret {
            Secret::P256(_) | Secret::Rsa(_) => hash::<Sha256>(parts),
            Secret::P384(_) => hash::<Sha384>(parts),
        }
    }

    /// What `digest` computes, for CMS: SHA-256, with P-384 SHA-384; without parameters (RFC 5754, 2).
    pub fn digest_algorithm(&self) -> AlgorithmIdentifierOwned {
        let oid = match &self.secret {
            Secret::P256(_) | Secret::Rsa(_) => SHA_256,
            Secret::P384(_) => SHA_384,
        };
        AlgorithmIdentifierOwned { oid, parameters: None }
    }

    /// What `sign` makes, for CMS: ECDSA without parameters (RFC 5758, 3.2), RSA with NULL (RFC 8017, A.2.4).
    pub fn signature_algorithm(&self) -> AlgorithmIdentifierOwned {
        match &self.secret {
            Secret::P256(_) => AlgorithmIdentifierOwned { oid: ECDSA_SHA_256, parameters: None },
            Secret::P384(_) => AlgorithmIdentifierOwned { oid: ECDSA_SHA_384, parameters: None },
            Secret::Rsa(_) => {
                AlgorithmIdentifierOwned { oid: RSA_SHA_256, parameters: Some(der::Any::null()) }
            }
        }
    }

    /// The signature of these bytes, which it hashes: ECDSA as the DER of `r` and `s`, RSA as long as the key.
    pub fn sign(&self, message: &[u8]) -> Result<Vec<u8>, KeyError> {
        let failed = |_| KeyError::NoSignature;
        Ok(match &self.secret {
            Secret::P256(key) => {
                let signature: p256::ecdsa::Signature = key.try_sign(message).map_err(failed)?;
                signature.to_der().as_bytes().to_vec()
            }
            Secret::P384(key) => {
                let signature: p384::ecdsa::Signature = key.try_sign(message).map_err(failed)?;
                signature.to_der().as_bytes().to_vec()
            }
            Secret::Rsa(key) => key.try_sign_with_rng(&mut SystemRandom, message).map_err(failed)?.to_vec(),
        })
    }
}

impl Secret {
    /// The key in a PrivateKeyInfo.
    pub(super) fn from_pkcs8(plain: &[u8]) -> Result<Self, KeyError> {
        let info = PrivateKeyInfoRef::try_from(plain).map_err(|_| KeyError::NotAKey)?;
        let curve = info.algorithm.parameters.and_then(|p| p.decode_as().ok());
        let damaged = |_| KeyError::NotAKey;
        match KeyKind::of(info.algorithm.oid, curve) {
            KeyKind::P256 => p256::ecdsa::SigningKey::try_from(info).map(Self::P256).map_err(damaged),
            KeyKind::P384 => p384::ecdsa::SigningKey::try_from(info).map(Self::P384).map_err(damaged),
            KeyKind::Rsa => {
                let key = rsa::RsaPrivateKey::try_from(info).map_err(damaged)?;
                let bits = key.n().bits_vartime();
                if !RSA_BITS.contains(&bits) {
                    return Err(KeyError::RsaBits { bits });
                }
                if *key.e() < rsa::BoxedUint::from(65_537u32) {
                    return Err(KeyError::RsaExponent);
                }
                Ok(Self::Rsa(Box::new(pkcs1v15::SigningKey::new(key))))
            }
            KeyKind::Other(oid) => Err(KeyError::NotForSeals { oid }),
        }
    }

    /// Whether the certificate is about this key.
    pub(super) fn fits(&self, certificate: &Certificate) -> Result<bool, KeyError> {
        let spki = match self {
            Self::P256(key) => key.verifying_key().to_public_key_der(),
            Self::P384(key) => key.verifying_key().to_public_key_der(),
            Self::Rsa(key) => rsa::RsaPrivateKey::to_public_key((**key).as_ref()).to_public_key_der(),
        };
        let spki = spki.ok().and_then(|d| d.decode_msg::<SubjectPublicKeyInfoOwned>().ok());
        let spki = spki.ok_or(KeyError::Encoding)?;
        Ok(self.kind() == certificate.key_kind()
            && spki.subject_public_key.raw_bytes() == certificate.public())
    }

    fn kind(&self) -> KeyKind {
        match self {
            Self::P256(_) => KeyKind::P256,
            Self::P384(_) => KeyKind::P384,
            Self::Rsa(_) => KeyKind::Rsa,
        }
    }
}

fn hash<D: sha2::Digest>(parts: &[&[u8]]) -> Vec<u8> {
    let mut hash = D::new();
    for part in parts {
        hash.update(part);
    }
    hash.finalize().to_vec()
}

impl fmt::Debug for SealKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SealKey({:?})", self.certificate)
    }
}
