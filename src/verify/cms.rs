//! A signature in the format of others: CMS `SignedData` (RFC 5652) in DER, with exactly one signer.
//!
//! Takes the bytes and, if it is detached, the content; gives who signed, once content type, message digest, the
//! certificate that the signer named (RFC 5035, RFC 2634) and the signature itself hold. It does not say whether that
//! certificate may be trusted, nor when it was signed. Bytes are sliced out of what was read, never written anew: a
//! certificate's digest is that of the bytes in the file. The one exception are the signed attributes, of which DER
//! is signed (RFC 5652, section 5.4).

use cms::signed_data::{EncapsulatedContentInfo, SignerIdentifier, SignerInfo};
use der::asn1::{AnyRef, ObjectIdentifier, OctetStringRef};
use der::{Any, Class, Decode as _, Encode as _, ErrorKind, Reader as _, SliceReader, Tag, Tagged as _};
use x509_cert::ext::pkix::SubjectKeyIdentifier;

use super::algorithm::{self, BadSignature, Hash};
use super::signing_certificate;
use super::x509::Certificate;
use crate::base::{Lang, Say, lang};

/// Largest signature in bytes: ours reserves 16 kB; those with all revocation lists of their authorities reach some
/// hundred.
pub const MAX: usize = 1 << 20;

/// Certificates in one signature: a chain has three or four.
const CERTIFICATES: usize = 64;

/// `id-data`: the content is plain bytes.
pub const DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.1");
/// `id-ct-TSTInfo`: the content is that of a time stamp token.
pub const TST_INFO: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.1.4");
const SIGNED_DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.2");
const CONTENT_TYPE: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.3");
const MESSAGE_DIGEST: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.4");
const SIGNING_CERTIFICATE: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.12");
const SIGNING_CERTIFICATE_V2: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.47");
const TIME_STAMP: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.14");

/// A signature that holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    /// Whose key signed.
    pub certificate: Certificate,
    /// All certificates that came with it, in DER.
    pub certificates: Vec<Vec<u8>>,
    /// The hash function.
    pub hash: Hash,
    /// The signature's value: what a time stamp of it is about.
    pub signature: Vec<u8>,
    /// The time stamp token over that value (RFC 3161), unchecked.
    pub stamp: Option<Vec<u8>>,
}

/// Why a signature does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum BadCms {
    /// Not `SignedData` in DER, or too large.
    Unreadable,
    /// The content is of another type.
    ContentType(String),
    /// The content is inside where it must not be, or is not where it must be.
    Content,
    /// Not one signer but so many.
    Signers(usize),
    /// An attribute that must be there once is missing, or stands there twice.
    Attribute(&'static str),
    /// A hash function that is not taken.
    Hash(String),
    /// The content is not what was signed.
    Digest,
    /// The signer's certificate is not in it.
    NoCertificate,
    /// The signer named another certificate than the one that is in it.
    OtherCertificate,
    /// The signature itself does not hold.
    Signature(BadSignature),
}

impl Say for BadCms {
    fn fact(&self, lang: Lang) -> String {
        match self {
            Self::Unreadable => lang::say!(
                lang,
                "die Signaturdaten sind nicht lesbar (kein CMS SignedData in DER)",
                "the signature's data cannot be read (no CMS SignedData in DER)"
            ),
            Self::ContentType(oid) => lang::say!(
                lang,
                "unterschrieben ist ein Inhalt anderer Art ({oid})",
                "what is signed is content of another type ({oid})"
            ),
            Self::Content => lang::say!(
                lang,
                "der unterschriebene Inhalt liegt nicht dort, wo er liegen muss",
                "the signed content is not where it must be"
            ),
            Self::Signers(n) => lang::say!(
                lang,
                "{n} Unterzeichner in einer Signatur, erlaubt ist einer",
                "{n} signers in one signature, one is allowed"
            ),
            Self::Attribute(name) => lang::say!(
                lang,
                "die Angabe „{name}“ fehlt oder steht doppelt da",
                "the attribute \"{name}\" is missing or stands there twice"
            ),
            Self::Hash(oid) => lang::say!(
                lang,
                "die Prüfsumme {oid} wird nicht anerkannt",
                "the hash function {oid} is not taken"
            ),
            Self::Digest => lang::say!(
                lang,
                "der Inhalt ist nicht der, der unterschrieben wurde",
                "the content is not what was signed"
            ),
            Self::NoCertificate => lang::say!(
                lang,
                "das Zertifikat des Unterzeichners liegt nicht bei",
                "the signer's certificate is not with it"
            ),
            Self::OtherCertificate => lang::say!(
                lang,
                "der Unterzeichner nennt ein anderes Zertifikat als das beigelegte",
                "the signer names another certificate than the one that is with it"
            ),
            Self::Signature(bad) => bad.fact(lang),
        }
    }
}

