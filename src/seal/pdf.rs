//! A signature in a PDF, as an incremental update: the typeset bytes stay an identical prefix.
//!
//! Specification: `docs/seal.md`, "What is written" (PAdES baseline, ETSI EN 319 142-1; ISO 32000-1, 12.7 and 12.8).
//! Takes a PDF that this program typeset, a key and what the signature says; makes the update with a hole for the CMS
//! structure (`cms`), and fills it. Does not judge (`verify` does).

use lopdf::{Dictionary, Document, LoadOptions, Object, ObjectId, StringFormat, text_string};

use super::{Cms, SealError, SealKey, pdf_object};
use crate::base::{Sha256, Time, limits};

/// The room for a time stamp's token in the CMS structure: one with a chain of four certificates has half of it.
const TOKEN: usize = 12_288;

/// The typeset PDF with a signature; `stamp` gives a time stamp's token over the bytes it gets.
pub fn seal<E: From<SealError>>(
    typeset: &[u8],
    key: &SealKey,
    wording: &Wording,
    stamp: Option<impl FnOnce(&[u8]) -> Result<Vec<u8>, E>>,
) -> Result<Vec<u8>, E> {
    let room = Cms::room(key) + stamp.as_ref().map_or(0, |_| TOKEN);
    let prepared = Prepared::new(typeset, wording, room)?;
    let cms = Cms::sign(key, &prepared.covered())?;
    let token = stamp.map(|stamp| stamp(cms.signature())).transpose()?;
    Ok(prepared.finish(&cms.der(token.as_deref())?)?)
}

/// What a signature in a PDF says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wording {
    /// Who signs.
    pub name: String,
    /// Why.
    pub reason: String,
    /// Where: the archive's origin.
    pub location: String,
    /// What the field is, for whoever cannot see it.
    pub field: String,
    /// When, by the signer's clock.
    pub at: Time,
}

/// A PDF with a signature but for its value.
#[derive(Debug)]
struct Prepared {
    bytes: Vec<u8>,
    /// Where the value's opening bracket stands, and the first byte behind its closing one.
    hole: (usize, usize),
}

impl Prepared {
    /// Adds everything of a signature but its value, for which it leaves room for so many bytes.
    fn new(typeset: &[u8], wording: &Wording, room: usize) -> Result<Self, SealError> {
        let strict =
            LoadOptions { strict: true, ..LoadOptions::with_max_decompressed_size(limits::PDF as usize) };
        let pdf = Document::load_mem_with_options(typeset, strict).map_err(|_| SealError::NotTypeset)?;
        let mut update = Update::new(&pdf, room);
        update.build(wording).ok_or(SealError::NotTypeset)?;
        update.write(typeset, wording).ok_or(SealError::NotTypeset)
    }

    /// What the signature covers: everything before and behind its value.
    fn covered(&self) -> [&[u8]; 2] {
        [&self.bytes[..self.hole.0], &self.bytes[self.hole.1..]]
    }

    /// The PDF with the value: a CMS structure in DER.
    fn finish(mut self, cms: &[u8]) -> Result<Vec<u8>, SealError> {
        let (start, end) = (self.hole.0 + 1, self.hole.1 - 1);
        if cms.len() * 2 > end - start {
            return Err(SealError::NoRoom { bytes: cms.len(), room: (end - start) / 2 });
        }
        let hex = base16ct::lower::encode_string(cms);
        self.bytes[start..start + hex.len()].copy_from_slice(hex.as_bytes());
        Ok(self.bytes)
    }
}

/// The objects of the update.
struct Update<'a> {
    pdf: &'a Document,
    /// Those that are new or changed, sorted by number.
    objects: Vec<(ObjectId, Dictionary)>,
    next: u32,
    /// Bytes of the value.
    room: usize,
    signature: ObjectId,
}

/// Stands where the value of `/ByteRange` comes, as wide as any value.
const RANGE: &str = "[0 9999999999 9999999999 9999999999]";

