//! The words of references: `§ 3 Abs. 2 Buchst. a`, `section 3`.
//!
//! Specification: `docs/policy-data.md`, "Texts". Whether a `2` in `#gebuehren/2/a` is an Absatz or a
//! number is known only when the text it points into has been read. So `read` leaves a [`Ref`](Inline::Ref)
//! of such a reference, where no words were typed, as one piece of text: [`UNMADE`], the label's words, a
//! tab, and the path. [`fill`] makes the words; a policy is complete only after it. No other text can begin
//! so, for [`UNMADE`] is a noncharacter, which texts must not contain.

use std::collections::HashMap;

use super::labels::{Kind, Label, System};
use crate::base::{Id, Lang};
use crate::policy::text::{Block, Inline, Item};

/// Begins the words of a reference that are still to be made.
pub(super) const UNMADE: char = '\u{fdd0}';

/// How a section with that label is referred to: `§ 3`, `Abschnitt 2.1`, `Anlage 1`.
pub(super) fn section(label: &str, lang: Lang) -> String {
    let label = label.trim();
    let bare = label.trim_end_matches('.');
    if let Some(item) = Label::at_start(label).filter(|l| l.text.ends_with(')')) {
        return item.readings.first().map_or_else(|| bare.to_owned(), |(kind, _)| words(*kind, bare, lang));
    }
    // `§ 3`, `Artikel 5`, `Teil A` say what they are; a number does not.
    if bare.starts_with('§') || bare.contains(char::is_whitespace) {
        return bare.to_owned();
    }
    match lang {
        Lang::De => format!("Abschnitt {bare}"),
        Lang::En => format!("section {bare}"),
    }
}

/// The words of a reference that are to be made once the text it points into has been read.
pub(super) fn unmade(section: &str, path: &[String]) -> String {
    format!("{UNMADE}{section}\t{}", path.join("/"))
}

/// Every labelled item of a text, by the path that leads to it (`2/a`), with the words for it
/// (`Abs. 2 Buchst. a`, in English `para. 2(a)`).
///
/// Where two items have the same path, the first counts.
pub(in crate::policy) fn places(blocks: &[Block], lang: Lang) -> HashMap<String, String> {
    let mut found = HashMap::new();
    visit(blocks, lang, "", "", &mut found);
    found
}

fn visit(blocks: &[Block], lang: Lang, path: &str, said: &str, found: &mut HashMap<String, String>) {
    // A later block of a sequence may begin with a letter that is a Roman number too.
    let mut before = None;
    for block in blocks {
        let Block::Labelled(items) = block else { continue };
        let kind = items.first().and_then(|item| kind_of(item, before));
        before = kind.or(before);
        for Item { label, text } in items {
            let bare = Label::bare(label);
            let path = if path.is_empty() { bare.to_owned() } else { format!("{path}/{bare}") };
            let own = kind.map_or_else(|| label.clone(), |kind| words(kind, bare, lang));
            let said = match own.starts_with('(') || said.is_empty() {
                true => format!("{said}{own}"),
                false => format!("{said} {own}"),
            };
            visit(text, lang, &path, &said, found);
            found.entry(path).or_insert(said);
        }
    }
}

fn kind_of(first: &Item, before: Option<Kind>) -> Option<Kind> {
    let label = Label::at_start(&first.label)?;
    let same = label.readings.iter().find(|(kind, _)| before == Some(*kind)).map(|(kind, _)| *kind);
    let begins = label.as_first().or_else(|| label.readings.first().copied()).map(|(kind, _)| kind);
    // `i)` alone at the head of a block begins Roman numbers: as a letter it would follow `h)`.
    same.filter(|_| label.as_first().is_none()).or(begins)
}

fn words(kind: Kind, bare: &str, lang: Lang) -> String {
    let bare = Label::bare(bare);
    match (lang, kind.system) {
        (Lang::De, System::Number) if kind.is_paragraph() => format!("Abs. {bare}"),
        (Lang::En, System::Number) if kind.is_paragraph() => format!("para. {bare}"),
        (Lang::De, System::Number) => format!("Nr. {bare}"),
        (Lang::En, System::Number) => format!("no. {bare}"),
        (Lang::En, System::Letter(_) | System::Roman) => format!("({bare})"),
        (Lang::De, System::Letter(1)) => format!("Buchst. {bare}"),
        (Lang::De, System::Letter(2)) => format!("Doppelbuchst. {bare}"),
        (Lang::De, System::Letter(_)) => format!("Dreifachbuchst. {bare}"),
        (Lang::De, System::Roman) => format!("Ziff. {bare}"),
    }
}

/// Makes the words that `read` could not make; `places` gives those of a place in a section's text.
///
/// A place that is not there keeps its path: that was found out before.
pub(in crate::policy) fn fill(blocks: &mut [Block], places: &dyn Fn(&Id, &str) -> Option<String>) {
    for block in blocks {
        match block {
            Block::Paragraph(text) | Block::Lead { text, .. } => fill_pieces(text, places),
            Block::Bullets(items) => items.iter_mut().for_each(|item| fill(item, places)),
            Block::Labelled(items) => items.iter_mut().for_each(|item| fill(&mut item.text, places)),
            Block::Quote(inner) => fill(inner, places),
            Block::Table(table) => {
                let cells = table.head.iter_mut().chain(table.rows.iter_mut().flatten());
                cells.chain(&mut table.caption).for_each(|cell| fill_pieces(cell, places));
            }
            Block::Image { .. } => {}
        }
    }
}

fn fill_pieces(pieces: &mut [Inline], places: &dyn Fn(&Id, &str) -> Option<String>) {
    for piece in pieces {
        match piece {
            Inline::Emphasis(inner) | Inline::Strong(inner) => fill_pieces(inner, places),
            Inline::Link { text, .. } => fill_pieces(text, places),
            Inline::Note(blocks) => fill(blocks, places),
            Inline::Ref { to, text } => {
                if let [Inline::Text(words)] = text.as_mut_slice()
                    && let Some((section, path)) = words.strip_prefix(UNMADE).and_then(|w| w.split_once('\t'))
                {
                    let place = places(to, path).unwrap_or_else(|| path.to_owned());
                    // `section 3(a)`, but `§ 3 Abs. 2`.
                    let space = if place.starts_with('(') { "" } else { " " };
                    *words = format!("{section}{space}{place}");
                }
            }
            Inline::Text(_) | Inline::Code(_) | Inline::Break => {}
        }
    }
}
