//! Which signatures of other programs are checked, and how: the one place where a key of X.509 verifies something.
//!
//! Takes a public key (RFC 5280), an algorithm identifier, a message and a signature; says whether it holds. ECDSA on
//! P-256 and P-384 (FIPS 186-5, RFC 5480), RSA of 2048 to 8192 bits with PKCS#1 v1.5 and PSS (RFC 8017, RFC 4055),
//! Ed25519 (RFC 8032, RFC 8410), with SHA-256, SHA-384, SHA-512. The same table serves CMS and certificates, there by
//! way of rustls-webpki. Nothing secret is touched.

use der::asn1::ObjectIdentifier;
use der::{Decode as _, Encode as _};
use p256::ecdsa::signature::hazmat::PrehashVerifier as _;
use rsa::pkcs1::RsaPublicKey as Pkcs1Key;
use rsa::{BoxedUint, Pkcs1v15Sign, Pss, RsaPublicKey};
use rustls_pki_types::{
    AlgorithmIdentifier as Known, InvalidSignature, SignatureVerificationAlgorithm, alg_id,
};
use x509_cert::spki::{AlgorithmIdentifierOwned as Identifier, SubjectPublicKeyInfoOwned as PublicKey};

use crate::base::{Lang, Say, lang};

/// A hash function (FIPS 180-4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hash {
    /// SHA-256.
    Sha256,
    /// SHA-384.
    Sha384,
    /// SHA-512.
    Sha512,
}

impl Hash {
    /// The hash function that an algorithm identifier names (RFC 5754), if it is one of these.
    pub fn of(identifier: &Identifier) -> Option<Self> {
        let oid = identifier.oid;
        // Parameters are absent, or NULL where an old program made them.
        if identifier.parameters.as_ref().is_some_and(|p| !p.is_null()) {
            return None;
        }
        [(SHA256, Self::Sha256), (SHA384, Self::Sha384), (SHA512, Self::Sha512)]
            .into_iter()
            .find_map(|(known, hash)| (oid == known).then_some(hash))
    }

    /// The digest of some bytes, one piece after the other.
    pub fn digest(self, pieces: &[&[u8]]) -> Vec<u8> {
        fn all<D: sha2::Digest>(pieces: &[&[u8]]) -> Vec<u8> {
            let mut hash = D::new();
            pieces.iter().for_each(|piece| hash.update(piece));
            hash.finalize().to_vec()
        }
        match self {
            Self::Sha256 => all::<sha2::Sha256>(pieces),
            Self::Sha384 => all::<sha2::Sha384>(pieces),
            Self::Sha512 => all::<sha2::Sha512>(pieces),
        }
    }
}

const SHA256: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.1");
const SHA384: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.2");
const SHA512: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.3");

/// Bits of an RSA key: fewer are no longer safe (BSI TR-02102-1 asks for 3000 from 2024 on), more only cost time.
pub const RSA_BITS: std::ops::RangeInclusive<usize> = 2048..=8192;

/// Why a signature does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum BadSignature {
    /// An algorithm that is not checked here, by its object identifier.
    Algorithm(String),
    /// An RSA key of so many bits.
    Bits(usize),
    /// No public key, or one that nobody should have (a silly exponent, a point off the curve).
    Key,
    /// The signature is not that of this key over this message.
    Wrong,
}

impl Say for BadSignature {
    fn fact(&self, lang: Lang) -> String {
        match self {
            Self::Algorithm(oid) => lang::say!(
                lang,
                "das Verfahren {oid} wird hier nicht geprüft",
                "the algorithm {oid} is not checked here"
            ),
            Self::Bits(bits) => lang::say!(
                lang,
                "der RSA-Schlüssel hat {bits} Bit, nötig sind 2048 bis 8192",
                "the RSA key has {bits} bits, 2048 to 8192 are needed"
            ),
            Self::Key => {
                lang::say!(lang, "der öffentliche Schlüssel ist unbrauchbar", "the public key is of no use")
            }
            Self::Wrong => lang::say!(lang, "die Signatur ist falsch", "the signature is wrong"),
        }
    }
}

lang::error_that_says!(BadSignature);

/// What kind of key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    P256,
    P384,
    Rsa,
    Ed25519,
}

/// How a signature is made with a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Scheme {
    Ecdsa(Hash),
    Pkcs1(Hash),
    Pss(Hash),
    Ed25519,
}

