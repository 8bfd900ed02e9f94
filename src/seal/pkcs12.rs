//! A seal key from a PKCS#12 file (RFC 7292), as certificate authorities hand it out.
//!
//! Specification: `docs/keys.md`, "PKCS#12". Takes the file's bytes and its passphrase, gives the key with its
//! certificate and chain. Reads AES with PBES2 and, because Windows still writes them, 3DES and RC2 with 40 bits.
//!
//! What the file asks to be computed is read and bounded here before anything is. (Inside an encrypted part there may
//! be more of it, which nobody sees before: so the size of these parts is bounded, and each key by `p12-keystore`.) That crate leaves copies of the
//! secret in memory that nobody wipes: a reason more to take the file in once, and to keep the key file.

use cms::content_info::ContentInfo;
use cms::encrypted_data::EncryptedData;
use der::asn1::{ObjectIdentifier, OctetString};
use der::{Any, Decode as _, Sequence};
use p12_keystore::Pkcs12Archive;
use p12_keystore::error::Error;
use x509_cert::spki::AlgorithmIdentifierOwned;

use super::seal_key::Secret;
use super::{Certificate, CertificateError, KeyError, Passphrase, Pkcs12Error, SealKey};
use crate::base::limits;

/// Rounds of one derivation: `p12-keystore` computes no more; openssl writes 2,048, Java 10,000.
const ROUNDS: u64 = 1_000_000;

/// Parts of a file, and things in a part: openssl writes two parts with a handful in each.
const PARTS: usize = 20;

/// Bytes of all encrypted parts together: what is within is seen only when it is decrypted, and keys there may ask for
/// rounds of their own. Programs put the certificates there, 1 to 2 kB each, and the key elsewhere.
const HIDDEN: usize = 16 << 10;

const DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.1");
const ENCRYPTED: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.6");
const SHROUDED_KEY: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.12.10.1.2");
const SECRET: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.12.10.1.5");
const PBES2: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.5.13");
const PBKDF2: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.5.12");
const SHA1_3DES: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.12.1.3");
const SHA1_RC2_40: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.12.1.6");

/// RFC 7292, 4.
#[derive(Sequence)]
struct Pfx {
    version: u8,
    auth_safe: ContentInfo,
    mac_data: Option<MacData>,
}

#[derive(Sequence)]
struct MacData {
    mac: Any,
    salt: OctetString,
    #[asn1(default = "one")]
    iterations: u64,
}

fn one() -> u64 {
    1
}

/// RFC 7292, 4.2.
#[derive(Sequence)]
struct Bag {
    id: ObjectIdentifier,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT")]
    value: Any,
    attributes: Option<Any>,
}

/// RFC 5958, 3.
#[derive(Sequence)]
struct EncryptedKey {
    algorithm: AlgorithmIdentifierOwned,
    data: OctetString,
}

/// RFC 8018, A.4.
#[derive(Sequence)]
struct Pbes2 {
    derivation: AlgorithmIdentifierOwned,
    encryption: AlgorithmIdentifierOwned,
}

/// RFC 8018, A.2.
#[derive(Sequence)]
struct Pbkdf2 {
    salt: Any,
    iterations: u64,
    length: Option<u32>,
    prf: Option<AlgorithmIdentifierOwned>,
}

/// RFC 7292, C.
#[derive(Sequence)]
struct Pbes1 {
    salt: OctetString,
    iterations: u64,
}

impl SealKey {
    /// The one key in a PKCS#12 file, with its certificate and the chain that came with it.
    pub fn from_pkcs12(bytes: &[u8], passphrase: &Passphrase) -> Result<Self, Pkcs12Error> {
        if bytes.len() as u64 > limits::SMALL {
            return Err(Pkcs12Error::TooLarge);
        }
        Work::default().check(bytes)?;
        let archive = Pkcs12Archive::from_pkcs12(bytes, passphrase.as_str()).map_err(|e| match e {
            Error::MacError(_) => Pkcs12Error::WrongPassphrase,
            Error::UnsupportedEncryptionScheme | Error::UnsupportedMacAlgorithm => {
                Pkcs12Error::Encryption { found: None }
            }
            Error::InvalidParameters => Pkcs12Error::TooMuchWork,
            _ => Pkcs12Error::NotOne,
        })?;
        let secret = match archive.keys.as_slice() {
            [] => return Err(Pkcs12Error::NoKey),
            [one] => Secret::from_pkcs8(one.key.as_der()).map_err(Pkcs12Error::Key)?,
            several => return Err(Pkcs12Error::SeveralKeys(several.len())),
        };
        let read = |bag: &p12_keystore::CertificateBag| Certificate::from_der(bag.cert.as_der());
        let certificates: Result<Vec<_>, CertificateError> = archive.certs.iter().map(read).collect();
        let certificates = chained(&secret, certificates.map_err(Pkcs12Error::Certificate)?)?;
        let key = Self::new(secret, certificates).map_err(Pkcs12Error::Key)?;
        // What is written into its file must be read again.
        Certificate::from_pem(&key.certificate_pem()).map_err(|_| Pkcs12Error::LongChain)?;
        Ok(key)
    }
}

