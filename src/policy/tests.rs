//! Every problem with its drawing, and what is read where there is none.

use super::*;
use crate::base::{Say as _, canonical, limits};

/// The least that is a policy.
const LEAST: &str = r#"title = "Hausordnung"
language = "de"
publisher = "Stadt Muster"
as_of = "2024-03"

[[sections]]
label = "1."
heading = "Zweck"
text = "Ordnung im Haus."
"#;

fn problems(toml: &str) -> Vec<Problem> {
    parse("policy.toml", toml, None).map_or_else(|p| p, |policy| panic!("read: {policy:?}"))
}

fn read(toml: &str) -> Policy {
    parse("policy.toml", toml, None).unwrap_or_else(|problems| {
        panic!(
            "{}",
            problems.iter().map(|p| p.render("policy.toml", toml, Lang::En, false)).collect::<String>()
        )
    })
}

fn text_of(markdown: &str) -> Vec<Block> {
    let toml = LEAST.replace("\"Ordnung im Haus.\"", &format!("'''\n{markdown}'''"));
    read(&toml).sections.remove(0).text
}

/// One fault each, by what is put where.
fn faults() -> Vec<(&'static str, String)> {
    let swap = |from: &str, to: &str| {
        assert!(LEAST.contains(from), "{from}");
        LEAST.replace(from, to)
    };
    let top = |line: &str| swap("as_of", &format!("{line}\nas_of"));
    let add = |lines: &str| format!("{LEAST}{lines}");
    let prose = |text: &str| swap("\"Ordnung im Haus.\"", &format!("'''\n{text}\n'''"));
    vec![
        ("broken syntax", swap("\"de\"", "\"de")),
        ("a table that is not closed", swap("[[sections]]", "[[sections]")),
        ("a key twice", top("language = \"en\"")),
        ("unknown field", top("titel = \"x\"")),
        ("unknown field, nothing near", top("zzzzzzzz = 1")),
        ("unknown word", swap("\"de\"", "\"deutsch\"")),
        ("missing field", swap("title = \"Hausordnung\"\n", "")),
        ("a section that says nothing", swap("text = \"Ordnung im Haus.\"\n", "")),
        (
            "an empty list of sections",
            LEAST.split_once("\n[[").unwrap().0.replace("as_of", "sections = []\nas_of"),
        ),
        ("an empty list of facts to show", swap("text = \"Ordnung im Haus.\"", "show = []")),
        (
            "the same label, spaced otherwise",
            swap("\"1.\"", "\"§ 1\"") + "\n[[sections]]\nlabel = \"§1\"\ntext = \"b\"\n",
        ),
        ("a field of the document in a section", swap("heading =", "closing = \"Ende\"\nheading =")),
        ("no e-mail address", add("\n[[contacts]]\nid = \"amt\"\nemail = \"amt at example.org\"\n")),
        ("no e-mail address in a text", prose("[Amt](mailto:amt)")),
        (
            "a role twice",
            add("\n[[persons]]\nid = \"anna\"\nname = \"A\"\nroles = [\"editorial\", \"editorial\"]\n"),
        ),
        (
            "a channel that ends before it begins",
            add("\n[[channels]]\nid = \"x\"\nnetwork = \"X\"\nsince = \"2024-05\"\nuntil = 2024-01-01\n"),
        ),
        (
            "a day that is none, and more",
            add("\n[[persons]]\nname = \"A\"\n").replace("as_of", "effect = { from = 2024-02-31 }\nas_of"),
        ),
        ("a gap with a text", swap("heading =", "gap =")),
        ("a level that is skipped", add("\n[[sections]]\nlevel = 3\nlabel = \"1.1\"\ntext = \"b\"\n")),
        ("a level that is none", swap("label =", "level = 6\nlabel =")),
        ("a label left out", add("\n[[sections]]\nlabel = \"3.\"\ntext = \"b\"\n")),
        ("labels that begin late", swap("\"1.\"", "\"§ 2\"")),
        ("an annex without a name", add("\n[[annexes]]\ntext = \"b\"\n")),
        (
            "an id for two things",
            swap("label =", "id = \"amt\"\nlabel =") + "\n[[contacts]]\nid = \"amt\"\nphone = \"1\"\n",
        ),
        (
            "shown twice",
            swap("text =", "show = [\"review\", \"review\"]\ntext =")
                .replace("as_of", "review = { every_months = 6 }\nas_of"),
        ),
        (
            "an image from elsewhere",
            top("letterhead = { logo = { file = \"https://example.org/x.svg\", alt = \"x\" } }"),
        ),
        ("an image without a text", top("letterhead = { logo = { file = \"x.svg\", alt = \"\" } }")),
        ("a letterhead of nothing", top("letterhead = {}")),
        ("syntax and more", swap("\"de\"", "\"de").replace("Zweck", "")),
        ("no sections", LEAST.split_once("\n[[").unwrap().0.to_owned()),
        ("wrong kind", top("sample = \"ja\"")),
        ("31 February, bare", top("effect = { from = 2024-02-31 }")),
        ("31 February, quoted", top("effect = { from = \"2024-02-31\" }")),
        ("a German date", swap("\"2024-03\"", "\"01.03.2024\"")),
        ("a bare month", swap("\"2024-03\"", "2024-03")),
        ("a month that is none", swap("\"2024-03\"", "\"2024-13\"")),
        ("a time", top("effect = { from = 2024-02-01T10:00:00Z }")),
        ("ends before it begins", top("effect = { from = 2024-02-01, last_day = 2024-01-31 }")),
        (
            "last day and until",
            top("effect = { from = 2024-02-01, last_day = 2024-03-31, until = 2024-04-01 }"),
        ),
        ("out of range", top("version = 0")),
        ("duplicate label", add("\n[[sections]]\nlabel = \"1.\"\nheading = \"B\"\ntext = \"b\"\n")),
        ("empty text", swap("\"Ordnung im Haus.\"", "\" \"")),
        ("text of a comment only", swap("\"Ordnung im Haus.\"", "\"[a]: https://example.org\"")),
        ("invisible character", swap("Hausordnung", "Haus\u{202e}ordnung")),
        ("line break in a title", swap("\"Hausordnung\"", "\"Haus\\nordnung\"")),
        ("invisible character by reference", prose("a &#8238; b")),
        ("bad id", add("\n[[persons]]\nid = \"Anna Muster\"\nname = \"A\"\n")),
        (
            "unknown person",
            swap("text =", "show = [\"persons\"]\ntext =")
                + "\n[[persons]]\nid = \"anna\"\nname = \"A\"\ndeputy_of = [\"ana\"]\n",
        ),
        (
            "own deputy",
            swap("text =", "show = [\"persons\"]\ntext =")
                + "\n[[persons]]\nid = \"anna\"\nname = \"A\"\ndeputy_of = [\"anna\"]\n",
        ),
        ("contact without a way", add("\n[[contacts]]\nid = \"amt\"\nname = \"Amt\"\n")),
        ("fraction", add("\n[[figures]]\nmetric = \"m\"\nvalue = 3.6\nas_of = 2024-01-01\n")),
        ("facts that no section shows", top("review = { every_months = 6 }")),
        ("facts that are not there", swap("text =", "show = [\"channels\"]\ntext =")),
        ("address", add("\n[[related]]\ntitle = \"t\"\nurl = \"javascript:alert(1)\"\n")),
        ("html", prose("Das ist <b>fett</b>.")),
        ("html block", prose("<div>\nx\n</div>")),
        ("heading", prose("# Überschrift\n\nText")),
        ("a column without a heading", prose("| a | |\n|---|---|\n| 1 | 2 |")),
        ("a table without rows", prose("| a | b |\n|---|---|")),
        ("an image without words", prose("![](plan.svg)")),
        ("an image among text", prose("Siehe ![Plan](plan.svg).")),
        ("an image from the web", prose("![Plan](https://example.org/x.png)")),
        ("a footnote that is not there", prose("Text[^1]")),
        ("a footnote that nothing refers to", prose("Text\n\n[^1]: Fußnote")),
        ("a star inside a word", prose("Die Bürger*innen und Mitarbeiter*innen.")),
        (
            "a line behind an item",
            prose("(1) Verboten ist\na) Rauchen,\nb) Lärmen\nim ganzen Haus.\n\n(2) B"),
        ),
        ("marks that make no list", prose("Mitzubringen sind\n– Ausweis\n– Gebühr")),
        ("a letter left out", prose("(1) A\na) b\nc) d\n\n(2) B")),
        (
            "a date at the start of a line",
            prose("Beschlossen am\n12. Juli 2018.\n\n12. Juli 2018 war der Tag."),
        ),
        ("a reference to nothing", prose("[](#gebuehr)").replace("label =", "id = \"gebuehren\"\nlabel =")),
        (
            "a reference to a label that is not there",
            prose("(1) [](#amt/3)\n\n(2) x").replace("label =", "id = \"amt\"\nlabel ="),
        ),
        ("code block", prose("```\ncode\n```")),
        ("rule", prose("a\n\n---\n\nb")),
        ("script link", prose("[x](javascript:alert)")),
        ("link without text", prose("a [](https://example.org) b")),
        ("too deep", prose(&(0..14).map(|i| format!("{}- x\n", "  ".repeat(i))).collect::<String>())),
    ]
}

