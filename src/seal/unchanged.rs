//! Whether a PDF that another program signed still shows what was typeset.
//!
//! Specification: `docs/seal.md`, "Signed elsewhere". Takes the typeset PDF and the file that begins with it; a reader
//! of the last state of both (`lopdf`) compares object by object. What a signature needs may differ, nothing else: so
//! an update cannot replace a page. Does not judge signatures (`verify` does), and no appearance of a signature field.

use std::collections::BTreeSet;

use lopdf::{Dictionary, Document, LoadOptions, Object, ObjectId};

use crate::base::limits;

/// Why a signed PDF is not taken for what was typeset.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Changed {
    /// It cannot be read.
    Unreadable,
    /// Its pages are others, or in another order.
    Pages,
    /// An object of the typeset PDF was replaced or is gone: its number.
    Object(u32),
    /// Something was laid on a page that is no field of a signature.
    Annotation,
}

/// Keys that a signature adds to the catalog.
const CATALOG: [&[u8]; 6] = [b"AcroForm", b"Perms", b"Extensions", b"DSS", b"Metadata", b"Version"];
/// Keys that its field changes on a page.
const PAGE: [&[u8]; 2] = [b"Annots", b"Tabs"];
/// Keys by which a field gets into the structure.
const STRUCTURE: [&[u8]; 2] = [b"ParentTree", b"ParentTreeNextKey"];
/// Fields within fields, and fields in all, that are looked at.
const DEPTH: u32 = 8;
const FIELDS: usize = 1000;

/// How many signatures a viewer finds in the form, if nothing but those was added.
pub fn signatures(typeset: &[u8], signed: &[u8]) -> Result<usize, Changed> {
    let bounded = || LoadOptions::with_max_decompressed_size(limits::PDF as usize);
    let load = |bytes| Document::load_mem_with_options(bytes, bounded()).map_err(|_| Changed::Unreadable);
    let (old, new) = (load(typeset)?, load(signed)?);
    let pages: Vec<ObjectId> = old.page_iter().collect();
    if old.trailer.get(b"Root").ok() != new.trailer.get(b"Root").ok()
        || !new.page_iter().eq(pages.iter().copied())
    {
        return Err(Changed::Pages);
    }
    let free = free(&old).ok_or(Changed::Unreadable)?;
    for (id, before) in &old.objects {
        let after = new.objects.get(id);
        if after == Some(before) || free.contains(id) {
            continue;
        }
        let (Object::Dictionary(before), Some(Object::Dictionary(after))) = (before, after) else {
            return Err(Changed::Object(id.0));
        };
        if !may_differ(&old, *id, &pages, before, after) {
            return Err(Changed::Object(id.0));
        }
        if pages.contains(id) {
            annotations(&old, &new, before, after)?;
        }
    }
    let form =
        new.catalog().ok().and_then(|c| c.get(b"AcroForm").ok()).and_then(|form| dictionary(&new, form));
    let fields = form.and_then(|form| form.get(b"Fields").ok()).and_then(|fields| list(&new, fields));
    let mut seen = 0;
    Ok(fields.map_or(0, |fields| fields.iter().map(|f| signed_fields(&new, f, DEPTH, &mut seen)).sum()))
}

/// Objects that may be any: metadata of the file, and the tree of parents, which only serves to find elements.
fn free(pdf: &Document) -> Option<BTreeSet<ObjectId>> {
    let catalog = pdf.catalog().ok()?;
    let info = pdf.trailer.get(b"Info").ok().and_then(|o| o.as_reference().ok());
    let metadata = catalog.get(b"Metadata").ok().and_then(|o| o.as_reference().ok());
    let root = dictionary(pdf, catalog.get(b"StructTreeRoot").ok()?)?;
    let parents = root.get(b"ParentTree").ok().and_then(|o| o.as_reference().ok());
    Some([info, metadata, parents].into_iter().flatten().collect())
}

