//! The CMS structure of a signature in a PDF.
//!
//! Specification: `docs/seal.md`, "What is written" (RFC 5652, `SignedData`, detached; ETSI EN 319 122-1, baseline B
//! and T). Takes what is covered and a key; gives DER. What a time stamp authority says is the caller's to ask for.
//!
//! ```text
//! signed attributes    content type, message digest, signing-certificate-v2 (RFC 5035, 5.4.1)
//! unsigned attributes  signature time stamp (RFC 3161, appendix A), if there is one
//! ```

use cms::cert::{CertificateChoices, IssuerAndSerialNumber};
use cms::content_info::{CmsVersion, ContentInfo};
use cms::signed_data::{
    CertificateSet, EncapsulatedContentInfo, SignatureValue, SignedAttributes, SignedData, SignerIdentifier,
    SignerInfo, SignerInfos, UnsignedAttributes,
};
use der::asn1::{ObjectIdentifier, OctetString, SetOfVec};
use der::{Any, Decode as _, Encode as _, Sequence};
use x509_cert::attr::Attribute;

use super::{SealError, SealKey};

const DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.1");
const SIGNED_DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.2");
const CONTENT_TYPE: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.3");
const MESSAGE_DIGEST: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.4");
const SIGNING_CERTIFICATE_V2: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.47");
const TIME_STAMP: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.14");

/// ```text
/// SigningCertificateV2 ::= SEQUENCE { certs SEQUENCE OF ESSCertIDv2 }
/// ```
#[derive(Sequence)]
struct SigningCertificate {
    certs: Vec<CertificateId>,
}

/// ```text
/// ESSCertIDv2 ::= SEQUENCE { hashAlgorithm DEFAULT sha256, certHash OCTET STRING, issuerSerial OPTIONAL }
/// ```
///
/// DER leaves a default out.
#[derive(Sequence)]
struct CertificateId {
    hash: OctetString,
}

/// A signature of what is covered.
#[derive(Debug)]
pub(super) struct Cms<'a> {
    key: &'a SealKey,
    attributes: SignedAttributes,
    signature: Vec<u8>,
}

impl<'a> Cms<'a> {
    /// The most bytes that the structure has without a time stamp: certificates, the longest signature (RSA-4096),
    /// attributes and names.
    pub(super) fn room(key: &SealKey) -> usize {
        let certificates = std::iter::once(key.certificate()).chain(key.chain());
        certificates.map(|c| c.der().len()).sum::<usize>() + key.certificate().der().len() + 512 + 512
    }

    /// Signs these bytes, one part behind the other.
    pub(super) fn sign(key: &'a SealKey, covered: &[&[u8]]) -> Result<Self, SealError> {
        let attributes = attributes(key, covered).map_err(|_| SealError::Encoding)?;
        let signed = attributes.to_der().map_err(|_| SealError::Encoding)?;
        let signature = key.sign(&signed).map_err(SealError::Key)?;
        Ok(Self { key, attributes, signature })
    }

    /// What a time stamp of this signature is over.
    pub(super) fn signature(&self) -> &[u8] {
        &self.signature
    }

    /// The structure, with the token of a time stamp (`TimeStampToken`, DER) if there is one.
    pub(super) fn der(&self, token: Option<&[u8]>) -> Result<Vec<u8>, SealError> {
        self.encode(token).map_err(|_| SealError::Encoding)
    }

    fn encode(&self, token: Option<&[u8]>) -> der::Result<Vec<u8>> {
        let unsigned_attrs: Option<UnsignedAttributes> = match token {
            Some(token) => Some(set(attribute(TIME_STAMP, Any::from_der(token)?)?)?),
            None => None,
        };
        let (certificate, key) = (self.key.certificate().x509(), self.key);
        let body = certificate.tbs_certificate();
        let signer = SignerInfo {
            version: CmsVersion::V1,
            sid: SignerIdentifier::IssuerAndSerialNumber(IssuerAndSerialNumber {
                issuer: body.issuer().clone(),
                serial_number: body.serial_number().clone(),
            }),
            digest_alg: key.digest_algorithm(),
            signed_attrs: Some(self.attributes.clone()),
            signature_algorithm: key.signature_algorithm(),
            signature: SignatureValue::new(self.signature.as_slice())?,
            unsigned_attrs,
        };
        let mut certificates = SetOfVec::new();
        for one in std::iter::once(key.certificate()).chain(key.chain()) {
            certificates.insert(CertificateChoices::Certificate(one.x509().clone()))?;
        }
        let data = SignedData {
            version: CmsVersion::V1,
            digest_algorithms: set(key.digest_algorithm())?,
            encap_content_info: EncapsulatedContentInfo { econtent_type: DATA, econtent: None },
            certificates: Some(CertificateSet(certificates)),
            crls: None,
            signer_infos: SignerInfos(set(signer)?),
        };
        ContentInfo { content_type: SIGNED_DATA, content: Any::encode_from(&data)? }.to_der()
    }
}

fn attributes(key: &SealKey, covered: &[&[u8]]) -> der::Result<SignedAttributes> {
    let hash = OctetString::new(key.certificate().digest().0.as_slice())?;
    let certificate = SigningCertificate { certs: vec![CertificateId { hash }] };
    let mut attributes = SetOfVec::new();
    attributes.insert(attribute(CONTENT_TYPE, Any::encode_from(&DATA)?)?)?;
    attributes
        .insert(attribute(MESSAGE_DIGEST, Any::encode_from(&OctetString::new(key.digest(covered))?)?)?)?;
    attributes.insert(attribute(SIGNING_CERTIFICATE_V2, Any::encode_from(&certificate)?)?)?;
    Ok(attributes)
}

fn attribute(oid: ObjectIdentifier, value: Any) -> der::Result<Attribute> {
    Ok(Attribute { oid, values: set(value)? })
}

fn set<T: der::DerOrd>(one: T) -> der::Result<SetOfVec<T>> {
    let mut set = SetOfVec::new();
    set.insert(one)?;
    Ok(set)
}
