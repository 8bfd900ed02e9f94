//! Signatures in PDFs that are built otherwise than the typesetter's usually are.

use super::*;
use crate::seal::Holder;

/// A small tagged PDF; `parents` is the tree of parents, `annots` what the page has.
fn paper(parents: &str, annots: &str) -> Vec<u8> {
    let objects = [
        "<</Type/Catalog/Pages 2 0 R/StructTreeRoot 4 0 R/MarkInfo<</Marked true>>>>".to_owned(),
        "<</Type/Pages/Count 1/Kids[3 0 R]>>".to_owned(),
        format!("<</Type/Page/Parent 2 0 R/MediaBox[0 0 595.28 841.89]/StructParents 0{annots}>>"),
        format!("<</Type/StructTreeRoot/K[5 0 R]{parents}>>"),
        "<</Type/StructElem/S/Document/P 4 0 R/K 6 0 R>>".to_owned(),
        "<</Type/StructElem/S/P/P 5 0 R/Pg 3 0 R/K 0>>".to_owned(),
        "<</Kids[8 0 R 9 0 R]>>".to_owned(),
        "<</Limits[0 3]/Nums[0[6 0 R]3 6 0 R]>>".to_owned(),
        "<</Limits[4 7]/Kids[10 0 R]>>".to_owned(),
        "<</Limits[4 7]/Nums[4 6 0 R 7 6 0 R]>>".to_owned(),
        "[12 0 R]".to_owned(),
        "<</Type/Annot/Subtype/Link/Rect[0 0 1 1]>>".to_owned(),
    ];
    let mut bytes = b"%PDF-1.7\n".to_vec();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f\r\n", objects.len() + 1);
    for (i, object) in objects.iter().enumerate() {
        table += &format!("{:010} 00000 n\r\n", bytes.len());
        bytes.extend(format!("{} 0 obj\n{object}\nendobj\n", i + 1).bytes());
    }
    let start = bytes.len();
    let size = objects.len() + 1;
    table += &format!("trailer\n<</Size {size}/Root 1 0 R/ID[(first)(second)]>>\nstartxref\n{start}\n%%EOF");
    bytes.extend(table.bytes());
    bytes
}

fn sealed(paper: &[u8]) -> Result<Vec<u8>, SealError> {
    let at: Time = "2018-07-02T10:00:00+02:00".parse().unwrap();
    let holder = Holder { name: "Jörg Müßig", organization: "Musterkammer", title: None };
    let key = SealKey::generate(holder, at).unwrap();
    let wording = Wording {
        name: "Jörg Müßig".into(),
        reason: "§ 5 (Freigabe)".into(),
        location: "muster.example".into(),
        field: "PDF-Signatur".into(),
        at,
    };
    let stamp = None::<fn(&[u8]) -> Result<Vec<u8>, SealError>>;
    seal(paper, &key, &wording, stamp)
}

/// The signed PDF as read again, and the tree of parents in it.
fn read(paper: &[u8]) -> (Document, Dictionary) {
    let signed = sealed(paper).unwrap();
    assert!(signed.starts_with(paper));
    let pdf = Document::load_mem(&signed).unwrap();
    let root = pdf.catalog().unwrap().get(b"StructTreeRoot").unwrap().as_reference().unwrap();
    let root = pdf.get_dictionary(root).unwrap();
    let (_, parents) = pdf.dereference(root.get(b"ParentTree").unwrap()).unwrap();
    let parents = parents.as_dict().unwrap().clone();
    (pdf, parents)
}

fn form(pdf: &Document) -> &Dictionary {
    let form = pdf.catalog().unwrap().get(b"AcroForm").unwrap().as_reference().unwrap();
    let field = pdf.get_dictionary(form).unwrap().get(b"Fields").unwrap().as_array().unwrap()[0].clone();
    pdf.get_dictionary(field.as_reference().unwrap()).unwrap()
}

#[test]
fn a_tree_of_parents_with_branches_gets_another() {
    let (pdf, parents) = read(&paper("/ParentTree 7 0 R", ""));
    let kids = parents.get(b"Kids").unwrap().as_array().unwrap();
    assert_eq!(kids.len(), 3);
    let leaf = pdf.get_dictionary(kids[2].as_reference().unwrap()).unwrap();
    // The highest key was 7, two levels down.
    assert_eq!(leaf.get(b"Limits").unwrap().as_array().unwrap(), &vec![8.into(), 8.into()]);
    let element = leaf.get(b"Nums").unwrap().as_array().unwrap()[1].as_reference().unwrap();
    let element = pdf.get_dictionary(element).unwrap();
    assert_eq!(element.get(b"S").unwrap().as_name().unwrap(), b"Form");
    assert_eq!(form(&pdf).get(b"StructParent").unwrap().as_i64().unwrap(), 8);
}

#[test]
fn a_flat_tree_of_parents_grows_where_it_stands() {
    for (parents, key) in [
        ("/ParentTree<</Nums[0[6 0 R]5 6 0 R]>>", 6),
        ("/ParentTree<</Nums[]>>", 0),
        ("/ParentTree<</Nums[0[6 0 R]]>>/ParentTreeNextKey 9", 9),
    ] {
        let (pdf, tree) = read(&paper(parents, ""));
        let numbers = tree.get(b"Nums").unwrap().as_array().unwrap();
        assert_eq!(numbers[numbers.len() - 2].as_i64().unwrap(), key);
        assert_eq!(form(&pdf).get(b"StructParent").unwrap().as_i64().unwrap(), key);
    }
}

#[test]
fn annotations_of_the_page_stay_wherever_they_are_listed() {
    for annots in ["/Annots[12 0 R]", "/Annots 11 0 R"] {
        let (pdf, _) = read(&paper("/ParentTree<</Nums[]>>", annots));
        let page = pdf.get_dictionary(pdf.page_iter().next().unwrap()).unwrap();
        let all = page.get(b"Annots").unwrap().as_array().unwrap();
        assert_eq!((all.len(), all[0].as_reference().unwrap()), (2, (12, 0)), "{annots}");
        assert_eq!(page.get(b"MediaBox").unwrap().as_array().unwrap()[3].as_float().unwrap(), 841.89);
    }
}

#[test]
fn what_the_typesetter_does_not_make_is_refused() {
    let whole = paper("/ParentTree<</Nums[]>>", "");
    let without = |key: &str| {
        let text = String::from_utf8(whole.clone()).unwrap();
        text.replacen(key, &"X".repeat(key.len()), 1).into_bytes()
    };
    for spoiled in
        [without("/ParentTree"), without("/StructTreeRoot 4 0 R"), without("startxref"), b"%PDF-1.7".to_vec()]
    {
        assert_eq!(sealed(&spoiled), Err(SealError::NotTypeset), "{}", String::from_utf8_lossy(&spoiled));
    }
}

#[test]
fn a_time_stamp_that_does_not_fit_is_an_error() {
    let at: Time = "2018-07-02T10:00:00+02:00".parse().unwrap();
    let key = SealKey::generate(Holder { name: "A", organization: "B", title: None }, at).unwrap();
    let text = String::new;
    let wording = Wording { name: text(), reason: text(), location: text(), field: text(), at };
    // An OCTET STRING of 20,000 bytes is no token, but as large as none.
    let token = [&[4, 0x82, 0x4e, 0x20][..], &[0; 20_000]].concat();
    let stamp = Some(|_: &[u8]| Ok::<_, SealError>(token));
    let found = seal(&paper("/ParentTree<</Nums[]>>", ""), &key, &wording, stamp);
    assert!(matches!(found, Err(SealError::NoRoom { .. })), "{found:?}");
}