/// Whether a dictionary differs only in what a signature changes there.
fn may_differ(
    pdf: &Document,
    id: ObjectId,
    pages: &[ObjectId],
    before: &Dictionary,
    after: &Dictionary,
) -> bool {
    let root = |key: &[u8]| pdf.catalog().ok()?.get(key).ok()?.as_reference().ok();
    if pdf.trailer.get(b"Root").ok() == Some(&Object::Reference(id)) {
        return without(before, &CATALOG) == without(after, &CATALOG);
    }
    if pages.contains(&id) {
        return without(before, &PAGE) == without(after, &PAGE);
    }
    if root(b"StructTreeRoot") == Some(id) {
        return without(before, &STRUCTURE) == without(after, &STRUCTURE);
    }
    // The element of the whole document gets the field as one more below it, behind all others.
    let is_document = is(before, b"S", b"Document");
    let kids = |dictionary: &Dictionary| match dictionary.get(b"K") {
        Ok(Object::Array(kids)) => kids.clone(),
        Ok(one) => vec![one.clone()],
        Err(_) => Vec::new(),
    };
    is_document
        && without(before, &[b"K"]) == without(after, &[b"K"])
        && kids(after).starts_with(&kids(before))
}

/// What is on a page stays, and what is new there is a field of a signature.
fn annotations(
    old: &Document,
    new: &Document,
    before: &Dictionary,
    after: &Dictionary,
) -> Result<(), Changed> {
    let all = |pdf: &Document, page: &Dictionary| {
        page.get(b"Annots").ok().and_then(|a| list(pdf, a)).unwrap_or_default()
    };
    let (before, after) = (all(old, before), all(new, after));
    let is_field = |annotation: &Object| {
        let Some(widget) = dictionary(new, annotation) else { return false };
        let kind = |d: &Dictionary| is(d, b"FT", b"Sig");
        let parent = widget.get(b"Parent").ok().and_then(|p| dictionary(new, p));
        let acts = widget.has(b"A") || widget.has(b"AA");
        is(widget, b"Subtype", b"Widget") && (kind(widget) || parent.is_some_and(kind)) && !acts
    };
    let kept = before.iter().all(|a| after.contains(a));
    let added = after.iter().filter(|a| !before.contains(a));
    if kept && added.into_iter().all(is_field) { Ok(()) } else { Err(Changed::Annotation) }
}

/// How many fields with a signature there are at and below this one.
fn signed_fields(pdf: &Document, field: &Object, depth: u32, seen: &mut usize) -> usize {
    *seen += 1;
    let Some(field) = dictionary(pdf, field).filter(|_| depth > 0 && *seen <= FIELDS) else { return 0 };
    let own = is(field, b"FT", b"Sig") && field.has(b"V");
    let kids = field.get(b"Kids").ok().and_then(|kids| list(pdf, kids)).unwrap_or_default();
    usize::from(own) + kids.iter().map(|kid| signed_fields(pdf, kid, depth - 1, seen)).sum::<usize>()
}

/// Whether a dictionary has this name under that key.
fn is(dictionary: &Dictionary, key: &[u8], name: &[u8]) -> bool {
    dictionary.get(key).and_then(Object::as_name).is_ok_and(|found| found == name)
}

fn without(dictionary: &Dictionary, keys: &[&[u8]]) -> Dictionary {
    dictionary
        .iter()
        .filter(|(key, _)| !keys.contains(&key.as_slice()))
        .map(|(k, v)| (k.clone(), v.clone()))
        .collect()
}

fn dictionary<'a>(pdf: &'a Document, object: &'a Object) -> Option<&'a Dictionary> {
    pdf.dereference(object).ok()?.1.as_dict().ok()
}

fn list(pdf: &Document, object: &Object) -> Option<Vec<Object>> {
    Some(pdf.dereference(object).ok()?.1.as_array().ok()?.clone())
}
