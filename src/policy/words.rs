//! Small rules about single words: addresses, file names, the word that was probably meant.

use crate::base::{canonical, limits};

/// Whether a text may contain the character: what canonical text takes, without what is no character and without the
/// byte-order mark, which PDF/A does not take either.
pub(super) fn is_character(c: char) -> bool {
    canonical::allowed(c)
        && !('\u{fdd0}'..='\u{fdef}').contains(&c)
        && c != '\u{feff}'
        && u32::from(c) & 0xfffe != 0xfffe
}

/// Whether something can be an e-mail address: one `@` between parts without spaces or brackets.
pub(super) fn is_email(address: &str) -> bool {
    address.split_once('@').is_some_and(|(name, host)| {
        let odd = |c: char| c.is_whitespace() || "@<>()[]\\,;:\"".contains(c);
        ![name, host].iter().any(|part| part.is_empty() || part.contains(odd))
            && !host.starts_with('.')
            && !host.ends_with('.')
    })
}

/// Whether an address may be linked to.
pub(super) fn is_url(url: &str) -> bool {
    if let Some(address) = url.strip_prefix("mailto:") {
        return address.split('?').next().is_some_and(is_email) && !url.contains(['<', '>', '"', ' ']);
    }
    let rest = ["https://", "http://", "tel:"].iter().find_map(|scheme| url.strip_prefix(scheme));
    rest.is_some_and(|r| !r.is_empty())
        && !url.contains(|c: char| c.is_whitespace() || "<>\"`{}|\\^".contains(c))
}

/// Whether a name is that of an image among the assets, as the archive takes it: an id and an ending.
pub(super) fn is_image(name: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(stem, ending)| {
        ["svg", "png", "jpg", "jpeg"].contains(&ending) && stem.parse::<crate::base::Id>().is_ok()
    })
}

/// The word that was probably meant: one letter of a short word typed differently, two of five.
pub(super) fn nearest<'k>(word: &str, known: impl Iterator<Item = &'k str>) -> Option<&'k str> {
    // A word far longer than any name is not a slip, and comparing it would cost time.
    if word.len() > 2 * limits::ID {
        return None;
    }
    known
        .map(|k| (distance(word, k), k))
        .filter(|(d, k)| *d <= if k.chars().count() < 5 { 1 } else { 1 + k.chars().count() / 4 })
        .min_by_key(|(d, _)| *d)
        .map(|(_, k)| k)
}

/// Levenshtein distance.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, ca) in a.chars().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        for (cell, cb) in row.iter_mut().skip(1).zip(&b) {
            let best = (diagonal + usize::from(ca != *cb)).min(left + 1).min(*cell + 1);
            diagonal = *cell;
            *cell = best;
            left = best;
        }
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
    }
    row.last().copied().unwrap_or_default()
}
