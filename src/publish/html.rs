//! The few ways in which text enters HTML: escaped, as a date, as a link, as pure ASCII.
//!
//! Takes any text; gives HTML that cannot end an element, an attribute or a comment. Knows nothing of
//! policies.

use crate::base::{AsOf, Day, Lang};
use crate::format::canonical;

/// Text for content and quoted attributes. Line breaks become spaces; control characters and
/// invisible changes of direction become U+FFFD, so that they show.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' | '\r' | '\t' => out.push(' '),
            c if c.is_control() || !canonical::allowed(c) => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

/// The same HTML with a numeric reference for every character outside ASCII.
pub(super) fn ascii(html: &str) -> String {
    html.chars().fold(String::with_capacity(html.len()), |mut out, c| {
        if c.is_ascii() {
            out.push(c);
        } else {
            out.push_str(&format!("&#{};", u32::from(c)));
        }
        out
    })
}

/// A day in running text, readable by programs.
pub(super) fn day(day: Day, lang: Lang) -> String {
    format!("<time datetime=\"{day}\">{}</time>", day.long(lang))
}

/// A "Stand" in running text, readable by programs.
pub(super) fn as_of(stand: AsOf, lang: Lang) -> String {
    format!("<time datetime=\"{stand}\">{}</time>", stand.long(lang))
}

/// An address that shows itself, and may break behind a slash.
pub(super) fn address(href: &str) -> String {
    let href = escape(href);
    let shown = href.replace('/', "/<wbr>").replace("/<wbr>/<wbr>", "//");
    format!("<a href=\"{href}\">{shown}</a>")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_cannot_leave_its_place() {
        let hostile = "</section>\"'&\n--> <!-- inkraft:end x -->\u{202e}\u{0}";
        let safe = escape(hostile);
        assert!(!safe.contains(['<', '>', '"', '\'', '\n', '\u{0}', '\u{202e}']), "{safe}");
        assert_eq!(ascii("Ä – 😀"), "&#196; &#8211; &#128512;");
    }
}