/// The key's certificate, then that of its issuer, and so on, as far as they are here. What does not belong to
/// them is left out.
fn chained(secret: &Secret, mut certificates: Vec<Certificate>) -> Result<Vec<Certificate>, Pkcs12Error> {
    let mut chain = Vec::new();
    for n in 0..certificates.len() {
        if secret.fits(&certificates[n]).map_err(Pkcs12Error::Key)? {
            chain.push(certificates.remove(n));
            break;
        }
    }
    let Some(mut last) = chain.first().cloned() else {
        let other = certificates.first().map(|c| KeyError::OtherCertificate { subject: c.subject() });
        return Err(Pkcs12Error::Key(other.unwrap_or(KeyError::NoCertificate)));
    };
    while !last.is_self_issued()
        && let Some(n) = certificates.iter().position(|c| c.issued(&last))
    {
        last = certificates.remove(n);
        chain.push(last.clone());
    }
    Ok(chain)
}

fn encrypted_by(oid: ObjectIdentifier) -> Pkcs12Error {
    Pkcs12Error::Encryption { found: Some(oid.to_string()) }
}

/// What a file asks to be computed, summed up.
#[derive(Default)]
struct Work {
    rounds: u64,
    /// Bytes of encrypted parts.
    hidden: usize,
}

impl Work {
    /// Refuses a file that asks for too much, or that cannot be told to be what its owner made.
    fn check(&mut self, bytes: &[u8]) -> Result<(), Pkcs12Error> {
        let not_one = |_| Pkcs12Error::NotOne;
        let pfx = Pfx::from_der(bytes).map_err(not_one)?;
        if pfx.version != 3 || pfx.auth_safe.content_type != DATA {
            return Err(Pkcs12Error::NotOne);
        }
        // Without it a wrong passphrase could not be told from a damaged file.
        let mac = pfx.mac_data.ok_or(Pkcs12Error::NoMac)?;
        self.add(mac.iterations)?;
        let parts: OctetString = pfx.auth_safe.content.decode_as().map_err(not_one)?;
        let parts = Vec::<ContentInfo>::from_der(parts.as_bytes()).map_err(not_one)?;
        if parts.len() > PARTS {
            return Err(Pkcs12Error::TooMuchWork);
        }
        for part in parts {
            match part.content_type {
                DATA => {
                    let bags: OctetString = part.content.decode_as().map_err(not_one)?;
                    self.bags(&Vec::from_der(bags.as_bytes()).map_err(not_one)?)?;
                }
                ENCRYPTED => {
                    let encrypted: EncryptedData = part.content.decode_as().map_err(not_one)?;
                    let content = encrypted.enc_content_info;
                    self.hidden += content.encrypted_content.map_or(0, |c| c.as_bytes().len());
                    if self.hidden > HIDDEN {
                        return Err(Pkcs12Error::TooMuchWork);
                    }
                    self.derivation(&content.content_enc_alg)?;
                }
                other => return Err(encrypted_by(other)),
            }
        }
        Ok(())
    }

    fn bags(&mut self, bags: &[Bag]) -> Result<(), Pkcs12Error> {
        if bags.len() > PARTS {
            return Err(Pkcs12Error::TooMuchWork);
        }
        for bag in bags {
            match bag.id {
                SHROUDED_KEY => {
                    let key: EncryptedKey = bag.value.decode_as().map_err(|_| Pkcs12Error::NotOne)?;
                    self.derivation(&key.algorithm)?;
                }
                // Nobody keeps a symmetric key beside a certificate, and each asks for rounds of its own.
                SECRET => return Err(Pkcs12Error::NotOne),
                _ => {}
            }
        }
        Ok(())
    }

    fn derivation(&mut self, algorithm: &AlgorithmIdentifierOwned) -> Result<(), Pkcs12Error> {
        let parameters = algorithm.parameters.as_ref().ok_or(Pkcs12Error::NotOne)?;
        let not_one = |_| Pkcs12Error::NotOne;
        match algorithm.oid {
            PBES2 => {
                let scheme: Pbes2 = parameters.decode_as().map_err(not_one)?;
                if scheme.derivation.oid != PBKDF2 {
                    return Err(encrypted_by(scheme.derivation.oid));
                }
                let derivation = scheme.derivation.parameters.ok_or(Pkcs12Error::NotOne)?;
                self.add(derivation.decode_as::<Pbkdf2>().map_err(not_one)?.iterations)
            }
            SHA1_3DES | SHA1_RC2_40 => self.add(parameters.decode_as::<Pbes1>().map_err(not_one)?.iterations),
            other => Err(encrypted_by(other)),
        }
    }

    fn add(&mut self, rounds: u64) -> Result<(), Pkcs12Error> {
        self.rounds = self.rounds.saturating_add(rounds);
        if rounds > ROUNDS || self.rounds > u64::from(limits::PBKDF2_ROUNDS) {
            return Err(Pkcs12Error::TooMuchWork);
        }
        Ok(())
    }
}
