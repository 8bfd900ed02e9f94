//! What the PDF must be, whatever the policy says.

use std::io::Write as _;

use super::*;
use crate::base::effect::Effect;
use crate::base::{Lang, Say as _, limits};
use crate::policy;

const SAMPLE: &str = include_str!("../../documents/social-media-konzept/policy.toml");

const SECOND: &str = include_str!("../../documents/social-media-konzept/policy-v2.toml");

/// Everything a policy can say, in English.
const ENGLISH: &str = include_str!("../../tests/policies/everything.toml");

pub(super) fn edition(draft: bool) -> Edition {
    Edition {
        id: "social-media-konzept".parse().unwrap(),
        version: 1,
        effect: Effect::starting("2018-07-01".parse().unwrap()),
        date: "2018-07-25".parse().unwrap(),
        signer: (!draft).then(|| Signer {
            name: "Anna Muster".into(),
            function: Some("Hauptgeschäftsführerin".into()),
            key: "example.org/archiv/anna-muster/1".into(),
            fingerprint: "6fbf84b1c4d1a2f0a3b5b0e3b9ad8f6de0f6a1ff3ad5d77c9c07e1c12de4c3a1".into(),
        }),
        origin: "example.org/archiv".into(),
        address: Some("https://example.org/policies/social-media-konzept/1/".into()),
        archive: None,
        history: Vec::new(),
        rendition: None,
        draft,
    }
}

/// The QR code of the edition's address, and the drawing that the document in English shows.
pub(super) fn assets() -> Vec<(String, Vec<u8>)> {
    let plan = include_bytes!("../../tests/policies/assets/plan.svg").to_vec();
    let code = qr(edition(false).address.as_deref().unwrap()).unwrap();
    vec![("plan.svg".to_owned(), plan), (QR.to_owned(), code)]
}

fn read(toml: &str) -> policy::Policy {
    policy::parse("policy.toml", toml, None).unwrap_or_else(|problems| {
        panic!(
            "{}",
            problems.iter().map(|p| p.render("policy.toml", toml, Lang::En, false)).collect::<String>()
        )
    })
}

fn source(toml: &str, draft: bool) -> Vec<u8> {
    let policy = read(toml);
    let mut edition = edition(draft);
    edition.version = policy.version.unwrap_or(1);
    if let Some(effect) = policy.effect.clone() {
        edition.effect = effect;
    }
    Source::new(policy, edition).to_bytes().unwrap()
}

fn set(toml: &str, draft: bool) -> Vec<u8> {
    typeset(&source(toml, draft), TEMPLATE, &assets()).unwrap()
}

/// Writes the PDFs to look at: `cargo test -- --ignored look` with `LOOK` naming a folder.
#[test]
#[ignore = "writes files"]
fn look() {
    let folder = std::path::PathBuf::from(std::env::var_os("LOOK").unwrap());
    for (name, toml, draft) in [
        ("signed", SAMPLE, false),
        ("draft", SAMPLE, true),
        ("second", SECOND, false),
        ("english", ENGLISH, false),
    ] {
        let mut file = std::fs::File::create(folder.join(format!("{name}.pdf"))).unwrap();
        file.write_all(&set(toml, draft)).unwrap();
    }
}

/// The least policy with this text.
fn with_text(text: &str) -> String {
    format!(
        "title = \"Hausordnung\"\nlanguage = \"de\"\npublisher = \"Stadt Muster\"\nas_of = \"2024-03\"\n\n\
         [[sections]]\nlabel = \"1.\"\nheading = \"Zweck\"\ntext = '''\n{text}\n'''\n"
    )
}

/// The objects of a PDF that are streams, inflated where they are deflated.
fn streams(pdf: &[u8]) -> Vec<Vec<u8>> {
    let find =
        |from: usize, what: &[u8]| pdf[from..].windows(what.len()).position(|w| w == what).map(|i| from + i);
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(start) = find(at, b"stream\n") {
        let start = start + 7;
        let Some(end) = find(start, b"\nendstream") else { break };
        let data = &pdf[start..end];
        out.push(miniz_oxide::inflate::decompress_to_vec_zlib(data).unwrap_or_else(|_| data.to_vec()));
        at = end + 10;
    }
    out
}

/// The words on the pages, read back from the document the PDF is made of.
fn words(toml: &str, draft: bool) -> String {
    words_of(&source(toml, draft))
}

