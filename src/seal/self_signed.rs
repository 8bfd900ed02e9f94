//! The certificate that a new seal key gets: signed by itself, without an end.
//!
//! Specification: `docs/keys.md`, "Seal keys". Nobody vouches for it but the charter, which names its SHA-256 and
//! says by that how long it counts; so it has no end of its own (RFC 5280, 4.1.2.5: the year 9999).

use der::asn1::{ObjectIdentifier, OctetString, SetOfVec, Utf8StringRef};
use der::{Any, DateTime, Decode as _, Encode as _, flagset::FlagSet};
use p256::ecdsa::{DerSignature, SigningKey};
use sha2::{Digest as _, Sha256};
use x509_cert::TbsCertificate;
use x509_cert::attr::AttributeTypeAndValue;
use x509_cert::builder::profile::BuilderProfile;
use x509_cert::builder::{Builder as _, CertificateBuilder, Result as Built};
use x509_cert::ext::pkix::{BasicConstraints, KeyUsage, KeyUsages, SubjectKeyIdentifier};
use x509_cert::ext::{Extension, ToExtension as _};
use x509_cert::name::{Name, RdnSequence, RelativeDistinguishedName};
use x509_cert::serial_number::SerialNumber;
use x509_cert::spki::{SubjectPublicKeyInfoOwned, SubjectPublicKeyInfoRef};
use x509_cert::time::{Time as X509Time, Validity};

use super::random::SystemRandom;
use super::{Certificate, Holder, KeyError};
use crate::base::Time;

/// Characters of a common name, an organization, a title (RFC 5280, A.1: ub-common-name and its like).
const LONGEST: usize = 64;

const COMMON_NAME: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.3");
const ORGANIZATION: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.10");
const TITLE: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.12");

/// A new P-256 key from the operating system's random bytes.
pub(super) fn new_key() -> Result<SigningKey, KeyError> {
    use p256::elliptic_curve::Generate as _;
    SigningKey::try_generate_from_rng(&mut SystemRandom).map_err(|_| KeyError::Random)
}

/// The key's certificate about itself.
pub(super) fn certificate(key: &SigningKey, holder: Holder<'_>, now: Time) -> Result<Certificate, KeyError> {
    let mut serial = [0; 16];
    getrandom::fill(&mut serial).map_err(|_| KeyError::Random)?;
    // Positive, and always of sixteen bytes.
    serial[0] = serial[0] & 0x7f | 0x40;
    let built = build(key, holder, now, &serial).map_err(|_| KeyError::Encoding)?;
    Certificate::from_der(&built).map_err(|_| KeyError::Encoding)
}

fn build(key: &SigningKey, holder: Holder<'_>, now: Time, serial: &[u8]) -> Built<Vec<u8>> {
    let seconds = std::time::Duration::from_secs(now.seconds().max(0).unsigned_abs());
    let validity = Validity::new(DateTime::from_unix_duration(seconds)?.into(), X509Time::INFINITY);
    let public = SubjectPublicKeyInfoOwned::from_key(key.verifying_key())?;
    let profile = Personal { subject: name(holder)? };
    let builder = CertificateBuilder::new(profile, SerialNumber::new(serial)?, validity, public)?;
    Ok(builder.build::<_, DerSignature>(key)?.to_der()?)
}

/// Organization, common name and title, from the whole to the person.
fn name(holder: Holder<'_>) -> der::Result<Name> {
    let parts =
        [(ORGANIZATION, Some(holder.organization)), (COMMON_NAME, Some(holder.name)), (TITLE, holder.title)];
    let mut names = RdnSequence::default();
    for (oid, text) in parts.into_iter().filter_map(|(oid, text)| Some((oid, text?))) {
        let text = shortened(text);
        let value = Any::encode_from(&Utf8StringRef::new(&text)?)?;
        names.push(RelativeDistinguishedName::from(SetOfVec::try_from(vec![AttributeTypeAndValue {
            oid,
            value,
        }])?));
    }
    // `Name` cannot be made of its parts; its encoding is the same.
    Name::from_der(&names.to_der()?)
}

/// The text in as many characters as a certificate may hold, with a mark if that is not all.
fn shortened(text: &str) -> String {
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    let start: String = text.chars().take(LONGEST - 2).collect();
    format!("{} …", start.trim_end())
}

/// What stands in the certificate of a person who signs documents, and certifies nobody else.
struct Personal {
    subject: Name,
}

impl BuilderProfile for Personal {
    fn get_issuer(&self, subject: &Name) -> Name {
        subject.clone()
    }

    fn get_subject(&self) -> Name {
        self.subject.clone()
    }

    fn build_extensions(
        &self,
        public: SubjectPublicKeyInfoRef<'_>,
        _: SubjectPublicKeyInfoRef<'_>,
        tbs: &TbsCertificate,
    ) -> Built<Vec<Extension>> {
        let subject = tbs.subject();
        let usage: FlagSet<KeyUsages> = KeyUsages::DigitalSignature | KeyUsages::NonRepudiation;
        // The first 160 bits of the key's SHA-256 (RFC 7093, 2, method 1).
        let hash = Sha256::digest(public.subject_public_key.raw_bytes());
        let id = SubjectKeyIdentifier(OctetString::new(&hash[..20])?);
        Ok(vec![
            (&BasicConstraints { ca: false, path_len_constraint: None }).to_extension(subject, &[])?,
            (&KeyUsage(usage)).to_extension(subject, &[])?,
            (&id).to_extension(subject, &[])?,
        ])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_is_too_long_is_cut_and_says_so() {
        let body = "Landeskammer für Psychologische Psychotherapeutinnen und Psychotherapeuten";
        assert_eq!(shortened(body), "Landeskammer für Psychologische Psychotherapeutinnen und Psych …");
        assert_eq!(shortened(body).chars().count(), 64);
        assert_eq!(shortened(&body[..60]), body[..60]);
    }
}
