//! Looking back into the text as it was typed: columns, empty lines, marks.
//!
//! Every function looks at one line and the gap before it, so that reading stays linear.

use std::ops::Range;

use unicode_normalization::char::is_combining_mark;

/// The column in which a byte stands; a tab leads to the next multiple of four, as in CommonMark.
pub(super) fn column(text: &str, at: usize) -> usize {
    let before = text.get(..at).unwrap_or_default();
    let line = before.get(line_start(text, at)..).unwrap_or_default();
    line.chars().fold(0, |column, c| if c == '\t' { column / 4 * 4 + 4 } else { column + 1 })
}

/// Where the line of a byte begins.
pub(super) fn line_start(text: &str, at: usize) -> usize {
    text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |n| n + 1)
}

/// Whether a line of text stands right above what begins here, without an empty line.
pub(super) fn attached(text: &str, at: usize) -> bool {
    let blank = |c: char| c == '>' || c.is_whitespace() && c != '\n';
    let start = line_start(text, at);
    // Behind the mark of a bullet or a number something begins.
    if !text.get(start..at).unwrap_or_default().chars().all(blank) {
        return false;
    }
    let above = text.get(..start).unwrap_or_default();
    let above = above.strip_suffix('\n').unwrap_or(above).trim_end_matches(blank);
    !(above.is_empty() || above.ends_with('\n'))
}

/// The first byte from here on that is not white space.
pub(super) fn visible(text: &str, from: usize) -> usize {
    let rest = text.get(from..).unwrap_or_default();
    from + rest.len() - rest.trim_start().len()
}

/// The line from a byte on, without its end.
pub(super) fn rest_of_line(text: &str, from: usize) -> &str {
    let rest = text.get(from..).unwrap_or_default();
    rest.find(['\n', '\r']).and_then(|n| rest.get(..n)).unwrap_or(rest)
}

/// Whether the mark of an emphasis, with the marks around it, stands between two letters or digits.
pub(super) fn in_word(text: &str, mark: &Range<usize>) -> bool {
    let (before, after) = (text.get(..mark.start), text.get(mark.end..));
    let before = before.and_then(|t| t.trim_end_matches('*').chars().next_back());
    let after = after.and_then(|t| t.trim_start_matches('*').chars().next());
    !mark.is_empty()
        && before.is_some_and(|c| c.is_alphanumeric() || is_combining_mark(c))
        && after.is_some_and(char::is_alphanumeric)
}