fn words_of(source: &[u8]) -> String {
    let desk = Desk::new(source, TEMPLATE, &assets()).unwrap();
    let document: PagedDocument = typst::compile(&desk).output.unwrap();
    let mut out = String::new();
    for page in document.pages() {
        frame(&page.frame, &mut out);
    }
    out.replace(['\u{a0}', '\n'], " ")
}

pub(super) fn frame(frame: &typst::layout::Frame, out: &mut String) {
    for (_, item) in frame.items() {
        match item {
            typst::layout::FrameItem::Group(group) => self::frame(&group.frame, out),
            typst::layout::FrameItem::Text(text) => {
                out.push_str(&text.text);
                out.push('\n');
            }
            _ => {}
        }
    }
}

#[test]
fn the_same_source_gives_the_same_bytes_in_every_thread() {
    let first = set(SAMPLE, false);
    assert_eq!(first, set(SAMPLE, false));
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..4).map(|_| scope.spawn(|| set(SAMPLE, false))).collect();
        for thread in threads {
            assert!(thread.join().unwrap() == first);
        }
    });
}

#[test]
fn the_source_is_attached_byte_for_byte() {
    for toml in [SAMPLE, SECOND, ENGLISH] {
        let source = source(toml, false);
        let pdf = typeset(&source, TEMPLATE, &assets()).unwrap();
        assert!(streams(&pdf).contains(&source));
        assert_eq!(Source::of(&source).unwrap().policy, read(toml));
    }
}

#[test]
fn a_template_that_does_not_attach_the_source_is_refused() {
    let template = b"#set document(title: \"x\")\nHello";
    assert_eq!(typeset(&source(SAMPLE, false), template, &[]), Err(TypesetError::NotAttached));
}

#[test]
fn nothing_in_a_text_is_evaluated() {
    let typed = [
        "#panic()",
        "#import \"@preview/x:1.0.0\"",
        "$x^2$",
        r"\u{48}",
        "@ref",
        "= heading",
        "#{1+1}",
        "/* c */ // c",
        "~ ---",
    ];
    for text in typed {
        let set = words(&with_text(text), false).replace(['„', '“'], "\"");
        assert!(set.replace(' ', "").contains(&text.replace(' ', "")), "{text} became {set}");
    }
    // What CommonMark itself takes away or refuses is spelt so that it stays.
    let set = words(&with_text(r"\<label\> ``a`b`` `#panic()`"), false);
    assert!(set.contains("<label>") && set.contains("a`b") && set.contains("#panic()"), "{set}");
}

#[test]
fn nothing_in_any_other_field_is_evaluated() {
    let nasty = r"#panic() $xyz$ *bold* \u{ab} @ref <label> `raw`";
    let toml = with_text("x")
        .replace("\"Hausordnung\"", &format!("'{nasty}'\nsubtitle = '{nasty}'"))
        .replace("\"Stadt Muster\"", &format!("'{nasty}'"))
        .replace("\"Zweck\"", &format!("'{nasty}'"))
        .replace("\"1.\"", &format!("'{nasty}'"));
    let set = words(&toml, false);
    assert!(set.matches("#panic()").count() >= 5, "{set}");
}

#[test]
fn a_character_that_no_font_has_is_named_with_its_section() {
    let error = typeset(&source(&with_text("Tibetisch: \u{f40}"), false), TEMPLATE, &assets()).unwrap_err();
    assert_eq!(error, TypesetError::Glyph { text: "\u{f40}".into(), section: Some("1.".into()) });
    assert_eq!(error.fact(Lang::De), "keine Schrift hat das Zeichen „\u{f40}“ (U+0F40) in Abschnitt 1.");
    let title = with_text("x").replace("Hausordnung", "\u{f40}");
    let error = typeset(&source(&title, false), TEMPLATE, &assets()).unwrap_err();
    assert_eq!(error, TypesetError::Glyph { text: "\u{f40}".into(), section: None });
}

#[test]
fn what_only_shaping_can_know_is_refused_too() {
    // Characters of the private use area may be covered, but are not allowed in PDF/A.
    for c in ["\u{e000}", "\u{10fffd}"] {
        let told = typeset(&source(&with_text(&format!("a{c}b")), false), TEMPLATE, &assets());
        assert_eq!(told, Err(TypesetError::Glyph { text: c.into(), section: Some("1.".into()) }));
    }
}

