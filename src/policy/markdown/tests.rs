//! What a text becomes, in a compact form, and what is refused in it.

use proptest::prelude::*;

use super::*;
use crate::base::Say as _;
use crate::policy::text::{Inline, Table};

fn target(id: &str) -> Option<Target> {
    let section = |label: &str| Some(Target::Section { label: Some(label.to_owned()) });
    match id {
        "gebuehren" => section("§ 3"),
        "zweck" => section("2.1."),
        "anlage" => section("Anlage 1"),
        "teil" => section("II."),
        "ohne" => Some(Target::Section { label: None }),
        "anna" => Some(Target::Words("Dr. Anna Muster".into())),
        "tmg" => Some(Target::Law { short: "TMG".into(), url: None }),
        "ddg" => Some(Target::Law { short: "DDG".into(), url: Some("https://example.org/ddg".into()) }),
        _ => None,
    }
}

fn read(text: &str) -> Texts {
    super::read(text, Lang::De, &target, &|id| (id == "gebueren").then(|| "gebuehren".to_owned()))
}

fn tree(text: &str) -> String {
    let texts = read(text);
    assert!(texts.faults.is_empty(), "{text:?}: {:?}", texts.faults);
    blocks(&texts.blocks)
}

fn blocks(all: &[Block]) -> String {
    all.iter().map(block).collect::<Vec<_>>().join(" ")
}

/// Paragraphs `P(…)`, leads `L(…|…)`, bullets `[- …]`, labelled items `[(1) …]`, tables `T(…)`.
fn block(block: &Block) -> String {
    let list = |items: Vec<String>| format!("[{}]", items.join(" "));
    match block {
        Block::Paragraph(text) => format!("P({})", pieces(text)),
        Block::Lead { label, text } => format!("L({label}|{})", pieces(text)),
        Block::Bullets(items) => list(items.iter().map(|i| format!("- {}", blocks(i))).collect()),
        Block::Labelled(items) => {
            list(items.iter().map(|i| format!("{} {}", i.label, blocks(&i.text))).collect())
        }
        Block::Quote(inner) => format!("Q({})", blocks(inner)),
        Block::Table(Table { caption, columns, head, row_heads, rows }) => {
            let cells = |row: &Vec<Vec<Inline>>| row.iter().map(|c| pieces(c)).collect::<Vec<_>>().join("|");
            let rows: Vec<String> = rows.iter().map(cells).collect();
            let caption = caption.as_ref().map_or(String::new(), |c| format!("{}: ", pieces(c)));
            let heads = if *row_heads { "!" } else { "" };
            format!("T({caption}{columns:?} {} / {heads}{})", cells(head), rows.join(" / "))
        }
        Block::Image { file, alt, caption } => format!("I({file}|{alt}|{caption:?})"),
    }
}

fn pieces(all: &[Inline]) -> String {
    let one = |piece: &Inline| match piece {
        Inline::Text(s) => s.clone(),
        Inline::Emphasis(inner) => format!("*{}*", pieces(inner)),
        Inline::Strong(inner) => format!("**{}**", pieces(inner)),
        Inline::Code(s) => format!("`{s}`"),
        Inline::Link { url, text } => format!("<{url}|{}>", pieces(text)),
        Inline::Ref { to, text } => format!("<#{to}|{}>", pieces(text)),
        Inline::Note(inner) => format!("<^{}>", blocks(inner)),
        Inline::Break => "⏎".to_owned(),
    };
    all.iter().map(one).collect()
}

/// Each fault: what of the text it marks, and its cause.
fn faults(text: &str) -> Vec<(String, Cause)> {
    let texts = read(text);
    texts.faults.into_iter().map(|(at, cause)| (text[at].trim_end().to_owned(), cause)).collect()
}

fn same(cases: &[(&str, &str)]) {
    for (text, expected) in cases {
        assert_eq!(tree(text), *expected, "{text:?}");
    }
}

/// The one fault of each text: what it marks, and what is said in English.
fn refused(cases: &[(&str, &str, &str)]) {
    for (text, mark, fact) in cases {
        let found: Vec<(String, String)> =
            faults(text).into_iter().map(|(mark, cause)| (mark, cause.fact(Lang::En))).collect();
        assert_eq!(found, [((*mark).to_owned(), (*fact).to_owned())], "{text:?}");
    }
}

