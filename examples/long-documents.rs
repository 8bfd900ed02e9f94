//! Writes by-laws of any length twice: as policy data, and as one would write them in Typst markup instead.
//!
//! `cargo run --example long-documents -- UNITS DIR`: `DIR/policy.toml` and `DIR/like.typ`, for `benches/run.sh`. Five
//! units take about two pages. Every unit has paragraphs, every other one a list, some a table, a footnote, a
//! reference; the words are the same in both. Exit codes: 0 written, 2 usage.

#![allow(clippy::disallowed_methods, reason = "a program of its own")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fmt::Write as _;
use std::path::Path;
use std::process::ExitCode;

const SENTENCES: &[&str] = &[
    "Die Bibliothek ist eine öffentliche Einrichtung der Stadt und dient der Bildung, der Information und der Begegnung.",
    "Jede Person darf die Räume betreten und Medien dort ohne Ausweis und unentgeltlich nutzen.",
    "Die Öffnungszeiten werden an den Eingängen und im Internet bekannt gemacht.",
    "Angemeldet wird, wer einen amtlichen Ausweis mit Lichtbild vorlegt; aus ihm muss die Anschrift hervorgehen.",
    "Für Kinder ist bis zum 16. Geburtstag die Unterschrift einer sorgeberechtigten Person nötig.",
    "Verliehene Medien sind sorgfältig zu behandeln und vor Verlust, Beschmutzung und Beschädigung zu bewahren.",
    "Wer die Leihfrist überschreitet, zahlt eine Gebühr nach § 5 Abs. 1 Nr. 3, auch wenn keine Mahnung ergangen ist.",
    "Personenbezogene Daten werden nur verarbeitet, soweit es für die Benutzung erforderlich ist (Art. 6 DSGVO).",
    "Näheres bestimmt die Leitung, z. B. für Veranstaltungen, Führungen und die Nutzung von Arbeitsplätzen.",
    "Vom 25. Juli 2018 an gelten die Gebühren auch für die Zweigstellen; bis zu 80 % können erlassen werden.",
    "Die Benutzungsordnung liegt in allen Räumen aus, und auf Wunsch wird sie vorgelesen oder erläutert.",
    "Gegen Entscheidungen nach dieser Ordnung kann innerhalb eines Monats Widerspruch erhoben werden.",
];

/// Some sentences, others in each place.
fn prose(from: usize, count: usize) -> String {
    (0..count).map(|i| SENTENCES[(from * 5 + i * 7 + i) % SENTENCES.len()]).collect::<Vec<_>>().join(" ")
}

/// The same unit as policy data and as markup.
fn unit(n: usize, toml: &mut String, typ: &mut String) {
    write!(
        toml,
        "\n[[sections]]\nid = \"u{n}\"\nlabel = \"§ {n}\"\nheading = \"Regel für Fall {n}\"\ntext = '''\n"
    )
    .unwrap();
    writeln!(typ, "\n== § {n} Regel für Fall {n} <u{n}>\n").unwrap();
    for p in 1..=3 {
        let (words, last) = (prose(n + p, 2 + (n + p) % 3), p == 3);
        let (note, note_typ) = match last && n % 5 == 1 {
            true => ("[^a]".to_owned(), format!("#footnote[{}]", prose(n, 1))),
            false => (String::new(), String::new()),
        };
        writeln!(toml, "({p}) {words}{note}\n").unwrap();
        writeln!(typ, "#enum.item({p})[{words}{note_typ}]\n").unwrap();
        if !note.is_empty() {
            writeln!(toml, "[^a]: {}\n", prose(n, 1)).unwrap();
        }
    }
    if n.is_multiple_of(2) {
        *toml += "(4) Dazu gehören\n";
        *typ += "#enum.item(4)[Dazu gehören\n";
        for (i, label) in ["a", "b", "c"].into_iter().enumerate() {
            writeln!(toml, "{label}) {}", prose(n + i, 1)).unwrap();
            writeln!(typ, "  #enum(start: {}, numbering: \"a)\", [{}])", i + 1, prose(n + i, 1)).unwrap();
        }
        *toml += "\n";
        *typ += "]\n\n";
    }
    if n.is_multiple_of(3) && n > 3 {
        writeln!(toml, "Siehe auch [](#u{}) und [](#u{}).\n", n - 1, n - 3).unwrap();
        writeln!(typ, "Siehe auch #link(<u{}>)[§ {}] und #link(<u{}>)[§ {}].\n", n - 1, n - 1, n - 3, n - 3)
            .unwrap();
    }
    if n.is_multiple_of(7) {
        *toml += "| Leistung | Wo | Gebühr |\n|---|---|---:|\n";
        *typ += "#figure(caption: [Gebühren], kind: table, table(columns: (1fr, auto, auto), align: (start, start, end),\n  \
                 table.header([Leistung], [Wo], [Gebühr]),\n";
        for row in 1..=6 {
            writeln!(toml, "| {} | Hauptstelle | {row},50 € |", prose(n + row, 1)).unwrap();
            writeln!(typ, "  [{}], [Hauptstelle], [{row},50 €],", prose(n + row, 1)).unwrap();
        }
        *toml += "\n: Gebühren\n";
        *typ += "))\n";
    }
    *toml += "'''\n";
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [units, folder] = arguments.as_slice() else {
        eprintln!("usage: long-documents UNITS DIR");
        return ExitCode::from(2);
    };
    let Ok(units) = units.parse::<usize>() else {
        eprintln!("usage: long-documents UNITS DIR");
        return ExitCode::from(2);
    };
    let mut toml = "form = \"bylaws\"\ntitle = \"Benutzungsordnung der Stadtbibliothek\"\nlanguage = \"de\"\n\
        publisher = \"Stadt Musterstadt\"\nas_of = \"2024-03\"\ncontents = true\n\n[effect]\nfrom = 2024-04-01\n"
        .to_owned();
    let mut typ =
        "#set document(title: \"Benutzungsordnung der Stadtbibliothek\", author: \"Stadt Musterstadt\")\n\
        #set text(lang: \"de\", size: 10.5pt)\n#set page(margin: 30mm, numbering: \"1 von 1\")\n\
        #set enum(numbering: \"(1)\")\n#show heading.where(level: 2): set align(center)\n\
        #show link: set text(fill: blue)\n\n#title()\n\n#outline()\n"
            .to_owned();
    for n in 1..=units {
        unit(n, &mut toml, &mut typ);
    }
    for (name, text) in [("policy.toml", toml), ("like.typ", typ)] {
        std::fs::write(Path::new(folder).join(name), text).unwrap();
    }
    ExitCode::SUCCESS
}
