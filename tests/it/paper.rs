//! Small PDFs with signatures of openssl, and every way to make them wrong.
//!
//! Gives bytes; the signature dictionary is written as programs write it: with room for the signature, which is put in
//! when all else is known.

use cms::content_info::ContentInfo;
use cms::signed_data::{SignedData, SignerInfos};
use der::asn1::{ObjectIdentifier, SetOfVec};
use der::{Any, Decode as _, Encode as _};
use x509_cert::attr::Attribute;

use crate::pki::Pki;

/// A PDF that nobody signed.
pub fn plain() -> Vec<u8> {
    b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\n\
      endobj\nxref\n0 3\n0000000000 65535 f \n0000000009 00000 n \n0000000058 00000 n \ntrailer\n\
      << /Size 3 /Root 1 0 R >>\nstartxref\n110\n%%EOF\n"
        .to_vec()
}

/// How a signature is written.
pub struct Update<'a> {
    /// `/SubFilter`.
    pub filter: &'a str,
    /// More keys of the dictionary.
    pub more: &'a str,
    /// Bytes reserved for the signature.
    pub room: usize,
    /// What stands for `/ByteRange`, if not what belongs there: before the gap, behind it, and from there on.
    pub range: Option<fn(usize, usize, usize) -> String>,
    /// What stands behind the signature in the room.
    pub behind: &'a [u8],
}

impl Default for Update<'_> {
    fn default() -> Self {
        let more = "/M (D:20260329033000+02'00') /Reason (Freigabe der Fassung 2) /Name (Erika)";
        Self { filter: "ETSI.CAdES.detached", more, room: 6000, range: None, behind: b"" }
    }
}

impl Update<'_> {
    /// Appends a signature over everything: `sign` gives CMS over the covered bytes.
    pub fn on(&self, base: &[u8], sign: impl FnOnce(&[u8]) -> Vec<u8>) -> Vec<u8> {
        let Self { filter, more, room, range, behind } = self;
        let mut file = base.to_vec();
        file.extend(
            format!("9 0 obj\n<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /{filter} {more} /ByteRange ")
                .bytes(),
        );
        let place = file.len();
        file.extend(format!("{:60} /Contents ", "").bytes());
        let before = file.len();
        file.extend(format!("<{}>", "0".repeat(2 * room)).bytes());
        let after = file.len();
        file.extend(b" >>\nendobj\nxref\n9 1\n0000000000 00000 n \ntrailer\n<< /Size 10 /Root 1 0 R >>\nstartxref\n0\n%%EOF\n");
        let rest = file.len() - after;
        let range = range
            .map_or_else(|| format!("[0 {before} {after} {rest}]"), |written| written(before, after, rest));
        file[place..place + range.len()].copy_from_slice(range.as_bytes());
        let signature = sign(&[&file[..before], &file[after..]].concat());
        let mut held = signature;
        held.extend_from_slice(behind);
        assert!(held.len() <= *room, "{}", held.len());
        let hex = base16ct::lower::encode_string(&held);
        file[before + 1..before + 1 + hex.len()].copy_from_slice(hex.as_bytes());
        file
    }
}

/// A PDF signed as officers do.
pub fn sealed(pki: &Pki, base: &[u8], signer: &str) -> Vec<u8> {
    Update::default().on(base, |content| pki.cms(content, signer, Pki::PADES))
}

/// A PDF signed and stamped: the token is over the signature's value.
pub fn stamped(pki: &Pki, base: &[u8], signer: &str, authority: &str) -> Vec<u8> {
    Update::default().on(base, |content| {
        let signature = pki.cms(content, signer, Pki::PADES);
        with_stamp(&signature, |value| pki.token(value, authority, "-sha256 -cert"))
    })
}

/// A document time stamp behind everything (PAdES B-LTA).
pub fn archived(pki: &Pki, base: &[u8], authority: &str) -> Vec<u8> {
    let update = Update { filter: "ETSI.RFC3161", more: "", ..Update::default() };
    update.on(base, |content| pki.token(content, authority, "-sha256 -cert"))
}

/// CMS with a signature time stamp as an unsigned attribute.
pub fn with_stamp(der: &[u8], stamp: impl FnOnce(&[u8]) -> Vec<u8>) -> Vec<u8> {
    let info = ContentInfo::from_der(der).unwrap();
    let mut data: SignedData = info.content.decode_as().unwrap();
    let mut signer = data.signer_infos.0.get(0).unwrap().clone();
    let token = Any::from_der(&stamp(signer.signature.as_bytes())).unwrap();
    let oid = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.14");
    let attribute = Attribute { oid, values: SetOfVec::try_from(vec![token]).unwrap() };
    signer.unsigned_attrs = Some(SetOfVec::try_from(vec![attribute]).unwrap());
    data.signer_infos = SignerInfos(SetOfVec::try_from(vec![signer]).unwrap());
    ContentInfo { content_type: info.content_type, content: Any::encode_from(&data).unwrap() }
        .to_der()
        .unwrap()
}