#[test]
fn drafts_and_samples_say_so_and_others_do_not() {
    let draft = words(&with_text("x"), true);
    assert!(draft.contains("ENTWURF") && !draft.contains("Muster – ohne Rechtswirkung"));
    assert!(!words(&with_text("x"), false).contains("ENTWURF"));
    assert!(words(SAMPLE, false).matches("Muster – ohne Rechtswirkung").count() > 4);
    assert!(words(&with_text("x").replace("\"de\"", "\"en\""), true).contains("DRAFT"));
}

#[test]
fn no_break_spaces_are_set_and_quotation_marks_kept() {
    let toml = with_text("Nach § 5 Abs. 1 Nr. 3, z. B. 80 % am 25. Juli 2018: „so“, Art. 12–22.");
    let bytes = source(&toml, false);
    let desk = Desk::new(&bytes, TEMPLATE, &assets()).unwrap();
    let document: PagedDocument = typst::compile(&desk).output.unwrap();
    let mut out = String::new();
    document.pages().iter().for_each(|page| frame(&page.frame, &mut out));
    for glued in [
        "§\u{a0}5",
        "Abs.\u{a0}1",
        "Nr.\u{a0}3",
        "z.\u{a0}B.",
        "80\u{a0}%",
        "25.\u{a0}Juli\u{a0}2018",
        "„so“",
    ] {
        assert!(out.contains(glued), "{glued} in {out}");
    }
}

#[test]
fn a_faulty_template_is_told_with_its_place() {
    let template = b"#set document(title: \"x\")\n\n  #nonsense()\n";
    let error = typeset(&source(SAMPLE, false), template, &[]).unwrap_err();
    assert_eq!(error.fact(Lang::En), "template.typ, line 3, column 4: unknown variable: nonsense");
    let template = b"#import \"@preview/tablex:0.0.8\": *";
    assert!(matches!(
        typeset(&source(SAMPLE, false), template, &[]),
        Err(TypesetError::Template { at: Some(_), .. })
    ));
    for reaching_out in ["#read(\"/etc/passwd\")", "#read(\"../x\")", "#datetime.today()"] {
        assert!(typeset(&source(SAMPLE, false), reaching_out.as_bytes(), &[]).is_err(), "{reaching_out}");
    }
}

#[test]
fn assets_are_plain_files_of_the_template() {
    let svg =
        "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><rect width='9' height='9'/></svg>";
    let mut template = TEMPLATE.to_vec();
    template.extend(b"\n#image(\"assets/logo.svg\", alt: \"Logo\")\n");
    let with = |name: &str| {
        let mut assets = assets();
        assets.push((name.to_owned(), svg.into()));
        typeset(&source(SAMPLE, false), &template, &assets)
    };
    assert!(with("logo.svg").is_ok());
    for bad in ["../logo.svg", "a/b.svg", "", ".hidden", "ä.svg"] {
        assert_eq!(with(bad), Err(TypesetError::AssetName(bad.to_owned())));
    }
}

#[test]
fn only_canonical_sources_of_a_known_format_are_set() {
    let good = source(SAMPLE, false);
    let mut spaced = good.clone();
    spaced.push(b'\n');
    assert!(matches!(typeset(&spaced, TEMPLATE, &assets()), Err(TypesetError::Source(_))));
    let other = String::from_utf8(good).unwrap().replace("inkraft/source/1", "inkraft/source/2");
    assert!(matches!(typeset(other.as_bytes(), TEMPLATE, &assets()), Err(TypesetError::Format { .. })));
    assert_eq!(typeset(b"\xff", TEMPLATE, &assets()), Err(TypesetError::NotText { at: 0 }));
}

#[test]
fn the_deepest_lists_that_are_read_can_be_set() {
    let text: String = (0..limits::NESTING).map(|i| format!("{}- {i}\n", "  ".repeat(i))).collect();
    set(&with_text(&text), false);
}