#[test]
fn commonmark_becomes_a_tree() {
    same(&[
        ("A *b **c*** [d](https://example.org)\\\ne\nf", "P(A *b **c*** <https://example.org|d>⏎e f)"),
        (
            "<https://example.org> <amt@example.org> `x`",
            "P(<https://example.org|https://example.org> <mailto:amt@example.org|amt@example.org> `x`)",
        ),
        ("- a\n- b\n  - c\n\nd", "[- P(a) - P(b) [- P(c)]] P(d)"),
        ("- a\n\n  b\n- c", "[- P(a) P(b) - P(c)]"),
        ("> a\n> b\n>\n> - c", "Q(P(a b) [- P(c)])"),
        ("a  \nb", "P(a⏎b)"),
        ("u\u{308} u&#x308;", "P(ü ü)"),
        (
            r"#panic() #import $x$ \u{48} @ref =h ~ _ // /* */",
            r"P(#panic() #import $x$ \u{48} @ref =h ~ _ // /* */)",
        ),
    ]);
}

#[test]
fn labels_are_kept_as_they_are_typed_and_join_into_one_block() {
    same(&[
        ("1. a\n2. b", "[1. P(a) 2. P(b)]"),
        ("1) a\n2) b\n3) c", "[1) P(a) 2) P(b) 3) P(c)]"),
        ("1. a\n\n2. b\n\n   c", "[1. P(a) 2. P(b) P(c)]"),
        ("1. a\n   1. b\n   2. c\n2. d", "[1. P(a) [1. P(b) 2. P(c)] 2. P(d)]"),
        ("1. a\n1a. b\n2. c", "[1. P(a) 1a. P(b) 2. P(c)]"),
        (
            "(1) A.\n\n(1a) B.\n\n(2) C.\n\n(3) (aufgehoben)",
            "[(1) P(A.) (1a) P(B.) (2) P(C.) (3) P((aufgehoben))]",
        ),
        ("(1) Nur einer.", "[(1) P(Nur einer.)]"),
        (
            "(1) Zweck.\n\n(2) Ausgenommen sind\na) Fernleihe,\nb) Ausdrucke.",
            "[(1) P(Zweck.) (2) P(Ausgenommen sind) [a) P(Fernleihe,) b) P(Ausdrucke.)]]",
        ),
        (
            "(1) A\na) b\naa) c\nbb) d\nb) e\n(2) F",
            "[(1) P(A) [a) P(b) [aa) P(c) bb) P(d)] b) P(e)] (2) P(F)]",
        ),
        ("(1) A\n1. b\na) c\nb) d\n2. e\n(2) F", "[(1) P(A) [1. P(b) [a) P(c) b) P(d)] 2. P(e)] (2) P(F)]"),
        (
            "(1) A\n\n1. b\n\na) c\n\nb) d\n\n2. e\n\n(2) F",
            "[(1) P(A) [1. P(b) [a) P(c) b) P(d)] 2. P(e)] (2) P(F)]",
        ),
        ("(1) A\n- b\n- c\n(2) D\n- e", "[(1) P(A) [- P(b) - P(c)] (2) P(D) [- P(e)]]"),
        ("(1) A\n\n- b\n\n| c |\n|---|\n| d |\n\n(2) E", "[(1) P(A) [- P(b)] T([Start] c / d) (2) P(E)]"),
        ("a) A\ni) b\nii) c\nb) D", "[a) P(A) [i) P(b) ii) P(c)] b) P(D)]"),
        (
            "a) A\nb) b\nc) c\nd) d\ne) e\nf) f\ng) g\nh) h\ni) i\nj) j",
            "[a) P(A) b) P(b) c) P(c) d) P(d) e) P(e) f) P(f) g) P(g) h) P(h) i) P(i) j) P(j)]",
        ),
        ("(a) A\n(i) b\n(ii) c\n(b) D", "[(a) P(A) [(i) P(b) (ii) P(c)] (b) P(D)]"),
        ("(1) a) b\nb) c\n(2) d", "[(1) [a) P(b) b) P(c)] (2) P(d)]"),
        ("(1)\nA\n(2)  \nB", "[(1) P(A) (2) P(B)]"),
        ("- a) b\n  b) c\n- d", "[- [a) P(b) b) P(c)] - P(d)]"),
        ("> 3. a\n> 4. b\n\n> (2) c", "Q([3. P(a) 4. P(b)]) Q([(2) P(c)])"),
        ("> a\n\n(1) b\n> c\n(2) d", "Q(P(a)) [(1) P(b) Q(P(c)) (2) P(d)]"),
        ("(1) **Zweck:** a", "[(1) L(Zweck:|a)]"),
    ]);
}

