//! PDFs that `sign` signs, and those that another program signed.
//!
//! Specification: `docs/seal.md`. The other program is our own library with another key, or openssl's CMS in an update
//! of the tests' making (`paper`), which no form refers to.

use std::fs;

use inkraft::base::{Digest, Sha256};
use inkraft::seal::{Holder, SealError, SealKey, Wording};
use inkraft::verify::seal::{self, Seal};

use crate::paper::sealed;
use crate::pki::{P256, Pki, STAMPS};
use crate::site::{Site, policy};
use crate::tagged;

const PDF: &str = "policies/hausordnung/1/hausordnung-v1.pdf";

fn site() -> Site {
    let site = Site::new();
    site.draft("hausordnung", &policy("Hausordnung", "2018-07-25"));
    site
}

fn pdf(site: &Site) -> Vec<u8> {
    fs::read(site.archive().join(PDF)).unwrap()
}

/// The fingerprint of the officer's certificate.
fn certificate(site: &Site) -> Digest {
    let pem = fs::read_to_string(site.path("regelwerk/keys/erika-muster-seal-1.crt")).unwrap();
    Sha256::of(inkraft::seal::Certificate::from_pem(&pem).unwrap()[0].der())
}

#[test]
fn a_version_is_signed_behind_what_was_typeset() {
    let site = site();
    site.signed("sign hausordnung");
    let pdf = pdf(&site);
    let seals = seal::read(&pdf).unwrap();
    let [one] = seals.as_slice() else { panic!("{seals:?}") };
    assert!(one.is_intact());
    assert_eq!(one.sha256(), Some(certificate(&site)));
    assert_eq!(one.reason.as_deref(), Some("Freigabe von Fassung 1: Hausordnung (hausordnung)"));
    assert_eq!(one.claimed.unwrap().to_string(), "2018-07-02T10:00:00+02:00");

    // What was typeset is in the record, and is typeset again, byte for byte.
    let history: serde_json::Value =
        serde_json::from_slice(&site.command(&["history", "--json"]).output().unwrap().stdout).unwrap();
    let archived = history["policies"][0]["records"][0]["pdf"]["size"].as_u64().unwrap();
    assert_eq!(archived, pdf.len() as u64);
    let rebuilt = site.run("verify --rebuild");
    assert!(rebuilt.starts_with("exit 0") && rebuilt.contains("1 PDF mit typst"), "{rebuilt}");

    // Whoever hears the document is told of the signature, at its end.
    let heard = tagged::read(pdf.clone());
    let forms = heard.root.with("Form");
    let [form] = forms.as_slice() else { panic!("{forms:?}") };
    assert_eq!(form.fact("Alt"), Some("PDF-Signatur: Erika Muster, Hauptgeschäftsführerin"));
    let last = heard.root.with("Document")[0].nodes().last().unwrap();
    assert_eq!(last.means, "Form");
    assert_eq!(heard.loose, Vec::<String>::new());

    // One byte of the signature's value: the log and the signature both know.
    let at = pdf.windows(11).position(|w| w == b"/Contents <").unwrap() + 40;
    let mut flipped = pdf.clone();
    flipped[at] = if flipped[at] == b'0' { b'1' } else { b'0' };
    assert!(!seal::read(&flipped).unwrap().iter().any(Seal::is_intact));
    fs::write(site.archive().join(PDF), flipped).unwrap();
    let told = site.run("verify");
    assert!(told.starts_with("exit 1") && told.contains(PDF), "{told}");
}

#[test]
fn translations_and_corrections_are_signed_in_their_language() {
    let site = site();
    site.signed("sign hausordnung");
    site.translation("hausordnung", "en", &crate::site::translation("House rules"));
    site.signed("translate hausordnung --to en");
    let file = site.archive().join("policies/hausordnung/1/renditions/2/hausordnung-v1-en.pdf");
    let seals = seal::read(&fs::read(file).unwrap()).unwrap();
    assert_eq!(seals.len(), 1);
    let reason = "translation (English) of version 1: House rules (hausordnung)";
    assert!(seals[0].is_intact() && seals[0].reason.as_deref() == Some(reason), "{seals:?}");
    assert!(site.run("verify").contains("2 PDF-Signaturen geprüft"));
}