/// Keys, and what an identifier of theirs holds (without the outer tag and length).
const KINDS: [(Known, Kind); 4] = [
    (alg_id::ECDSA_P256, Kind::P256),
    (alg_id::ECDSA_P384, Kind::P384),
    (alg_id::RSA_ENCRYPTION, Kind::Rsa),
    (alg_id::ED25519, Kind::Ed25519),
];

/// Signatures, and what an identifier of theirs holds.
const SCHEMES: [(Known, Scheme); 10] = [
    (alg_id::ECDSA_SHA256, Scheme::Ecdsa(Hash::Sha256)),
    (alg_id::ECDSA_SHA384, Scheme::Ecdsa(Hash::Sha384)),
    (alg_id::ECDSA_SHA512, Scheme::Ecdsa(Hash::Sha512)),
    (alg_id::RSA_PKCS1_SHA256, Scheme::Pkcs1(Hash::Sha256)),
    (alg_id::RSA_PKCS1_SHA384, Scheme::Pkcs1(Hash::Sha384)),
    (alg_id::RSA_PKCS1_SHA512, Scheme::Pkcs1(Hash::Sha512)),
    (alg_id::RSA_PSS_SHA256, Scheme::Pss(Hash::Sha256)),
    (alg_id::RSA_PSS_SHA384, Scheme::Pss(Hash::Sha384)),
    (alg_id::RSA_PSS_SHA512, Scheme::Pss(Hash::Sha512)),
    (alg_id::ED25519, Scheme::Ed25519),
];

/// Finds an identifier in one of the tables.
fn find<T: Copy>(table: &[(Known, T)], identifier: &Identifier) -> Result<T, BadSignature> {
    let unknown = || BadSignature::Algorithm(identifier.oid.to_string());
    let der = identifier.to_der().map_err(|_| unknown())?;
    let held = der::AnyRef::from_der(&der).map_err(|_| unknown())?;
    let found = table.iter().find(|(known, _)| known.as_ref() == held.value());
    found.map(|(_, what)| *what).ok_or_else(unknown)
}

/// Whether a signature over a message is that of this key.
///
/// `hash`: the hash function that is named beside the algorithm (CMS); it must be the algorithm's own, and it says
/// which one where the algorithm is RSA and nothing more (RFC 5652, RFC 3370).
pub fn verify(
    key: &PublicKey,
    algorithm: &Identifier,
    hash: Hash,
    message: &[u8],
    signature: &[u8],
) -> Result<(), BadSignature> {
    let kind = find(&KINDS, &key.algorithm)?;
    let scheme = match find(&KINDS, algorithm) {
        Ok(Kind::Rsa) => Scheme::Pkcs1(hash),
        _ => find(&SCHEMES, algorithm)?,
    };
    let named = match scheme {
        Scheme::Ecdsa(own) | Scheme::Pkcs1(own) | Scheme::Pss(own) => own,
        // RFC 8419, section 3.
        Scheme::Ed25519 => Hash::Sha512,
    };
    let key = key.subject_public_key.as_bytes().ok_or(BadSignature::Key)?;
    if named != hash {
        return Err(BadSignature::Algorithm(algorithm.oid.to_string()));
    }
    check(kind, scheme, key, message, signature)
}

