//! Secret Ed25519 keys and their encrypted files.
//!
//! Specification: `docs/keys.md`, "Key files". Takes and gives PEM text; reads no files and asks for
//! no passphrase.
//!
//! Inside the envelope (`envelope`) is a PrivateKeyInfo, version 1 (RFC 8410, 7): id-Ed25519 and the OCTET
//! STRING of the 32-byte seed; version 1, without the public key, because OpenSSL 3.0 refuses version 2. A
//! damaged file can open as *another* key: whoever knows which key it must be says so with
//! [`SecretKey::expect_public`].

use std::fmt;

use ed25519_dalek::pkcs8::ALGORITHM_OID;
use ed25519_dalek::{Signer as _, SigningKey};
use pkcs8::PrivateKeyInfoRef;
use pkcs8::der::Decode as _;
use pkcs8::der::asn1::OctetStringRef;
use zeroize::Zeroizing;

use super::{KeyError, Passphrase, envelope, fingerprint};

/// What stands before the seed in a PrivateKeyInfo: version 1, id-Ed25519, and an OCTET STRING in another.
const BEFORE: [u8; 16] =
    [0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20];

/// A secret key; wiped from memory when it is dropped, never printed.
pub struct SecretKey(SigningKey);

impl SecretKey {
    /// A new key from the operating system's random bytes.
    pub fn generate() -> Result<Self, KeyError> {
        let mut seed = Zeroizing::new([0; 32]);
        getrandom::fill(&mut *seed).map_err(|_| KeyError::Random)?;
        Ok(Self(SigningKey::from_bytes(&seed)))
    }

    /// The public key, 32 bytes (RFC 8032).
    pub fn public(&self) -> [u8; 32] {
        self.0.verifying_key().to_bytes()
    }

    /// The signature of these bytes (RFC 8032, Ed25519 without prehashing).
    pub fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.0.sign(message).to_bytes()
    }

    /// The key, if it is the one that was expected.
    pub fn expect_public(self, expected: &[u8; 32]) -> Result<Self, KeyError> {
        let found = self.public();
        if found == *expected {
            return Ok(self);
        }
        Err(KeyError::OtherKey { found: fingerprint(&found), expected: fingerprint(expected) })
    }

    /// The key as an encrypted PEM file.
    pub fn to_encrypted_pem(&self, passphrase: &Passphrase) -> Result<String, KeyError> {
        self.encrypt(passphrase, envelope::ROUNDS)
    }

    pub(super) fn encrypt(&self, passphrase: &Passphrase, rounds: u32) -> Result<String, KeyError> {
        // By hand, as reading below: the crate's own way leaves copies of the seed in memory.
        let mut plain = Zeroizing::new([0; 48]);
        plain[..16].copy_from_slice(&BEFORE);
        plain[16..].copy_from_slice(self.0.as_bytes());
        envelope::close(&*plain, passphrase, rounds)
    }

    /// The key in an encrypted PEM file, ours or openssl's.
    ///
    /// Everything the file claims is checked before any work is done for it. A file that was damaged
    /// may still open, as another key: see [`SecretKey::expect_public`].
    pub fn from_encrypted_pem(text: &str, passphrase: &Passphrase) -> Result<Self, KeyError> {
        let plain = envelope::open(text, passphrase)?;
        let info = PrivateKeyInfoRef::try_from(plain.as_slice()).map_err(|_| KeyError::NotAKey)?;
        if info.algorithm.oid != ALGORITHM_OID {
            return Err(KeyError::NotEd25519 { oid: info.algorithm.oid.to_string() });
        }
        let seed = <&OctetStringRef>::from_der(info.private_key.as_bytes()).map_err(|_| KeyError::NotAKey)?;
        let key = SigningKey::from_bytes(seed.as_bytes().try_into().map_err(|_| KeyError::NotAKey)?);
        // A public key beside it (version 2) must belong to the secret one.
        let fits =
            info.public_key.is_none_or(|p| p.as_bytes() == Some(key.verifying_key().as_bytes().as_slice()));
        let sound = fits && info.algorithm.parameters.is_none();
        if sound { Ok(Self(key)) } else { Err(KeyError::NotAKey) }
    }
}

impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SecretKey(public {})", fingerprint(&self.public()))
    }
}