#[test]
fn a_certificate_that_is_not_valid_yet_signs_nothing() {
    let mut site = site();
    site.at("2018-07-02T09:00:00+02:00");
    let told = site.refused_to_sign("sign hausordnung");
    insta::assert_snapshot!(told, @"
    exit 2
    -- stderr
    Fehler: keys/erika-muster-seal-1.crt: das Zertifikat ist erst ab 02.07.2018 gültig
      Bis dahin warten, oder die Uhr des Rechners prüfen.
    ~~ sign hausordnung --lang en
    exit 2
    -- stderr
    error: keys/erika-muster-seal-1.crt: the certificate is not valid before 2018-07-02
      Wait until then, or check the machine's clock.
    ");
}

#[test]
fn a_charter_that_names_no_certificate_leaves_pdfs_unsigned() {
    let site = site();
    let hex = certificate(&site).to_string();
    site.signed(&format!("charter amend --remove-seal {hex}"));
    let told = site.sign("sign hausordnung");
    assert!(
        told.starts_with("exit 0") && told.contains("keine: die Zeichnungsregelung nennt kein"),
        "{told}"
    );
    assert!(seal::read(&pdf(&site)).unwrap().is_empty());
    assert!(site.run("verify").starts_with("exit 0"));
}

fn pki() -> Pki {
    let pki = Pki::new();
    pki.own("card", P256, &[]);
    pki.root("root", P256);
    pki.issued("stamps", P256, "root", &[STAMPS]);
    pki
}

/// What an authority gives for a signature.
type Asked<'a> = &'a dyn Fn(&[u8]) -> Vec<u8>;

/// What another program makes of a PDF: a signature of a person whom the charter does not know.
fn by_card(pdf: &[u8], token: Option<Asked<'_>>) -> Vec<u8> {
    let at = "2018-07-02T10:30:00+02:00".parse().unwrap();
    let key = SealKey::generate(Holder { name: "Max Karte", organization: "TSP", title: None }, at).unwrap();
    let wording = Wording {
        name: "Max Karte".into(),
        reason: "qualifiziert".into(),
        location: "Dresden".into(),
        field: "Signatur".into(),
        at,
    };
    let stamp = token.map(|token| |signature: &[u8]| Ok::<_, SealError>(token(signature)));
    inkraft::seal::seal(pdf, &key, &wording, stamp).unwrap()
}

fn prepared(site: &Site) -> Vec<u8> {
    let told = site.run("sign hausordnung --prepare bereit.pdf");
    assert!(told.starts_with("exit 0"), "{told}");
    fs::read(site.path("regelwerk/bereit.pdf")).unwrap()
}

#[test]
fn a_pdf_that_another_program_signed_is_archived_as_it_is() {
    let mut site = site();
    let typeset = prepared(&site);
    assert!(!site.archive().join("checkpoints/2").exists());
    let signed = by_card(&typeset, None);
    fs::write(site.path("regelwerk/signiert.pdf"), &signed).unwrap();
    // The next day, typeset as for the day on which it was prepared.
    site.at("2018-07-03T08:00:00+02:00");
    let told = site.sign("sign hausordnung --sealed signiert.pdf");
    insta::assert_snapshot!(told, @"
    exit 0
    Regelung      hausordnung
    Titel         Hausordnung
    Fassung       1 (Stand Juli 2018)
    In Kraft      ab 25.07.2018
    PDF           [N] Bytes, SHA-256 [SHA-256]
    Zeichnet      Erika Muster, Hauptgeschäftsführerin
    Schlüssel     muster.example/regelwerk/erika-muster/1
    Datei         signiert.pdf
    PDF-Signatur  Max Karte: „qualifiziert“ (eigene Angabe)
      unversehrt  ja, für die ganze Datei
      Zertifikat  nicht bekannt: CN=Max Karte, O=TSP, ausgestellt von CN=Max Karte, O=TSP, SHA-256 [SHA-256]
      Zeit        nicht bewiesen: 02.07.2018, 10:30 Uhr (eigene Angabe)
      → Fassung 1 gilt ab 25. Juli 2018.
    Unterschrieben und eingetragen: Eintrag 1, 03.07.2018, 08:00 Uhr
      archive/policies/hausordnung/1/hausordnung-v1.pdf: [N] Bytes, SHA-256 [SHA-256]
    ");
    assert_eq!(pdf(&site), signed);
    let verified = site.run("verify --rebuild");
    assert!(verified.starts_with("exit 0"), "{verified}");
    assert!(verified.contains("1 PDF-Signatur geprüft") && verified.contains("Max Karte"), "{verified}");
}

/// An update that replaces one object.
fn replaced(pdf: &[u8], number: usize, object: &str) -> Vec<u8> {
    let text = String::from_utf8_lossy(pdf);
    let last = |key: &str| text.rsplit_once(key).unwrap().1.trim_start().to_owned();
    let start = last("startxref").lines().next().unwrap().to_owned();
    let trailer = last("trailer").lines().next().unwrap().replacen("<<", &format!("<</Prev {start}"), 1);
    let mut file = [pdf, b"\n"].concat();
    let at = file.len();
    file.extend(format!("{number} 0 obj\n{object}\nendobj\n").bytes());
    let table = file.len();
    file.extend(
        format!("xref\n{number} 1\n{at:010} 00000 n\r\ntrailer\n{trailer}\nstartxref\n{table}\n%%EOF")
            .bytes(),
    );
    file
}

/// Number and dictionary of the first page.
fn page(pdf: &[u8]) -> (usize, String) {
    let text = String::from_utf8_lossy(pdf);
    let (before, after) = text.split_once("<</Type/Page/").unwrap();
    let number = before.trim_end().rsplit('\n').next().unwrap().split(' ').next().unwrap().parse().unwrap();
    (number, format!("<</Type/Page/{}", after.split("\nendobj").next().unwrap()))
}

#[test]
fn what_was_not_prepared_so_or_does_not_hold_is_refused() {
    let (mut site, pki) = (site(), pki());
    let typeset = prepared(&site);
    let signed = by_card(&typeset, None);
    let mut told = String::new();
    let mut refuse = |site: &Site, name: &str, bytes: &[u8]| {
        fs::write(site.path("regelwerk/signiert.pdf"), bytes).unwrap();
        told += &format!("== {name}\n{}", site.refused_to_sign("sign hausordnung --sealed signiert.pdf"));
    };
    refuse(&site, "not signed", &typeset);
    refuse(&site, "bytes behind", &[&signed[..], b"\n%%EOF\n"].concat());
    let mut flipped = signed.clone();
    flipped[200] ^= 1;
    refuse(&site, "flipped", &flipped);
    refuse(&site, "cut", &signed[..signed.len() - 20]);
    refuse(&site, "another program's", &sealed(&pki, &crate::paper::plain(), "card"));
    refuse(&site, "no PDF", b"GIF89a");
    let bomb = [b"%PDF-1.7 /CreationDate(D:20180702".as_slice(), &b"[<<".repeat(1 << 20)].concat();
    refuse(&site, "nested", &bomb);
    refuse(&site, "a signature that no viewer sees", &sealed(&pki, &typeset, "card"));
    let (number, dictionary) = page(&typeset);
    let other = dictionary.replacen("/Contents ", "/Contents[]/Was ", 1);
    refuse(&site, "another page", &by_card(&replaced(&typeset, number, &other), None));
    let note = "/Annots[<</Type/Annot/Subtype/FreeText/Rect[0 0 500 800]/Contents(nein)>>]";
    let noted = format!("{}{note}>>", dictionary.split("/Annots").next().unwrap().trim_end_matches(">>"));
    refuse(&site, "a note on the page", &by_card(&replaced(&typeset, number, &noted), None));
    let token = |_: &[u8]| pki.token(b"other bytes", "stamps", "-sha256 -cert");
    refuse(&site, "another signature's time stamp", &by_card(&typeset, Some(&token)));
    site.draft("hausordnung", &policy("Hausordnung", "2018-08-01"));
    refuse(&site, "another draft", &signed);
    site.at("2018-12-01T08:00:00+01:00");
    refuse(&site, "late", &signed);
    insta::assert_snapshot!(told);
}