#[test]
fn every_fault_is_drawn_at_its_place_in_both_languages() {
    let mut out = String::new();
    for (name, toml) in faults() {
        out.push_str(&format!("=== {name}\n"));
        for problem in problems(&toml) {
            out.push_str(&problem.render("policy.toml", &toml, Lang::De, false));
            out.push_str(&format!("\n  en: {}\n", problem.fact(Lang::En)));
            out.push_str(&problem.advice(Lang::En).map_or(String::new(), |a| format!("      {a}\n")));
        }
        out.push('\n');
    }
    insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!("problems", out);
    });
}

#[test]
fn all_problems_are_told_in_one_run_in_the_order_of_the_file() {
    let toml = LEAST
        .replace("Hausordnung", "")
        .replace("\"de\"", "\"fr\"")
        .replace("2024-03", "2024-02-30")
        .replace("Ordnung im Haus.", "<b>x</b>");
    let found = problems(&toml);
    let causes: Vec<&Cause> = found.iter().map(|p| &p.cause).collect();
    assert!(
        matches!(
            causes[..],
            [Cause::Empty { .. }, Cause::UnknownWord { .. }, Cause::Date { .. }, Cause::Html, Cause::Html]
        ),
        "{causes:?}"
    );
}

#[test]
fn the_examples_of_the_document_are_read() {
    let document = include_str!("../../docs/policy-data.md");
    let examples = |tag: &str| -> Vec<&str> {
        let begin = format!("```{tag}\n");
        document.split(&begin).skip(1).filter_map(|rest| rest.split("```").next()).collect()
    };
    // Most of them are one long document.
    let policy = read(&examples("toml").concat());
    assert_eq!(policy.sections.len(), 11);
    assert!(!policy.figures.is_empty() && !policy.signatories.is_empty() && !policy.annexes.is_empty());
    // The others stand each for itself.
    for example in examples("toml alone") {
        let (lists, fields): (Vec<&str>, Vec<&str>) =
            example.split_inclusive("\n\n").partition(|part| part.starts_with('['));
        let sections = lists.concat();
        let least = LEAST.split_once("\n[[").unwrap();
        let own = if sections.contains("[[sections]]") { String::new() } else { format!("[[{}", least.1) };
        read(&format!("{}\n{}\n{sections}\n{own}", least.0, fields.concat()));
    }
    for example in examples("json").iter().filter(|e| e.starts_with("{\"title\"")) {
        assert!(parse("policy.json", example, None).is_ok(), "{example}");
    }
    let source = serde_json::to_string(&policy).unwrap();
    for said in ["Abschnitt 5 Abs. 2 Buchst. a", "Art. 6 DSGVO", "bis zu 3.600 Personen", "Dr. Anna Muster"] {
        assert!(source.contains(said), "{said}");
    }
}

