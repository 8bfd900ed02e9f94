//! Puts a fragment between its two markers in an existing HTML page, again and again.
//!
//! Specification: `docs/attach.md`, "What is replaced". Takes the page's bytes, the policy and its
//! fragment; gives the new bytes or says what is wrong with the markers, and then changes nothing.
//! Is not an HTML parser: it looks at comments only.
//!
//! Not one byte outside the markers changes: encoding, byte order mark and line endings are taken
//! from there, so that putting the same fragment in twice gives the same page.

use super::html::ascii;
use crate::base::{Id, Lang, Say, lang};

/// The line before the fragment of a policy.
pub fn begin_marker(policy: &Id) -> String {
    format!("<!-- inkraft:begin {policy} -->")
}

/// The line after the fragment of a policy.
pub fn end_marker(policy: &Id) -> String {
    format!("<!-- inkraft:end {policy} -->")
}

/// Why a fragment could not be put into a page. The page is unchanged.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum PageError {
    /// UTF-16 or UTF-32: markers cannot be found in it as bytes.
    Utf16,
    /// The policy's markers are not in the page.
    Missing {
        /// The policy.
        policy: Id,
    },
    /// A beginning without its end.
    NoEnd {
        /// The policy.
        policy: Id,
        /// Line of the beginning.
        line: usize,
    },
    /// An end without its beginning.
    NoBegin {
        /// The policy.
        policy: Id,
        /// Line of the end.
        line: usize,
    },
    /// A policy's markers are there more than once.
    Twice {
        /// The policy.
        policy: Id,
        /// Line of the first beginning.
        first: usize,
        /// Line of the second.
        second: usize,
    },
    /// A marker of another policy stands between a policy's markers.
    Between {
        /// The policy.
        policy: Id,
        /// The other policy.
        other: Id,
        /// Line of the other policy's marker.
        line: usize,
    },
    /// A comment that starts like a marker and is none.
    Malformed {
        /// The comment (shortened).
        text: String,
        /// Its line.
        line: usize,
    },
    /// The fragment contains a marker itself; no fragment of ours does.
    InFragment,
}

impl Say for PageError {
    fn fact(&self, lang: Lang) -> String {
        match self {
            Self::Utf16 => lang::say!(
                lang,
                "Die Seite ist in UTF-16 oder UTF-32 gespeichert",
                "The page is stored as UTF-16 or UTF-32"
            ),
            Self::Missing { policy } => lang::say!(
                lang,
                "Die Seite enthält keine Markierungen für „{policy}“",
                "The page has no markers for “{policy}”"
            ),
            Self::NoEnd { policy, line } => lang::say!(
                lang,
                "Zeile {line}: Auf den Anfang für „{policy}“ folgt kein Ende",
                "Line {line}: the begin marker of “{policy}” has no end marker after it"
            ),
            Self::NoBegin { policy, line } => lang::say!(
                lang,
                "Zeile {line}: Dem Ende für „{policy}“ geht kein Anfang voraus",
                "Line {line}: the end marker of “{policy}” has no begin marker before it"
            ),
            Self::Twice { policy, first, second } => lang::say!(
                lang,
                "Zeilen {first} und {second}: Die Markierungen für „{policy}“ stehen mehrmals auf der Seite",
                "Lines {first} and {second}: the markers of “{policy}” are on the page more than once"
            ),
            Self::Between { policy, other, line } => lang::say!(
                lang,
                "Zeile {line}: Zwischen den Markierungen für „{policy}“ steht eine für „{other}“",
                "Line {line}: a marker of “{other}” stands between those of “{policy}”"
            ),
            Self::Malformed { text, line } => lang::say!(
                lang,
                "Zeile {line}: „{text}“ ist keine Markierung",
                "Line {line}: “{text}” is not a marker"
            ),
            Self::InFragment => {
                lang::say!(
                    lang,
                    "Das Fragment enthält selbst eine Markierung",
                    "The fragment contains a marker"
                )
            }
        }
    }