#[test]
fn labels_are_found_however_they_are_spaced() {
    same(&[
        ("(1)\u{a0}A\n\n(2)\u{202f}B\n\n(3)\tC", "[(1) P(A) (2) P(B) (3) P(C)]"),
        ("(1) A\r\na) b\r\nb) c\r\n\r\n(2) D\r\n", "[(1) P(A) [a) P(b) b) P(c)] (2) P(D)]"),
        ("(1) A\n\ta) b\n      b) c", "[(1) P(A) [a) P(b) b) P(c)]]"),
        ("   (1) A\n\n (2) B", "[(1) P(A) (2) P(B)]"),
        ("(1) A\\\na) b\\\nb) c", "[(1) P(A) [a) P(b) b) P(c)]]"),
        ("(1) A\n      1. b\n      2. c", "[(1) P(A) [1. P(b) 2. P(c)]]"),
        (
            "(1) *A*\na) `b`\nb) [c](https://example.org)",
            "[(1) P(*A*) [a) P(`b`) b) P(<https://example.org|c>)]]",
        ),
    ]);
}

#[test]
fn what_only_looks_like_a_label_is_text() {
    same(&[
        ("z. B. a) oder b) und (1) c", "P(z. B. a) oder b) und (1) c)"),
        ("[a\\](b c) [a]\\(b c)", "P([a](b c) [a](b c))"),
        ("A\na\\) b\n\\(2) c\n12\\. Juli", "P(A a) b (2) c 12. Juli)"),
        ("\\(1) A", "P((1) A)"),
        ("12\\. Juli 2018 war", "P(12. Juli 2018 war)"),
        ("am\n12. Juli 2018", "P(am 12. Juli 2018)"),
        ("&#40;1) A", "P((1) A)"),
        ("(s. o.) A", "P((s. o.) A)"),
        ("(1)A a)b", "P((1)A a)b)"),
        ("A. Muster und a. D.", "P(A. Muster und a. D.)"),
        ("1986 war 2.5 a", "P(1986 war 2.5 a)"),
        ("`(1)` a", "P(`(1)` a)"),
        ("[a) b](https://example.org)", "P(<https://example.org|a) b>)"),
        ("| a | b |\n|---|---|\n| a) c | (2) d |", "T([Start, Start] a|b / a) c|(2) d)"),
    ]);
}

#[test]
fn what_has_no_label_belongs_where_its_indentation_says() {
    same(&[
        // An Absatz has all paragraphs up to the next.
        ("(1) A\na) b\nb) c\n\nD\n\n(2) E", "[(1) P(A) [a) P(b) b) P(c)] P(D) (2) P(E)]"),
        ("a) b\nb) c\n\nD", "[a) P(b) b) P(c)] P(D)"),
        ("a) b\n\n   c\n\nb) d\n\n   - e\n\nF", "[a) P(b) P(c) b) P(d) [- P(e)]] P(F)"),
        // After words in between, a list may go on, or another begin.
        ("1. a\n2. b\n\nC\n\n3. d", "[1. P(a) 2. P(b)] P(C) [3. P(d)]"),
        ("A\na) b\nb) c\n\nD\na) e\nb) f", "P(A) [a) P(b) b) P(c)] P(D) [a) P(e) b) P(f)]"),
        ("a) b\nb) c\n\n D", "[a) P(b) b) P(c)] P(D)"),
        ("(1) - A", "[(1) P(- A)]"),
        ("a) b\nb) c\n\n1. d\n2. e", "[a) P(b) b) P(c)] [1. P(d) 2. P(e)]"),
        ("a) b\n1. c\n2. d\n\nb) e", "[a) P(b) [1. P(c) 2. P(d)] b) P(e)]"),
        ("1. a\n- b\n2. c", "[1. P(a) [- P(b)] 2. P(c)]"),
    ]);
    // A label that continues no bullet leaves the list.
    assert_eq!(tree("- a\n- b\n\n(1) c"), "[- P(a) - P(b)] [(1) P(c)]");
    assert_eq!(
        tree("(1) a\n- b\n  a) c\n  b) d\n(2) e\n- f"),
        "[(1) P(a) [- P(b) [a) P(c) b) P(d)]] (2) P(e) [- P(f)]]"
    );
}