#[test]
fn a_file_that_is_too_large_is_not_read() {
    let toml = "#".repeat(crate::base::limits::POLICY as usize + 1);
    assert!(matches!(problems(&toml)[..], [Problem { cause: Cause::TooLarge { .. }, .. }]));
}

#[test]
fn the_last_day_becomes_the_first_day_after_it() {
    let toml = LEAST.replace("as_of", "effect = { from = 2024-01-01, last_day = 2025-12-31 }\nas_of");
    let effect = read(&toml).effect.unwrap();
    assert_eq!(effect.until.unwrap().to_string(), "2026-01-01");
}

#[test]
fn commonmark_becomes_a_tree() {
    insta::assert_snapshot!(
        canonical::write(&text_of("A *b **c*** [d](https://example.org)\\\ne\nf\n\n1. g\n   - h\n2. i\n\n   j\n")).unwrap(),
        @r#"[{"paragraph":[{"text":"A "},{"emphasis":[{"text":"b "},{"strong":[{"text":"c"}]}]},{"text":" "},{"link":{"url":"https://example.org","text":[{"text":"d"}]}},"break",{"text":"e f"}]},{"labelled":[{"label":"1.","text":[{"paragraph":[{"text":"g"}]},{"bullets":[[{"paragraph":[{"text":"h"}]}]]}]},{"label":"2.","text":[{"paragraph":[{"text":"i"}]},{"paragraph":[{"text":"j"}]}]}]}]"#
    );
}

