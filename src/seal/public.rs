//! Public keys as files and as something people can compare over the telephone.
//!
//! Specification: `docs/keys.md`, "Public keys". Takes the 32 raw bytes of an Ed25519 key (RFC 8032)
//! as the charter holds them; gives the SubjectPublicKeyInfo of RFC 8410 in PEM, and back.

use base64ct::{Base64, Encoding as _};
use ed25519_dalek::VerifyingKey;
use pkcs8::der::pem;

use super::KeyError;
use crate::base::limits;
use crate::format::note::SPKI;
pub use crate::format::note::fingerprint;

const LABEL: &str = "PUBLIC KEY";

/// The public key as a PEM file that openssl reads.
pub fn public_pem(public: &[u8; 32]) -> String {
    format!("-----BEGIN {LABEL}-----\n{}\n-----END {LABEL}-----\n", Base64::encode_string(&der(public)))
}

/// The public key in a PEM file.
///
/// Refuses the few points under which a signature proves nothing (small order).
pub fn parse_public_pem(text: &str) -> Result<[u8; 32], KeyError> {
    if text.len() as u64 > limits::SMALL {
        return Err(KeyError::TooLarge);
    }
    let (label, bytes) = pem::decode_vec(text.as_bytes()).map_err(|_| KeyError::NotAKey)?;
    if label != LABEL {
        return Err(KeyError::OtherKind { found: KeyError::shorten(label), wanted: LABEL });
    }
    let Some(raw) = bytes.strip_prefix(&SPKI) else {
        let is_spki = pkcs8::SubjectPublicKeyInfoRef::try_from(bytes.as_slice());
        return Err(
            is_spki.map_or(KeyError::NotAKey, |i| KeyError::NotEd25519 { oid: i.algorithm.oid.to_string() })
        );
    };
    sound(raw.try_into().map_err(|_| KeyError::NotAKey)?)
}

/// The key, if signatures prove anything under it.
pub(super) fn sound(public: [u8; 32]) -> Result<[u8; 32], KeyError> {
    match VerifyingKey::from_bytes(&public) {
        Ok(point) if !point.is_weak() => Ok(public),
        _ => Err(KeyError::WeakPublic),
    }
}

fn der(public: &[u8; 32]) -> [u8; 44] {
    let mut out = [0; 44];
    out[..12].copy_from_slice(&SPKI);
    out[12..].copy_from_slice(public);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 8410, 10.1.
    const RFC_8410: &str = "-----BEGIN PUBLIC KEY-----\n\
        MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n\
        -----END PUBLIC KEY-----\n";

    #[test]
    fn the_published_example_is_read_and_written_back() {
        let public = parse_public_pem(RFC_8410).unwrap();
        assert_eq!(public[..4], [0x19, 0xbf, 0x44, 0x09]);
        assert_eq!(public_pem(&public), RFC_8410);
        assert_eq!(parse_public_pem(&RFC_8410.replace('\n', "\r\n")).unwrap(), public);
    }

    #[test]
    fn the_fingerprint_is_in_sixteen_groups() {
        let print = fingerprint(&parse_public_pem(RFC_8410).unwrap());
        assert_eq!(print.split(' ').count(), 16);
        assert!(print.split(' ').all(|g| g.len() == 4));
    }

    #[test]
    fn what_is_no_ed25519_key_is_refused() {
        assert_eq!(parse_public_pem(""), Err(KeyError::NotAKey));
        assert_eq!(parse_public_pem(&RFC_8410.replace("MCow", "MCox")), Err(KeyError::NotAKey));
        assert_eq!(parse_public_pem(&"x".repeat(70_000)), Err(KeyError::TooLarge));
        // X25519, the same length with another algorithm.
        let x25519 = RFC_8410.replace("K2Vw", "K2Vu");
        assert_eq!(parse_public_pem(&x25519), Err(KeyError::NotEd25519 { oid: "1.3.101.110".into() }));
        let private = RFC_8410.replace("PUBLIC", "PRIVATE");
        let expected = KeyError::OtherKind { found: "PRIVATE KEY".into(), wanted: "PUBLIC KEY" };
        assert_eq!(parse_public_pem(&private), Err(expected));
    }

    /// The neutral element and zero: anybody can make signatures that these keys accept.
    #[test]
    fn points_of_small_order_are_refused() {
        let mut neutral = [0; 32];
        neutral[0] = 1;
        for weak in [neutral, [0; 32]] {
            assert_eq!(parse_public_pem(&public_pem(&weak)), Err(KeyError::WeakPublic));
        }
    }
}