#[test]
fn labels_that_skip_or_stand_alone_are_refused() {
    refused(&[
        ("1. a\n2. b\n4. c", "4.", "after “2.” comes “3.”, here stands “4.”"),
        ("1. a\n1. b", "1.", "after “1.” comes “2.”, here stands “1.”"),
        ("(1) A\n\n(3) B", "(3)", "after “(1)” comes “(2)”, here stands “(3)”"),
        ("(1) A\n\n(1b) B", "(1b)", "after “(1)” comes “(2)”, here stands “(1b)”"),
        ("(1) A\na) b\nc) d", "c)", "after “a)” comes “b)”, here stands “c)”"),
        ("a) b\nb) c\na) d", "a)", "after “b)” comes “c)”, here stands “a)”"),
        ("1. a\n2. b\n\nC\n\n4. d", "4.", "after “2.” comes “3.”, here stands “4.”"),
        ("12. Juli 2018 war", "12.", "“12.” stands here without “1.” before it"),
        ("nach Absatz\n(2) gilt", "(2)", "“(2)” stands here without “(1)” before it"),
        ("ii) a", "ii)", "“ii)” stands here without “i)” before it"),
        ("am\n1. Juli 2018", "1.", "“1.” is not followed by “2.”"),
        ("1. FC Muster spielt.", "1.", "“1.” is not followed by “2.”"),
        ("wie\na) sagt", "a)", "“a)” is not followed by “b)”"),
        ("im Absatz\n(1) steht", "(1)", "“(1)” is not followed by “(2)”"),
        ("**(1)** A", "**(1)**", "“(1)” at the start of a line stands inside emphasis"),
        ("*A\na) b*", "a)", "“a)” at the start of a line stands inside emphasis"),
        ("1. a\n2.\n3. c", "2.", "there is no text after “2.”"),
        ("(1) A\n\n(2)", "(2)", "there is no text after “(2)”"),
        ("(1) A\n      - b", "-", "the line is indented too far to begin something"),
        ("- a\n-\n- c", "-", "there is no text after “-”"),
    ]);
    let advice = |text: &str| faults(text)[0].1.advice(Lang::De).unwrap();
    assert_eq!(
        advice("12. Juli 2018"),
        "Gehört „12.“ zum Satz, schreibt man 12\\.; eine Aufzählung beginnt mit 1."
    );
    assert_eq!(
        advice("(1) a\n\n(3) b"),
        "Was fehlt, schreibt man hin: (2) (aufgehoben). Gehört „(3)“ zum Satz: \\(3)"
    );
}

#[test]
fn an_asterisk_inside_a_word_is_no_emphasis() {
    let fact = "an asterisk inside a word would be emphasis";
    refused(&[
        ("Die Bürger*innen und Mitarbeiter*innen", "*", fact),
        ("2*3*4", "*", fact),
        ("Die *Bürger*innen", "*", fact),
        ("Bürger**innen** und", "**", fact),
        ("| Bürger*innen* |\n|---|\n| b |", "*", fact),
        ("u\u{308}*x*", "*", fact),
    ]);
    assert_eq!(read("Die *Bürger*innen").faults[0].0, 12..13);
    assert_eq!(read("Die Bürger*innen und Mitarbeiter*innen").faults[0].0, 11..12);
    same(&[
        (r"Die Bürger\*innen und Mitarbeiter\*innen", "P(Die Bürger*innen und Mitarbeiter*innen)"),
        (
            "Bürger*innen und Bürger:innen, Bürger_innen, a_b_c",
            "P(Bürger*innen und Bürger:innen, Bürger_innen, a_b_c)",
        ),
        ("(*a*) „*b*“, ***c*** **d**.", "P((*a*) „*b*“, ***c*** **d**.)"),
    ]);
    assert_eq!(faults("2*3*4")[0].1.advice(Lang::De).as_deref(), Some("Schreiben Sie ihn als \\*."));
}

#[test]
fn a_line_behind_an_item_says_by_its_indentation_where_it_belongs() {
    let fact = |label: &str| {
        format!("whether this line belongs to “{label}” or to the sentence before cannot be told")
    };
    let (b, bb) = (fact("b)"), fact("bb)"));
    refused(&[
        ("(1) Verboten ist\na) Rauchen,\nb) Lärmen\nim ganzen Haus.", "im ganzen Haus.", &b),
        ("a) b\nb) c\n*im* ganzen\nHaus.", "*im* ganzen", &b),
        ("a) b\nb) c\\\nd", "d", &b),
        ("  a) b\n  b) c\n   d", "d", &b),
        ("(1) a\n   aa) b\n   bb) c\n   d\n(2) e", "d", &bb),
        ("a) b\nb) am\n12. Juli", "12. Juli", &b),
    ]);
    assert_eq!(faults("a) a\nb\nb) c\nd").len(), 2);
    same(&[
        (
            "(1) Verboten ist\na) Rauchen\n  im Haus,\nb) Lärmen\n   im Hof\n\nan allen Tagen.",
            "[(1) P(Verboten ist) [a) P(Rauchen im Haus,) b) P(Lärmen im Hof)] P(an allen Tagen.)]",
        ),
        ("(1) Ein langer\nSatz.\n\n(2) Noch\neiner.", "[(1) P(Ein langer Satz.) (2) P(Noch einer.)]"),
        ("a)\nb\nb)\nc", "[a) P(b) b) P(c)]"),
        ("1. a\nb\n2. c\n   d", "[1. P(a b) 2. P(c d)]"),
        ("(1) A\n\n   a) b\n   b) c\n\n   D", "[(1) P(A) [a) P(b) b) P(c)] P(D)]"),
        ("> a) b\n>   c\n> b) d", "Q([a) P(b c) b) P(d)])"),
    ]);
    assert_eq!(
        faults("a) b\nb) c\nd")[0].1.advice(Lang::De).as_deref(),
        Some("Rücken Sie sie ein, wenn sie zu „b)“ gehört; sonst lassen Sie davor eine Zeile leer.")
    );
}