    fn advice(&self, lang: Lang) -> Option<String> {
        let lines = |policy: &Id| format!("{}\n{}", begin_marker(policy), end_marker(policy));
        Some(match self {
            Self::Utf16 => lang::say!(lang, "Die Seite als UTF-8 speichern.", "Save the page as UTF-8."),
            Self::Missing { policy } => {
                let lines = lines(policy);
                lang::say!(
                    lang,
                    "Diese zwei Zeilen dort in die Seite einfügen, wo die Fassungen stehen sollen:\n{lines}",
                    "Put these two lines into the page where the versions shall stand:\n{lines}"
                )
            }
            Self::NoEnd { policy, .. } => {
                let end = end_marker(policy);
                lang::say!(
                    lang,
                    "Hinter der Stelle, an der das Fragment enden soll, diese Zeile einfügen:\n{end}",
                    "Put this line behind the place where the fragment shall end:\n{end}"
                )
            }
            Self::NoBegin { policy, .. } => {
                let begin = begin_marker(policy);
                lang::say!(
                    lang,
                    "Vor dem Ende diese Zeile einfügen:\n{begin}",
                    "Put this line before the end marker:\n{begin}"
                )
            }
            Self::Twice { .. } => lang::say!(
                lang,
                "Eines der beiden Paare samt allem, was dazwischen steht, entfernen.",
                "Remove one of the two pairs with everything between."
            ),
            Self::Between { .. } => lang::say!(
                lang,
                "Die Paare hintereinander stellen: Anfang und Ende der einen, dann der anderen.",
                "Put the pairs one after the other: begin and end of the one, then of the other."
            ),
            Self::Malformed { .. } => lang::say!(
                lang,
                "Eine Markierung hat die Form: {}",
                "A marker has the form: {}",
                "<!-- inkraft:begin social-media-konzept -->"
            ),
            Self::InFragment => lang::say!(
                lang,
                "Das Fragment unverändert so verwenden, wie es ausgegeben wurde.",
                "Use the fragment exactly as it was written out."
            ),
        })
    }
}

lang::error_that_says!(PageError);

/// The page with the fragment between the policy's markers in place of what stood there.
///
/// All markers of the page are checked first, also those of other policies.
pub fn replace(page: &[u8], policy: &Id, fragment: &str) -> Result<Vec<u8>, PageError> {
    if page.contains(&0) || page.starts_with(b"\xff\xfe") || page.starts_with(b"\xfe\xff") {
        return Err(PageError::Utf16);
    }
    if (Comments { page: fragment.as_bytes(), at: 0 }).any(|c| is_marker(c.text)) {
        return Err(PageError::InFragment);
    }
    let Place { begin, from, to } = place(page, policy)?;
    let (head, tail) = (&page[..from], &page[to..]);
    let eol = line_ending(head).or_else(|| line_ending(tail)).unwrap_or("\n");
    let indent = indent_before(&head[..begin]).unwrap_or_default();
    let end_indent = indent_before(&page[from..to]).unwrap_or(indent);
    let fragment = if speaks_utf8(head, tail) { fragment.to_owned() } else { ascii(fragment) };

    let mut out = Vec::with_capacity(page.len() + fragment.len());
    out.extend_from_slice(head);
    out.extend_from_slice(eol.as_bytes());
    for line in fragment.lines() {
        if !line.is_empty() {
            out.extend_from_slice(indent);
            out.extend_from_slice(line.as_bytes());
        }
        out.extend_from_slice(eol.as_bytes());
    }
    out.extend_from_slice(end_indent);
    out.extend_from_slice(tail);
    Ok(out)
}

/// Where the policy's fragment stands.
struct Place {
    /// Offset of the begin marker.
    begin: usize,
    /// Offset behind it.
    from: usize,
    /// Offset of the end marker.
    to: usize,
}

fn place(page: &[u8], policy: &Id) -> Result<Place, PageError> {
    let line = |at| line_of(page, at);
    let mut found: Option<Place> = None;
    // The begin marker that waits for its end, its offset and the one behind it.
    let mut open: Option<(Id, usize, usize)> = None;
    for comment in (Comments { page, at: 0 }).filter(|c| is_marker(c.text)) {
        let at = comment.from;
        let marker = Marker::parse(comment.text).ok_or_else(|| PageError::Malformed {
            text: String::from_utf8_lossy(comment.text).trim().chars().take(80).collect(),
            line: line(at),
        })?;
        match (open.take(), marker.begins) {
            (None, true) => {
                if let Some(before) = found.as_ref().filter(|_| marker.policy == *policy) {
                    let (first, second) = (line(before.begin), line(at));
                    return Err(PageError::Twice { policy: marker.policy, first, second });
                }
                open = Some((marker.policy, at, comment.to));
            }
            (None, false) => return Err(PageError::NoBegin { policy: marker.policy, line: line(at) }),
            (Some((id, begin, from)), false) if id == marker.policy => {
                if id == *policy {
                    found = Some(Place { begin, from, to: at });
                }
            }
            (Some((id, begin, _)), true) if id == marker.policy => {
                return Err(PageError::Twice { policy: id, first: line(begin), second: line(at) });
            }
            (Some((id, _, _)), _) => {
                return Err(PageError::Between { policy: id, other: marker.policy, line: line(at) });
            }
        }
    }
    match (open, found) {
        (Some((id, begin, _)), _) => Err(PageError::NoEnd { policy: id, line: line(begin) }),
        (None, Some(place)) => Ok(place),
        (None, None) => Err(PageError::Missing { policy: policy.clone() }),
    }
}