lang::error_that_says!(BadCms);

/// Checks a signature over content that lies elsewhere: these pieces, one after the other.
pub fn check_detached(der: &[u8], content: &[&[u8]]) -> Result<Signed, BadCms> {
    let parts = read(der)?;
    if parts.content.econtent_type != DATA {
        return Err(BadCms::ContentType(parts.content.econtent_type.to_string()));
    }
    if parts.content.econtent.is_some() {
        return Err(BadCms::Content);
    }
    signed(parts, content)
}

/// Checks a signature that has its content of this type within; gives the content too.
pub fn check_attached(der: &[u8], content_type: ObjectIdentifier) -> Result<(Signed, Vec<u8>), BadCms> {
    let parts = read(der)?;
    if parts.content.econtent_type != content_type {
        return Err(BadCms::ContentType(parts.content.econtent_type.to_string()));
    }
    let content = parts.content.econtent.as_ref().ok_or(BadCms::Content)?;
    let content = content.decode_as::<&OctetStringRef>().map_err(|_| BadCms::Content)?.as_bytes().to_vec();
    Ok((signed(parts, &[&content])?, content))
}

/// `SignedData`, taken apart.
struct Parts<'a> {
    content: EncapsulatedContentInfo,
    certificates: Vec<&'a [u8]>,
    signers: Vec<&'a [u8]>,
}

fn read(der: &[u8]) -> Result<Parts<'_>, BadCms> {
    if der.len() > MAX {
        return Err(BadCms::Unreadable);
    }
    let parts = take_apart(der).map_err(|_| BadCms::Unreadable)?;
    if parts.certificates.len() > CERTIFICATES {
        return Err(BadCms::Unreadable);
    }
    Ok(parts)
}

fn take_apart(der: &[u8]) -> der::Result<Parts<'_>> {
    let mut outer = SliceReader::new(der)?;
    let inner = outer.sequence(|info| -> der::Result<&[u8]> {
        if ObjectIdentifier::decode(info)? != SIGNED_DATA {
            return Err(ErrorKind::Failed.into());
        }
        let explicit = AnyRef::decode(info)?;
        if !is_optional(explicit.tag(), 0) { Err(ErrorKind::Failed.into()) } else { Ok(explicit.value()) }
    })?;
    outer.finish()?;
    let mut reader = SliceReader::new(inner)?;
    let parts = reader.sequence(|data| -> der::Result<Parts<'_>> {
        cms::content_info::CmsVersion::decode(data)?;
        // What is hashed how, each signer says itself.
        if AnyRef::decode(data)?.tag() != Tag::Set {
            return Err(ErrorKind::Failed.into());
        }
        let content = EncapsulatedContentInfo::decode(data)?;
        let mut field = AnyRef::decode(data)?;
        let mut certificates = Vec::new();
        if is_optional(field.tag(), 0) {
            certificates = each(field.value())?;
            field = AnyRef::decode(data)?;
        }
        // Revocation lists are not looked at: no clock, and no answer that changes from day to day.
        if is_optional(field.tag(), 1) {
            field = AnyRef::decode(data)?;
        }
        if field.tag() != Tag::Set {
            return Err(ErrorKind::Failed.into());
        }
        Ok(Parts { content, certificates, signers: each(field.value())? })
    })?;
    reader.finish()?;
    Ok(parts)
}

/// Whether a tag is that of a constructed field `[number]`.
fn is_optional(tag: Tag, number: u32) -> bool {
    tag.class() == Class::ContextSpecific && tag.is_constructed() && tag.number().value() == number
}

/// The members of a SET OF, with tag and length.
fn each(set: &[u8]) -> der::Result<Vec<&[u8]>> {
    let mut reader = SliceReader::new(set)?;
    let mut members = Vec::new();
    while !reader.is_finished() {
        members.push(reader.tlv_bytes()?);
    }
    Ok(members)
}