#[test]
fn a_list_with_marks_that_are_none_is_not_run_together() {
    for (text, mark) in [
        ("– a\n– b\n– c", "–"),
        ("Es gilt:\n• a\n• b", "•"),
        ("· a\n· b", "·"),
        ("-- a\n-- b", "--"),
        ("A) a\nB) b", "B)"),
        ("(A) a\n(B) b", "(B)"),
        ("a. a\nb. b", "b."),
        ("I. a\nII. b", "II."),
        ("1.1 a\n1.2 b", "1.2"),
        ("1.1. a\n1.2. b", "1.2."),
        ("§ 1 a\n§ 2 b", "§ 2"),
        ("§\u{a0}1a a\n§\u{a0}2 b", "§\u{a0}2"),
        ("(1) – a\n– b", "–"),
        ("a) a\n  – b\n  – c\nb) d", "–"),
        ("*a\n– b\n– c*", "–"),
        ("Am\n12. Juli\n15. August", "15."),
        ("A[^1]\n\n[^1]: – b\n– c", "–"),
    ] {
        refused(&[(text, mark, &format!("“{mark}” at the start of a line begins no list here"))]);
    }
    same(&[
        ("Das Haus\n– es ist alt –\nsteht.", "P(Das Haus – es ist alt – steht.)"),
        ("– a\\\n– b", "P(– a⏎– b)"),
        ("– a\n• b", "P(– a • b)"),
        ("– a\nb\n– c", "P(– a b – c)"),
        ("– a\n\n– b", "P(– a) P(– b)"),
        ("z. B. a\nd. h. b", "P(z. B. a d. h. b)"),
        ("nach\n§ 1 a\nb § 2", "P(nach § 1 a b § 2)"),
        ("–a\n–b", "P(–a –b)"),
        ("Der\nDie", "P(Der Die)"),
        ("A\\) a\nB\\) b", "P(A) a B) b)"),
    ]);
    assert_eq!(
        faults("– a\n– b")[0].1.advice(Lang::De).as_deref(),
        Some(
            "Schreiben Sie „- “, „1.“, „a)“ oder „(1)“; gehört es zum Text, beenden Sie die Zeile davor mit „\\“."
        )
    );
}

#[test]
fn strong_words_with_a_colon_lead_a_paragraph() {
    same(&[
        ("**Zweck:** Ordnung *im* Haus", "L(Zweck:|Ordnung *im* Haus)"),
        ("**Zweck**: Ordnung", "L(Zweck:|Ordnung)"),
        ("**Zweck:**\\\nOrdnung", "L(Zweck:|Ordnung)"),
        ("**Zweck:**\nOrdnung\n\nB", "L(Zweck:|Ordnung) P(B)"),
        ("- **Zweck:** Ordnung", "[- L(Zweck:|Ordnung)]"),
        ("**Zweck:**", "P(**Zweck:**)"),
        ("**Zweck** Ordnung", "P(**Zweck** Ordnung)"),
        ("A **Zweck:** Ordnung", "P(A **Zweck:** Ordnung)"),
        ("**Zweck *und*:** Ordnung", "P(**Zweck *und*:** Ordnung)"),
    ]);
}

