//! Looking back into the text as it was typed: columns, empty lines, marks.
//!
//! Every function looks at one line and the gap before it, so that reading stays linear.

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
