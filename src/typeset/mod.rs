//! Typesets a policy: canonical source bytes and a template in, an accessible archival PDF out.
//!
//! Specification: `docs/policy-data.md`, "The PDF". PDF/A-3a and PDF/UA-1 at once, tagged, the source
//! attached byte for byte. The result depends on the source, the template, the assets and the typesetter's
//! version alone: no clock, no network, no packages, no fonts but the built-in ones and the assets.
//! Signs nothing and reads no files. Policy text is data to the template and never evaluated.
//!
//! A second kind of document, the sheet of a certificate of force (`sheet`), is set in the same way from its own data
//! and template.

mod asset;
mod error;
mod glyphs;
mod qr;
mod sheet;
mod source;
mod world;

#[cfg(test)]
mod fuzz_tests;
#[cfg(test)]
mod hostile_tests;
#[cfg(test)]
mod injection_tests;
#[cfg(test)]
mod tests;

pub use asset::{BadAsset, Kind, check as check_asset};
pub use error::{Place, TypesetError};
pub use qr::{QR, qr};
pub use sheet::{Content, Part, Said, Sheet, Step, set as set_sheet};
pub use source::{Edition, FORMAT, Original, Past, Rendition, Signer, Source};

use typst::diag::SourceDiagnostic;
use typst::foundations::{Bytes, Datetime, NativeElement, Smart};
use typst::introspection::Introspector;
use typst::pdf::AttachElem;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use crate::base::{Day, Lang, limits};
use world::Desk;

/// The template that is used where a policy brings none of its own: its parts in this order, one file.
pub const TEMPLATE: &[u8] = concat!(
    include_str!("template/data.typ"),
    include_str!("template/look.typ"),
    include_str!("template/words.typ"),
    include_str!("template/text.typ"),
    include_str!("template/tables.typ"),
    include_str!("template/facts.typ"),
    include_str!("template/channels.typ"),
    include_str!("template/versions.typ"),
    include_str!("template/page.typ"),
    include_str!("template/sections.typ"),
    include_str!("template/signatures.typ"),
    include_str!("template/digest.typ"),
    include_str!("template/electronic.typ"),
    include_str!("template/heads.typ"),
    include_str!("template/document.typ"),
)
.as_bytes();

/// Name and version of the typesetter, as the record states it: other versions may set other bytes.
pub const BY: &str = "typst 0.15.1";

/// Typesets a source.
///
/// `source` is the canonical JSON of a [`Source`], without a final line break. `assets` are files that
/// the template finds as `assets/<name>`; fonts among them can be used by name.
pub fn typeset(
    source: &[u8],
    template: &[u8],
    assets: &[(String, Vec<u8>)],
) -> Result<Vec<u8>, TypesetError> {
    typeset_noting(source, template, assets).map(|(pdf, _)| pdf)
}

/// The same, with what the typesetter remarks on the template: a font that is not there, for instance.
pub fn typeset_noting(
    source: &[u8],
    template: &[u8],
    assets: &[(String, Vec<u8>)],
) -> Result<(Vec<u8>, Vec<TypesetError>), TypesetError> {
    let parsed = Source::of(source)?;
    let desk = Desk::new(source, template, assets)?;
    glyphs::check(&parsed, desk.fonts())?;
    let edition = &parsed.edition;
    // Another file of a version is another document.
    let which = edition.rendition.as_ref().map_or_else(String::new, |r| {
        format!(" {} {}", r.purpose.as_str(), Lang::from(parsed.policy.language).tag())
    });
    let ident = format!("{}/{} {}{which}", edition.origin, edition.id, edition.version);
    compile(&desk, source, options(ident, edition.date)?, &|message| glyphs::missing(message, &parsed))
}

/// Sets what lies on a desk. `missing` reads the PDF writer's message about text that could not be displayed.
fn compile(
    desk: &Desk,
    attachment: &[u8],
    options: PdfOptions,
    missing: &dyn Fn(&str) -> Option<TypesetError>,
) -> Result<(Vec<u8>, Vec<TypesetError>), TypesetError> {
    let failed = |errors: &[SourceDiagnostic]| failed(errors, desk, missing);
    let compiled = typst::compile::<PagedDocument>(desk);
    let document = compiled.output.map_err(|errors| failed(&errors))?;
    if !attached(&document, attachment) {
        return Err(TypesetError::NotAttached);
    }
    let pdf = typst_pdf::pdf(&document, &options).map_err(|errors| failed(&errors))?;
    let remarks = compiled.warnings.iter().take(limits::PROBLEMS).map(|w| told(w, desk)).collect();
    Ok((pdf, remarks))
}

/// The standards, the document's identity among all, and its only time.
fn options(ident: String, date: Day) -> Result<PdfOptions, TypesetError> {
    let (year, month, day) = date.parts();
    let moment = u8::try_from(month)
        .ok()
        .zip(u8::try_from(day).ok())
        .and_then(|(month, day)| Datetime::from_ymd_hms(i32::from(year), month, day, 0, 0, 0));
    let standards = PdfStandards::new(&[PdfStandard::A_3a, PdfStandard::Ua_1]).map_err(|e| {
        let hints = e.hints().iter().map(ToString::to_string).collect();
        TypesetError::Template { at: None, message: e.message().to_string(), hints }
    })?;
    Ok(PdfOptions {
        // No version of this program in the file: it would change bytes that nothing else changes.
        ident: Smart::Custom(ident),
        creator: Smart::Custom(Some("inkraft".to_owned())),
        timestamp: moment.map(Timestamp::new_utc),
        page_ranges: None,
        standards,
        tagged: true,
        pretty: false,
    })
}

/// Whether the document carries the source byte for byte.
fn attached(document: &PagedDocument, source: &[u8]) -> bool {
    let source = Bytes::new(source.to_vec());
    document
        .introspector()
        .query(&AttachElem::ELEM.select())
        .iter()
        .any(|element| element.to_packed::<AttachElem>().is_some_and(|attach| attach.data == source))
}

fn failed(
    errors: &[SourceDiagnostic],
    desk: &Desk,
    missing: &dyn Fn(&str) -> Option<TypesetError>,
) -> TypesetError {
    let Some(first) = errors.first() else {
        return TypesetError::Template { at: None, message: String::new(), hints: Vec::new() };
    };
    missing(&first.message).unwrap_or_else(|| told(first, desk))
}

/// A fault or a remark with its place.
fn told(diagnostic: &SourceDiagnostic, desk: &Desk) -> TypesetError {
    // The deepest place in the template, or else the place in it that led there.
    let at = desk
        .place(diagnostic.span)
        .or_else(|| diagnostic.trace.iter().find_map(|point| desk.place(point.span)));
    // There is no root to move here.
    let hints =
        diagnostic.hints.iter().map(|hint| hint.v.to_string()).filter(|hint| !hint.contains("--root"));
    let hints = hints.collect();
    TypesetError::Template { at, message: diagnostic.message.to_string(), hints }
}