#[test]
fn tables_keep_every_cell_and_say_what_heads_it() {
    same(&[
        ("| a | b |\n|:--|--:|\n| *c* | `d` |", "T([Start, End] a|b / *c*|`d`)"),
        ("| a | b |\n|---|:-:|\n| c |", "T([Start, Center] a|b / c|)"),
        ("|  | b |\n|---|---|\n| **c** | d |\n| **e** | **f** |", "T([Start, Start] |b / !c|d / e|**f**)"),
        ("| a | b |\n|---|---|\n| **c** | d |\n| e | f |", "T([Start, Start] a|b / **c**|d / e|f)"),
        ("| a |\n|---|\n| b |\n\n: Ein *Titel*\n\nC", "T(Ein *Titel*: [Start] a / b) P(C)"),
        ("| a |\n|---|\n| b |\n\n:Öffnung *Süd*", "T(Öffnung *Süd*: [Start] a / b)"),
        ("| a |\n|---|\n| b |\n\n:: a", "T([Start] a / b) P(:: a)"),
        ("| a |\n|---|\n| b |\n\nC\n\n:d", "T([Start] a / b) P(C) P(:d)"),
        ("| a |\n|---|\n| b |\n\n\\: kein Titel", "T([Start] a / b) P(: kein Titel)"),
        (": kein Titel", "P(: kein Titel)"),
        ("| a |\n|---|\n| b \\| c |", "T([Start] a / b | c)"),
        ("A | B", "P(A | B)"),
    ]);
    refused(&[
        (
            "| a | b |\n|---|---|\n| c | d | e |",
            "| c | d | e |",
            "the row has more cells than the table has columns (2)",
        ),
        ("| a |  |\n|---|---|\n| c | d |", "| a |  |", "column 2 of the table has no heading"),
        ("| a | b |\n|---|---|", "| a | b |\n|---|---|", "a table that has only a head"),
        ("| a | b |\n|---|---|\n| c | d |\nE", "E", "a row without “|” in a table"),
        ("| a | b |\n|---|\n| c | d |", "|---|", "the rule of a table, but no table"),
        (
            &format!("|{}\n|{}\n|b|", "a|".repeat(21), "-|".repeat(21)),
            &format!("|{}\n|{}\n|b|", "a|".repeat(21), "-|".repeat(21)),
            "a table with more than 20 columns",
        ),
    ]);
}

#[test]
fn footnotes_stand_where_they_are_referred_to() {
    same(&[
        ("A[^1] b[^x].\n\n[^1]: c *d*\n\n[^x]: e\n\n    f", "P(A<^P(c *d*)> b<^P(e) P(f)>.)"),
        ("[^1]: a) **b:** c\n\nA[^1]", "P(A<^P(a) **b:** c)>)"),
        ("(1) A[^1]\na) b[^2]\nb) c\n\n[^1]: d\n[^2]: e", "[(1) P(A<^P(d)>) [a) P(b<^P(e)>) b) P(c)]]"),
        ("\\[^1] `[^2]` [^ 3] [^", "P([^1] `[^2]` [^ 3] [^)"),
        ("| a[^1] |\n|---|\n| b |\n\n[^1]: c", "T([Start] a<^P(c)> / b)"),
    ]);
    refused(&[
        ("A[^1] b", "[^1]", "there is no footnote “1”"),
        ("A\n\n[^1]: b", "[^1]:", "nothing refers to the footnote “1”"),
        ("A[^1] b[^1]\n\n[^1]: c", "[^1]", "the footnote “1” is referred to twice"),
        ("A[^1]b[^2]\n\n[^1]: c[^2]\n\n[^2]: d", "[^2]", "a footnote in a footnote"),
        ("A[^1]\n\n[^1]: - c", "[^1]:", "the footnote contains something else than paragraphs"),
        ("A[^1]\n\n[^1]: c\n\n[^1]: d", "[^1]:", "there are two footnotes “1”"),
        ("A[^1]\n\n[^1]:\n\nb", "[^1]:", "there is no text after “[^1]”"),
        ("[A[^1]](https://example.org)\n\n[^1]: c", "](", "this looks like a link, but is none"),
    ]);
}

#[test]
fn images_stand_alone_and_are_described() {
    same(&[
        (
            "![Lageplan *des* Hauses](lage-plan.svg \"Der\nPlan\")",
            "I(lage-plan.svg|Lageplan des Hauses|Some(\"Der Plan\"))",
        ),
        ("A\n\n![b](c.png)\n\nD", "P(A) I(c.png|b|None) P(D)"),
        ("(1) A\n\n![b](c.png)\n\n(2) ![d](e.jpg)", "[(1) P(A) I(c.png|b|None) (2) I(e.jpg|d|None)]"),
        ("- ![b](c.png)", "[- I(c.png|b|None)]"),
    ]);
    assert_eq!(read("A\n\n![b](c.png)").images, [(3..14, "c.png".to_owned())]);
    refused(&[
        ("![](c.png)", "![](c.png)", "the image has no description"),
        ("A ![b](c.png)", "![b](c.png)", "an image in the middle of a text"),
        ("![b](c.png) A", "![b](c.png)", "an image in the middle of a text"),
        ("*![b](c.png)*", "![b](c.png)", "an image in the middle of a text"),
        (
            "![b](https://example.org/c.png)",
            "![b](https://example.org/c.png)",
            "the image is not among the files of the version",
        ),
        ("![b](assets/c.png)", "![b](assets/c.png)", "“assets/c.png” is not a file name of an image"),
        ("![b](C.png)", "![b](C.png)", "“C.png” is not a file name of an image"),
        ("![b](c.gif)", "![b](c.gif)", "“c.gif” is not a file name of an image"),
        ("![b](../c.png)", "![b](../c.png)", "“../c.png” is not a file name of an image"),
    ]);
}

