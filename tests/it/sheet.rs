//! The sheet of a certificate of force: its words are the terminal's, its attachment is the certificate, its bytes
//! follow from it; where it cannot be made there is no certificate either.
//!
//! Specification: `docs/archive-format.md`, "The sheet".

use std::fs;
use std::path::Path;

use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, Name, Object, Stream, String as PdfString};
use inkraft::format::record::Body;
use insta::assert_snapshot;

use crate::forge::{Forge, filler};
use crate::site::{Site, policy};
use crate::tagged::checks::{self, squeezed};
use crate::tagged::dump::level;
use crate::tagged::{self, Tagged};

/// A title that would be a program if it were read as one.
const INJECTION: &str = r##"#panic() $x$ *b* _i_ `c` <l> @r // \\u{41} #import \"/etc/passwd\""##;

/// Policies of every answer, on the evening of the last entry.
fn answers() -> Site {
    let mut site = Site::new();
    let title = INJECTION;
    site.draft("hausordnung", &policy("Hausordnung", "2018-08-01")).signed("sign hausordnung");
    site.draft("boese", &policy(title, "2018-07-02")).signed("sign boese");
    site.draft("offen", &policy("Satzung", "2018-07-02")).signed("sign offen");
    let awaits = "{ awaits = \"approval\", not_before = 2018-07-03 }";
    site.draft("offen", &policy("Satzung", awaits)).signed("sign offen");
    let beside = "2018-07-04\nfor = \"die Zentrale\"\nbeside = [{ version = 1, for = \"die Zweigstelle\" }]";
    site.draft("neben", &policy("Ordnung", "2018-07-02")).signed("sign neben");
    site.draft("neben", &policy("Ordnung", beside)).signed("sign neben");
    site.at("2018-08-02T10:00:00+02:00")
        .signed("withdraw boese --version 1 --ground error --reason Versehen");
    site.draft("boese", &policy(title, "2018-07-02")).signed("sign boese");
    site
}

/// Makes a certificate and its sheet.
fn proven(site: &Site, question: &str, name: &str) -> (Vec<u8>, Vec<u8>) {
    let told = site.run(&format!("prove {question} -o {name}.txt --pdf-out {name}.pdf"));
    assert!(told.starts_with("exit 0\n"), "{question}: {told}");
    let read = |end: &str| fs::read(site.path(&format!("regelwerk/{name}.{end}"))).unwrap();
    (read("txt"), read("pdf"))
}

/// The one attached file: name, relationship, type, content.
fn attached(pdf: &[u8]) -> (String, String, String, Vec<u8>) {
    let pdf = Pdf::new(pdf.to_vec()).unwrap();
    let catalogue: Dict<'_> = pdf.xref().get(pdf.xref().root_id()).unwrap();
    let files: Vec<Object<'_>> = catalogue.get::<Array<'_>>("AF").unwrap().iter().collect();
    let [Object::Dict(file)] = files.as_slice() else { panic!("{files:?}") };
    let content: Stream<'_> = file.get::<Dict<'_>>("EF").unwrap().get("F").unwrap();
    let text = |name: &str| file.get::<Name<'_>>(name).unwrap().as_str().to_owned();
    let name = file.get::<PdfString<'_>>("F").unwrap();
    let name = std::str::from_utf8(name.as_bytes()).unwrap().to_owned();
    let kind = content.dict().get::<Name<'_>>("Subtype").unwrap().as_str().to_owned();
    (name, text("AFRelationship"), kind, content.decoded().unwrap().to_vec())
}

fn headings(tagged: &Tagged) -> Vec<String> {
    tagged.root.all().into_iter().filter(|node| level(node).is_some()).map(tagged::Node::text).collect()
}

#[test]
fn it_says_what_the_terminal_says_of_every_answer() {
    let site = answers();
    for (i, question) in [
        "hausordnung --on 2018-08-01",
        "hausordnung --on 2018-07-31",
        "boese --on 2018-08-02",
        "boese --on 2018-08-02 --as-known 2018-07-20",
        "offen --on 2018-07-10",
        "neben --on 2018-07-10",
        "nichts --on 2018-07-10",
    ]
    .iter()
    .enumerate()
    {
        for lang in ["de", "en"] {
            let name = format!("{lang}{i}");
            let (certificate, pdf) = proven(&site, &format!("{question} --lang {lang}"), &name);
            let tagged = tagged::read(pdf.clone());
            assert_eq!(checks::all(&tagged), [""; 0], "{question}");
            assert_eq!(tagged.language.as_deref(), Some(if lang == "de" { "de-DE" } else { "en-GB" }));
            let (file, relationship, kind, content) = attached(&pdf);
            let expected = if lang == "de" { "geltungsnachweis.txt" } else { "certificate.txt" };
            assert_eq!(
                (file.as_str(), relationship.as_str(), kind.as_str()),
                (expected, "Source", "text/plain")
            );
            assert!(content == certificate, "{question}");
            let verify = ["verify", &format!("{name}.txt"), "--trust", "keys/anchor", "--lang", lang];
            let verify = site.command(&verify).output().unwrap();
            assert_eq!(verify.status.code(), Some(0));
            said(&tagged, &String::from_utf8(verify.stdout).unwrap());
        }
    }
}