#[test]
fn what_is_no_character_is_refused_wherever_it_came_from() {
    for c in ["\u{feff}", "\u{fffe}", "\u{fdd0}", "\u{10ffff}", "\u{202e}", "\u{85}"] {
        let typed = LEAST.replace("Hausordnung", &format!("Haus{c}ordnung"));
        let reference = format!("&#{};", u32::from(c.chars().next().unwrap()));
        for toml in [typed, LEAST.replace("im Haus", c), LEAST.replace("im Haus", &reference)] {
            // The parser makes U+FFFD of references to some of them.
            let causes: Vec<_> =
                parse("x", &toml, None).err().into_iter().flatten().map(|p| p.cause).collect();
            let refused = causes == [Cause::Character(c.chars().next().unwrap())];
            assert!(refused || toml.contains("&#") && causes.is_empty(), "{c:?}: {causes:?}");
        }
    }
}

#[test]
fn what_no_pdf_can_hold_in_one_piece_is_refused() {
    let too_long = Cause::TooLong { limit: limits::LINE };
    let word = "ä".repeat(limits::LINE / 2);
    let words = "ab ".repeat(limits::LINE / 3);
    for fine in
        [LEAST.replace("Hausordnung", &word), LEAST.replace("im Haus", &format!("{word} ![{words}](a.svg)"))]
    {
        let causes: Vec<_> = parse("x", &fine, None).err().into_iter().flatten().map(|p| p.cause).collect();
        assert!(!causes.contains(&too_long), "{causes:?}");
    }
    for long in [
        LEAST.replace("Hausordnung", &format!("{word} x")),
        LEAST.replace("im Haus", &format!("x {word}x x")),
        LEAST.replace("Ordnung im Haus.", &format!("![{words}abc](a.svg)")),
        LEAST.replace("im Haus", &format!("[x](https://example.org/{word})")),
    ] {
        assert_eq!(
            problems(&long).into_iter().map(|p| p.cause).collect::<Vec<_>>(),
            std::slice::from_ref(&too_long)
        );
    }
}

#[test]
fn more_parts_than_can_be_set_are_refused() {
    let with = |n: usize| LEAST.replace("\"Ordnung im Haus.\"", &format!("'''\n{}'''", "- a\n".repeat(n)));
    assert!(parse("x", &with(49_990), None).is_ok());
    assert_eq!(problems(&with(50_000)).first().map(|p| &p.cause), Some(&Cause::TooMuch));
}

#[test]
fn texts_are_nfc_wherever_their_marks_came_from() {
    assert_eq!(text_of("u\u{308} u&#x308;"), [Block::Paragraph(vec![Inline::Text("ü ü".into())])]);
    assert_eq!(read(&LEAST.replace("Hausordnung", "Hausordnu\u{308}ng")).title, "Hausordnüng");
}

#[test]
fn what_would_be_markup_elsewhere_stays_as_it_was_typed() {
    let typed = r"#panic() #import $x$ \u{48} @ref =heading ~ _ // /* */";
    assert_eq!(text_of(typed), [Block::Paragraph(vec![Inline::Text(typed.into())])]);
}

