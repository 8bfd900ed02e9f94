//! Every error of the markers, every line ending and encoding, and that nothing else changes.

use proptest::prelude::*;

use super::*;

const EMPTY: &str = "<p>\n  <!-- inkraft:begin a -->\n  <!-- inkraft:end a -->\n</p>\n";

fn id(text: &str) -> Id {
    text.parse().unwrap()
}

fn put(page: &str, fragment: &str) -> String {
    let once = replace(page.as_bytes(), &id("a"), fragment).unwrap();
    assert_eq!(replace(&once, &id("a"), fragment).unwrap(), once, "twice is once");
    String::from_utf8(once).unwrap()
}

fn fault(page: &str) -> PageError {
    let error = replace(page.as_bytes(), &id("a"), "<p>x</p>\n").unwrap_err();
    for lang in [Lang::De, Lang::En] {
        assert!(!error.fact(lang).is_empty() && error.advice(lang).is_some());
    }
    error
}

#[test]
fn the_fragment_takes_the_indentation_of_its_marker() {
    let page = put(EMPTY, "<ul>\n  <li>1</li>\n</ul>\n");
    assert_eq!(
        page,
        "<p>\n  <!-- inkraft:begin a -->\n  <ul>\n    <li>1</li>\n  </ul>\n  <!-- inkraft:end a -->\n</p>\n"
    );
    assert_eq!(put(&page, "<b>2</b>"), EMPTY.replace("-->\n  <!", "-->\n  <b>2</b>\n  <!"));
}

#[test]
fn markers_on_one_line_or_at_the_edges_of_the_page_work() {
    let page = "<!--inkraft:begin a--><!--  inkraft:end  a  -->";
    assert_eq!(put(page, "x\n\ny\n"), "<!--inkraft:begin a-->\nx\n\ny\n<!--  inkraft:end  a  -->");
    let page = "\t<!-- inkraft:begin a --> old <!-- inkraft:end a -->";
    assert_eq!(put(page, "x"), "\t<!-- inkraft:begin a -->\nx\n<!-- inkraft:end a -->");
}

#[test]
fn line_endings_and_byte_order_mark_of_the_page_stay() {
    for eol in ["\r\n", "\r", "\n"] {
        let page = format!("\u{feff}{}", EMPTY.replace('\n', eol));
        let out = put(&page, "<i>ü</i>\n<i>2</i>\n");
        assert_eq!(out, put(&page, "<i>ü</i>\r\n<i>2</i>\r\n").replace("\r\r", "\r"));
        assert!(
            out.starts_with("\u{feff}<p>") && out.contains(&format!("{eol}  <i>ü</i>{eol}  <i>2</i>{eol}"))
        );
        assert_eq!(out.matches('\n').count(), if eol == "\r" { 0 } else { 6 });
    }
}

#[test]
fn a_page_that_may_not_be_utf8_gets_ascii() {
    let utf8 = "<i>ü</i>";
    let ascii = "<i>&#252;</i>";
    for (head, want) in [
        ("", ascii),
        ("<meta charset=utf-8>", utf8),
        ("<META http-equiv=x content='text/html; charset = UTF-8'>", utf8),
        ("<meta charset=\"iso-8859-1\">", ascii),
        ("<meta charset=\"windows-1252\">ä", ascii),
        ("<script charset=\"utf-8\"></script>", ascii),
        ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>", utf8),
        ("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>", ascii),
        ("ä", utf8),
    ] {
        let out = put(&format!("{head}\n{EMPTY}"), utf8);
        assert!(out.contains(want), "{head}: {out}");
    }
    let latin = [b"<title>M\xfcnchen</title>\n", EMPTY.as_bytes(), b"\xe4"].concat();
    let out = replace(&latin, &id("a"), utf8).unwrap();
    assert!(out.starts_with(b"<title>M\xfcnchen</title>") && out.ends_with(b"\xe4"));
    assert!(find(&out, ascii.as_bytes()).is_some());
    assert_eq!(replace(&out, &id("a"), utf8).unwrap(), out);
}

#[test]
fn utf16_is_refused() {
    for bom in [&b"\xff\xfe"[..], b"\xfe\xff", b"<\0p\0"] {
        let error = replace(bom, &id("a"), "").unwrap_err();
        assert_eq!(error, PageError::Utf16);
        assert_eq!(error.advice(Lang::De).as_deref(), Some("Die Seite als UTF-8 speichern."));
    }
}