/// Every line of the terminal's answer stands on the sheet, but for the verdict of a check.
fn said(tagged: &Tagged, terminal: &str) {
    let read = squeezed(&tagged.root.text()).to_lowercase();
    let mut lines = 0;
    for line in terminal.lines().take_while(|l| !l.starts_with("Vertrauen:") && !l.starts_with("Trust:")) {
        // The question is the title; the records have no colon on the sheet, and nor have the labels.
        let line = line.trim_start_matches("Frage").trim_start_matches("Question").trim_end_matches(':');
        for part in line.split("   ") {
            let part = squeezed(part).to_lowercase();
            assert!(read.contains(&part), "“{part}” is not on the sheet: {read}");
        }
        lines += 1;
    }
    assert!(lines > 15, "{terminal}");
    // In force and valid are two things.
    assert!(!read.contains("gültig") && !read.contains("valid"), "{read}");
}

#[test]
fn its_parts_have_headings_and_the_records_a_table() {
    let site = answers();
    let (_, pdf) = proven(&site, "hausordnung --on 2018-08-01", "one");
    let tagged = tagged::read(pdf);
    assert_eq!(tagged.title.as_deref(), Some("Geltungsnachweis hausordnung am 01.08.2018"));
    assert_eq!(
        headings(&tagged),
        [
            "Antwort",
            "Das PDF in Kraft",
            "Woher die Antwort kommt",
            "Erklärungen",
            "Was das beweist, und auf wessen Wort",
            "So prüfen Sie den Nachweis"
        ]
    );
    let table = tagged.root.with("Table");
    let heads: Vec<String> = table[0].with("TH").iter().map(|head| head.text()).collect();
    assert_eq!(heads, ["Eintrag", "Erklärung", "Wer und wann", "#1"]);
    // The hash of the PDF in force, and the trust anchor's.
    let read = squeezed(&tagged.root.text());
    let version = site.archive().join("policies/hausordnung/1/hausordnung-v1.pdf");
    assert!(read.contains(&inkraft::base::Sha256::of(&fs::read(version).unwrap()).to_string()));
    let anchor = fs::read_to_string(site.path("regelwerk/keys/anchor")).unwrap();
    assert!(read.contains(anchor.trim().rsplit(' ').next().unwrap()));
    // Nothing in force has no PDF, and no policy no records either.
    let (_, pdf) = proven(&site, "nichts --on 2018-08-01", "none");
    let tagged = tagged::read(pdf);
    assert_eq!(headings(&tagged).len(), 4);
    assert_eq!(tagged.root.with("Table").len(), 0);
}

#[test]
fn the_same_certificate_gives_the_same_bytes_on_any_day() {
    let mut site = answers();
    let first = proven(&site, "hausordnung --on 2018-08-01", "first");
    site.at("2031-01-01T00:00:00+01:00");
    assert!(first == proven(&site, "hausordnung --on 2018-08-01", "later"));
    let (_, other) = proven(&site, "hausordnung --on 2018-08-02", "other");
    assert!(first.1 != other);
}

/// A long title in thirty records.
#[test]
fn many_records_go_on_over_pages_under_the_same_heads() {
    let site = Site::new();
    let mut forge = Forge::new(&site.path("many"));
    for version in 1..=30 {
        let Body::Issue(mut issue) = forge.adopted("viele", version, &filler(u64::from(version), 40)) else {
            unreachable!()
        };
        issue.title = format!(
            "{} Donaudampfschifffahrtsgesellschaft{}",
            "Sehr lang ".repeat(30).trim(),
            "x".repeat(90)
        );
        let officer = forge.officer().clone();
        forge.honest(Body::Issue(issue), &[&officer]);
    }
    forge.write();
    let (_, pdf) = proven(&site, "viele --on 2018-07-02 --archive ../many/archive", "many");
    let tagged = tagged::read(pdf);
    assert_eq!(checks::all(&tagged), [""; 0]);
    let rows = tagged.root.with("TR").len();
    let repeated = tagged.artifacts.iter().filter(|a| a.contains("Wer und wann")).count();
    assert!((rows, repeated > 2) == (31, true), "{rows} rows, {repeated} repeated heads");
}