#[test]
fn line_ends_of_windows_change_nothing() {
    let toml = include_str!("../../documents/social-media-konzept/policy.toml");
    assert_eq!(read(&toml.replace('\n', "\r\n")), read(toml));
}

#[test]
fn a_policy_survives_its_canonical_text() {
    for toml in [
        LEAST,
        include_str!("../../tests/policies/everything.toml"),
        include_str!("../../documents/social-media-konzept/policy.toml"),
        include_str!("../../documents/social-media-konzept/policy-v2.toml"),
    ] {
        let policy = read(toml);
        let text = canonical::write(&policy).unwrap();
        assert_eq!(canonical::read::<Policy>(&text), Ok(policy));
    }
}

proptest::proptest! {
    #[test]
    fn no_text_makes_the_reader_fall_over(text in "(?s).{0,200}", markdown in "[-*_>#`\\[\\]()!<&; \\n\\\\a1.|]{0,120}") {
        let _ = parse("x", &text, None);
        let toml = LEAST.replace("\"Ordnung im Haus.\"", &format!("'''\n{markdown}'''"));
        match parse("x", &toml, None) {
            Ok(policy) => {
                let text = canonical::write(&policy).unwrap();
                proptest::prop_assert_eq!(canonical::read::<Policy>(&text), Ok(policy));
            }
            Err(problems) => {
                for problem in problems {
                    problem.render("x", &toml, Lang::De, true);
                }
            }
        }
    }
}

#[test]
fn what_is_wrong_in_json_is_drawn_at_its_place() {
    let mut out = String::new();
    for (name, json) in [
        ("not closed", r#"{"title": "x", "language": "de""#),
        ("a comma too many", "{\n  \"title\": \"x\",\n}"),
        ("a field twice", r#"{"title": "x", "title": "y"}"#),
        ("null", r#"{"title": null}"#),
        ("a broken escape", r#"{"title": "\ud800"}"#),
        ("no object", "[]"),
        ("too deep", &format!("{}{}", "[".repeat(99), "]".repeat(99))),
    ] {
        let problems = parse("policy.json", json, None).unwrap_err();
        let first = problems.first().unwrap();
        out.push_str(&format!("=== {name}\n{}\n", first.render("policy.json", json, Lang::En, false)));
    }
    insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!("json", out);
    });
}

#[test]
fn no_more_is_told_of_broken_syntax_than_of_anything_else() {
    let toml = "a = = 1\n".repeat(2 * limits::PROBLEMS);
    assert_eq!(problems(&toml).len(), limits::PROBLEMS);
}

#[test]
fn an_image_that_is_not_there_is_told_at_its_place() {
    let toml =
        LEAST.replace("as_of", "letterhead = { logo = { file = \"wapen.svg\", alt = \"Wappen\" } }\nas_of");
    assert!(parse("policy.toml", &toml, Some(&["wapen.svg"])).is_ok());
    let problems = parse("policy.toml", &toml, Some(&["wappen.svg"])).unwrap_err();
    let expected = Cause::NoSuchFile { name: "wapen.svg".into(), nearest: Some("wappen.svg".into()) };
    assert_eq!(problems.iter().map(|p| &p.cause).collect::<Vec<_>>(), [&expected]);
}

#[test]
fn a_fault_in_a_text_with_escapes_is_found_in_its_line() {
    let toml = LEAST.replace("\"Ordnung im Haus.\"", "\"\"\"\nDie \\\"Ordnung\\\"\nund [](#nix)\n\"\"\"");
    let problems = problems(&toml);
    let spans: Vec<_> = problems.iter().map(|p| &toml[p.span.clone()]).collect();
    assert_eq!(spans, ["[](#nix)"]);
}

#[test]
fn a_contact_with_an_address_alone_is_named_by_it() {
    let toml = LEAST
        .replace("Ordnung im Haus.", "Anschrift: [](#amt).")
        .replace("text =", "show = [\"contacts\"]\ntext =")
        + "\n[[contacts]]\nid = \"amt\"\naddress = [\"Markt 1\", \"12345 Ort\"]\n";
    assert_eq!(
        read(&toml).sections[0].text,
        [Block::Paragraph(vec![Inline::Text("Anschrift: Markt 1.".into())])]
    );
}