struct Marker {
    begins: bool,
    policy: Id,
}

impl Marker {
    /// Reads the inside of a comment; spaces around and between the words do not matter.
    fn parse(comment: &[u8]) -> Option<Self> {
        let mut words = std::str::from_utf8(comment).ok()?.split_ascii_whitespace();
        let begins = match words.next()? {
            "inkraft:begin" => true,
            "inkraft:end" => false,
            _ => return None,
        };
        let policy = words.next()?.parse().ok()?;
        words.next().is_none().then_some(Self { begins, policy })
    }
}

fn is_marker(comment: &[u8]) -> bool {
    comment.trim_ascii_start().starts_with(b"inkraft:")
}

/// The comments of a page, `<!--` to the next `-->`.
struct Comments<'a> {
    page: &'a [u8],
    at: usize,
}

struct Comment<'a> {
    /// Offset of `<!--`.
    from: usize,
    /// Offset behind `-->`.
    to: usize,
    text: &'a [u8],
}

impl<'a> Iterator for Comments<'a> {
    type Item = Comment<'a>;

    fn next(&mut self) -> Option<Comment<'a>> {
        let from = self.at + find(self.page.get(self.at..)?, b"<!--")?;
        // `<!-->` and `<!--->` are whole comments (HTML, 13.2.5.43), hence from the second `-` on.
        let end = from + 2 + find(&self.page[from + 2..], b"-->")?;
        self.at = end + 3;
        Some(Comment { from, to: end + 3, text: self.page.get(from + 4..end).unwrap_or_default() })
    }
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|w| w == what)
}

fn line_of(page: &[u8], at: usize) -> usize {
    let before = &page[..at];
    let lf = before.iter().filter(|b| **b == b'\n').count();
    1 + if lf > 0 { lf } else { before.iter().filter(|b| **b == b'\r').count() }
}

/// The first line ending in these bytes.
fn line_ending(bytes: &[u8]) -> Option<&'static str> {
    let at = bytes.iter().position(|b| matches!(b, b'\r' | b'\n'))?;
    Some(match (bytes[at], bytes.get(at + 1)) {
        (b'\r', Some(b'\n')) => "\r\n",
        (b'\r', _) => "\r",
        _ => "\n",
    })
}

/// The blanks between the last line break (or the start) and the end, if nothing else stands there.
fn indent_before(bytes: &[u8]) -> Option<&[u8]> {
    let start = bytes.iter().rposition(|b| matches!(b, b'\r' | b'\n'))? + 1;
    let indent = &bytes[start..];
    indent.iter().all(|b| matches!(b, b' ' | b'\t')).then_some(indent)
}

/// Whether the page around the fragment is UTF-8 for sure. If not, the fragment is written in ASCII,
/// which is the same in every encoding that is left.
fn speaks_utf8(head: &[u8], tail: &[u8]) -> bool {
    let (Ok(_), Ok(_)) = (std::str::from_utf8(head), std::str::from_utf8(tail)) else { return false };
    let bom = head.starts_with(b"\xef\xbb\xbf");
    match declared_charset(head) {
        Some(name) => bom || name == "utf-8" || name == "utf8",
        None => bom || !(head.is_ascii() && tail.is_ascii()),
    }
}

/// The encoding that a `<meta>` or an XML declaration in the first 4096 bytes names, in lower case.
fn declared_charset(head: &[u8]) -> Option<String> {
    let start = head.get(..4096).unwrap_or(head).to_ascii_lowercase();
    let named = |element: &[u8], key: &[u8]| {
        let mut rest = &start[..];
        while let Some(at) = find(rest, element) {
            rest = &rest[at + element.len()..];
            let inside = &rest[..find(rest, b">").unwrap_or(rest.len())];
            let value = find(inside, key).map(|at| inside[at + key.len()..].trim_ascii_start());
            if let Some(value) = value.and_then(|v| v.strip_prefix(b"=")) {
                let name = value.trim_ascii_start().iter().skip_while(|b| matches!(b, b'"' | b'\''));
                let name = name.take_while(|b| b.is_ascii_alphanumeric() || b"-_:.".contains(b));
                return Some(name.map(|b| char::from(*b)).collect());
            }
        }
        None
    };
    named(b"<meta", b"charset").or_else(|| named(b"<?xml", b"encoding"))
}

#[cfg(test)]
#[path = "page_tests.rs"]
mod tests;