fn signed(parts: Parts<'_>, content: &[&[u8]]) -> Result<Signed, BadCms> {
    let [signer] = parts.signers.as_slice() else { return Err(BadCms::Signers(parts.signers.len())) };
    let signer = SignerInfo::from_der(signer).map_err(|_| BadCms::Unreadable)?;
    let hash = Hash::of(&signer.digest_alg).ok_or_else(|| BadCms::Hash(signer.digest_alg.oid.to_string()))?;
    let content_type = attribute(&signer, CONTENT_TYPE, "content-type")?;
    if content_type.decode_as() != Ok(parts.content.econtent_type) {
        return Err(BadCms::ContentType(parts.content.econtent_type.to_string()));
    }
    let digest = attribute(&signer, MESSAGE_DIGEST, "message-digest")?;
    let digest = digest.decode_as::<&OctetStringRef>().map_err(|_| BadCms::Unreadable)?;
    if digest.as_bytes() != hash.digest(content) {
        return Err(BadCms::Digest);
    }
    let certificates = parts.certificates.iter().filter_map(|der| Certificate::parse(der));
    let certificate =
        certificates.into_iter().find(|c| is_of(c, &signer.sid)).ok_or(BadCms::NoCertificate)?;
    named(&signer, &certificate)?;
    let attributes = signer.signed_attrs.as_ref().and_then(|a| a.to_der().ok()).ok_or(BadCms::Unreadable)?;
    let signature = signer.signature.as_bytes();
    algorithm::verify(certificate.key(), &signer.signature_algorithm, hash, &attributes, signature)
        .map_err(BadCms::Signature)?;
    Ok(Signed {
        certificate,
        certificates: parts.certificates.iter().map(|der| der.to_vec()).collect(),
        hash,
        signature: signature.to_vec(),
        stamp: stamp(&signer)?,
    })
}

/// The one value of a signed attribute that must be there once.
fn attribute<'a>(
    signer: &'a SignerInfo,
    oid: ObjectIdentifier,
    name: &'static str,
) -> Result<&'a Any, BadCms> {
    optional(signer, oid, name)?.ok_or(BadCms::Attribute(name))
}

/// The one value of a signed attribute that may be there once.
fn optional<'a>(
    signer: &'a SignerInfo,
    oid: ObjectIdentifier,
    name: &'static str,
) -> Result<Option<&'a Any>, BadCms> {
    let mut all = signer.signed_attrs.iter().flat_map(|all| all.iter()).filter(|a| a.oid == oid);
    let Some(first) = all.next() else { return Ok(None) };
    match first.values.as_slice() {
        [value] if all.next().is_none() => Ok(Some(value)),
        _ => Err(BadCms::Attribute(name)),
    }
}

/// The time stamp over the signature's value, which nobody signed: it proves itself or nothing.
fn stamp(signer: &SignerInfo) -> Result<Option<Vec<u8>>, BadCms> {
    let mut all = signer.unsigned_attrs.iter().flat_map(|all| all.iter()).filter(|a| a.oid == TIME_STAMP);
    let Some(first) = all.next() else { return Ok(None) };
    match first.values.as_slice() {
        [value] if all.next().is_none() => value.to_der().map(Some).map_err(|_| BadCms::Unreadable),
        _ => Err(BadCms::Attribute("signature-time-stamp")),
    }
}

/// Whether a certificate is the one that the signer is known by.
fn is_of(certificate: &Certificate, signer: &SignerIdentifier) -> bool {
    let fields = certificate.parsed().tbs_certificate();
    match signer {
        SignerIdentifier::IssuerAndSerialNumber(id) => {
            fields.issuer() == &id.issuer && fields.serial_number() == &id.serial_number
        }
        SignerIdentifier::SubjectKeyIdentifier(id) => {
            let own = fields.get_extension::<SubjectKeyIdentifier>();
            own.is_ok_and(|own| own.is_some_and(|(_, own)| own == *id))
        }
    }
}

/// Whether the signer named this very certificate among what was signed: without that, another certificate for the
/// same key could be put in its place.
fn named(signer: &SignerInfo, certificate: &Certificate) -> Result<(), BadCms> {
    const NAME: &str = "signing-certificate-v2";
    let newer = optional(signer, SIGNING_CERTIFICATE_V2, NAME)?;
    let older = optional(signer, SIGNING_CERTIFICATE, "signing-certificate")?;
    if newer.is_none() && older.is_none() {
        return Err(BadCms::Attribute(NAME));
    }
    newer.map_or(Ok(()), |value| signing_certificate::names(value, true, certificate))?;
    older.map_or(Ok(()), |value| signing_certificate::names(value, false, certificate))
}