#[test]
fn a_character_that_no_font_has_is_told_and_nothing_is_written() {
    let site = Site::new();
    let mut forge = Forge::new(&site.path("odd"));
    let Body::Issue(mut issue) = forge.adopted("bunt", 1, &filler(1, 40)) else { unreachable!() };
    issue.title = "Hausordnung \u{1f984}".to_owned();
    let officer = forge.officer().clone();
    forge.honest(Body::Issue(issue), &[&officer]);
    forge.write();
    assert_snapshot!(site.refused("prove bunt --archive ../odd/archive -o a.txt --pdf-out a.pdf"), @"
    exit 2
    -- stderr
    Fehler: das Blatt lässt sich nicht setzen, es wurde nichts geschrieben: keine Schrift hat das Zeichen „🦄“ (U+1F984)
      Ohne --pdf-out entsteht der Nachweis; er beweist dasselbe.
    ~~ prove bunt --archive ../odd/archive -o a.txt --pdf-out a.pdf --lang en
    exit 2
    -- stderr
    error: the sheet cannot be typeset, nothing was written: no font has the character “🦄” (U+1F984)
      Without --pdf-out the certificate is made; it proves the same.
    ");
}

#[test]
fn there_are_both_files_or_none() {
    let site = answers();
    fs::write(site.path("regelwerk/old.pdf"), "old").unwrap();
    assert_snapshot!(site.refused("prove hausordnung -o a.txt --pdf-out old.pdf"), @"
    exit 2
    -- stderr
    Fehler: old.pdf gibt es schon
    ~~ prove hausordnung -o a.txt --pdf-out old.pdf --lang en
    exit 2
    -- stderr
    error: old.pdf exists already
    ");
    assert_snapshot!(site.refused("prove hausordnung -o old.pdf --pdf-out a.pdf"), @"
    exit 2
    -- stderr
    Fehler: old.pdf gibt es schon
    ~~ prove hausordnung -o old.pdf --pdf-out a.pdf --lang en
    exit 2
    -- stderr
    error: old.pdf exists already
    ");
    site.refused("prove hausordnung -o a.txt --pdf-out a.txt");
    site.refused("prove hausordnung -o a.txt --pdf-out missing/a.pdf");
}

#[test]
fn whoever_verifies_the_sheet_is_told_to_verify_its_attachment() {
    let site = answers();
    proven(&site, "hausordnung --on 2018-08-01", "blatt");
    assert_snapshot!(site.refused("verify blatt.pdf"), @"
    exit 1
    Ergebnis: Dieses PDF ist das Blatt zu einem Geltungsnachweis, keine Fassung aus dem Archiv; es beweist selbst nichts.
    Die Anlage im PDF-Betrachter speichern und diese prüfen: inkraft verify geltungsnachweis.txt --trust ANKER
    ~~ verify blatt.pdf --lang en
    exit 1
    Result: this PDF is the sheet of a certificate of force, no version of the archive; it proves nothing itself.
    Save the attachment in the PDF viewer and verify that: inkraft verify certificate.txt --trust ANCHOR
    ");
    let json = site.run("verify blatt.pdf --json");
    assert!(json.starts_with("exit 1\n") && json.contains("\"sheet\": true"), "{json}");
    // Without an archive, too, and with the program that cannot read a PDF.
    let alone = |path: &Path| site.verifier(&["verify", "blatt.pdf"]).current_dir(path).output().unwrap();
    let folder = site.path("alone");
    fs::create_dir(&folder).unwrap();
    fs::copy(site.path("regelwerk/blatt.pdf"), folder.join("blatt.pdf")).unwrap();
    assert_snapshot!(site.transcript(&alone(&folder)), @"
    exit 2
    -- stderr
    Fehler: Dieses PDF ist das Blatt zu einem Geltungsnachweis, keine Fassung aus dem Archiv; es beweist selbst nichts.
      Die Anlage im PDF-Betrachter speichern und diese prüfen: inkraft verify geltungsnachweis.txt --trust ANKER
    ");
}