impl<'a> Update<'a> {
    fn new(pdf: &'a Document, room: usize) -> Self {
        Self { pdf, objects: Vec::new(), next: pdf.max_id + 1, room, signature: (0, 0) }
    }

    fn add(&mut self, dictionary: Dictionary) -> ObjectId {
        let id = (self.next, 0);
        self.next += 1;
        self.objects.push((id, dictionary));
        id
    }

    /// An object as it was, to be changed.
    fn change(&mut self, id: ObjectId) -> Option<&mut Dictionary> {
        let at = match self.objects.iter().position(|(i, _)| *i == id) {
            Some(at) => at,
            None => {
                self.objects.push((id, self.pdf.get_dictionary(id).ok()?.clone()));
                self.objects.len() - 1
            }
        };
        self.objects.get_mut(at).map(|(_, dictionary)| dictionary)
    }

    /// `None` if the PDF is not as the typesetter makes them.
    fn build(&mut self, wording: &Wording) -> Option<()> {
        let catalog = self.pdf.trailer.get(b"Root").ok()?.as_reference().ok()?;
        let page = self.pdf.page_iter().next()?;
        let root = self.pdf.catalog().ok()?.get(b"StructTreeRoot").ok()?.as_reference().ok()?;

        let mut permissions = dictionary(&[("Type", name("TransformParams")), ("V", name("1.2"))]);
        permissions.set("P", 1);
        let mut reference = dictionary(&[("Type", name("SigRef")), ("TransformMethod", name("DocMDP"))]);
        reference.set("TransformParams", permissions);
        let mut signature = dictionary(&[
            ("Type", name("Sig")),
            ("Filter", name("Adobe.PPKLite")),
            ("SubFilter", name("ETSI.CAdES.detached")),
            ("Name", text_string(&wording.name)),
            ("Reason", text_string(&wording.reason)),
            ("Location", text_string(&wording.location)),
            ("M", literal(&date(wording.at))),
        ]);
        signature.set("Reference", vec![reference.into()]);
        // The two values that are known last are written by hand, behind all others.
        self.signature = self.add(signature);

        let widget = (self.next, 0);
        let key = self.add_to_structure(root, widget, page, wording)?;
        let mut field = dictionary(&[
            ("Type", name("Annot")),
            ("Subtype", name("Widget")),
            ("FT", name("Sig")),
            ("T", literal("Signature1")),
            ("TU", text_string(&wording.field)),
            ("V", self.signature.into()),
            ("P", page.into()),
        ]);
        field.set("F", 132);
        field.set("Rect", vec![0.into(), 0.into(), 0.into(), 0.into()]);
        field.set("StructParent", key);
        // `add_to_structure` was told this number, and added nothing before it.
        self.objects.push((widget, field));

        let mut form = dictionary(&[]);
        form.set("Fields", vec![widget.into()]);
        form.set("SigFlags", 3);
        let form = self.add(form);

        let mut annotations = match self.pdf.get_dictionary(page).ok()?.get(b"Annots") {
            Ok(there) => self.pdf.dereference(there).ok()?.1.as_array().ok()?.clone(),
            Err(_) => Vec::new(),
        };
        annotations.push(widget.into());
        let changed = self.change(page)?;
        changed.set("Annots", annotations);
        changed.set("Tabs", name("S"));

        let mut extension =
            dictionary(&[("Type", name("DeveloperExtensions")), ("BaseVersion", name("1.7"))]);
        extension.set("ExtensionLevel", 1);
        let mut extensions = match self.pdf.catalog().ok()?.get(b"Extensions") {
            Ok(there) => self.pdf.dereference(there).ok()?.1.as_dict().ok()?.clone(),
            Err(_) => dictionary(&[]),
        };
        extensions.set("ESIC", extension);
        let permissions = dictionary(&[("DocMDP", self.signature.into())]);
        let changed = self.change(catalog)?;
        changed.set("AcroForm", form);
        changed.set("Perms", permissions);
        changed.set("Extensions", extensions);
        Some(())
    }

