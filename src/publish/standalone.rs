//! A whole page of its own for bodies that have none yet, and for the sample archive.
//!
//! Specification: `docs/attach.md`, "A page of its own". Takes listings and a title; gives a complete
//! HTML page in UTF-8 with each fragment between its markers, so that `page::replace` can renew them.
//! No script, no fonts or images from elsewhere; one style sheet in its head.

use super::fragment::fragment;
use super::html::escape;
use super::page::{begin_marker, end_marker};
use super::view::Listing;
use crate::base::Lang;

/// A page with these listings, one after the other.
pub fn standalone(listings: &[Listing], title: &str, lang: Lang) -> String {
    let (title, code) = (escape(title), lang.pick("de", "en"));
    let skip = lang.pick("Zum Inhalt", "Skip to content");
    let mut page = format!(
        "<!doctype html>\n<html lang=\"{code}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n\
         <a class=\"skip\" href=\"#content\">{skip}</a>\n\
         <header>\n<h1>{title}</h1>\n</header>\n<main id=\"content\">\n"
    );
    for listing in listings {
        let (begin, end) = (begin_marker(&listing.policy), end_marker(&listing.policy));
        page.push_str(&format!("{begin}\n{}{end}\n", fragment(listing)));
    }
    page.push_str("</main>\n</body>\n</html>\n");
    page
}

/// Contrast is at least 7:1 for text and links in both colour schemes.
const STYLE: &str = include_str!("standalone.css");

#[cfg(test)]
mod tests {
    use super::super::fragment::tests::{listing, one};
    use super::super::page::replace;
    use super::*;

    #[test]
    fn the_page_can_be_renewed_and_stays_the_same() {
        for lang in [Lang::De, Lang::En] {
            let listing = listing(lang, one());
            let page = standalone(std::slice::from_ref(&listing), "Impressum & <mehr>", lang);
            let again = replace(page.as_bytes(), &listing.policy, &fragment(&listing)).unwrap();
            assert_eq!(String::from_utf8(again).unwrap(), page);
            assert!(page.contains("<h1>Impressum &amp; &lt;mehr&gt;</h1>"));
            assert!(!page.contains("<script") && !page.contains(" style=") && !page.contains("http://"));
        }
    }
}