#[test]
fn references_are_resolved_and_find_their_words() {
    same(&[
        ("[§ 3](#gebuehren) [](#gebuehren)", "P(<#gebuehren|§ 3> <#gebuehren|§ 3>)"),
        (
            "[](#zweck), [](#anlage), [](#teil)",
            "P(<#zweck|Abschnitt 2.1>, <#anlage|Anlage 1>, <#teil|Abschnitt II>)",
        ),
        ("[oben](#ohne)", "P(<#ohne|oben>)"),
        ("Frau [](#anna) und [sie](#anna) selbst", "P(Frau Dr. Anna Muster und sie selbst)"),
        ("[§ 5](#tmg), [](#tmg), [§ 5 TMG](#tmg)", "P(§ 5 TMG, TMG, § 5 TMG)"),
        ("[§ *5*](#ddg), [](#ddg)", "P(<https://example.org/ddg|§ *5* DDG>, <https://example.org/ddg|DDG>)"),
        ("[hier](#gebuehren/2/a)", "P(<#gebuehren|hier>)"),
    ]);
    let english = super::read("[](#zweck) [](#gebuehren)", Lang::En, &target, &|_| None);
    assert_eq!(blocks(&english.blocks), "P(<#zweck|section 2.1> <#gebuehren|§ 3>)");
    refused(&[
        ("[a](#gebueren)", "[a](#gebueren)", "“#gebueren” refers to nothing"),
        ("[](#ohne)", "[](#ohne)", "the section “ohne” has no label to name it by"),
        ("[](#anna/2)", "[](#anna/2)", "“#anna/2” refers to nothing"),
        ("[](#)", "[](#)", "“#” refers to nothing"),
    ]);
    assert_eq!(faults("[](#gebueren)")[0].1.advice(Lang::De).as_deref(), Some("Meinten Sie „#gebuehren“?"));
}

#[test]
fn references_to_items_are_said_as_the_items_are() {
    let there = read("(1) A\n\n(2) B\n1. c\n2. d\na) e\nb) f\naa) g\nbb) h\n\n(3) I\ni) j\nii) k").blocks;
    let has = |way: &str| places(&there, Lang::De).contains_key(way);
    for (way, de, en) in [
        ("2", "§ 3 Abs. 2", "§ 3 para. 2"),
        ("2/1", "§ 3 Abs. 2 Nr. 1", "§ 3 para. 2 no. 1"),
        ("2/2/a", "§ 3 Abs. 2 Nr. 2 Buchst. a", "§ 3 para. 2 no. 2(a)"),
        ("2/2/b/bb", "§ 3 Abs. 2 Nr. 2 Buchst. b Doppelbuchst. bb", "§ 3 para. 2 no. 2(b)(bb)"),
        ("3/ii", "§ 3 Abs. 3 Ziff. ii", "§ 3 para. 3(ii)"),
    ] {
        assert!(has(way), "{way}");
        for (lang, expected) in [(Lang::De, de), (Lang::En, en)] {
            let mut texts =
                super::read(&format!("A[^1]\n\n[^1]: [](#gebuehren/{way})"), lang, &target, &|_| None);
            assert_eq!(texts.refs.iter().map(|r| r.path.join("/")).collect::<Vec<_>>(), [way]);
            let words = places(&there, lang);
            fill(&mut texts.blocks, &|_, path| words.get(path).cloned());
            assert_eq!(blocks(&texts.blocks), format!("P(A<^P(<#gebuehren|{expected}>)>)"));
        }
    }
    for way in ["4", "2/3", "2/a", "1/a", "2/2/b/cc", "2/"] {
        assert!(!has(way), "{way}");
    }
}