fn check(
    kind: Kind,
    scheme: Scheme,
    key: &[u8],
    message: &[u8],
    signature: &[u8],
) -> Result<(), BadSignature> {
    let held = match (kind, scheme) {
        (Kind::P256, Scheme::Ecdsa(hash)) => {
            let key = p256::ecdsa::VerifyingKey::from_sec1_bytes(key).map_err(|_| BadSignature::Key)?;
            let signature = p256::ecdsa::Signature::from_der(signature).map_err(|_| BadSignature::Wrong)?;
            key.verify_prehash(&hash.digest(&[message]), &signature).is_ok()
        }
        (Kind::P384, Scheme::Ecdsa(hash)) => {
            let key = p384::ecdsa::VerifyingKey::from_sec1_bytes(key).map_err(|_| BadSignature::Key)?;
            let signature = p384::ecdsa::Signature::from_der(signature).map_err(|_| BadSignature::Wrong)?;
            key.verify_prehash(&hash.digest(&[message]), &signature).is_ok()
        }
        (Kind::Rsa, Scheme::Pkcs1(hash)) => {
            let padding = match hash {
                Hash::Sha256 => Pkcs1v15Sign::new::<sha2::Sha256>(),
                Hash::Sha384 => Pkcs1v15Sign::new::<sha2::Sha384>(),
                Hash::Sha512 => Pkcs1v15Sign::new::<sha2::Sha512>(),
            };
            rsa_key(key)?.verify(padding, &hash.digest(&[message]), signature).is_ok()
        }
        (Kind::Rsa, Scheme::Pss(hash)) => {
            let (key, digest) = (rsa_key(key)?, hash.digest(&[message]));
            match hash {
                Hash::Sha256 => key.verify(Pss::<sha2::Sha256>::new(), &digest, signature),
                Hash::Sha384 => key.verify(Pss::<sha2::Sha384>::new(), &digest, signature),
                Hash::Sha512 => key.verify(Pss::<sha2::Sha512>::new(), &digest, signature),
            }
            .is_ok()
        }
        (Kind::Ed25519, Scheme::Ed25519) => {
            let key = <&[u8; 32]>::try_from(key).map_err(|_| BadSignature::Key)?;
            let key = ed25519_dalek::VerifyingKey::from_bytes(key).map_err(|_| BadSignature::Key)?;
            let signature =
                ed25519_dalek::Signature::from_slice(signature).map_err(|_| BadSignature::Wrong)?;
            key.verify_strict(message, &signature).is_ok()
        }
        // An algorithm for another kind of key.
        _ => false,
    };
    if held { Ok(()) } else { Err(BadSignature::Wrong) }
}

/// An RSA key that is worth checking with: neither short nor slow.
fn rsa_key(key: &[u8]) -> Result<RsaPublicKey, BadSignature> {
    let key = Pkcs1Key::<der::asn1::UintRef<'_>>::from_der(key).map_err(|_| BadSignature::Key)?;
    let modulus = key.modulus.as_bytes();
    let leading = modulus.first().map_or(0, |b| b.leading_zeros() as usize);
    let bits = (modulus.len() * 8).saturating_sub(leading);
    if !RSA_BITS.contains(&bits) {
        return Err(BadSignature::Bits(bits));
    }
    // 65537 nearly always; below that lie the attacks on small exponents, above 32 bits only waste (FIPS 186-5).
    let exponent = key.public_exponent.as_bytes();
    let value = exponent.iter().fold(0u64, |sum, b| sum.wrapping_shl(8) | u64::from(*b));
    if exponent.len() > 4 || value < 65_537 || value.is_multiple_of(2) {
        return Err(BadSignature::Key);
    }
    let n = BoxedUint::from_be_slice(modulus, (modulus.len() * 8) as u32).map_err(|_| BadSignature::Key)?;
    RsaPublicKey::new_with_size_limits(n, BoxedUint::from(value), RSA_BITS).map_err(|_| BadSignature::Key)
}

/// One kind of key with one kind of signature, as certificates are checked by it.
#[derive(Debug)]
struct Pair {
    key: (Known, Kind),
    signature: (Known, Scheme),
}

impl SignatureVerificationAlgorithm for Pair {
    fn verify_signature(&self, key: &[u8], message: &[u8], signature: &[u8]) -> Result<(), InvalidSignature> {
        check(self.key.1, self.signature.1, key, message, signature).map_err(|_| InvalidSignature)
    }

    fn public_key_alg_id(&self) -> Known {
        self.key.0
    }

    fn signature_alg_id(&self) -> Known {
        self.signature.0
    }
}

/// The same algorithms for chains of certificates.
pub static CERTIFICATES: &[&dyn SignatureVerificationAlgorithm] = &[
    &Pair { key: KINDS[0], signature: SCHEMES[0] },
    &Pair { key: KINDS[0], signature: SCHEMES[1] },
    &Pair { key: KINDS[0], signature: SCHEMES[2] },
    &Pair { key: KINDS[1], signature: SCHEMES[0] },
    &Pair { key: KINDS[1], signature: SCHEMES[1] },
    &Pair { key: KINDS[1], signature: SCHEMES[2] },
    &Pair { key: KINDS[2], signature: SCHEMES[3] },
    &Pair { key: KINDS[2], signature: SCHEMES[4] },
    &Pair { key: KINDS[2], signature: SCHEMES[5] },
    &Pair { key: KINDS[2], signature: SCHEMES[6] },
    &Pair { key: KINDS[2], signature: SCHEMES[7] },
    &Pair { key: KINDS[2], signature: SCHEMES[8] },
    &Pair { key: KINDS[3], signature: SCHEMES[9] },
];
