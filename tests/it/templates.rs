//! Templates of the body's own that are faulty, and the command to start one with.

use std::fs;

use insta::assert_snapshot;

use crate::materials::{SVG, drafted, put, template};
use crate::site::Site;

/// What `check` says of a template, and that `sign` says the same.
fn refused(text: &str) -> String {
    let site = drafted();
    put(&site, "documents/hausordnung/template.typ", text);
    let told = site.refused("check hausordnung");
    assert_eq!(site.refused_to_sign("sign hausordnung"), told.replace("check", "sign"));
    told
}

#[test]
fn a_mistake_is_shown_in_its_line() {
    assert_snapshot!(refused(&template("#let y = 1\n  Ä #unsinn(y)")), @"
    exit 1
    -- stderr
    Fehler: unknown variable: unsinn
     --> documents/hausordnung/template.typ:8:6
      |
    8 |   Ä #unsinn(y)
      |      ^^^^^^
    Fehler: documents/hausordnung/template.typ: Fehler in der Vorlage; es wurde nichts geändert
    ~~ check hausordnung --lang en
    exit 1
    -- stderr
    error: unknown variable: unsinn
     --> documents/hausordnung/template.typ:8:6
      |
    8 |   Ä #unsinn(y)
      |      ^^^^^^
    error: documents/hausordnung/template.typ: a mistake in the template; nothing was changed
    ");
    // In a file that the template includes, which lies in the house's folder.
    let site = drafted();
    put(&site, "house/template.typ", template("#include \"assets/kopf.typ\""));
    put(&site, "house/assets/kopf.typ", "#image(\"wappen.svg\", alt: \"Wappen\")");
    assert_snapshot!(site.refused("check hausordnung"), @r#"
    exit 1
    -- stderr
    Fehler: file not found (searched at assets/wappen.svg)
     --> house/assets/kopf.typ:1:8
      |
    1 | #image("wappen.svg", alt: "Wappen")
      |        ^^^^^^^^^^^^
    Fehler: house/assets/kopf.typ: Fehler in der Vorlage; es wurde nichts geändert
    ~~ check hausordnung --lang en
    exit 1
    -- stderr
    error: file not found (searched at assets/wappen.svg)
     --> house/assets/kopf.typ:1:8
      |
    1 | #image("wappen.svg", alt: "Wappen")
      |        ^^^^^^^^^^^^
    error: house/assets/kopf.typ: a mistake in the template; nothing was changed
    "#);
}

#[test]
fn what_a_template_cannot_do() {
    assert_snapshot!(refused("#set document(title: \"x\")\nHallo"), @"
    exit 1
    -- stderr
    Fehler: die Vorlage fügt der PDF-Datei ihre Quelldaten nicht bei
      Übernehmen Sie den Abschnitt „Attachment“ der mitgelieferten Vorlage (`inkraft template`).
    ~~ check hausordnung --lang en
    exit 1
    -- stderr
    error: the template does not attach the source data to the PDF
      Take over the part “Attachment” of the built-in template (`inkraft template`).
    ");
    assert_snapshot!(refused("#include \"template.typ\""), @r#"
    exit 1
    -- stderr
    Fehler: cyclic import
     --> documents/hausordnung/template.typ:1:10
      |
    1 | #include "template.typ"
      |          ^^^^^^^^^^^^^^
    Fehler: documents/hausordnung/template.typ: Fehler in der Vorlage; es wurde nichts geändert
    ~~ check hausordnung --lang en
    exit 1
    -- stderr
    error: cyclic import
     --> documents/hausordnung/template.typ:1:10
      |
    1 | #include "template.typ"
      |          ^^^^^^^^^^^^^^
    error: documents/hausordnung/template.typ: a mistake in the template; nothing was changed
    "#);
    assert_snapshot!(refused(&template("#read(\"/etc/passwd\")")), @r#"
    exit 1
    -- stderr
    Fehler: file not found (searched at etc/passwd)
     --> documents/hausordnung/template.typ:7:7
      |
    7 | #read("/etc/passwd")
      |       ^^^^^^^^^^^^^
    Fehler: documents/hausordnung/template.typ: Fehler in der Vorlage; es wurde nichts geändert
    ~~ check hausordnung --lang en
    exit 1
    -- stderr
    error: file not found (searched at etc/passwd)
     --> documents/hausordnung/template.typ:7:7
      |
    7 | #read("/etc/passwd")
      |       ^^^^^^^^^^^^^
    error: documents/hausordnung/template.typ: a mistake in the template; nothing was changed
    "#);
    assert_snapshot!(refused(&template("#import \"@preview/tablex:0.0.8\": *")), @r#"
    exit 1
    -- stderr
    Fehler: package not found (searched for @preview/tablex:0.0.8)
     --> documents/hausordnung/template.typ:7:9
      |
    7 | #import "@preview/tablex:0.0.8": *
      |         ^^^^^^^^^^^^^^^^^^^^^^^
    Fehler: documents/hausordnung/template.typ: Fehler in der Vorlage; es wurde nichts geändert
    ~~ check hausordnung --lang en
    exit 1
    -- stderr
    error: package not found (searched for @preview/tablex:0.0.8)
     --> documents/hausordnung/template.typ:7:9
      |
    7 | #import "@preview/tablex:0.0.8": *
      |         ^^^^^^^^^^^^^^^^^^^^^^^
    error: documents/hausordnung/template.typ: a mistake in the template; nothing was changed
    "#);
    assert_snapshot!(refused(&template("#let n = 0\n#while n < 1 { n = n - 1 }")), @"
    exit 1
    -- stderr
    Fehler: loop seems to be infinite
     --> documents/hausordnung/template.typ:8:2
      |
    8 | #while n < 1 { n = n - 1 }
      |  ^^^^^^^^^^^^^^^^^^^^^^^^^
    Fehler: documents/hausordnung/template.typ: Fehler in der Vorlage; es wurde nichts geändert
    ~~ check hausordnung --lang en
    exit 1
    -- stderr
    error: loop seems to be infinite
     --> documents/hausordnung/template.typ:8:2
      |
    8 | #while n < 1 { n = n - 1 }
      |  ^^^^^^^^^^^^^^^^^^^^^^^^^
    error: documents/hausordnung/template.typ: a mistake in the template; nothing was changed
    ");
}

#[test]
fn what_accessibility_needs_is_asked_for() {
    let untitled = template("x").replace("#set document(title: source.policy.title)\n", "");
    assert_snapshot!(refused(&untitled), @"
    exit 1
    -- stderr
    Fehler: document title was not set
     --> documents/hausordnung/template.typ:5:2
      |
    5 | #title()
      |  ^^^^^^^
      |
      = Hinweis: set the title with `set document(title: [...])`
      = Hinweis: or provide an explicit body with `title[..]`
    Fehler: documents/hausordnung/template.typ: Fehler in der Vorlage; es wurde nichts geändert
    ~~ check hausordnung --lang en
    exit 1
    -- stderr
    error: document title was not set
     --> documents/hausordnung/template.typ:5:2
      |
    5 | #title()
      |  ^^^^^^^
      |
      = help: set the title with `set document(title: [...])`
      = help: or provide an explicit body with `title[..]`
    error: documents/hausordnung/template.typ: a mistake in the template; nothing was changed
    ");
    let site = drafted();
    put(&site, "documents/hausordnung/assets/logo.svg", SVG);
    put(&site, "documents/hausordnung/template.typ", template("#image(\"assets/logo.svg\")"));
    assert_snapshot!(site.refused("check hausordnung"), @r#"
    exit 1
    -- stderr
    Fehler: PDF/A-3a, PDF/UA-1 error: missing alt text
     --> documents/hausordnung/template.typ:7:2
      |
    7 | #image("assets/logo.svg")
      |  ^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = Hinweis: make sure your images and equations have alt text
    Fehler: documents/hausordnung/template.typ: Fehler in der Vorlage; es wurde nichts geändert
    ~~ check hausordnung --lang en
    exit 1
    -- stderr
    error: PDF/A-3a, PDF/UA-1 error: missing alt text
     --> documents/hausordnung/template.typ:7:2
      |
    7 | #image("assets/logo.svg")
      |  ^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: make sure your images and equations have alt text
    error: documents/hausordnung/template.typ: a mistake in the template; nothing was changed
    "#);
    assert_snapshot!(refused(&template("= Eins\n=== Drei")), @"
    exit 1
    -- stderr
    Fehler: PDF/UA-1 error: skipped from heading level 1 to 3
     --> documents/hausordnung/template.typ:8:1
      |
    8 | === Drei
      | ^^^^^^^^
      |
      = Hinweis: heading levels must be consecutive
    Fehler: documents/hausordnung/template.typ: Fehler in der Vorlage; es wurde nichts geändert
    ~~ check hausordnung --lang en
    exit 1
    -- stderr
    error: PDF/UA-1 error: skipped from heading level 1 to 3
     --> documents/hausordnung/template.typ:8:1
      |
    8 | === Drei
      | ^^^^^^^^
      |
      = help: heading levels must be consecutive
    error: documents/hausordnung/template.typ: a mistake in the template; nothing was changed
    ");
}

#[test]
fn an_image_that_breaks_off_is_named() {
    let site = drafted();
    put(&site, "documents/hausordnung/template.typ", template("#image(\"assets/a.png\", alt: \"a\")"));
    // Signature and header are right, and then nothing comes.
    let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\x09\0\0\0\x09\x08\x06\0\0\0".to_vec();
    png.extend([0; 4]);
    put(&site, "documents/hausordnung/assets/a.png", png);
    assert_snapshot!(site.refused("check hausordnung"), @r#"
    exit 1
    -- stderr
    Fehler: failed to decode image (Format error decoding Png: CRC error: expected 0x0 have 0xe0910610 while decoding ChunkType { type: IHDR, critical: true, private: false, reserved: false, safecopy: false } chunk.)
     --> documents/hausordnung/template.typ:7:2
      |
    7 | #image("assets/a.png", alt: "a")
      |  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    Fehler: documents/hausordnung/template.typ: Fehler in der Vorlage; es wurde nichts geändert
    ~~ check hausordnung --lang en
    exit 1
    -- stderr
    error: failed to decode image (Format error decoding Png: CRC error: expected 0x0 have 0xe0910610 while decoding ChunkType { type: IHDR, critical: true, private: false, reserved: false, safecopy: false } chunk.)
     --> documents/hausordnung/template.typ:7:2
      |
    7 | #image("assets/a.png", alt: "a")
      |  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    error: documents/hausordnung/template.typ: a mistake in the template; nothing was changed
    "#);
    // Elements may use one another; ten to the eighth of them are not drawn.
    let uses =
        (1..9).map(|i| format!("<g id='g{i}'>{}</g>", format!("<use href='#g{}'/>", i - 1).repeat(10)));
    let svg =
        SVG.replace("<rect ", "<rect id='g0' ").replace("</svg>", &(uses.collect::<String>() + "</svg>"));
    put(&site, "documents/hausordnung/assets/a.svg", svg);
    put(&site, "documents/hausordnung/template.typ", template("#image(\"assets/a.svg\", alt: \"a\")"));
    let told = site.refused("check hausordnung");
    assert!(told.contains("failed to parse SVG (nodes limit reached)"), "{told}");
    assert!(told.contains("documents/hausordnung/assets/a.svg lässt sich nicht setzen"), "{told}");
}

#[test]
fn a_font_that_is_not_there_is_remarked() {
    let site = drafted();
    put(&site, "documents/hausordnung/template.typ", template("#text(font: \"Hausschrift\")[x]"));
    assert_snapshot!(site.both("check hausordnung"), @r#"
    exit 0
    „Hausordnung“ ist in Ordnung: 1 Abschnitt, als PDF [N] kB.
    Vorlage  documents/hausordnung/template.typ
    -- stderr
    Warnung: unknown font family: hausschrift
     --> documents/hausordnung/template.typ:7:13
      |
    7 | #text(font: "Hausschrift")[x]
      |             ^^^^^^^^^^^^^
    ~~ check hausordnung --lang en
    exit 0
    "Hausordnung" is in order: 1 section, [N] kB as a PDF.
    Template  documents/hausordnung/template.typ
    -- stderr
    warning: unknown font family: hausschrift
     --> documents/hausordnung/template.typ:7:13
      |
    7 | #text(font: "Hausschrift")[x]
      |             ^^^^^^^^^^^^^
    "#);
    assert!(site.run("preview hausordnung").contains("hausschrift"));
}

#[test]
fn the_built_in_template_is_printed_and_is_one() {
    let site = drafted();
    let printed = site.command(&["template"]).output().unwrap().stdout;
    assert_snapshot!(site.run("template -o house/template.typ"), @"
    exit 0
    Vorlage angelegt: house/template.typ
    ");
    assert_eq!(fs::read(site.path("regelwerk/house/template.typ")).unwrap(), printed);
    assert_snapshot!(site.refused("template -o house/template.typ"), @"
    exit 2
    -- stderr
    Fehler: house/template.typ gibt es schon
    ~~ template -o house/template.typ --lang en
    exit 2
    -- stderr
    error: house/template.typ exists already
    ");
    site.signed("sign hausordnung");
    let archived = site.archive().join("policies/hausordnung/1/source/template.typ");
    assert_eq!(fs::read(archived).unwrap(), printed);
    // No workspace is needed.
    assert_eq!(Site::empty().command(&["template"]).output().unwrap().stdout, printed);
}

#[test]
fn the_example_of_the_documentation_is_a_template() {
    let doc = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/template.md")).unwrap();
    let block = |name: &str| {
        let after = doc.split_once(&format!("<!-- example: {name} -->\n```typst\n")).unwrap().1;
        after.split_once("```").unwrap().0.to_owned()
    };
    let site = drafted();
    crate::edition::published_at(&site, "https://www.muster.example/recht");
    put(&site, "house/template.typ", block("template.typ"));
    put(&site, "house/assets/blocks.typ", block("assets/blocks.typ"));
    put(&site, "house/assets/logo.svg", SVG);
    site.signed("sign hausordnung");
    // A second version has a history to show.
    site.signed("sign hausordnung --from 2019-01-01");
    assert!(site.run("verify --rebuild").starts_with("exit 0"));
    // It knows every construct.
    let policies = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/policies");
    put(&site, "documents/alles/policy.toml", fs::read(format!("{policies}/everything.toml")).unwrap());
    put(&site, "documents/alles/assets/plan.svg", fs::read(format!("{policies}/assets/plan.svg")).unwrap());
    let checked = site.run("check alles");
    assert!(checked.starts_with("exit 0"), "{checked}");
}