#[test]
fn the_rest_of_commonmark_is_refused_by_name() {
    refused(&[
        ("a <b> c", "<b>", "HTML in the text"),
        ("<div>\nx\n</div>", "<div>\nx\n</div>", "HTML in the text"),
        ("# A", "# A", "a text cannot contain headings"),
        ("A\n---", "A\n---", "a text cannot contain headings"),
        ("```\na\n```", "```\na\n```", "a text cannot contain code blocks"),
        ("a\n\n---\n\nb", "---", "a text cannot contain rules"),
        ("[a](javascript:x)", "[a](javascript:x)", "“javascript:x” is not an address to link to"),
        ("[a](https://example.org/b c)", "](", "this looks like a link, but is none"),
        ("[](https://example.org)", "[](https://example.org)", "a link without an address or without text"),
        (
            "[a](https://example.org \"b\")",
            "[a](https://example.org \"b\")",
            "a text cannot contain titles of links",
        ),
        (
            "a\n\n[b]: https://example.org",
            "[b]: https://example.org",
            "a text cannot contain addresses of links at the end",
        ),
        ("a &#8238; b", "&#8238;", "the invisible character U+202E is not allowed"),
        ("a &#xFDD0; b", "&#xFDD0;", "the invisible character U+FDD0 is not allowed"),
    ]);
    let deep: String = (0..14).map(|i| format!("{}- x\n", "  ".repeat(i))).collect();
    assert!(matches!(faults(&deep)[..], [(_, Cause::TooDeep { .. })]));
    assert!(matches!(faults(&("> ".repeat(14) + "a"))[..], [(_, Cause::TooDeep { .. })]));
    assert!(matches!(faults("- <b>")[..], [(_, Cause::Html)]));
}

#[test]
fn no_more_faults_are_told_than_anybody_reads() {
    let found = faults(&format!("1. {}\n2. a", "<b> ".repeat(10_000)));
    assert_eq!(found.len(), limits::PROBLEMS);
    assert!(found.iter().all(|(_, cause)| *cause == Cause::Html));
}

/// The letters and digits of a text, in their order.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// A text that is built of what can stand in one, rather than of characters.
fn likely() -> impl Strategy<Value = String> {
    let line = prop_oneof![
        "(\\([1-4][ab]?\\)|[1-4][.)]|[a-d]\\)|aa\\)|i{1,3}\\)|-|>|\\*|\\+) ?[xy *`|:.]{0,6}",
        "[ >]{0,4}[xyz1 *_`|:.()-]{0,12}",
        Just("| x | y |".to_owned()),
        Just("|---|---|".to_owned()),
        Just(String::new()),
        Just(": z".to_owned()),
    ];
    let indented = (prop_oneof![Just(""), Just("  "), Just("   "), Just("\t")], line);
    prop::collection::vec(indented.prop_map(|(indent, line)| format!("{indent}{line}")), 0..12)
        .prop_map(|lines| lines.join("\n"))
}

proptest! {
    #[test]
    fn no_text_makes_it_fall_over(
        any in "(?s).{0,200}",
        marks in "[-*_>#`\\[\\]()!<&;^ \\n\\r\\t\\\\a1i.|:\u{e4}\u{a0}]{0,160}",
        likely in likely(),
    ) {
        for text in [any, marks, likely] {
            for (at, cause) in read(&text).faults {
                prop_assert!(text.get(at.clone()).is_some(), "{at:?} {cause:?}");
                cause.fact(Lang::De);
                cause.advice(Lang::En);
            }
        }
    }

    #[test]
    fn nothing_of_an_accepted_text_is_lost(
        marks in "[-*_>` \\n\\r\\t\\\\a1i()b2.|:\u{e4}\u{a0}]{0,100}",
        likely in likely(),
    ) {
        for text in [marks, likely] {
            let texts = read(&text);
            if texts.faults.is_empty() {
                let shown = only(&texts.blocks);
                prop_assert_eq!(letters(&shown), letters(&text), "{}", blocks(&texts.blocks));
            }
        }
    }
}

/// All characters of blocks, in the order in which they are typed: a caption behind its table.
fn only(all: &[Block]) -> String {
    let cells = |row: &Vec<Vec<Inline>>| row.iter().map(|cell| inline::plain(cell)).collect::<String>();
    all.iter()
        .map(|block| match block {
            Block::Paragraph(text) => inline::plain(text),
            Block::Lead { label, text } => format!("{label}{}", inline::plain(text)),
            Block::Bullets(items) => items.iter().map(|i| only(i)).collect(),
            Block::Labelled(items) => items.iter().map(|i| i.label.clone() + &only(&i.text)).collect(),
            Block::Quote(inner) => only(inner),
            Block::Table(table) => {
                let rows: String = table.rows.iter().map(cells).collect();
                let caption = table.caption.as_ref().map_or(String::new(), |c| inline::plain(c));
                cells(&table.head) + &rows + &caption
            }
            Block::Image { .. } => String::new(),
        })
        .collect()
}