    /// Makes the widget part of what is read aloud; gives its key in the tree of parents.
    fn add_to_structure(
        &mut self,
        root: ObjectId,
        widget: ObjectId,
        page: ObjectId,
        wording: &Wording,
    ) -> Option<i64> {
        self.next += 1;
        let pdf = self.pdf;
        let tree = pdf.get_dictionary(root).ok()?;
        let kids = tree.get(b"K").ok()?;
        let document = match pdf.dereference(kids).ok()? {
            (Some(id), Object::Dictionary(_)) => id,
            (_, Object::Array(kids)) => kids.first()?.as_reference().ok()?,
            _ => return None,
        };
        let content = dictionary(&[("Type", name("OBJR")), ("Obj", widget.into()), ("Pg", page.into())]);
        let mut element = dictionary(&[
            ("Type", name("StructElem")),
            ("S", name("Form")),
            ("P", document.into()),
            ("Alt", text_string(&wording.field)),
        ]);
        element.set("K", content);
        let element = self.add(element);
        let document = self.change(document)?;
        let mut kids = match document.get(b"K") {
            Ok(Object::Array(kids)) => kids.clone(),
            Ok(one) => vec![one.clone()],
            Err(_) => Vec::new(),
        };
        kids.push(element.into());
        document.set("K", kids);

        let (parents, mut numbers) =
            pdf.dereference(tree.get(b"ParentTree").ok()?).map(|(id, o)| (id, o.clone())).ok()?;
        let numbers = numbers.as_dict_mut().ok()?;
        let key = match tree.get(b"ParentTreeNextKey") {
            Ok(next) => next.as_i64().ok()?,
            Err(_) => last_key(pdf, numbers, 0)? + 1,
        };
        let entry = [Object::from(key), element.into()];
        if let Ok(kids) = numbers.get(b"Kids") {
            // A long document's tree has branches: the new key, above all others, is a last one.
            let mut kids = pdf.dereference(kids).ok()?.1.as_array().ok()?.clone();
            let mut leaf = dictionary(&[]);
            leaf.set("Nums", entry.to_vec());
            leaf.set("Limits", vec![key.into(), key.into()]);
            kids.push(self.add(leaf).into());
            numbers.set("Kids", kids);
        } else {
            let mut all = pdf.dereference(numbers.get(b"Nums").ok()?).ok()?.1.as_array().ok()?.clone();
            all.extend(entry);
            numbers.set("Nums", all);
        }
        let numbers = numbers.clone();
        match parents {
            Some(id) => *self.change(id)? = numbers,
            None => self.change(root)?.set("ParentTree", numbers),
        }
        self.change(root)?.set("ParentTreeNextKey", key + 1);
        Some(key)
    }

