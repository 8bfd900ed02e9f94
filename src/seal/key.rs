//! Secret Ed25519 keys and their encrypted files.
//!
//! Specification: `docs/keys.md`, "Key files". Takes and gives PEM text; reads no files and asks for
//! no passphrase.
//!
//! ```text
//! EncryptedPrivateKeyInfo (RFC 5958, 3)
//!   PBES2 (RFC 8018, A.4): PBKDF2-HMAC-SHA256, 600,000 rounds, salt of 16 bytes; AES-256-CBC
//!   PrivateKeyInfo, version 1 (RFC 8410, 7): id-Ed25519, OCTET STRING of the 32-byte seed
//! ```
//!
//! Version 1, without the public key, because OpenSSL 3.0 refuses version 2. The encryption has no
//! checksum: a flipped bit in the file can open as *another* key. Whoever knows which key it must
//! be says so with [`SecretKey::expect_public`].

use std::fmt;

use ed25519_dalek::pkcs8::{EncodePrivateKey as _, KeypairBytes};
use ed25519_dalek::{Signer as _, SigningKey};
use pkcs8::der::asn1::OctetStringRef;
use pkcs8::der::{self, Decode as _, Encode as _, ErrorKind, Reader as _, SliceReader, pem};
use pkcs8::pkcs5::pbes2::{self, Kdf, Pbkdf2Prf};
use pkcs8::{AlgorithmIdentifierRef, EncryptedPrivateKeyInfoRef, PrivateKeyInfoRef, pkcs5};
use zeroize::Zeroizing;

use super::{KeyError, Passphrase, fingerprint};
use crate::base::limits;

/// PBKDF2 rounds of the files we write (OWASP's recommendation for PBKDF2-HMAC-SHA256).
const ROUNDS: u32 = 600_000;

const LABEL: &str = "ENCRYPTED PRIVATE KEY";

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
        self.encrypt(passphrase, ROUNDS)
    }

    pub(super) fn encrypt(&self, passphrase: &Passphrase, rounds: u32) -> Result<String, KeyError> {
        let (mut salt, mut iv) = ([0; 16], [0; 16]);
        getrandom::fill(&mut salt).map_err(|_| KeyError::Random)?;
        getrandom::fill(&mut iv).map_err(|_| KeyError::Random)?;
        let params = pbes2::Parameters::generate_pbkdf2_sha256_aes256cbc(rounds, &salt, iv);
        let pem = params.map_err(pkcs8::Error::from).and_then(|params| self.envelope(passphrase, params));
        pem.map_err(|_| KeyError::Encoding)
    }

    fn envelope(&self, passphrase: &Passphrase, params: pbes2::Parameters) -> pkcs8::Result<String> {
        let plain = KeypairBytes { secret_key: self.0.to_bytes(), public_key: None }.to_pkcs8_der()?;
        let encrypted = params.encrypt(passphrase.as_bytes(), plain.as_bytes())?;
        let info = EncryptedPrivateKeyInfoRef {
            encryption_algorithm: params.into(),
            encrypted_data: OctetStringRef::new(&encrypted)?,
        };
        Ok(pem::encode_string(LABEL, pem::LineEnding::LF, &info.to_der()?)?)
    }

    /// The key in an encrypted PEM file, ours or openssl's.
    ///
    /// Everything the file claims is checked before any work is done for it. A file that was damaged
    /// may still open, as another key: see [`SecretKey::expect_public`].
    pub fn from_encrypted_pem(text: &str, passphrase: &Passphrase) -> Result<Self, KeyError> {
        let der = read_pem(text)?;
        let info = EncryptedPrivateKeyInfoRef::try_from(der.as_slice()).map_err(|e| unreadable(&e, &der))?;
        let params = check_encryption(&info.encryption_algorithm)?;
        let mut buffer = Zeroizing::new(info.encrypted_data.as_bytes().to_vec());
        let plain = params
            .decrypt_in_place(passphrase.as_bytes(), &mut buffer)
            .map_err(|_| KeyError::WrongPassphrase)?;
        // A wrong passphrase gives noise that ends like padding once in 256 times, but no PrivateKeyInfo.
        let info = PrivateKeyInfoRef::try_from(plain).map_err(|_| KeyError::WrongPassphrase)?;
        if info.algorithm.oid != ed25519_dalek::pkcs8::ALGORITHM_OID {
            return Err(KeyError::NotEd25519 { oid: info.algorithm.oid.to_string() });
        }
        // Refuses a public key (version 2) that does not belong to the secret one.
        SigningKey::try_from(info).map(Self).map_err(|_| KeyError::NotAKey)
    }
}

impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SecretKey(public {})", fingerprint(&self.public()))
    }
}

/// The DER of an encrypted private key in PEM.
fn read_pem(text: &str) -> Result<Vec<u8>, KeyError> {
    if text.len() as u64 > limits::SMALL {
        return Err(KeyError::TooLarge);
    }
    let label = text.split_once("-----BEGIN ").and_then(|(_, rest)| rest.split_once("-----"));
    match label.map(|(label, _)| label) {
        Some(LABEL) => {}
        Some("PRIVATE KEY") => return Err(KeyError::Unencrypted),
        Some(other) => return Err(KeyError::OtherKind { found: KeyError::shorten(other), wanted: LABEL }),
        None => return Err(KeyError::NotAKey),
    }
    match pem::decode_vec(text.as_bytes()) {
        Ok((LABEL, der)) => Ok(der),
        _ => Err(KeyError::NotAKey),
    }
}

/// Whether a structure that could not be read is damaged or only encrypted in a way unknown here.
fn unreadable(error: &pkcs8::Error, der: &[u8]) -> KeyError {
    if let pkcs8::Error::Asn1(e) = error
        && let ErrorKind::OidUnknown { oid } = e.kind()
    {
        return KeyError::Encryption { found: oid.to_string() };
    }
    let outer = SliceReader::new(der).and_then(|mut reader| {
        reader.sequence(|r| -> der::Result<_> {
            let algorithm = AlgorithmIdentifierRef::decode(r)?;
            <&OctetStringRef>::decode(r).map(|_| algorithm.oid)
        })
    });
    match outer {
        Ok(oid) if oid != pbes2::PBES2_OID => KeyError::Encryption { found: oid.to_string() },
        _ => KeyError::NotAKey,
    }
}

/// The parameters, if the file is encrypted the one way we read and with bearable effort.
fn check_encryption(scheme: &pkcs5::EncryptionScheme) -> Result<&pbes2::Parameters, KeyError> {
    let other = |found: &str| Err(KeyError::Encryption { found: found.to_owned() });
    let pkcs5::EncryptionScheme::Pbes2(params) = scheme else { return other("PBES1") };
    let pbkdf2 = match &params.kdf {
        Kdf::Pbkdf2(pbkdf2) => pbkdf2,
        Kdf::Scrypt(_) => return other("scrypt"),
        _ => return other(&params.kdf.oid().to_string()),
    };
    match pbkdf2.prf {
        Pbkdf2Prf::HmacWithSha256 => {}
        Pbkdf2Prf::HmacWithSha1 => return other("PBKDF2-HMAC-SHA1"),
        prf => return other(&format!("PBKDF2 {}", prf.oid())),
    }
    if !matches!(params.encryption, pbes2::EncryptionScheme::Aes256Cbc { .. }) {
        return other(&params.encryption.oid().to_string());
    }
    match pbkdf2.iteration_count {
        0 => Err(KeyError::NotAKey),
        rounds if rounds > limits::PBKDF2_ROUNDS => Err(KeyError::TooManyRounds { rounds }),
        _ => Ok(params),
    }
}