#[test]
fn missing_markers_are_named_so_that_they_can_be_pasted() {
    let error = fault("<p>nothing</p>");
    assert_eq!(error, PageError::Missing { policy: id("a") });
    let advice = error.advice(Lang::De).unwrap();
    assert!(advice.ends_with("\n<!-- inkraft:begin a -->\n<!-- inkraft:end a -->"), "{advice}");
    let (_, lines) = advice.split_once('\n').unwrap();
    put(lines, "<p>x</p>");
}

#[test]
fn markers_inside_another_comment_do_not_count() {
    let page = "<!-- <!-- inkraft:begin a --> <!--> <!---> <!-- inkraft:x";
    assert_eq!(fault(page), PageError::Missing { policy: id("a") });
}

#[test]
fn every_fault_of_the_markers_is_named_with_its_line() {
    let (b, e) = ("<!-- inkraft:begin a -->", "<!-- inkraft:end a -->");
    let (ob, oe) = ("<!-- inkraft:begin b -->", "<!-- inkraft:end b -->");
    let a = || id("a");
    assert_eq!(fault(&format!("\n{b}\n")), PageError::NoEnd { policy: a(), line: 2 });
    assert_eq!(fault(&format!("\r\n\r\n{e}")), PageError::NoBegin { policy: a(), line: 3 });
    assert_eq!(fault(&format!("{e}\n{b}")), PageError::NoBegin { policy: a(), line: 1 });
    let twice = PageError::Twice { policy: a(), first: 1, second: 3 };
    assert_eq!(fault(&format!("{b}\n{e}\n{b}{e}")), twice);
    assert_eq!(fault(&format!("{b}\r\r{b}{e}{e}")), twice);
    let between =
        |policy: &str, other: &str, line| PageError::Between { policy: id(policy), other: id(other), line };
    assert_eq!(fault(&format!("{b}\n{ob}{oe}{e}")), between("a", "b", 2));
    assert_eq!(fault(&format!("{ob}\n{b}{e}{oe}")), between("b", "a", 2));
    assert_eq!(fault(&format!("{b}\n{ob}\n{e}{oe}")), between("a", "b", 2));
    assert_eq!(fault(&format!("{b}\n\n{oe}{e}")), between("a", "b", 3));
    for bad in ["inkraft:begin A", "inkraft:begin", "inkraft:begin a b", "inkraft:start a", "inkraft:end ä"]
    {
        let error = fault(&format!("{b}{e}\n<!--{bad} -->"));
        assert_eq!(error, PageError::Malformed { text: bad.into(), line: 2 });
    }
}

#[test]
fn a_fragment_with_a_marker_is_refused() {
    let error = replace(EMPTY.as_bytes(), &id("a"), "<!--inkraft:end a-->").unwrap_err();
    assert_eq!(error, PageError::InFragment);
}

#[test]
fn other_policies_on_the_page_are_left_alone() {
    let page = format!("{EMPTY}<!-- inkraft:begin b -->b<!-- inkraft:end b -->");
    assert!(put(&page, "x").ends_with("<!-- inkraft:begin b -->b<!-- inkraft:end b -->"));
}

proptest! {
    #[test]
    fn putting_it_in_twice_is_putting_it_in_once_and_touches_nothing_else(
        head in prop::collection::vec(1u8.., 0..60),
        old in "[ -;=-~äß\r\n]{0,40}",
        tail in prop::collection::vec(1u8.., 0..60),
        fragment in "(<p>[a-zäß😀 ]{0,8}</p>(\n|\r\n)?){0,4}",
    ) {
        let mut page = head.clone();
        page.extend_from_slice(b"<!-- inkraft:begin a -->");
        let from = page.len();
        page.extend_from_slice(old.as_bytes());
        let rest = [b"<!-- inkraft:end a -->", &tail[..]].concat();
        page.extend_from_slice(&rest);
        prop_assume!(!head.starts_with(b"\xff\xfe") && !head.starts_with(b"\xfe\xff"));
        prop_assume!(find(&head, b"<!--").is_none() && find(&tail, b"<!--").is_none());
        let once = replace(&page, &id("a"), &fragment).unwrap();
        prop_assert!(once.starts_with(&page[..from]) && once.ends_with(&rest));
        prop_assert_eq!(replace(&once, &id("a"), &fragment).unwrap(), once);
    }
}
