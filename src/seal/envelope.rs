//! The encryption of a private key in its file, the same for every kind of key.
//!
//! Specification: `docs/keys.md`, "Key files". Takes and gives PEM text and the PrivateKeyInfo in it; knows
//! nothing of what the key is for.
//!
//! ```text
//! EncryptedPrivateKeyInfo (RFC 5958, 3)
//!   PBES2 (RFC 8018, A.4): PBKDF2-HMAC-SHA256, 600,000 rounds, salt of 16 bytes; AES-256-CBC
//!   PrivateKeyInfo, version 1
//! ```
//!
//! The encryption has no checksum: a flipped bit in the file can open as *another* key. Whoever opens one
//! compares it with the public key that it must have.

use pkcs8::der::asn1::OctetStringRef;
use pkcs8::der::{self, Decode as _, Encode as _, ErrorKind, Reader as _, SliceReader, pem};
use pkcs8::pkcs5::pbes2::{self, Kdf, Pbkdf2Prf};
use pkcs8::{AlgorithmIdentifierRef, EncryptedPrivateKeyInfoRef, PrivateKeyInfoRef, pkcs5};
use zeroize::Zeroizing;

use super::{KeyError, Passphrase};
use crate::base::limits;

/// PBKDF2 rounds of the files we write (OWASP's recommendation for PBKDF2-HMAC-SHA256).
pub(super) const ROUNDS: u32 = 600_000;

const LABEL: &str = "ENCRYPTED PRIVATE KEY";

/// A PrivateKeyInfo in DER as an encrypted PEM file.
pub(super) fn close(plain: &[u8], passphrase: &Passphrase, rounds: u32) -> Result<String, KeyError> {
    let (mut salt, mut iv) = ([0; 16], [0; 16]);
    getrandom::fill(&mut salt).map_err(|_| KeyError::Random)?;
    getrandom::fill(&mut iv).map_err(|_| KeyError::Random)?;
    let params = pbes2::Parameters::generate_pbkdf2_sha256_aes256cbc(rounds, &salt, iv);
    let pem = params.map_err(pkcs8::Error::from).and_then(|params| envelope(plain, passphrase, params));
    pem.map_err(|_| KeyError::Encoding)
}

fn envelope(plain: &[u8], passphrase: &Passphrase, params: pbes2::Parameters) -> pkcs8::Result<String> {
    let encrypted = params.encrypt(passphrase.as_bytes(), plain)?;
    let info = EncryptedPrivateKeyInfoRef {
        encryption_algorithm: params.into(),
        encrypted_data: OctetStringRef::new(&encrypted)?,
    };
    Ok(pem::encode_string(LABEL, pem::LineEnding::LF, &info.to_der()?)?)
}

/// The PrivateKeyInfo in an encrypted PEM file, ours or openssl's: well formed, of whatever kind of key.
///
/// Everything the file claims is checked before any work is done for it.
pub(super) fn open(text: &str, passphrase: &Passphrase) -> Result<Zeroizing<Vec<u8>>, KeyError> {
    let der = read_pem(text)?;
    let info = EncryptedPrivateKeyInfoRef::try_from(der.as_slice()).map_err(|e| unreadable(&e, &der))?;
    let params = check_encryption(&info.encryption_algorithm)?;
    let mut buffer = Zeroizing::new(info.encrypted_data.as_bytes().to_vec());
    let plain =
        params.decrypt_in_place(passphrase.as_bytes(), &mut buffer).map_err(|_| KeyError::WrongPassphrase)?;
    // A wrong passphrase gives noise that ends like padding once in 256 times, but no PrivateKeyInfo.
    PrivateKeyInfoRef::try_from(plain).map_err(|_| KeyError::WrongPassphrase)?;
    let length = plain.len();
    buffer.truncate(length);
    Ok(buffer)
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