#[test]
fn a_fault_is_drawn_in_its_line() {
    let draw = |template: &str, assets: &[(&str, &str)]| {
        let assets: Vec<_> = assets.iter().map(|(n, t)| ((*n).to_owned(), t.as_bytes().to_vec())).collect();
        let error = typeset(&source(SAMPLE, false), template.as_bytes(), &assets).unwrap_err();
        let drawn = error.render(&format!("house/{}", error.file().unwrap_or_default()), Lang::De, false);
        drawn.unwrap_or_else(|| error.fact(Lang::De))
    };
    insta::assert_snapshot!(draw("#let x = 1\n\n  Ä #nonsense(\n  1)\n", &[]), @"
    Fehler: unknown variable: nonsense
     --> house/template.typ:3:6
      |
    3 |   Ä #nonsense(
      |      ^^^^^^^^
    ");
    insta::assert_snapshot!(draw("#include \"assets/kopf.typ\"", &[("kopf.typ", "ok\n#image(\"logo.svg\")")]), @r#"
    Fehler: file not found (searched at assets/logo.svg)
     --> house/assets/kopf.typ:2:8
      |
    2 | #image("logo.svg")
      |        ^^^^^^^^^^
    "#);
    insta::assert_snapshot!(draw("#include \"assets/a.typ\"", &[("a.typ", "#include \"b.typ\""), ("b.typ", "#include \"a.typ\"")]), @r#"
    Fehler: cyclic import
     --> house/assets/b.typ:1:10
      |
    1 | #include "a.typ"
      |          ^^^^^^^
    "#);
    insta::assert_snapshot!(draw("#include \"template.typ\"", &[]), @r#"
    Fehler: cyclic import
     --> house/template.typ:1:10
      |
    1 | #include "template.typ"
      |          ^^^^^^^^^^^^^^
    "#);
    insta::assert_snapshot!(draw("#while true {}", &[]), @"
    Fehler: condition is always true
     --> house/template.typ:1:8
      |
    1 | #while true {}
      |        ^^^^
    ");
    insta::assert_snapshot!(draw("#let f() = f()\n#f()", &[]), @"
    Fehler: maximum function call depth exceeded
     --> house/template.typ:1:12
      |
    1 | #let f() = f()
      |            ^^^
    ");
    insta::assert_snapshot!(draw("#read(\"/etc/passwd\")", &[]), @r#"
    Fehler: file not found (searched at etc/passwd)
     --> house/template.typ:1:7
      |
    1 | #read("/etc/passwd")
      |       ^^^^^^^^^^^^^
    "#);
    insta::assert_snapshot!(draw("#read(\"../keys/private/archive.key\")", &[]), @r#"
    Fehler: path `"../keys/private/archive.key"` would escape the project root
     --> house/template.typ:1:7
      |
    1 | #read("../keys/private/archive.key")
      |       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = Hinweis: cannot access files outside of the project sandbox
    "#);
    insta::assert_snapshot!(draw("#import \"@preview/tablex:0.0.8\": *", &[]), @r#"
    Fehler: package not found (searched for @preview/tablex:0.0.8)
     --> house/template.typ:1:9
      |
    1 | #import "@preview/tablex:0.0.8": *
      |         ^^^^^^^^^^^^^^^^^^^^^^^
    "#);
    insta::assert_snapshot!(draw("#datetime.today().display()", &[]), @"
    Fehler: unable to get the current date
     --> house/template.typ:1:2
      |
    1 | #datetime.today().display()
      |  ^^^^^^^^^^^^^^^^
    ");
    insta::assert_snapshot!(draw("#panic(\"weg\")", &[]), @r#"
    Fehler: panicked with: weg
     --> house/template.typ:1:2
      |
    1 | #panic("weg")
      |  ^^^^^^^^^^^^
    "#);
    insta::assert_snapshot!(draw("a\r\n#(1 +)\r\nb", &[]), @"
    Fehler: expected expression
     --> house/template.typ:2:6
      |
    2 | #(1 +)
      |      ^
    ");
    insta::assert_snapshot!(draw("x", &[("a.png", "GIF")]), @"a.png: der Inhalt ist nicht PNG");
}

#[test]
fn a_translation_says_what_it_is_one_of_and_what_binds() {
    let toml = with_text("x")
        .replace("\"de\"", "\"en\"\nbinding_languages = [\"de\"]")
        .replace("\"Hausordnung\"", "\"House Rules\"");
    let mut edition = edition(false);
    let original = Original { language: "de".into(), title: "Hausordnung".into() };
    edition.rendition = Some(Rendition { purpose: crate::base::Purpose::Translation, original });
    let set = words_of(&Source::new(read(&toml), edition).to_bytes().unwrap());
    for said in ["Translation of version 1 from the German", "Hausordnung", "the German text is binding"] {
        assert!(set.contains(said), "{said} in {set}");
    }
}