    /// The typeset PDF with the objects behind it.
    fn write(mut self, typeset: &[u8], wording: &Wording) -> Option<Prepared> {
        let mut bytes = typeset.to_vec();
        // The typesetter ends with `%%EOF`, and PDF/A wants an object to begin on a line of its own.
        bytes.push(b'\n');
        self.objects.sort_by_key(|(id, _)| *id);
        let (mut range, mut hole) = (0, (0, 0));
        let mut offsets = Vec::new();
        for (id, dictionary) in &self.objects {
            offsets.push((id.0, bytes.len()));
            bytes.extend(format!("{} {} obj\n", id.0, id.1).bytes());
            pdf_object::dictionary(&mut bytes, dictionary);
            if *id == self.signature {
                bytes.truncate(bytes.len() - 2);
                bytes.extend(b"/ByteRange ");
                range = bytes.len();
                bytes.extend(RANGE.bytes());
                bytes.extend(b"/Contents ");
                let start = bytes.len();
                bytes.push(b'<');
                bytes.resize(bytes.len() + 2 * self.room, b'0');
                bytes.extend(b">>>");
                hole = (start, bytes.len() - 2);
            }
            bytes.extend(b"\nendobj\n");
        }
        let table = bytes.len();
        bytes.extend(b"xref\n");
        for run in offsets.chunk_by(|a, b| a.0 + 1 == b.0) {
            bytes.extend(format!("{} {}\n", run.first()?.0, run.len()).bytes());
            for (_, offset) in run {
                bytes.extend(format!("{offset:010} 00000 n\r\n").bytes());
            }
        }
        bytes.extend(b"trailer\n");
        pdf_object::dictionary(&mut bytes, &self.trailer(typeset, wording)?);
        bytes.extend(format!("\nstartxref\n{table}\n%%EOF\n").bytes());

        let value = format!("[0 {} {} {}]", hole.0, hole.1, bytes.len() - hole.1);
        let padded = format!("{value:<width$}", width = RANGE.len());
        bytes.get_mut(range..range + RANGE.len())?.copy_from_slice(padded.as_bytes());
        Some(Prepared { bytes, hole })
    }

    fn trailer(&self, typeset: &[u8], wording: &Wording) -> Option<Dictionary> {
        let before = &self.pdf.trailer;
        let mut trailer = dictionary(&[]);
        trailer.set("Size", i64::from(self.next));
        for key in ["Root", "Info"] {
            if let Ok(value) = before.get(key.as_bytes()) {
                trailer.set(key, value.clone());
            }
        }
        let first = before.get(b"ID").ok()?.as_array().ok()?.first()?.clone();
        let said = format!("{}{wording:?}", Sha256::of(typeset));
        let second = Object::String(Sha256::of(said.as_bytes()).0[..16].to_vec(), StringFormat::Hexadecimal);
        trailer.set("ID", vec![first, second]);
        trailer.set("Prev", startxref(typeset)?);
        Some(trailer)
    }
}

/// The highest key of a number tree (ISO 32000-1, 7.9.7); trees deeper than sixteen are not the typesetter's.
fn last_key(pdf: &Document, node: &Dictionary, depth: u32) -> Option<i64> {
    if depth > 16 {
        return None;
    }
    if let Ok(kids) = node.get(b"Kids") {
        let last = pdf.dereference(kids).ok()?.1.as_array().ok()?.last()?;
        return last_key(pdf, pdf.dereference(last).ok()?.1.as_dict().ok()?, depth + 1);
    }
    let numbers = pdf.dereference(node.get(b"Nums").ok()?).ok()?.1.as_array().ok()?;
    match numbers.len() {
        0 => Some(-1),
        n => numbers.get(n - 2)?.as_i64().ok(),
    }
}

/// Where the PDF's own cross-reference table is.
fn startxref(pdf: &[u8]) -> Option<i64> {
    let tail = std::str::from_utf8(&pdf[pdf.len().saturating_sub(64)..]).ok()?;
    tail.rsplit_once("startxref")?.1.split_whitespace().next()?.parse().ok()
}

fn dictionary(entries: &[(&str, Object)]) -> Dictionary {
    entries.iter().map(|(key, value)| (*key, value.clone())).collect()
}

fn name(name: &str) -> Object {
    Object::Name(name.as_bytes().to_vec())
}

fn literal(text: &str) -> Object {
    Object::String(text.as_bytes().to_vec(), StringFormat::Literal)
}

/// A time as PDFs write it (ISO 32000-1, 7.9.4): `D:20180702100000+02'00'`.
fn date(at: Time) -> String {
    let text = at.to_string();
    let (local, offset) = text.split_at(19);
    let digits: String = local.chars().filter(char::is_ascii_digit).collect();
    format!("D:{digits}{}'", offset.replace(':', "'"))
}

#[cfg(test)]
#[path = "pdf_tests.rs"]
mod tests;
